//! Where in a configuration a value is written.

use std::{ops::Range, path::Path};

use toml_edit::{Array, ArrayOfTables, Document, Item, TableLike, Value};

use super::settings::{is_toml, table_of};
use crate::compile::{Key, Place, keys_of, place_in_json};

/// `list.json:3:14`, or `list.json` when the place is not known.
pub(super) fn at(file: &Path, place: Option<Place>) -> String {
    let file = file.display();
    place.map_or_else(|| file.to_string(), |place| format!("{file}:{place}"))
}

/// Where the value of a path, `sources[0].name`, is written in a file with this text. When there is
/// none: the value that should hold it.
pub(super) fn place_of(file: &Path, text: &str, path: &str) -> Option<Place> {
    if !is_toml(file) {
        return place_in_json(text, path);
    }
    let document = Document::parse(text).ok()?;
    let mut node = Node::Table(table_of(&document).ok()?);
    let mut span = document.get("compile").and_then(Item::span);
    for key in keys_of(path) {
        let Some((inner, its_span)) = node.get(key) else { break };
        node = inner;
        span = its_span.or(span);
    }
    span.map(|it| Place::of(text, it.start))
}

/// A value of TOML, whichever way it is written.
enum Node<'d> {
    Table(&'d dyn TableLike),
    Tables(&'d ArrayOfTables),
    Array(&'d Array),
    Leaf,
}

impl<'d> Node<'d> {
    fn get(&self, key: Key<'_>) -> Option<(Node<'d>, Option<Range<usize>>)> {
        match (self, key) {
            (Node::Table(table), Key::Name(name)) => {
                let item = table.get(name)?;
                let node = match item {
                    Item::None => return None,
                    Item::Value(value) => Node::of_value(value),
                    Item::Table(table) => Node::Table(table),
                    Item::ArrayOfTables(tables) => Node::Tables(tables),
                };
                Some((node, item.span()))
            }
            (Node::Tables(tables), Key::Index(index)) => {
                let table = tables.get(index)?;
                Some((Node::Table(table), table.span()))
            }
            (Node::Array(array), Key::Index(index)) => {
                let value = array.get(index)?;
                Some((Node::of_value(value), value.span()))
            }
            _ => None,
        }
    }

    fn of_value(value: &'d Value) -> Node<'d> {
        match value {
            Value::Array(array) => Node::Array(array),
            Value::InlineTable(table) => Node::Table(table),
            _ => Node::Leaf,
        }
    }
}
