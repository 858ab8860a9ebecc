//! Reads the fields of a body one by one, and collects their errors.

use std::collections::BTreeMap;

use crate::{
    Endpoint, Fault, Problem,
    body::{self, Strings, Value},
};
use bloqr_syntax::source::utf16_len;

/// The fields of a body, which are read one by one.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) map: BTreeMap<&'static str, Value>,
    pub(super) faults: Faults,
}

impl Fields {
    /// A required field. `take` returns it or adds an error.
    pub(super) fn required<T>(
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

    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.map.remove(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(other) => {
                self.wrong(name, "true or false", &other);
                false
            }
        }
    }

    pub(super) fn string(&mut self, name: &str) -> Option<String> {
        match self.map.remove(name)? {
            Value::String(text) => Some(text),
            other => {
                self.wrong(name, "a string", &other);
                None
            }
        }
    }

    /// At most `items` strings, each of at most `len` UTF-16 code units.
    pub(super) fn strings(&mut self, name: &str, items: usize, len: usize) -> Option<Strings> {
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

    pub(super) fn short(&mut self, pointer: &str, text: &str, most: usize) {
        let len = utf16_len(text.as_bytes());
        if len > most {
            self.faults.add(pointer, format!("expected at most {most} characters, not {len}"));
        }
    }

    pub(super) fn no_string(&mut self, name: &str, n: usize, kind: &str) {
        self.faults.add(&format!("/{name}/{n}"), format!("expected a string, not {kind}"));
    }

    pub(super) fn wrong(&mut self, path: &str, expected: &str, got: &Value) {
        self.faults.add(&format!("/{path}"), format!("expected {expected}, not {}", got.kind()));
    }
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

    pub(super) fn unknown(&mut self, body: &body::Fields) {
        for name in &body.unknown {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            self.add(&pointer, "unknown field".to_owned());
        }
        self.more += body.count_unknown - body.unknown.len();
        for name in &body.twice {
            self.add(&format!("/{name}"), "this field occurs twice".to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    pub(super) fn problem(self, endpoint: Endpoint) -> Problem {
        Problem::invalid(endpoint, self.named, self.more)
    }
}
