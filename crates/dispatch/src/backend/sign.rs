//! Signs in an answer, and how to find them.

use std::collections::BTreeMap;

use serde_json::{Value, value::RawValue};

use crate::Response;

/// A sign in an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Sign {
    /// The status 200.
    Answered,
    /// This status, and this text in the field `error`.
    Refused(u16, &'static str),
    /// These fields.
    Has(&'static [&'static str]),
    /// None of these fields.
    Lacks(&'static [&'static str]),
    /// A field with this text.
    Is(&'static str, &'static str),
    /// A field that is `true`.
    True(&'static str),
    /// An empty array.
    Empty(&'static str),
    /// An array that is not empty; each element has one of these shapes.
    Every(&'static str, &'static [Shape]),
    /// An array; at least one element has this shape.
    Any(&'static str, Shape),
}

/// The shape of an element: all parts must match.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// JSON pointers to values that exist.
    pub has: &'static [&'static str],
    /// JSON pointers to values that do not exist.
    pub lacks: &'static [&'static str],
    /// Whether it has no other fields.
    pub is_whole: bool,
    /// JSON pointers, and the values there.
    pub is: &'static [(&'static str, Scalar)],
}

/// The value of a field.
#[derive(Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// This text.
    Text(&'static str),
}

/// An object whose fields are parsed only when they are needed: answers can be long.
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

    /// The elements of an array; each is parsed alone.
    fn elements(&self, name: &str) -> Option<impl Iterator<Item = Value> + use<'_>> {
        let elements: Vec<&RawValue> = serde_json::from_str(self.0.get(name)?.get()).ok()?;
        // An element that nests too deep to be parsed matches no shape.
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
