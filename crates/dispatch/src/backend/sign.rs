//! What is looked for in an answer, and how.

use std::collections::BTreeMap;

use serde_json::{Value, value::RawValue};

use crate::Response;

/// What an answer has to show.
#[derive(Debug, PartialEq, Eq)]
pub enum Sign {
    /// A 200, whatever is in it.
    Answered,
    /// This status, and this text as its `error`.
    Refused(u16, &'static str),
    /// These fields.
    Has(&'static [&'static str]),
    /// None of these fields.
    Lacks(&'static [&'static str]),
    /// A field that is this text.
    Is(&'static str, &'static str),
    True(&'static str),
    /// An empty array.
    Empty(&'static str),
    /// An array that is not empty, each element of which has one of these shapes.
    Every(&'static str, &'static [Shape]),
    /// An array, at least one element of which has this shape.
    Any(&'static str, Shape),
}

/// The shape of an element: all of it has to be so.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// JSON pointers of what is there.
    pub has: &'static [&'static str],
    pub lacks: &'static [&'static str],
    /// Whether it has no field but those that it has to have.
    pub is_whole: bool,
    pub is: &'static [(&'static str, Scalar)],
}

#[derive(Debug, PartialEq, Eq)]
pub enum Scalar {
    Bool(bool),
    Text(&'static str),
}

/// An object whose fields are read when they are asked for: answers may be long.
pub(super) struct Document<'a>(BTreeMap<String, &'a RawValue>);

impl Document<'_> {
    pub(super) fn of(response: &Response) -> Option<Document<'_>> {
        serde_json::from_slice(&response.body).ok().map(Document)
    }

    fn field(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.0.get(name)?.get()).ok()
    }

    fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.0.get(name)?.get()).ok()
    }

    /// The elements of an array, each read alone.
    fn elements(&self, name: &str) -> Option<impl Iterator<Item = Value> + use<'_>> {
        let elements: Vec<&RawValue> = serde_json::from_str(self.0.get(name)?.get()).ok()?;
        // One that nests too deep to be read has no shape.
        Some(elements.into_iter().map(|it| serde_json::from_str(it.get()).unwrap_or_default()))
    }
}

impl Sign {
    pub(super) fn is_in(&self, response: &Response, document: Option<&Document<'_>>) -> bool {
        let Some(document) = document else { return false };
        match self {
            Sign::Refused(status, error) => {
                response.status == *status && document.text("error").as_deref() == Some(error)
            }
            _ if response.status != 200 => false,
            Sign::Answered => true,
            Sign::Has(names) => names.iter().all(|it| document.0.contains_key(*it)),
            Sign::Lacks(names) => !names.iter().any(|it| document.0.contains_key(*it)),
            Sign::Is(name, text) => document.text(name).as_deref() == Some(text),
            Sign::True(name) => document.field(name) == Some(Value::Bool(true)),
            Sign::Empty(name) => document.elements(name).is_some_and(|mut it| it.next().is_none()),
            Sign::Every(name, shapes) => document.elements(name).is_some_and(|elements| {
                let mut elements = elements.peekable();
                elements.peek().is_some()
                    && elements.all(|it| shapes.iter().any(|shape| shape.is_of(&it)))
            }),
            Sign::Any(name, shape) => {
                document.elements(name).is_some_and(|mut it| it.any(|it| shape.is_of(&it)))
            }
        }
    }
}

impl Shape {
    pub(super) const ANY: Shape = Shape { has: &[], lacks: &[], is_whole: false, is: &[] };

    fn is_of(&self, element: &Value) -> bool {
        let has = |pointer: &&str| element.pointer(pointer).is_some();
        let is = |(pointer, scalar): &(&str, Scalar)| {
            element.pointer(pointer).is_some_and(|it| match scalar {
                Scalar::Bool(wanted) => it.as_bool() == Some(*wanted),
                Scalar::Text(wanted) => it.as_str() == Some(wanted),
            })
        };
        let len = element.as_object().map(|it| it.len());
        self.has.iter().all(has)
            && !self.lacks.iter().any(has)
            && (!self.is_whole || len == Some(self.has.len()))
            && self.is.iter().all(is)
    }
}
