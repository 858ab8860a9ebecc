//! A configuration as a tree with positions, the same for TOML and JSONC.

use std::ops::Range;

use serde_json::Value;

use super::{Binding, Form};

/// A value and where it is.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Where it starts; for a TOML table, the start of its header.
    pub(super) at: usize,
    /// From the opening to the closing bracket, where it is written between brackets.
    pub(super) brackets: Option<Range<usize>>,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Table(Vec<(String, Node)>),
    Array(Vec<Node>),
    Text(String),
    /// A number, a date, `true` or `null`. It is only compared, so its text is enough.
    Other(String),
}

impl Node {
    pub(super) fn entries(&self) -> &[(String, Node)] {
        match &self.kind {
            Kind::Table(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn elements(&self) -> &[Node] {
        match &self.kind {
            Kind::Array(elements) => elements,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn key(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(it, _)| it == key).map(|(_, node)| node)
    }

    pub(super) fn path<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<&Node> {
        path.into_iter().try_fold(self, |node, key| node.key(key))
    }

    /// Whether this is a block of a form that declares the binding.
    pub(super) fn declares(&self, binding: Binding, form: Form) -> bool {
        form.declares(binding, |key| self.key(key).and_then(Node::text))
    }

    /// The value without positions.
    pub(super) fn model(&self) -> Value {
        match &self.kind {
            Kind::Table(entries) => {
                entries.iter().map(|(key, node)| (key.clone(), node.model())).collect()
            }
            Kind::Array(elements) => elements.iter().map(Node::model).collect(),
            Kind::Text(text) => Value::String(text.clone()),
            Kind::Other(text) => Value::Array(vec![Value::Null, Value::String(text.clone())]),
        }
    }

    /// The value as JSON. A date, which JSON does not have, is a string.
    pub(super) fn json(&self) -> Value {
        match &self.kind {
            Kind::Table(entries) => {
                entries.iter().map(|(key, node)| (key.clone(), node.json())).collect()
            }
            Kind::Array(elements) => elements.iter().map(Node::json).collect(),
            Kind::Text(text) => Value::String(text.clone()),
            Kind::Other(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
            }
        }
    }

    /// The innermost node with brackets around a position, and its path. An array index is not part
    /// of the path.
    pub(super) fn around(&self, place: usize) -> Option<(Vec<&str>, &Node)> {
        let deeper = match &self.kind {
            Kind::Table(entries) => entries.iter().find_map(|(key, node)| {
                let (mut path, node) = node.around(place)?;
                path.insert(0, key);
                Some((path, node))
            }),
            Kind::Array(elements) => elements.iter().find_map(|it| it.around(place)),
            _ => None,
        };
        let here = self.brackets.as_ref().is_some_and(|it| it.start < place && place < it.end);
        deeper.or_else(|| here.then(|| (Vec::new(), self)))
    }
}
