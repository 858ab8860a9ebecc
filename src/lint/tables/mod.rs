//! Facts about the blockers, as data.

pub(crate) mod css_values;
pub(crate) mod modifiers;
pub(crate) mod properties;
pub(crate) mod pseudos;
pub(crate) mod redirects;
pub(crate) mod scriptlets;
