//! The children of nodes: read when they are asked for, and never kept.

use std::fmt;

use crate::error::Result;

/// Reads one child after the other.
pub trait Reader: Clone {
    type Child;

    /// The next child, or nothing at the end. Nothing is read behind an error.
    fn read(&mut self) -> Result<Option<Self::Child>>;
}

/// The children of a node, known to be readable. Whoever asks for them reads them from the line, so
/// that a list of any length costs no memory, and the short ones, which nearly all are, no
/// allocation.
#[derive(Clone, Copy)]
pub struct Children<R>(R);

impl<R: Reader> Children<R> {
    /// Children of which it is known that they can be read.
    #[inline]
    pub(super) fn new(reader: R) -> Children<R> {
        Children(reader)
    }

    /// Reads all of them, to see that they can be.
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
        // There is no error: the same was read before.
        self.0.read().ok().flatten()
    }
}
