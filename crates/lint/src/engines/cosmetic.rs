//! What engines do with cosmetic rules: selectors, styles, scriptlets, HTML filters.

/// Facts about one engine. Where a version or source is not named, they were measured on what
/// [`Engine::measured`](super::Engine::measured) says.
#[derive(Debug)]
pub(crate) struct Facts {
    /// It parses selectors. One that does not looks at brackets and pseudo-classes, and hands the
    /// rest to the browser, which throws away what it cannot read.
    pub(crate) parses_selectors: bool,
    /// It takes `/* … */` within selectors.
    pub(crate) comments_in_selectors: bool,
}

pub(super) const ADGUARD: Facts = Facts { parses_selectors: false, comments_in_selectors: false };
pub(super) const UBLOCK_ORIGIN: Facts =
    Facts { parses_selectors: true, comments_in_selectors: true };
pub(super) const ADBLOCK_PLUS: Facts =
    Facts { parses_selectors: true, comments_in_selectors: true };
pub(super) const BRAVE: Facts = Facts { parses_selectors: true, comments_in_selectors: true };
