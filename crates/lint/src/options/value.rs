//! A value of a configuration, whatever it was written in.

use serde_json::Value as Json;

/// A value, and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Where it starts in its text, in bytes.
    pub at: usize,
    /// What it is.
    pub data: Data,
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// There is none.
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
    /// In the order of the text.
    Table(Vec<(Key, Value)>),
    /// Something that no option is: a date, what cannot be read.
    Other(&'static str),
}

/// The name of an entry of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Where it starts in its text, in bytes.
    pub at: usize,
    /// Its text.
    pub name: String,
}

impl Data {
    /// A number: whole ones are integers, however they are written.
    pub fn number(value: f64) -> Data {
        // Beyond this, not every whole number can be told from the next one.
        const MOST: f64 = 9_007_199_254_740_992.0;
        let is_whole = value.fract() == 0.0 && value.abs() <= MOST;
        if is_whole { Data::Integer(value as i64) } else { Data::Float(value) }
    }

    /// As messages call it.
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
    /// A value of JSON, all of it at one place.
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

    /// Its text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its values; none unless it is a list.
    pub fn items(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// Its entries; none unless it is a table.
    pub fn entries(&self) -> &[(Key, Value)] {
        match &self.data {
            Data::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries().iter().find(|it| it.0.name == name).map(|it| &it.1)
    }
}
