//! Checks the fields of a body. Unknown fields are ignored, as they always were.

use crate::{
    Endpoint, Fault, MAX_BODY, Problem,
    body::{self, Strings, Value},
};
use bloqr_syntax::{matching::Url, source::utf16_len};
use bloqr_wire::walk;

/// A body that fits its schema.
pub(super) enum Request {
    Parse { rules: Strings },
    Walk(WalkRequest),
    Validate { rules: Strings, strict: bool },
    ValidateRule { rule: String, url: Option<TestUrl>, strict: bool },
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

impl Request {
    pub(super) fn read(endpoint: Endpoint, body: &[u8]) -> Result<Request, Problem> {
        if body.len() > MAX_BODY {
            return Err(Problem::too_large(endpoint, body.len()));
        }
        let body = serde_json::from_slice(body).map_err(|it| Problem::malformed(endpoint, &it))?;
        let mut fields = Fields { faults: Faults::default(), map: body::Fields::new() };
        match body {
            Value::Object(map) => fields.map = map,
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
    map: body::Fields,
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

    fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    fn problem(self, endpoint: Endpoint) -> Problem {
        Problem::invalid(endpoint, self.named, self.more)
    }
}
