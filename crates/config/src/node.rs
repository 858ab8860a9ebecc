//! What TOML, YAML and JSON have in common: a tree of values that know where they stand.

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use toml_edit::{Document, Item, TableLike, Value};

use super::Error;

/// A place in a configuration file, both from 1; a column is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) at: Position,
    pub(super) data: Data,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Node>),
    /// In the order of the file.
    Table(Vec<(Key, Node)>),
    /// Something that no configuration of ours holds: a date, a YAML alias.
    Other(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) at: Position,
    pub(super) name: String,
}

impl Data {
    /// As messages call it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Data::Null => "nothing",
            Data::Bool(_) => "a boolean",
            Data::Integer(_) | Data::Float(_) => "a number",
            Data::String(_) => "a string",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
            Data::Other(kind) => kind,
        }
    }
}

/// Reads TOML.
pub(super) fn from_toml(text: &str) -> Result<Node, Error> {
    let document = Document::parse(text).map_err(|err| Error {
        at: err.span().map(|span| position(text, span.start)),
        message: err.message().lines().collect::<Vec<_>>().join(", "),
        help: None,
    })?;
    let start = Position { line: 1, column: 1 };
    Ok(Node { at: start, data: toml_table(text, document.as_table()) })
}

fn toml_table(text: &str, table: &dyn TableLike) -> Data {
    let entries = table.iter().map(|(name, item)| {
        let at = table.key(name).and_then(toml_edit::Key::span).or(item.span());
        let at = position(text, at.map_or(0, |it| it.start));
        (Key { at, name: name.to_owned() }, toml_item(text, item, at))
    });
    Data::Table(entries.collect())
}

/// `key_at` stands in where the value has no place: the tables that dotted keys make.
fn toml_item(text: &str, item: &Item, key_at: Position) -> Node {
    let at = item.span().map_or(key_at, |it| position(text, it.start));
    let data = match item {
        Item::None => Data::Null,
        Item::Value(value) => return toml_value(text, value, key_at),
        Item::Table(table) => toml_table(text, table),
        Item::ArrayOfTables(tables) => {
            let tables = tables.iter().map(|table| Node {
                at: table.span().map_or(key_at, |it| position(text, it.start)),
                data: toml_table(text, table),
            });
            Data::List(tables.collect())
        }
    };
    Node { at, data }
}

fn toml_value(text: &str, value: &Value, key_at: Position) -> Node {
    let at = value.span().map_or(key_at, |it| position(text, it.start));
    let data = match value {
        Value::String(it) => Data::String(it.value().clone()),
        Value::Integer(it) => Data::Integer(*it.value()),
        Value::Float(it) => Data::Float(*it.value()),
        Value::Boolean(it) => Data::Bool(*it.value()),
        Value::Datetime(_) => Data::Other("a date"),
        Value::Array(it) => Data::List(it.iter().map(|it| toml_value(text, it, at)).collect()),
        Value::InlineTable(it) => toml_table(text, it),
    };
    Node { at, data }
}

fn position(text: &str, at: usize) -> Position {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    let line = before.bytes().filter(|it| *it == b'\n').count() + 1;
    Position { line, column: before[line_start..].chars().count() + 1 }
}

/// Reads YAML, and so JSON.
pub(super) fn from_yaml(text: &str) -> Result<Node, Error> {
    let documents = MarkedYaml::load_from_str(text).map_err(|err| Error {
        at: Some(mark(*err.marker())),
        message: err.info().to_owned(),
        help: None,
    })?;
    match documents.first() {
        Some(document) => Ok(yaml_node(document)),
        None => Ok(Node { at: Position { line: 1, column: 1 }, data: Data::Null }),
    }
}

fn yaml_node(node: &MarkedYaml<'_>) -> Node {
    let data = match &node.data {
        YamlData::Value(Scalar::Null) => Data::Null,
        YamlData::Value(Scalar::Boolean(it)) => Data::Bool(*it),
        YamlData::Value(Scalar::Integer(it)) => Data::Integer(*it),
        YamlData::Value(Scalar::FloatingPoint(it)) => Data::Float(it.into_inner()),
        YamlData::Value(Scalar::String(it)) => Data::String(it.clone().into_owned()),
        YamlData::Sequence(it) => Data::List(it.iter().map(yaml_node).collect()),
        YamlData::Mapping(it) => {
            let entries = it.iter().map(|(key, value)| {
                let name = match &key.data {
                    YamlData::Value(Scalar::String(it)) => it.clone().into_owned(),
                    _ => String::new(),
                };
                (Key { at: mark(key.span.start), name }, yaml_node(value))
            });
            Data::Table(entries.collect())
        }
        YamlData::Tagged(_, it) => return yaml_node(it),
        YamlData::Representation(..) => Data::Other("an unread value"),
        YamlData::Alias(_) => Data::Other("an alias"),
        YamlData::BadValue => Data::Other("a bad value"),
    };
    Node { at: mark(node.span.start), data }
}

fn mark(marker: Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}
