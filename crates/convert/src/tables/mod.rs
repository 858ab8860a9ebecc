//! The names that products have for the same thing, as data: the files of crates/convert/tables,
//! made into Rust.
//!
//! `BLESS=1 cargo test` makes `rows/` from those files, and from crates/lint/tables for other names
//! of the same thing; tests/it/tables compares them.

pub(crate) mod arguments;
pub(crate) mod modifiers;
pub(crate) mod pseudos;
pub(crate) mod redirects;
#[rustfmt::skip]
mod rows;
pub(crate) mod scriptlets;

/// The row with a name, in a list that is sorted by name.
fn row_of<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    let at = names.binary_search_by(|it| it.0.cmp(name)).ok()?;
    Some(names[at].1)
}
