//! A value of a configuration, in any format.

use serde_json::Value as Json;

/// A value, and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The start of the value in its text, in bytes.
    pub at: usize,
    /// What it is.
    pub data: Data,
}

/// The data of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// No value.
    Null,
    /// `true`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// A string.
    Text(String),
    /// Values in their order.
    List(Vec<Value>),
    /// Entries in the order of the text.
    Table(Vec<(Key, Value)>),
    /// A type that no option has: a date, or something that cannot be read.
    Other(&'static str),
}

/// The name of an entry of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The start of the name in its text, in bytes.
    pub at: usize,
    /// Its text.
    pub name: String,
}

impl Data {
    /// A number. Whole numbers are integers, no matter how they are written.
    pub fn number(value: f64) -> Data {
        // Above this limit, some whole numbers have no exact representation.
        const MOST: f64 = 9_007_199_254_740_992.0;
        let is_whole = value.fract() == 0.0 && value.abs() <= MOST;
        if is_whole { Data::Integer(value as i64) } else { Data::Float(value) }
    }

    /// The name of its type in messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Data::Null => "nothing",
            Data::Bool(_) => "a boolean",
            Data::Integer(_) | Data::Float(_) => "a number",
            Data::Text(_) => "a string",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
            Data::Other(kind) => kind,
        }
    }
}

impl Value {
    /// A JSON value. All of it gets the position `at`.
    pub fn from_json(json: &Json, at: usize) -> Value {
        let data = match json {
            Json::Null => Data::Null,
            Json::Bool(it) => Data::Bool(*it),
            Json::Number(it) => match it.as_i64() {
                Some(whole) => Data::Integer(whole),
                None => Data::number(it.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(it) => Data::Text(it.clone()),
            Json::Array(it) => Data::List(it.iter().map(|it| Value::from_json(it, at)).collect()),
            Json::Object(it) => {
                let entry = |(name, value): (&String, &Json)| {
                    (Key { at, name: name.clone() }, Value::from_json(value, at))
                };
                Data::Table(it.iter().map(entry).collect())
            }
        };
        Value { at, data }
    }

    /// Its text, if it is a string.
    pub fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its values, if it is a list.
    pub fn items(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// Its entries, if it is a table.
    pub fn entries(&self) -> &[(Key, Value)] {
        match &self.data {
            Data::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry with that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries().iter().find(|it| it.0.name == name).map(|it| &it.1)
    }
}
