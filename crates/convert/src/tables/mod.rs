//! What products call the same thing, as data: the files of crates/convert/tables, made into Rust.
//!
//! `rows/` is made from those files, and from crates/lint/tables for the other names of a thing, by
//! `BLESS=1 cargo test`; tests/it/tables holds it to them.

pub(crate) mod arguments;
pub(crate) mod modifiers;
pub(crate) mod pseudos;
pub(crate) mod redirects;
#[rustfmt::skip]
mod rows;
pub(crate) mod scriptlets;

/// The row of a name, in a list that is sorted by name.
fn row_of<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    let at = names.binary_search_by(|it| it.0.cmp(name)).ok()?;
    Some(names[at].1)
}
