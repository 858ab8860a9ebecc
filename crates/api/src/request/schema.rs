//! What the bodies of requests have: the reader checks bodies with these tables, and
//! `/api/openapi.json` is made from them.

use crate::Endpoint;
use bloqr_codegen::{MAX_SAMPLE, MAX_WISH};
use bloqr_compile::Step;
use bloqr_convert::Target;
use bloqr_syntax::matching::Url;
use bloqr_wire::walk;

/// A field of a body.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
    pub(crate) is_required: bool,
}

/// What a field may hold. Lengths are in UTF-16 code units.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Flag,
    /// A string of at most this length.
    Text(usize),
    /// The same, with more than white space.
    Words(usize),
    /// One of these strings.
    Choice(Names),
    /// An array of at most `items` strings of at most `len`. If there are names, each is one of them.
    Strings { items: usize, len: usize, names: Option<Names> },
    /// A whole number from 0 to this.
    Whole(u64),
    /// A URL for which a rule can be tested.
    Url,
    /// ISO 8601 in UTC, with or without a fraction.
    Time,
    /// An object whose values are strings.
    Texts,
    /// HostlistCompiler's configuration.
    Configuration,
}

type Names = fn() -> Vec<&'static str>;

/// One form of a body. An endpoint can have several.
pub(crate) struct Form {
    /// A body with one of these fields has this form. Empty for the form of all other bodies.
    pub(crate) marks: &'static [&'static str],
    pub(crate) fields: &'static [Field],
    /// A body has exactly one of these fields.
    pub(crate) one_of: &'static [&'static str],
    /// Said of a field that only another form has.
    pub(crate) not_here: &'static str,
}

impl Form {
    const fn of(fields: &'static [Field]) -> Form {
        Form { marks: &[], fields, one_of: &[], not_here: "" }
    }
}

const fn required(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, about, shape, is_required: true }
}

const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, about, shape, is_required: false }
}

const NO_LIMIT: usize = usize::MAX;
const ANY_TEXT: Shape = Shape::Text(NO_LIMIT);
const ANY_STRINGS: Shape = Shape::Strings { items: NO_LIMIT, len: NO_LIMIT, names: None };
const PATTERNS: Shape = Shape::Strings { items: 10_000, len: NO_LIMIT, names: None };
const STEPS: Shape = Shape::Strings { items: 10_000, len: NO_LIMIT, names: Some(steps) };
const TARGET: Shape = Shape::Choice(targets);

fn steps() -> Vec<&'static str> {
    Step::ALL.map(Step::name).to_vec()
}

fn targets() -> Vec<&'static str> {
    Target::ALL.map(Target::as_str).to_vec()
}

/// The worker's gates verify the token. The core checks only its type.
const TOKEN: Field = optional(
    "turnstileToken",
    ANY_TEXT,
    "A Turnstile token, which callers without a key send where Turnstile is set up",
);
const STRICT: Field = optional("strict", Shape::Flag, "Whether warnings make the list invalid");
const EXPLAIN: Field =
    optional("explain", Shape::Flag, "Also list each line that was removed, and why");
const TEXT: Field = optional("text", ANY_TEXT, "A list");

const PARSE: &[Form] = &[Form::of(&[required("rules", ANY_STRINGS, "The rules"), TOKEN])];

const WALK: &[Form] = &[Form {
    one_of: &["rules", "text"],
    ..Form::of(&[
        optional(
            "rules",
            Shape::Strings { items: 5000, len: 4096, names: None },
            "The rules, one line each",
        ),
        optional("text", Shape::Text(1 << 20), "A list"),
        optional(
            "nodeTypes",
            Shape::Strings { items: 30, len: NO_LIMIT, names: Some(|| walk::TYPES.to_vec()) },
            "Only nodes of these types",
        ),
        optional("maxDepth", Shape::Whole(50), "Only nodes of at most this depth"),
        optional("includeContext", Shape::Flag, "Also give the key and the index of each node"),
        TOKEN,
    ])
}];

const VALIDATE: &[Form] =
    &[Form::of(&[required("rules", ANY_STRINGS, "The rules, one line each"), STRICT, TOKEN])];

const VALIDATE_RULE: &[Form] = &[Form::of(&[
    required("rule", ANY_TEXT, "A rule"),
    optional("testUrl", Shape::Url, "A URL that the rule is matched against"),
    STRICT,
    TOKEN,
])];

const COMPILE: &[Form] = &[Form::of(&[
    optional("priority", Shape::Choice(|| vec!["standard", "high"]), "Has no effect here"),
    required("configuration", Shape::Configuration, "HostlistCompiler's configuration"),
    optional("preFetchedContent", Shape::Texts, "The texts of sources, by their names"),
    optional("benchmark", Shape::Flag, "Also give `metrics`"),
    EXPLAIN,
    optional("date", Shape::Time, "The time for the header of the list"),
    TOKEN,
])];

const TRANSFORM: &[Form] = &[
    Form {
        marks: &["source"],
        one_of: &["rules", "text"],
        not_here: "not allowed beside `source`",
        ..Form::of(&[
            required("source", ANY_TEXT, "A JavaScript module that exports `transform`"),
            optional("rules", ANY_STRINGS, "The rules, one line each"),
            TEXT,
            optional("data", Shape::Texts, "Texts that the code gets, by their names"),
            TOKEN,
        ])
    },
    Form {
        not_here: "only allowed beside `source`",
        ..Form::of(&[
            optional("exclusions", PATTERNS, "Patterns of lines that are removed"),
            optional("inclusions", PATTERNS, "If there are any, other lines are removed"),
            required("transformations", STEPS, "The steps"),
            required("text", ANY_TEXT, "A list"),
            EXPLAIN,
            TOKEN,
        ])
    },
];

const CONVERT: &[Form] = &[
    Form {
        marks: &["rule", "targetSyntax"],
        not_here: "expected `rules` and `to`, or `rule` and `targetSyntax`",
        ..Form::of(&[
            required("rule", ANY_TEXT, "A rule"),
            required("targetSyntax", TARGET, "The product to convert to"),
            TOKEN,
        ])
    },
    Form::of(&[
        required("rules", ANY_STRINGS, "The rules"),
        required("to", TARGET, "The product to convert to"),
        TOKEN,
    ]),
];

/// The forms of the bodies of an endpoint. The last one has no marks.
pub(crate) fn forms(endpoint: Endpoint) -> &'static [Form] {
    match endpoint {
        Endpoint::Parse => PARSE,
        Endpoint::Walk => WALK,
        Endpoint::Validate => VALIDATE,
        Endpoint::ValidateRule => VALIDATE_RULE,
        Endpoint::Compile => COMPILE,
        Endpoint::Transform => TRANSFORM,
        Endpoint::Convert => CONVERT,
    }
}

/// The body of [`GENERATE`](crate::GENERATE).
pub(crate) const WISH: &[Form] = &[Form::of(&[
    required("wish", Shape::Words(MAX_WISH), "What the transform is to do, in plain words"),
    optional(
        "sample",
        Shape::Strings { items: MAX_SAMPLE, len: NO_LIMIT, names: None },
        "Rules of the list, which the model sees",
    ),
    TOKEN,
])];

impl Shape {
    /// In words: "expected …".
    pub(super) fn in_words(self) -> String {
        match self {
            Shape::Flag => "true or false".to_owned(),
            Shape::Text(_) => "a string".to_owned(),
            Shape::Words(_) => "a string with a word in it".to_owned(),
            Shape::Choice(names) => format!("one of {}", names().join(", ")),
            Shape::Strings { .. } => "an array of strings".to_owned(),
            Shape::Whole(most) => format!("a whole number from 0 to {most}"),
            Shape::Url => {
                format!("a URL like https://ads.example/, of at most {} bytes", Url::MAX)
            }
            Shape::Time => "a time in UTC like 2026-11-27T18:00:00.000Z".to_owned(),
            Shape::Texts => "an object with the text of each source".to_owned(),
            Shape::Configuration => "an object".to_owned(),
        }
    }
}
