//! Reads a JSON body, and keeps only the fields that requests have. An array keeps its strings in one
//! piece, so a body needs little more memory than its size.

use std::collections::{BTreeMap, BTreeSet};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

use crate::Problem;
use bloqr_compile::UniqueKeys;

pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Strings),
    /// The fields of a body. A nested object has none, unless it is read as [`Value::Nested`].
    Object(Fields),
    /// A field that is read whole, whatever it holds. No name in it occurs twice.
    Nested(serde_json::Value),
}

/// The fields of a body. When a name occurs twice, the last one counts, as in JavaScript.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) known: BTreeMap<&'static str, Value>,
    /// Those that are there more than once.
    pub(super) twice: BTreeSet<&'static str>,
    /// The first unknown names, for the message.
    pub(super) unknown: Vec<String>,
    pub(super) count_unknown: usize,
}

impl Value {
    /// The value in words: a short value itself, otherwise its type.
    pub(super) fn kind(&self) -> String {
        match self {
            Value::Null => "null".to_owned(),
            Value::Bool(it) => it.to_string(),
            Value::Number(it) => it.to_string(),
            Value::String(_) => "a string".to_owned(),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) | Value::Nested(serde_json::Value::Object(_)) => {
                "an object".to_owned()
            }
            Value::Nested(serde_json::Value::Array(_)) => "an array".to_owned(),
            Value::Nested(serde_json::Value::String(_)) => "a string".to_owned(),
            Value::Nested(it) => it.to_string(),
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
        (0..self.ends.len()).map(|n| self.at(n))
    }

    /// The string of this index, from 0.
    pub(super) fn get(&self, n: usize) -> Option<&str> {
        (n < self.ends.len()).then(|| self.at(n))
    }

    fn at(&self, n: usize) -> &str {
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[n] as usize]
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

/// A name that a body can have.
#[derive(Clone, Copy)]
pub(super) struct Name {
    pub(super) name: &'static str,
    /// Whether its value is read completely: a [`Value::Nested`].
    pub(super) is_nested: bool,
}

impl Value {
    /// Reads a body whose fields have these names.
    pub(super) fn read(body: &[u8], names: &[Name]) -> serde_json::Result<Value> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let value = Reader { names: Some(names) }.deserialize(&mut json)?;
        json.end()?;
        Ok(value)
    }
}

/// Reads a value.
#[derive(Clone, Copy)]
struct Reader<'n> {
    /// The fields to read of an object.
    names: Option<&'n [Name]>,
}

impl Reader<'_> {
    const INNER: Reader<'static> = Reader { names: None };
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
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
        while let Some(item) = items.next_element_seed(Reader::INNER)? {
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
        let Some(names) = self.names else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Value::Object(Fields::default()));
        };
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<String>()? {
            match names.iter().find(|it| it.name == name) {
                // Of a name that stands twice the last counts, as JavaScript has it.
                Some(Name { name, is_nested }) => {
                    let value = if *is_nested {
                        Value::Nested(map.next_value::<UniqueKeys>()?.0)
                    } else {
                        map.next_value_seed(Reader::INNER)?
                    };
                    if fields.known.insert(name, value).is_some() {
                        fields.twice.insert(name);
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                    fields.count_unknown += 1;
                    if fields.unknown.len() < Problem::MAX_FAULTS {
                        fields.unknown.push(name);
                    }
                }
            }
        }
        Ok(Value::Object(fields))
    }
}
