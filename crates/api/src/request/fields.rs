//! Checks the fields of a body by their shapes, then gives them away one by one. A field that is wrong
//! or missing is read as an empty one: its fault is listed.

use std::collections::BTreeMap;

use super::schema::{Field, Form, Shape};
use crate::{
    Endpoint, Fault, Problem,
    body::{self, Name, Strings, Value},
};
use bloqr_syntax::{matching::Url, source::utf16_len};

pub(super) struct Fields {
    map: BTreeMap<&'static str, Value>,
    pub(super) faults: Faults,
}

impl Fields {
    /// The fields of a body of one of these forms. Unknown fields are refused if `is_strict`.
    ///
    /// # Errors
    ///
    /// [`Problem`], when the body is no object.
    pub(super) fn read(
        endpoint: Endpoint,
        body: &[u8],
        forms: &'static [Form],
        is_strict: bool,
    ) -> Result<Fields, Problem> {
        let value = Value::read(body, &names(forms));
        let mut faults = Faults::default();
        let body = match value.map_err(|it| Problem::malformed(endpoint, &it))? {
            Value::Object(body) => body,
            other => {
                faults.add("", format!("expected an object, not {}", other.kind()));
                return Err(faults.problem(endpoint));
            }
        };
        if is_strict {
            faults.unknown(&body);
        }
        let mut fields = Fields { map: body.known, faults };
        fields.check(forms);
        Ok(fields)
    }

    fn check(&mut self, forms: &'static [Form]) {
        let is_marked = |it: &&Form| it.marks.iter().any(|it| self.has(it));
        let Some(form) = forms.iter().find(is_marked).or(forms.last()) else { return };
        for name in names(forms) {
            let is_here = form.fields.iter().any(|it| it.name == name.name);
            if !is_here && self.map.remove(name.name).is_some() {
                self.faults.add(&format!("/{}", name.name), form.not_here.to_owned());
            }
        }
        if !form.one_of.is_empty() {
            let count = form.one_of.iter().filter(|it| self.has(it)).count();
            if count != 1 {
                let either: Vec<_> = form.one_of.iter().map(|it| format!("`{it}`")).collect();
                let which = if count == 0 { "one of them" } else { "not both" };
                self.faults.add("", format!("expected {}, and {which}", either.join(" or ")));
            }
        }
        form.fields.iter().for_each(|it| self.check_field(it));
    }

    fn check_field(&mut self, field: &Field) {
        let Field { name, shape, .. } = *field;
        let Some(value) = self.map.remove(name) else {
            if field.is_required {
                let what = format!("missing: expected {}", shape.in_words());
                self.faults.add(&format!("/{name}"), what);
            }
            return;
        };
        let is_right = match (shape, &value) {
            (Shape::Flag, Value::Bool(_)) => true,
            (Shape::Words(_), Value::String(text)) if text.trim().is_empty() => false,
            (Shape::Text(most) | Shape::Words(most), Value::String(text)) => {
                self.faults.long(&format!("/{name}"), text, most);
                true
            }
            (Shape::Choice(names), Value::String(text)) => names().contains(&text.as_str()),
            (Shape::Strings { items, len, names }, Value::Array(strings)) => {
                self.faults.strings(name, strings, items, len);
                if let Some(names) = names {
                    self.faults.names(name, strings, &names());
                }
                true
            }
            (Shape::Whole(most), Value::Number(number)) => {
                // `2.0` is the integer 2 in JavaScript.
                number
                    .as_f64()
                    .is_some_and(|it| it.fract() == 0.0 && it >= 0.0 && it <= most as f64)
            }
            (Shape::Url, Value::String(text)) => Url::parse(text).is_some(),
            (Shape::Time, Value::String(text)) => is_time(text),
            (Shape::Texts, Value::Nested(serde_json::Value::Object(texts))) => {
                self.faults.texts(name, texts);
                true
            }
            // The compiler reads it.
            (Shape::Configuration, Value::Nested(_)) => true,
            _ => false,
        };
        if is_right {
            self.map.insert(name, value);
        } else {
            let got = match (shape, &value) {
                (Shape::Choice(_) | Shape::Url | Shape::Time, Value::String(text))
                    if text.len() <= 40 =>
                {
                    format!("`{text}`")
                }
                (_, other) => other.kind(),
            };
            let what = format!("expected {}, not {got}", shape.in_words());
            self.faults.add(&format!("/{name}"), what);
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    pub(super) fn flag(&mut self, name: &str) -> bool {
        matches!(self.map.remove(name), Some(Value::Bool(true)))
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.map.remove(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn strings(&mut self, name: &str) -> Strings {
        match self.map.remove(name) {
            Some(Value::Array(strings)) => strings,
            _ => Strings::default(),
        }
    }

    pub(super) fn whole(&mut self, name: &str) -> Option<u64> {
        match self.map.remove(name)? {
            Value::Number(number) => number.as_f64().map(|it| it as u64),
            _ => None,
        }
    }

    pub(super) fn nested(&mut self, name: &str) -> Option<serde_json::Value> {
        match self.map.remove(name)? {
            Value::Nested(value) => Some(value),
            _ => None,
        }
    }

    /// Texts by their names.
    pub(super) fn texts(&mut self, name: &str) -> BTreeMap<String, String> {
        let Some(serde_json::Value::Object(texts)) = self.nested(name) else {
            return BTreeMap::new();
        };
        let text = |(name, value)| match value {
            serde_json::Value::String(text) => Some((name, text)),
            _ => None,
        };
        texts.into_iter().filter_map(text).collect()
    }
}

/// The fields of all forms.
fn names(forms: &'static [Form]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for field in forms.iter().flat_map(|it| it.fields) {
        if names.iter().all(|it| it.name != field.name) {
            let is_nested = matches!(field.shape, Shape::Texts | Shape::Configuration);
            names.push(Name { name: field.name, is_nested });
        }
    }
    names
}

/// `2026-11-27T18:00:00.000Z`; also without the fraction.
fn is_time(time: &str) -> bool {
    time.is_ascii()
        && time.ends_with('Z')
        && (20..=30).contains(&time.len())
        && time.bytes().zip(*b"0000-00-00T00:00:00").all(|(it, form)| match form {
            b'0' => it.is_ascii_digit(),
            sign => it == sign,
        })
        && time[19..time.len() - 1].strip_prefix('.').map_or(time.len() == 20, |it| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())
        })
}

#[derive(Default)]
pub(super) struct Faults {
    named: Vec<Fault>,
    /// The errors that are not listed.
    more: usize,
}

impl Faults {
    pub(super) fn add(&mut self, pointer: &str, detail: String) {
        if self.named.len() < Problem::MAX_FAULTS {
            self.named.push(Fault { pointer: pointer.to_owned(), detail });
        } else {
            self.more += 1;
        }
    }

    fn unknown(&mut self, body: &body::Fields) {
        for name in &body.unknown {
            self.add(&format!("/{}", escaped(name)), "unknown field".to_owned());
        }
        self.more += body.count_unknown - body.unknown.len();
        for name in &body.twice {
            self.add(&format!("/{name}"), "this field occurs twice".to_owned());
        }
    }

    fn strings(&mut self, name: &str, strings: &Strings, items: usize, len: usize) {
        if strings.len > items {
            let what = format!("expected at most {items} items, not {}", strings.len);
            self.add(&format!("/{name}"), what);
        }
        let mut others = strings.others.iter().peekable();
        let mut n = 0;
        for text in strings.iter() {
            while let Some((_, kind)) = others.next_if(|it| it.0 == n) {
                self.no_string(name, n, kind);
                n += 1;
            }
            // Nearly all are short enough, and a pointer is made for the others alone.
            if text.len() > len {
                self.long(&format!("/{name}/{n}"), text, len);
            }
            n += 1;
        }
        others.for_each(|(n, kind)| self.no_string(name, *n, kind));
        self.more += strings.count_others() - strings.others.len();
    }

    fn names(&mut self, name: &str, strings: &Strings, names: &[&str]) {
        for (n, text) in strings.iter().enumerate() {
            if !names.contains(&text) {
                self.add(&format!("/{name}/{n}"), format!("expected one of {}", names.join(", ")));
            }
        }
    }

    fn texts(&mut self, name: &str, texts: &serde_json::Map<String, serde_json::Value>) {
        for (key, value) in texts {
            if !value.is_string() {
                let kind = Value::Nested(value.clone()).kind();
                let pointer = format!("/{name}/{}", escaped(key));
                self.add(&pointer, format!("expected a string, not {kind}"));
            }
        }
    }

    fn long(&mut self, pointer: &str, text: &str, most: usize) {
        let len = if text.len() <= most { 0 } else { utf16_len(text.as_bytes()) };
        if len > most {
            self.add(pointer, format!("expected at most {most} characters, not {len}"));
        }
    }

    fn no_string(&mut self, name: &str, n: usize, kind: &str) {
        self.add(&format!("/{name}/{n}"), format!("expected a string, not {kind}"));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    pub(super) fn problem(self, endpoint: Endpoint) -> Problem {
        Problem::invalid(endpoint, self.named, self.more)
    }
}

/// A name in a JSON Pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
