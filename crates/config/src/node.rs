//! Reads TOML, YAML and JSON into values with positions.

use bloqr_lint::options::{Data, InvalidValue, Key, Value};
use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use saphyr_parser::Event;
use toml_edit::{Document, Item, TableLike};

use super::Error;

/// A place in a configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Position {
    /// The position of a byte of the text.
    pub(super) fn of(text: &str, at: usize) -> Position {
        let before = &text[..text.floor_char_boundary(at)];
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        let line = before.bytes().filter(|it| *it == b'\n').count() + 1;
        Position { line, column: before[line_start..].chars().count() + 1 }
    }
}

/// An error in the text of a file.
pub(super) fn placed(text: &str, wrong: InvalidValue) -> Error {
    let InvalidValue { at, message, help } = wrong;
    Error { at: Some(Position::of(text, at)), message, help }
}

/// The largest length of a configuration, in bytes: 100 times the longest that we have seen.
pub const MOST_BYTES: usize = 4 << 20;

fn check_length(text: &str) -> Result<(), InvalidValue> {
    if text.len() <= MOST_BYTES {
        return Ok(());
    }
    Err(InvalidValue::new(0, format!("a configuration can have at most {} MiB", MOST_BYTES >> 20)))
}

/// Reads TOML.
pub(super) fn from_toml(text: &str) -> Result<Value, InvalidValue> {
    check_length(text)?;
    let document = Document::parse(text).map_err(|err| {
        let message = err.message().lines().collect::<Vec<_>>().join(", ");
        InvalidValue::new(err.span().map_or(0, |it| it.start), message)
    })?;
    Ok(Value { at: 0, data: toml_table(document.as_table()) })
}

fn toml_table(table: &dyn TableLike) -> Data {
    let entries = table.iter().map(|(name, item)| {
        let at = table.key(name).and_then(toml_edit::Key::span).or(item.span());
        let at = at.map_or(0, |it| it.start);
        (Key { at, name: name.to_owned() }, toml_item(item, at))
    });
    Data::Table(entries.collect())
}

/// `key_at` is used when the value has no position: a table that a dotted key makes.
fn toml_item(item: &Item, key_at: usize) -> Value {
    let at = item.span().map_or(key_at, |it| it.start);
    let data = match item {
        Item::None => Data::Null,
        Item::Value(value) => return toml_value(value, key_at),
        Item::Table(table) => toml_table(table),
        Item::ArrayOfTables(tables) => {
            let tables = tables.iter().map(|table| Value {
                at: table.span().map_or(key_at, |it| it.start),
                data: toml_table(table),
            });
            Data::List(tables.collect())
        }
    };
    Value { at, data }
}

fn toml_value(value: &toml_edit::Value, key_at: usize) -> Value {
    let at = value.span().map_or(key_at, |it| it.start);
    let data = match value {
        toml_edit::Value::String(it) => Data::Text(it.value().clone()),
        toml_edit::Value::Integer(it) => Data::Integer(*it.value()),
        toml_edit::Value::Float(it) => Data::number(*it.value()),
        toml_edit::Value::Boolean(it) => Data::Bool(*it.value()),
        toml_edit::Value::Datetime(_) => Data::Other("a date"),
        toml_edit::Value::Array(it) => Data::List(it.iter().map(|it| toml_value(it, at)).collect()),
        toml_edit::Value::InlineTable(it) => toml_table(it),
    };
    Value { at, data }
}

/// Reads YAML, and so JSON.
pub(super) fn from_yaml(text: &str) -> Result<Value, InvalidValue> {
    check_length(text)?;
    let places = Places::new(text);
    check_depth(text, &places)?;
    let documents = MarkedYaml::load_from_str(text)
        .map_err(|err| InvalidValue::new(places.of(err.marker()), err.info()))?;
    match documents.first() {
        Some(document) => Ok(places.value(document)),
        None => Ok(Value { at: 0, data: Data::Null }),
    }
}

/// Refuses a text that nests too deep: the reader is recursive, and would use up the stack.
fn check_depth(text: &str, places: &Places) -> Result<(), InvalidValue> {
    const DEEPEST: usize = 64;
    let mut depth = 0_usize;
    // The reader itself reports syntax errors.
    for (event, span) in saphyr_parser::Parser::new_from_str(text).map_while(Result::ok) {
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => (),
        }
        if depth > DEEPEST {
            return Err(InvalidValue::new(places.of(&span.start), "this is nested too deep"));
        }
    }
    Ok(())
}

/// Converts the positions of the YAML reader, which are characters, to bytes.
struct Places {
    /// The first byte of each character; empty when every character is one byte.
    starts: Vec<usize>,
    len: usize,
}

impl Places {
    fn new(text: &str) -> Places {
        let starts =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|it| it.0).collect() };
        Places { starts, len: text.len() }
    }

    fn of(&self, marker: &Marker) -> usize {
        let index = marker.index();
        let at = if self.starts.is_empty() { Some(index) } else { self.starts.get(index).copied() };
        at.unwrap_or(self.len).min(self.len)
    }

    fn value(&self, node: &MarkedYaml<'_>) -> Value {
        let data = match &node.data {
            YamlData::Value(Scalar::Null) => Data::Null,
            YamlData::Value(Scalar::Boolean(it)) => Data::Bool(*it),
            YamlData::Value(Scalar::Integer(it)) => Data::Integer(*it),
            YamlData::Value(Scalar::FloatingPoint(it)) => Data::number(it.into_inner()),
            YamlData::Value(Scalar::String(it)) => Data::Text(it.clone().into_owned()),
            YamlData::Sequence(it) => Data::List(it.iter().map(|it| self.value(it)).collect()),
            YamlData::Mapping(it) => {
                let entries = it.iter().map(|(key, value)| {
                    let name = match &key.data {
                        YamlData::Value(Scalar::String(it)) => it.clone().into_owned(),
                        _ => String::new(),
                    };
                    (Key { at: self.of(&key.span.start), name }, self.value(value))
                });
                Data::Table(entries.collect())
            }
            YamlData::Tagged(_, it) => return self.value(it),
            YamlData::Representation(..) => Data::Other("an unread value"),
            YamlData::Alias(_) => Data::Other("an alias"),
            YamlData::BadValue => Data::Other("a bad value"),
        };
        Value { at: self.of(&node.span.start), data }
    }
}
