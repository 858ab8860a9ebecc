// Made from crates/convert/tables/ by `BLESS=1 cargo test`.

pub(super) mod arguments;
pub(super) mod modifiers;
pub(super) mod pseudos;
pub(super) mod redirects;
pub(super) mod scriptlets;
