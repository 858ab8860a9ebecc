//! The names that conditions of `!#if` are made of, and who fulfils them.

use super::{Table, rows::tokens as rows};
use crate::{
    Targets,
    engines::{Conditions, who},
};

/// Who fulfils a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Platforms of uBlock Origin where it always holds.
    pub(crate) ubo: Targets,
    /// Those where it holds in some browsers or versions. uBlock Origin Lite has no platform of its
    /// own: what it alone fulfils stands here.
    pub(crate) ubo_some: Targets,
    /// Whether uBlock Origin knows the name. A condition with another one is no condition to it.
    pub(crate) is_known_to_ubo: bool,
    /// Platforms of AdGuard. A name that it does not define never holds.
    pub(crate) adguard: Targets,
}

/// AdGuard's command line, and blockers like Adblock Plus that would read conditions: they are no
/// targets, but what only they fulfil is not dead.
pub(super) const CLI: Targets = Targets::beyond(0);
pub(super) const OTHERS: Targets = Targets::beyond(1);

/// All who evaluate conditions as AdGuard does.
pub(crate) const LIKE_ADGUARD: Targets =
    who!(|it| matches!(it.lines.conditions, Conditions::Adguard)).union(CLI);
/// All who evaluate conditions as uBlock Origin does.
pub(crate) const LIKE_UBO: Targets =
    who!(|it| matches!(it.lines.conditions, Conditions::UblockOrigin)).union(OTHERS);

/// By name. uBlock Origin gives some of AdGuard's names a meaning too.
pub(crate) static TOKENS: Table<Token, 64> = Table::new(rows::TOKENS);

/// The row of a name, if it is anybody's.
pub(crate) fn token(name: &str) -> Option<&'static Token> {
    TOKENS.find(name)
}
