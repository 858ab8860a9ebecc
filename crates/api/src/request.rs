//! Checks a body against the schema of its endpoint. The endpoints of the syntax tree and of the
//! linter ignore unknown fields, as they always did. The other endpoints refuse them, because a
//! misspelt option would change a list without a message.

mod fields;
mod lists;

use crate::{
    Endpoint, Problem,
    body::{Name, Strings, Value},
};
use bloqr_syntax::matching::Url;
use bloqr_wire::walk;
use fields::Fields;

pub(super) use lists::{CompileRequest, ConvertRequest, Rules, TransformRequest};

/// A body that fits its schema.
pub(super) enum Request {
    Parse { rules: Strings },
    Walk(WalkRequest),
    Validate { rules: Strings, strict: bool },
    ValidateRule { rule: String, url: Option<TestUrl>, strict: bool },
    Compile(CompileRequest),
    Transform(TransformRequest),
    Convert(ConvertRequest),
}

pub(super) struct WalkRequest {
    pub(super) list: List,
    pub(super) types: Vec<String>,
    pub(super) max_depth: Option<usize>,
    pub(super) context: bool,
}

pub(super) enum List {
    Rules(Strings),
    Text(String),
}

/// A URL: the text of the request, and the parsed URL.
pub(super) struct TestUrl {
    pub(super) text: String,
    pub(super) url: Url,
}

/// The limits of a walk; other requests do not have them. Lengths are in UTF-16 code units.
const MAX_WALKED_RULES: usize = 5000;
const MAX_WALKED_RULE: usize = 4096;
const MAX_WALKED_TEXT: usize = 1 << 20;
const MAX_NODE_TYPES: usize = 30;
const MAX_DEPTH: u64 = 50;

/// The fields of each request.
fn names(endpoint: Endpoint) -> &'static [Name] {
    const fn text(name: &'static str) -> Name {
        Name { name, is_nested: false }
    }
    const fn nested(name: &'static str) -> Name {
        Name { name, is_nested: true }
    }
    const TOKEN: Name = text("turnstileToken");
    match endpoint {
        Endpoint::Parse => const { &[text("rules"), TOKEN] },
        Endpoint::Walk => {
            const {
                &[
                    text("includeContext"),
                    text("maxDepth"),
                    text("nodeTypes"),
                    text("rules"),
                    text("text"),
                    TOKEN,
                ]
            }
        }
        Endpoint::Validate => const { &[text("rules"), text("strict"), TOKEN] },
        Endpoint::ValidateRule => const { &[text("rule"), text("strict"), text("testUrl"), TOKEN] },
        Endpoint::Compile => {
            const {
                &[
                    nested("configuration"),
                    nested("preFetchedContent"),
                    text("benchmark"),
                    text("date"),
                    text("explain"),
                    text("priority"),
                    TOKEN,
                ]
            }
        }
        Endpoint::Transform => {
            const {
                &[
                    text("exclusions"),
                    text("explain"),
                    text("inclusions"),
                    text("text"),
                    text("transformations"),
                    TOKEN,
                ]
            }
        }
        Endpoint::Convert => {
            const { &[text("rule"), text("rules"), text("targetSyntax"), text("to"), TOKEN] }
        }
    }
}

impl Request {
    pub(super) fn read(endpoint: Endpoint, body: &[u8]) -> Result<Request, Problem> {
        if body.len() > endpoint.max_body() {
            return Err(Problem::too_large(endpoint, body.len()));
        }
        let body =
            Value::read(body, names(endpoint)).map_err(|it| Problem::malformed(endpoint, &it))?;
        let mut fields = Fields::default();
        match body {
            Value::Object(body) => {
                if endpoint.is_strict() {
                    fields.faults.unknown(&body);
                }
                fields.map = body.known;
            }
            other => {
                fields.faults.add("", format!("expected an object, not {}", other.kind()));
                return Err(fields.faults.problem(endpoint));
            }
        }
        let request = match endpoint {
            Endpoint::Parse => Request::Parse { rules: fields.rules() },
            Endpoint::Walk => Request::Walk(fields.walk()),
            Endpoint::Validate => {
                Request::Validate { rules: fields.rules(), strict: fields.flag("strict") }
            }
            Endpoint::ValidateRule => Request::ValidateRule {
                rule: fields.required("rule", "a string", Fields::string).unwrap_or_default(),
                url: fields.url(),
                strict: fields.flag("strict"),
            },
            Endpoint::Compile => Request::Compile(fields.compile()),
            Endpoint::Transform => Request::Transform(fields.transform()),
            Endpoint::Convert => Request::Convert(fields.convert()),
        };
        // The worker's gates verify the token. Here only its type is checked.
        fields.string("turnstileToken");
        if fields.faults.is_empty() { Ok(request) } else { Err(fields.faults.problem(endpoint)) }
    }
}

impl Fields {
    fn rules(&mut self) -> Strings {
        let rules = self.required("rules", "an array of strings", |fields, name| {
            fields.strings(name, usize::MAX, usize::MAX)
        });
        rules.unwrap_or_default()
    }

    fn walk(&mut self) -> WalkRequest {
        let list = match (self.map.contains_key("rules"), self.map.contains_key("text")) {
            (true, false) => {
                let rules = self.strings("rules", MAX_WALKED_RULES, MAX_WALKED_RULE);
                List::Rules(rules.unwrap_or_default())
            }
            (false, true) => {
                let text = self.string("text").unwrap_or_default();
                self.short("/text", &text, MAX_WALKED_TEXT);
                List::Text(text)
            }
            (has_both, _) => {
                let which = if has_both { "not both" } else { "one of them" };
                self.faults.add("", format!("expected `rules` or `text`, and {which}"));
                List::Rules(Strings::default())
            }
        };
        let types = self.strings("nodeTypes", MAX_NODE_TYPES, usize::MAX).unwrap_or_default();
        let known = walk::TYPES.join(", ");
        for (n, name) in types.iter().enumerate() {
            if !walk::TYPES.contains(&name) {
                self.faults.add(&format!("/nodeTypes/{n}"), format!("expected one of {known}"));
            }
        }
        let max_depth = self.map.remove("maxDepth").and_then(|it| {
            // `2.0` is the integer 2 in JavaScript.
            let number = match &it {
                Value::Number(it) => it.as_f64(),
                _ => None,
            };
            let number = number.filter(|it| it.fract() == 0.0 && *it >= 0.0);
            let depth = number.map(|it| it as u64).filter(|it| *it <= MAX_DEPTH);
            if depth.is_none() {
                let got = it.kind();
                let what = format!("expected a whole number from 0 to {MAX_DEPTH}, not {got}");
                self.faults.add("/maxDepth", what);
            }
            depth.map(|it| it as usize)
        });
        let types = types.iter().take(MAX_NODE_TYPES).map(str::to_owned).collect();
        WalkRequest { list, types, max_depth, context: self.flag("includeContext") }
    }

    /// The URL that the rule is matched against.
    fn url(&mut self) -> Option<TestUrl> {
        let text = self.string("testUrl")?;
        let url = Url::parse(&text);
        if url.is_none() {
            let most = Url::MAX;
            let what = format!("expected a URL like https://ads.example/, of at most {most} bytes");
            self.faults.add("/testUrl", what);
        }
        Some(TestUrl { text, url: url? })
    }
}
