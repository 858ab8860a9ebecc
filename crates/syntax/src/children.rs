//! The children of nodes. They are parsed on demand and never stored.

use std::fmt;

use crate::error::Result;

/// Parses one child after the other.
pub trait Reader: Clone {
    type Child;

    /// The next child. `None` at the end. Do not call it again after an error.
    fn read(&mut self) -> Result<Option<Self::Child>>;
}

/// The valid children of a node. Each iteration parses them from the line again, so that a list of
/// any length needs no memory and no allocation.
#[derive(Clone, Copy)]
pub struct Children<R>(R);

impl<R: Reader> Children<R> {
    /// Children that are known to be valid.
    #[inline]
    pub(super) fn new(reader: R) -> Children<R> {
        Children(reader)
    }

    /// Parses all children, to check that they are valid.
    #[inline]
    pub(super) fn check(reader: R) -> Result<Children<R>> {
        let mut rest = reader.clone();
        while rest.read()?.is_some() {}
        Ok(Children(reader))
    }

    /// Reads the children from the first one on.
    #[inline]
    pub fn iter(&self) -> Iter<R> {
        Iter(self.0.clone())
    }

    /// The first child; `None` when there are none.
    pub fn first(&self) -> Option<R::Child> {
        self.iter().next()
    }

    /// Whether there are no children.
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }
}

impl<R: Reader> IntoIterator for &Children<R> {
    type Item = R::Child;
    type IntoIter = Iter<R>;

    #[inline]
    fn into_iter(self) -> Iter<R> {
        self.iter()
    }
}

impl<R: Reader<Child: PartialEq>> PartialEq for Children<R> {
    fn eq(&self, other: &Children<R>) -> bool {
        self.iter().eq(other)
    }
}

impl<R: Reader<Child: fmt::Debug>> fmt::Debug for Children<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Reads the children of a node one by one.
#[derive(Clone)]
pub struct Iter<R>(R);

impl<R: Reader> Iterator for Iter<R> {
    type Item = R::Child;

    #[inline]
    fn next(&mut self) -> Option<R::Child> {
        // There is no error: the same text was parsed before.
        self.0.read().ok().flatten()
    }
}
