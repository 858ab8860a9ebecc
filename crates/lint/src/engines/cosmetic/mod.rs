//! What engines do with cosmetic rules: selectors, styles, scriptlets, HTML filters.

mod arguments;
mod pseudos;
mod rules;
mod scriptlets;
mod selectors;
mod styles;

pub(crate) use self::scriptlets::Names;

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// How it reads selectors.
    pub(crate) selectors: selectors::Selectors,
    /// How it reads pseudo-classes and pseudo-elements.
    pub(crate) pseudos: pseudos::Pseudos,
    /// How it reads the arguments of pseudo-classes.
    pub(crate) arguments: arguments::Arguments,
    /// How it reads styles.
    pub(crate) styles: styles::Styles,
    /// Which kinds of rules it supports.
    pub(crate) rules: rules::Rules,
    /// How it reads scriptlets.
    pub(crate) scriptlets: scriptlets::Scriptlets,
}

pub(super) const ADGUARD: Facts = Facts {
    selectors: selectors::ADGUARD,
    pseudos: pseudos::ADGUARD,
    arguments: arguments::ADGUARD,
    styles: styles::ADGUARD,
    rules: rules::ADGUARD,
    scriptlets: scriptlets::ADGUARD,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    selectors: selectors::UBLOCK_ORIGIN,
    pseudos: pseudos::UBLOCK_ORIGIN,
    arguments: arguments::UBLOCK_ORIGIN,
    styles: styles::UBLOCK_ORIGIN,
    rules: rules::UBLOCK_ORIGIN,
    scriptlets: scriptlets::UBLOCK_ORIGIN,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    selectors: selectors::ADBLOCK_PLUS,
    pseudos: pseudos::ADBLOCK_PLUS,
    arguments: arguments::ADBLOCK_PLUS,
    styles: styles::ADBLOCK_PLUS,
    rules: rules::ADBLOCK_PLUS,
    scriptlets: scriptlets::ADBLOCK_PLUS,
};

pub(super) const BRAVE: Facts = Facts {
    selectors: selectors::BRAVE,
    pseudos: pseudos::BRAVE,
    arguments: arguments::BRAVE,
    styles: styles::BRAVE,
    rules: rules::BRAVE,
    scriptlets: scriptlets::BRAVE,
};
