//! The names in conditions of `!#if`, and the platforms for which each is true.

use super::{Table, rows::tokens as rows};
use crate::{
    Targets,
    engines::{Conditions, who},
};

/// The platforms for which a name is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Platforms of uBlock Origin for which it is always true.
    pub(crate) ubo: Targets,
    /// Platforms for which it is true in some browsers or versions. uBlock Origin Lite is not a
    /// separate platform: names that are true only for it are here.
    pub(crate) ubo_some: Targets,
    /// Whether uBlock Origin knows the name. It does not evaluate a condition with an unknown name.
    pub(crate) is_known_to_ubo: bool,
    /// Platforms of AdGuard. A name that AdGuard does not define is always false.
    pub(crate) adguard: Targets,
}

/// AdGuard's command line, and blockers similar to Adblock Plus that evaluate conditions. They are
/// not targets, but a condition that is true only for them is not constant.
pub(super) const CLI: Targets = Targets::beyond(0);
pub(super) const OTHERS: Targets = Targets::beyond(1);

/// All that evaluate conditions as AdGuard does.
pub(crate) const LIKE_ADGUARD: Targets =
    who!(|it| matches!(it.lines.conditions, Conditions::Adguard)).union(CLI);
/// All that evaluate conditions as uBlock Origin does.
pub(crate) const LIKE_UBO: Targets =
    who!(|it| matches!(it.lines.conditions, Conditions::UblockOrigin)).union(OTHERS);

/// The names. uBlock Origin also defines some of AdGuard's names.
pub(crate) static TOKENS: Table<Token, 64> = Table::new(rows::TOKENS);

/// The row of a name, if a blocker knows it.
pub(crate) fn token(name: &str) -> Option<&'static Token> {
    TOKENS.find(name)
}
