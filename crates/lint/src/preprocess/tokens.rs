//! The names that conditions of `!#if` are made of, and who fulfils them.

use crate::Targets;

/// Who fulfils a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) name: &'static str,
    /// Platforms of uBlock Origin where it always holds.
    pub(super) ubo: Targets,
    /// Those where it holds in some browsers or versions. uBlock Origin Lite has no platform of its
    /// own: what it alone fulfils stands here.
    pub(super) ubo_some: Targets,
    /// Whether uBlock Origin knows the name. A condition with another one is no condition to it.
    pub(super) is_known_to_ubo: bool,
    /// Platforms of AdGuard. A name that it does not define never holds.
    pub(super) adguard: Targets,
}

const NO: Targets = Targets::NONE;
const UBO: Targets = Targets::UBO;
/// AdGuard's command line, and blockers like Adblock Plus that would read conditions: they are no
/// targets, but what only they fulfil is not dead.
const CLI: Targets = Targets::from_bits(1 << 19);
const OTHERS: Targets = Targets::from_bits(1 << 20);
/// All who evaluate conditions as AdGuard does, and as uBlock Origin does.
pub(super) const LIKE_ADGUARD: Targets = Targets::ADG.union(CLI);
pub(super) const LIKE_UBO: Targets = UBO.union(OTHERS);
const FIREFOX: Targets = UBO.without(Targets::UBO_CHROMIUM);
const EDGE: Targets = Targets::from_bits(1 << 12);

const fn ubo(name: &'static str, ubo: Targets, ubo_some: Targets) -> Token {
    Token { name, ubo, ubo_some, is_known_to_ubo: true, adguard: NO }
}

const fn adguard(name: &'static str, adguard: Targets, ubo: Targets) -> Token {
    Token { name, ubo, ubo_some: NO, is_known_to_ubo: true, adguard }
}

/// By name. uBlock Origin: `preparserTokens` and `webextFlavor` of 1.73. AdGuard: what the
/// platforms of FiltersRegistry and its browser extension define; uBlock Origin gives some of
/// AdGuard's names a meaning too.
#[rustfmt::skip]
pub(super) static TOKENS: &[Token] = &[
    adguard("adguard", LIKE_ADGUARD, NO),
    adguard("adguard_app_android", Targets::from_bits(1 << 2), NO),
    adguard("adguard_app_cli", CLI, NO),
    adguard("adguard_app_ios", Targets::from_bits(1 << 8), NO),
    adguard("adguard_app_mac", Targets::from_bits(1 << 1), NO),
    adguard("adguard_app_windows", Targets::from_bits(1), NO),
    adguard("adguard_ext_android_cb", Targets::ADG_CB_ANDROID, NO),
    adguard("adguard_ext_chromium", Targets::ADG_EXT_CHROMIUM, Targets::UBO_CHROMIUM),
    Token { ubo_some: UBO, ..adguard("adguard_ext_chromium_mv3", Targets::ADG_EXT_CHROMIUM, NO) },
    Token { ubo_some: EDGE, ..adguard("adguard_ext_edge", Targets::from_bits(1 << 5), NO) },
    adguard("adguard_ext_firefox", Targets::from_bits(1 << 6), FIREFOX),
    adguard("adguard_ext_opera", Targets::from_bits(1 << 4), Targets::UBO_CHROMIUM),
    adguard("adguard_ext_safari", Targets::from_bits(1 << 9), NO),
    ubo("cap_html_filtering", FIREFOX, NO),
    ubo("cap_ipaddress", UBO, NO),
    ubo("env_brave", NO, Targets::UBO_CHROMIUM),
    ubo("env_chromium", Targets::UBO_CHROMIUM, NO),
    ubo("env_edge", NO, EDGE),
    ubo("env_firefox", FIREFOX, NO),
    ubo("env_legacy", NO, NO),
    ubo("env_mobile", NO, UBO),
    ubo("env_mv3", NO, UBO),
    ubo("env_safari", NO, UBO),
    ubo("ext_abp", OTHERS, NO),
    ubo("ext_devbuild", NO, UBO),
    ubo("ext_ublock", UBO, NO),
    ubo("ext_ubol", NO, UBO),
    ubo("false", NO, NO),
    Token { is_known_to_ubo: false, ..adguard("true", LIKE_ADGUARD, NO) },
];

/// The row of a name, if it is anybody's.
pub(super) fn token(name: &str) -> Option<&'static Token> {
    TOKENS.binary_search_by_key(&name, |it| it.name).ok().map(|n| &TOKENS[n])
}

#[cfg(test)]
mod tests {
    use super::{TOKENS, token};

    #[test]
    fn names_are_sorted() {
        assert!(TOKENS.is_sorted_by_key(|it| it.name));
        assert!(TOKENS.iter().all(|it| token(it.name) == Some(it)));
    }
}
