//! A list that nearly always has no item or one item.

use std::ops::Deref;

/// A list that nearly always has no item or one item, which is then stored without an allocation:
/// half a million findings have a label and an edit each. It dereferences to a slice.
///
/// ```
/// use bloqr_lint::diagnostic::Few;
///
/// let mut few = Few::from([1]);
/// few.push(2);
/// assert_eq!(*few, [1, 2]);
/// assert_eq!(few.iter().sum::<i32>(), 3);
/// ```
#[derive(Debug, Clone)]
pub struct Few<T>(Held<T>);

#[derive(Debug, Clone)]
enum Held<T> {
    None,
    One(T),
    Many(Vec<T>),
}

impl<T> Few<T> {
    /// An empty list.
    pub const fn new() -> Few<T> {
        Few(Held::None)
    }

    /// Adds an item at the end.
    pub fn push(&mut self, it: T) {
        self.0 = match std::mem::replace(&mut self.0, Held::None) {
            Held::None => Held::One(it),
            Held::One(first) => Held::Many(vec![first, it]),
            Held::Many(mut all) => {
                all.push(it);
                Held::Many(all)
            }
        };
    }
}

impl<T> Default for Few<T> {
    fn default() -> Few<T> {
        Few::new()
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Held::None => &[],
            Held::One(it) => std::slice::from_ref(it),
            Held::Many(all) => all,
        }
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Few<T>) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T> From<Vec<T>> for Few<T> {
    fn from(all: Vec<T>) -> Few<T> {
        if all.len() > 1 { Few(Held::Many(all)) } else { all.into_iter().collect() }
    }
}

impl<T, const N: usize> From<[T; N]> for Few<T> {
    fn from(all: [T; N]) -> Few<T> {
        all.into_iter().collect()
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Few<T> {
        let mut few = Few::new();
        all.into_iter().for_each(|it| few.push(it));
        few
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = std::iter::Chain<std::option::IntoIter<T>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, many) = match self.0 {
            Held::None => (None, Vec::new()),
            Held::One(it) => (Some(it), Vec::new()),
            Held::Many(all) => (None, all),
        };
        one.into_iter().chain(many)
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
