// Made from crates/lint/tables/ by `BLESS=1 cargo test`.

pub(super) mod comments;
pub(super) mod css_values;
pub(super) mod modifiers;
pub(super) mod properties;
pub(super) mod pseudos;
pub(super) mod redirects;
pub(super) mod scriptlets;
pub(super) mod tokens;
pub(super) mod values;
pub(super) mod version;
