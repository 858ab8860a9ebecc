//! Reads a JSON body, and keeps only the fields that requests have. An array keeps its strings in one
//! piece, so a body needs little more memory than its size.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

use crate::Problem;

/// The fields that requests have.
const NAMES: [&str; 9] = [
    "includeContext",
    "maxDepth",
    "nodeTypes",
    "rule",
    "rules",
    "strict",
    "testUrl",
    "text",
    "turnstileToken",
];

pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Strings),
    /// The fields with known names. An object inside of a body has none.
    Object(Fields),
}

/// When a name is there twice, the last one counts, as in JavaScript.
pub(super) type Fields = BTreeMap<&'static str, Value>;

impl Value {
    /// What the value is, in words: a short value itself, otherwise its type.
    pub(super) fn kind(&self) -> String {
        match self {
            Value::Null => "null".to_owned(),
            Value::Bool(it) => it.to_string(),
            Value::Number(it) => it.to_string(),
            Value::String(_) => "a string".to_owned(),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        }
    }
}

/// The strings of an array.
#[derive(Default)]
pub(super) struct Strings {
    /// All strings, joined.
    text: String,
    /// The end of each string, in bytes.
    ends: Vec<u32>,
    /// The first items that are not strings: their index, and what they are.
    pub(super) others: Vec<(usize, String)>,
    /// The number of all items.
    pub(super) len: usize,
}

impl Strings {
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|n| {
            let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.text[start as usize..self.ends[n] as usize]
        })
    }

    /// The number of items that are not strings.
    pub(super) fn count_others(&self) -> usize {
        self.len - self.ends.len()
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        // A body has at most `MAX_BODY` bytes.
        self.ends.push(self.text.len() as u32);
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(body: D) -> Result<Value, D::Error> {
        body.deserialize_any(Reader { with_fields: true })
    }
}

/// Reads a value.
#[derive(Clone, Copy)]
struct Reader {
    with_fields: bool,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(Number::from_f64(it).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(Value::String(it.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut strings = Strings::default();
        while let Some(item) = items.next_element_seed(Reader { with_fields: false })? {
            match item {
                Value::String(text) => strings.push(&text),
                other if strings.others.len() < Problem::MAX_FAULTS => {
                    strings.others.push((strings.len, other.kind()));
                }
                _ => (),
            }
            strings.len += 1;
        }
        Ok(Value::Array(strings))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Fields::new();
        while let Some(name) = map.next_key_seed(Name)? {
            match name.filter(|_| self.with_fields) {
                Some(name) => {
                    fields.insert(name, map.next_value_seed(Reader { with_fields: false })?);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Value::Object(fields))
    }
}

/// Reads the name of a field, if it is known.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Self::Value, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(NAMES.into_iter().find(|it| *it == name))
    }
}
