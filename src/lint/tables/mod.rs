//! Facts about the blockers, as data.

pub(crate) mod modifiers;
pub(crate) mod redirects;
pub(crate) mod scriptlets;
