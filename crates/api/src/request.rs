//! Checks the fields of a body. The endpoints of the syntax tree and of the linter ignore unknown
//! fields, as they always did. The other endpoints refuse them, because a misspelt option would change
//! a list without a message.

use std::collections::BTreeMap;

use crate::{
    Endpoint, Fault, Problem,
    body::{self, Name, Strings, Value},
    compile,
};
use bloqr_compile::{Config, Step};
use bloqr_convert::{Target, UnknownTarget};
use bloqr_syntax::{matching::Url, source::utf16_len};
use bloqr_wire::walk;

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

/// `POST /api/compile`
pub(super) struct CompileRequest {
    pub(super) config: Config,
    /// The texts of sources and of the files that they include, by their names.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) benchmark: bool,
    pub(super) explain: bool,
    /// For the header of the list and `compiledAt`: ISO 8601.
    pub(super) date: Option<String>,
}

/// `POST /api/transform`
pub(super) struct TransformRequest {
    pub(super) steps: Vec<Step>,
    pub(super) exclusions: Vec<String>,
    pub(super) inclusions: Vec<String>,
    pub(super) text: String,
    pub(super) explain: bool,
}

/// `POST /api/convert`
pub(super) struct ConvertRequest {
    pub(super) rules: Rules,
    pub(super) to: Target,
}

pub(super) enum Rules {
    Many(Strings),
    /// With the names of the guide's backend: `rule` and `targetSyntax`.
    One(String),
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

/// How many patterns a transformation takes.
const MAX_PATTERNS: usize = 10_000;

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
        let mut fields = Fields { faults: Faults::default(), map: BTreeMap::new() };
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
        match fields.faults.is_empty() {
            true => Ok(request),
            false => Err(fields.faults.problem(endpoint)),
        }
    }
}

/// The fields of a body, taken one by one.
struct Fields {
    map: BTreeMap<&'static str, Value>,
    faults: Faults,
}

impl Fields {
    /// A required field. `take` returns it or adds an error.
    fn required<T>(
        &mut self,
        name: &str,
        what: &str,
        take: impl Fn(&mut Fields, &str) -> Option<T>,
    ) -> Option<T> {
        if !self.map.contains_key(name) {
            self.faults.add(&format!("/{name}"), format!("missing: expected {what}"));
        }
        take(self, name)
    }

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

    fn compile(&mut self) -> CompileRequest {
        if let Some(priority) = self.string("priority")
            && !["standard", "high"].contains(&priority.as_str())
        {
            self.faults.add("/priority", "expected `standard` or `high`".to_owned());
        }
        CompileRequest {
            config: self.config(),
            texts: self.texts("preFetchedContent"),
            benchmark: self.flag("benchmark"),
            explain: self.flag("explain"),
            date: self.date(),
        }
    }

    fn transform(&mut self) -> TransformRequest {
        let mut list = |name: &str| {
            let strings = self.strings(name, MAX_PATTERNS, usize::MAX).unwrap_or_default();
            strings.iter().map(str::to_owned).collect()
        };
        TransformRequest {
            exclusions: list("exclusions"),
            inclusions: list("inclusions"),
            steps: self.steps(),
            text: self.required("text", "a string", Fields::string).unwrap_or_default(),
            explain: self.flag("explain"),
        }
    }

    fn convert(&mut self) -> ConvertRequest {
        if self.map.contains_key("rule") || self.map.contains_key("targetSyntax") {
            for name in ["rules", "to"] {
                if self.map.remove(name).is_some() {
                    let what = "expected `rules` and `to`, or `rule` and `targetSyntax`";
                    self.faults.add(&format!("/{name}"), what.to_owned());
                }
            }
            return ConvertRequest {
                rules: Rules::One(
                    self.required("rule", "a string", Fields::string).unwrap_or_default(),
                ),
                to: self.target("targetSyntax"),
            };
        }
        ConvertRequest { rules: Rules::Many(self.rules()), to: self.target("to") }
    }

    /// The configuration of a compilation, as HostlistCompiler has it.
    fn config(&mut self) -> Config {
        const NAME: &str = "configuration";
        let Some(Value::Nested(value)) = self.map.remove(NAME) else {
            self.faults.add(&format!("/{NAME}"), "missing: expected an object".to_owned());
            return Config::default();
        };
        compile::read_config(&value).unwrap_or_else(|fault| {
            self.faults.add(&fault.pointer, fault.detail);
            Config::default()
        })
    }

    /// The steps of a transformation.
    fn steps(&mut self) -> Vec<Step> {
        const NAME: &str = "transformations";
        let names = self.required(NAME, "an array of strings", |fields, name| {
            fields.strings(name, MAX_PATTERNS, usize::MAX)
        });
        let mut steps = Vec::new();
        for (n, name) in names.unwrap_or_default().iter().enumerate() {
            match name.parse::<Step>() {
                Ok(step) => steps.push(step),
                Err(_) => {
                    let known = Step::ALL.map(Step::name).join(", ");
                    self.faults.add(&format!("/{NAME}/{n}"), format!("expected one of {known}"));
                }
            }
        }
        let mut validates: Vec<Step> = steps.clone();
        validates.retain(|it| it.allows().is_some());
        validates.dedup();
        if validates.len() > 1 {
            self.faults.add(&format!("/{NAME}"), "only one step can validate".to_owned());
        }
        steps
    }

    /// The product to convert to.
    fn target(&mut self, name: &str) -> Target {
        let Some(text) = self.required(name, "a string", Fields::string) else {
            return Target::Adg;
        };
        text.parse().unwrap_or_else(|error: UnknownTarget| {
            self.faults.add(&format!("/{name}"), error.to_string());
            Target::Adg
        })
    }

    /// Texts by their names.
    fn texts(&mut self, name: &str) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        match self.map.remove(name) {
            None => (),
            Some(Value::Nested(serde_json::Value::Object(fields))) => {
                for (key, value) in fields {
                    match value {
                        serde_json::Value::String(text) => drop(texts.insert(key, text)),
                        other => {
                            let kind = Value::Nested(other).kind();
                            let key = key.replace('~', "~0").replace('/', "~1");
                            let what = format!("expected a string, not {kind}");
                            self.faults.add(&format!("/{name}/{key}"), what);
                        }
                    }
                }
            }
            Some(other) => self.wrong(name, "an object with the text of each source", &other),
        }
        texts
    }

    /// `2026-11-27T18:00:00.000Z`; also without the fraction.
    fn date(&mut self) -> Option<String> {
        let date = self.string("date")?;
        let is_date = date.is_ascii()
            && date.ends_with('Z')
            && (20..=30).contains(&date.len())
            && date.bytes().zip(*b"0000-00-00T00:00:00").all(|(it, form)| match form {
                b'0' => it.is_ascii_digit(),
                sign => it == sign,
            })
            && date[19..date.len() - 1].strip_prefix('.').map_or(date.len() == 20, |it| {
                !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())
            });
        if !is_date {
            let what = "expected a time in UTC like 2026-11-27T18:00:00.000Z";
            self.faults.add("/date", what.to_owned());
        }
        Some(date)
    }

    /// The URL that the rule is matched against.
    fn url(&mut self) -> Option<TestUrl> {
        let text = self.string("testUrl")?;
        let url = Url::parse(&text);
        if url.is_none() {
            let most = Url::MAX;
            let what =
                format!("expected an address like https://ads.example/, of at most {most} bytes");
            self.faults.add("/testUrl", what);
        }
        Some(TestUrl { text, url: url? })
    }

    fn flag(&mut self, name: &str) -> bool {
        match self.map.remove(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(other) => {
                self.wrong(name, "true or false", &other);
                false
            }
        }
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.map.remove(name)? {
            Value::String(text) => Some(text),
            other => {
                self.wrong(name, "a string", &other);
                None
            }
        }
    }

    /// At most `items` strings, each of at most `len` UTF-16 code units.
    fn strings(&mut self, name: &str, items: usize, len: usize) -> Option<Strings> {
        let strings = match self.map.remove(name)? {
            Value::Array(strings) => strings,
            other => {
                self.wrong(name, "an array of strings", &other);
                return None;
            }
        };
        if strings.len > items {
            let what = format!("expected at most {items} items, not {}", strings.len);
            self.faults.add(&format!("/{name}"), what);
        }
        let mut others = strings.others.iter().peekable();
        let mut n = 0;
        for text in strings.iter() {
            while let Some((_, kind)) = others.next_if(|it| it.0 == n) {
                self.no_string(name, n, kind);
                n += 1;
            }
            if text.len() > len {
                self.short(&format!("/{name}/{n}"), text, len);
            }
            n += 1;
        }
        others.for_each(|(n, kind)| self.no_string(name, *n, kind));
        self.faults.more += strings.count_others() - strings.others.len();
        Some(strings)
    }

    fn short(&mut self, pointer: &str, text: &str, most: usize) {
        let len = utf16_len(text.as_bytes());
        if len > most {
            self.faults.add(pointer, format!("expected at most {most} characters, not {len}"));
        }
    }

    fn no_string(&mut self, name: &str, n: usize, kind: &str) {
        self.faults.add(&format!("/{name}/{n}"), format!("expected a string, not {kind}"));
    }

    fn wrong(&mut self, path: &str, expected: &str, got: &Value) {
        self.faults.add(&format!("/{path}"), format!("expected {expected}, not {}", got.kind()));
    }
}

#[derive(Default)]
struct Faults {
    named: Vec<Fault>,
    /// The errors that are not listed.
    more: usize,
}

impl Faults {
    fn add(&mut self, pointer: &str, detail: String) {
        if self.named.len() < Problem::MAX_FAULTS {
            self.named.push(Fault { pointer: pointer.to_owned(), detail });
        } else {
            self.more += 1;
        }
    }

    fn unknown(&mut self, body: &body::Fields) {
        for name in &body.unknown {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            self.add(&pointer, "this field is not known".to_owned());
        }
        self.more += body.count_unknown - body.unknown.len();
        for name in &body.twice {
            self.add(&format!("/{name}"), "this field is there twice".to_owned());
        }
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    fn problem(self, endpoint: Endpoint) -> Problem {
        Problem::invalid(endpoint, self.named, self.more)
    }
}
