//! Modifiers that engines do not accept together.

use crate::tables::modifiers::{MODIFIERS, Role, row};

/// A set of modifiers, by their rows.
pub(crate) type ModifierSet = u128;

/// No rule can have both a modifier of the first set and one of the second.
pub(crate) type Pair = (ModifierSet, ModifierSet);

/// The modifiers of a role.
const fn of_role(role: Role) -> ModifierSet {
    let mut set = 0;
    let mut at = 0;
    while at < MODIFIERS.len() {
        if MODIFIERS[at].role as u8 == role as u8 {
            set |= 1 << at;
        }
        at += 1;
    }
    set
}

pub(crate) const fn bit(name: &str) -> ModifierSet {
    1 << row(name)
}

/// Modifiers of which a rule can have only one.
pub(crate) const ACTIONS: ModifierSet = of_role(Role::Action);
pub(crate) const TYPES: ModifierSet = of_role(Role::Type) | of_role(Role::BareType);
/// Requests that are pages.
const PAGES: ModifierSet = bit("document") | bit("subdocument");
pub(crate) const POPUPS: ModifierSet = bit("popup") | bit("popunder");
pub(crate) const INLINE: ModifierSet = bit("inline-script") | bit("inline-font");
/// Modifiers that switch off a part of the blocker.
pub(crate) const HIDING: ModifierSet = bit("elemhide") | bit("generichide") | bit("specifichide");
/// Kinds of requests that no resource can replace.
const BARE: ModifierSet = POPUPS | HIDING | bit("ping") | bit("websocket");
/// Modifiers that apply to pages.
const OF_PAGES: ModifierSet = bit("csp") | bit("permissions");
const REDIRECTS: ModifierSet = bit("redirect") | bit("redirect-rule") | bit("rewrite");

pub(super) const UBLOCK_ORIGIN: &[Pair] = &[
    (OF_PAGES, (TYPES & !PAGES) | POPUPS | HIDING),
    (bit("cname"), (TYPES & !PAGES) | POPUPS | HIDING),
    (REDIRECTS | bit("replace") | bit("uritransform") | bit("urlskip"), BARE | INLINE),
    (bit("empty") | bit("removeparam"), POPUPS | HIDING),
    (bit("mp4"), TYPES | POPUPS | HIDING),
    (INLINE, HIDING),
];

pub(super) const BRAVE: &[Pair] = &[(bit("csp"), TYPES | bit("all"))];

/// Modifiers that AdGuard treats neither as a kind of request nor as domains.
const OPTIONS: ModifierSet = bit("to")
    | bit("method")
    | bit("header")
    | bit("popup")
    | bit("all")
    | bit("stealth")
    | bit("elemhide")
    | bit("generichide")
    | bit("specifichide")
    | bit("genericblock")
    | bit("jsinject")
    | bit("urlblock")
    | bit("content")
    | bit("extension");

pub(super) const ADGUARD: &[Pair] = &[
    (bit("removeparam"), OPTIONS),
    (bit("removeheader"), OPTIONS & !bit("header")),
    (bit("permissions"), (OPTIONS | REDIRECTS | bit("third-party")) & !bit("permissions")),
    (bit("urltransform"), OPTIONS & !bit("to") & !bit("method") & !bit("popup")),
    (bit("header"), (OPTIONS | REDIRECTS | bit("replace") | bit("cookie")) & !bit("header")),
];
