//! What engines do with network rules and hosts lines.

/// Facts about one engine. Where a version or source is not named, they were measured on what
/// [`Engine::measured`](super::Engine::measured) says.
#[derive(Debug)]
pub(crate) struct Facts {
    /// It reads `$to=` and its like only with whole domains, and keeps the rule otherwise.
    pub(crate) checks_to: bool,
}

pub(super) const ADGUARD: Facts = Facts { checks_to: false };
pub(super) const UBLOCK_ORIGIN: Facts = Facts { checks_to: false };
pub(super) const ADBLOCK_PLUS: Facts = Facts { checks_to: false };
pub(super) const BRAVE: Facts = Facts { checks_to: true };
