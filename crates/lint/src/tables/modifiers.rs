//! Modifiers: a row each, with who takes it and how.
//!
//! Derived from AGTree's compatibility tables (MIT, © AdGuard Software Ltd), then put right where
//! the blockers themselves do otherwise, and extended with what is newer than those tables.

use crate::Targets;

/// One modifier, whatever its name is.
#[derive(Debug)]
pub(crate) struct Modifier {
    /// Every name, and who knows it. The first is the one that is written about.
    pub(crate) names: &'static [(&'static str, Targets)],
    pub(crate) role: Role,
    pub(crate) uses: &'static [Use],
}

/// What a modifier does to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A kind of request: `script`.
    Type,
    /// A kind of request that no resource can stand in for: `ping`.
    BareType,
    /// Something that is not quite a request: `popup`, `inline-script`.
    Abstract,
    /// Switches a part of the blocker off: `elemhide`.
    Behaviour,
    /// Changes what happens: `csp`, `redirect`. There can only be one.
    Action,
    /// Narrows where the rule applies: `domain`, `third-party`.
    Scope,
    Other,
}

/// How some platforms take a modifier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    pub(crate) who: Targets,
    pub(crate) value: Value,
    pub(crate) negatable: bool,
    pub(crate) only: Only,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    None,
    Optional,
    Required,
    /// Optional in exceptions, where none means all.
    RequiredToBlock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Only {
    Anywhere,
    Blocking,
    Exceptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Current,
    /// Still works; what to write instead.
    Deprecated(&'static str),
    /// What to write instead.
    Removed(&'static str),
}

impl Modifier {
    pub(crate) fn name(&self) -> &'static str {
        self.names[0].0
    }

    /// Who knows it by any name.
    pub(crate) fn known_to(&self) -> Targets {
        self.uses.iter().fold(Targets::NONE, |all, it| all | it.who)
    }
}

/// A modifier looked up by one of its names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) modifier: &'static Modifier,
    /// Its row, which tells it from all others.
    pub(crate) row: u8,
    /// Who knows it by that name.
    pub(crate) who: Targets,
}

/// Names are case-sensitive.
#[inline]
pub(crate) fn find(name: &str) -> Option<Found> {
    let bytes = name.as_bytes();
    if bytes.is_empty() || bytes.len() > 32 {
        return None;
    }
    let mut slot = hash(bytes);
    loop {
        let (row, index) = SLOTS[slot]?;
        let modifier = &MODIFIERS[row as usize];
        let (known, who) = modifier.names[index as usize];
        if known == name {
            return Some(Found { modifier, row, who });
        }
        slot = (slot + 1) % SLOTS.len();
    }
}

/// The row of a modifier that is named in the code.
pub(crate) const fn row(name: &str) -> u8 {
    let mut row = 0;
    while row < MODIFIERS.len() {
        let mut index = 0;
        while index < MODIFIERS[row].names.len() {
            if is_same(MODIFIERS[row].names[index].0.as_bytes(), name.as_bytes()) {
                return row as u8;
            }
            index += 1;
        }
        row += 1;
    }
    panic!("there is no such modifier")
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn hash(name: &[u8]) -> usize {
    let (first, middle, last) = (name[0], name[name.len() / 2], name[name.len() - 1]);
    let mixed = name.len() * 67 + first as usize * 7 + middle as usize * 31 + last as usize * 131;
    mixed % 512
}

/// Where each name stands: a hash table with open addressing, made by the compiler.
static SLOTS: [Option<(u8, u8)>; 512] = {
    let mut slots = [None; 512];
    let mut row = 0;
    while row < MODIFIERS.len() {
        let mut index = 0;
        while index < MODIFIERS[row].names.len() {
            let mut slot = hash(MODIFIERS[row].names[index].0.as_bytes());
            while slots[slot].is_some() {
                slot = (slot + 1) % 512;
            }
            slots[slot] = Some((row as u8, index as u8));
            index += 1;
        }
        row += 1;
    }
    slots
};

// The words the rows are written in.

const EVERY: Targets = Targets::EVERY;
const ADG: Targets = Targets::ADG;
const ADG_OS: Targets = Targets::ADG_OS;
/// AdGuard's apps and extensions.
const ADG_FULL: Targets = Targets::ADG_OS.union(Targets::ADG_EXT);
/// All of AdGuard but its content blocker for Android.
const ADG_BUT_CB: Targets = ADG.without(Targets::ADG_CB_ANDROID);
const UBO: Targets = Targets::UBO;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;
/// Those that know the short names.
const SHORT: Targets = ADG.union(UBO).union(BRAVE);
const FIREFOX: Targets = Targets::ADG_EXT_FIREFOX.union(Targets::UBO_EXT_FIREFOX);

const fn on(who: Targets) -> Use {
    Use { who, value: Value::None, negatable: false, only: Only::Anywhere, state: State::Current }
}

impl Use {
    const fn takes(self, value: Value) -> Use {
        Use { value, ..self }
    }

    const fn negatable(self) -> Use {
        Use { negatable: true, ..self }
    }

    const fn only(self, only: Only) -> Use {
        Use { only, ..self }
    }

    const fn removed(self, instead: &'static str) -> Use {
        Use { state: State::Removed(instead), ..self }
    }

    const fn deprecated(self, instead: &'static str) -> Use {
        Use { state: State::Deprecated(instead), ..self }
    }
}

use Only::{Blocking, Exceptions};
use Value::{Optional, Required, RequiredToBlock};

const fn row_of(
    names: &'static [(&'static str, Targets)],
    role: Role,
    uses: &'static [Use],
) -> Modifier {
    Modifier { names, role, uses }
}

/// The rows, by their first name.
#[rustfmt::skip]
pub(crate) static MODIFIERS: &[Modifier] = &[
    row_of(&[("_", ADG_BUT_CB.union(UBO))], Role::Other, &[on(ADG_BUT_CB), on(UBO)]),
    row_of(&[("all", ADG_BUT_CB.union(UBO).union(BRAVE))], Role::Abstract, &[on(ADG_BUT_CB).only(Blocking), on(UBO), on(BRAVE)]),
    row_of(&[("app", ADG_OS)], Role::Scope, &[on(ADG_OS).takes(Required)]),
    row_of(&[("badfilter", ADG_BUT_CB.union(UBO).union(BRAVE))], Role::Other, &[on(ADG_BUT_CB), on(UBO), on(BRAVE)]),
    // AdGuard Home and AdGuard DNS know it; of the platforms here only the apps hand it on.
    row_of(&[("client", ADG_OS)], Role::Scope, &[on(ADG_OS).takes(Required)]),
    row_of(&[("cname", UBO)], Role::Behaviour, &[on(UBO).only(Exceptions)]),
    row_of(&[("content", ADG_OS)], Role::Behaviour, &[on(ADG_OS).only(Exceptions)]),
    row_of(&[("cookie", ADG_FULL)], Role::Action, &[on(ADG_FULL).takes(Optional)]),
    row_of(&[("csp", ADG_FULL.union(UBO).union(ABP).union(BRAVE))], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock), on(UBO).takes(RequiredToBlock), on(ABP.union(BRAVE)).takes(Optional)]),
    row_of(&[("ctag", ADG_OS)], Role::Scope, &[on(ADG_OS).takes(Required)]),
    row_of(&[("denyallow", ADG_BUT_CB.union(UBO))], Role::Scope, &[on(ADG_BUT_CB).takes(Required), on(UBO).takes(Required)]),
    row_of(&[("dnsrewrite", ADG_OS)], Role::Action, &[on(ADG_OS).takes(Optional)]),
    row_of(&[("dnstype", ADG_OS)], Role::Scope, &[on(ADG_OS).takes(Required)]),
    // uBO and AdGuard's extensions take `~document`, for pages are requests too.
    row_of(&[("document", ADG_BUT_CB.union(UBO).union(ABP).union(BRAVE)), ("doc", ADG_BUT_CB.union(UBO).union(BRAVE))], Role::Type, &[on(ADG_BUT_CB).negatable(), on(UBO).negatable(), on(ABP), on(BRAVE)]),
    row_of(&[("domain", EVERY), ("from", UBO.union(BRAVE))], Role::Scope, &[on(EVERY).takes(Required)]),
    row_of(&[("elemhide", ADG.union(UBO).union(ABP)), ("ehide", ADG.union(UBO))], Role::Behaviour, &[on(ADG.union(ABP)).only(Exceptions), on(UBO)]),
    row_of(&[("empty", ADG_FULL.union(UBO))], Role::Action, &[on(ADG_FULL).deprecated("redirect=nooptext"), on(UBO)]),
    row_of(&[("extension", ADG_OS)], Role::Behaviour, &[on(ADG_OS).only(Exceptions).negatable()]),
    row_of(&[("first-party", ADG.union(UBO).union(BRAVE)), ("1p", SHORT)], Role::Scope, &[on(SHORT).negatable()]),
    row_of(&[("font", EVERY)], Role::Type, &[on(EVERY).negatable()]),
    // uBO takes it beside others, and does nothing with it.
    row_of(&[("genericblock", ADG_BUT_CB.union(ABP).union(UBO))], Role::Behaviour, &[on(ADG_BUT_CB.union(ABP)).only(Exceptions), on(UBO).only(Exceptions)]),
    row_of(&[("generichide", EVERY), ("ghide", SHORT)], Role::Behaviour, &[on(ADG.union(ABP).union(BRAVE)).only(Exceptions), on(UBO)]),
    row_of(&[("header", ADG_FULL.union(UBO))], Role::Scope, &[on(ADG_FULL).takes(Required), on(UBO).takes(Required)]),
    row_of(&[("hls", ADG_OS)], Role::Action, &[on(ADG_OS).takes(Optional)]),
    row_of(&[("image", EVERY)], Role::Type, &[on(EVERY).negatable()]),
    row_of(&[("important", ADG.union(UBO).union(BRAVE))], Role::Other, &[on(ADG), on(UBO).only(Blocking), on(BRAVE)]),
    row_of(&[("inline-font", ADG_FULL.union(UBO))], Role::Abstract, &[on(ADG_FULL).negatable(), on(UBO).negatable()]),
    row_of(&[("inline-script", ADG_FULL.union(UBO))], Role::Abstract, &[on(ADG_FULL).negatable(), on(UBO).negatable()]),
    // uBO 1.58: the address that a host name resolved to.
    row_of(&[("ipaddress", UBO)], Role::Scope, &[on(UBO).takes(Required)]),
    row_of(&[("jsinject", ADG_BUT_CB)], Role::Behaviour, &[on(ADG_BUT_CB).only(Exceptions)]),
    row_of(&[("jsonprune", ADG_OS)], Role::Action, &[on(ADG_OS).takes(Optional)]),
    row_of(&[("match-case", EVERY)], Role::Other, &[on(ADG.union(UBO).union(ABP)).negatable(), on(BRAVE)]),
    row_of(&[("media", EVERY)], Role::Type, &[on(EVERY).negatable()]),
    row_of(&[("method", ADG_FULL.union(UBO).union(BRAVE))], Role::Scope, &[on(ADG_FULL).takes(Required), on(UBO).takes(Required), on(BRAVE).takes(Required)]),
    row_of(&[("mp4", ADG_FULL.union(UBO))], Role::Action, &[on(ADG_FULL).deprecated("redirect=noopmp4-1s,media"), on(UBO)]),
    row_of(&[("network", ADG_OS)], Role::Other, &[on(ADG_OS)]),
    row_of(&[("object", EVERY)], Role::Type, &[on(EVERY).negatable()]),
    row_of(&[("object-subrequest", ADG.union(UBO).union(BRAVE))], Role::Type, &[on(ADG).removed("object"), on(UBO).negatable(), on(BRAVE).negatable()]),
    row_of(&[("other", EVERY)], Role::BareType, &[on(EVERY).negatable()]),
    row_of(&[("permissions", ADG_FULL.union(UBO))], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock), on(UBO).takes(RequiredToBlock)]),
    row_of(&[("ping", EVERY), ("beacon", UBO.union(BRAVE))], Role::BareType, &[on(EVERY).negatable()]),
    row_of(&[("popunder", UBO)], Role::Abstract, &[on(UBO).negatable()]),
    row_of(&[("popup", ADG.union(UBO).union(ABP))], Role::Abstract, &[on(ADG), on(UBO).negatable(), on(ABP)]),
    // uBO 1.65: what to tell the user on the page that says the request was blocked.
    row_of(&[("reason", UBO)], Role::Other, &[on(UBO).takes(Required)]),
    row_of(&[("redirect", ADG_FULL.union(UBO).union(BRAVE))], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock), on(UBO).takes(RequiredToBlock), on(BRAVE).takes(Required)]),
    row_of(&[("redirect-rule", ADG_FULL.union(UBO).union(BRAVE))], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock), on(UBO).takes(RequiredToBlock), on(BRAVE).takes(Required)]),
    row_of(&[("referrerpolicy", ADG_OS)], Role::Action, &[on(ADG_OS).takes(Optional)]),
    row_of(&[("removeheader", ADG_FULL)], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock)]),
    row_of(&[("removeparam", ADG_FULL.union(UBO).union(BRAVE)), ("queryprune", ADG_FULL.union(UBO))], Role::Action, &[on(ADG_FULL.union(UBO)).takes(Optional), on(BRAVE).takes(Required)]),
    row_of(&[("replace", Targets::ADG_OS.union(FIREFOX))], Role::Action, &[on(ADG_OS.union(Targets::ADG_EXT_FIREFOX)).takes(RequiredToBlock), on(Targets::UBO_EXT_FIREFOX).takes(Required)]),
    // uBO 1.69: a header that the request carries.
    row_of(&[("requestheader", UBO)], Role::Scope, &[on(UBO).takes(Required)]),
    // uBO 1.69: the long name of `header`.
    row_of(&[("responseheader", UBO)], Role::Scope, &[on(UBO).takes(Required)]),
    // ABP's own spelling of `redirect`; uBO and Brave read it, AdGuard converts it.
    row_of(&[("rewrite", EVERY.without(Targets::ADG_CB_ANDROID).without(Targets::ADG_SAFARI))], Role::Action, &[on(ADG_FULL.union(ABP).union(BRAVE)).takes(Required), on(UBO).takes(RequiredToBlock)]),
    row_of(&[("script", EVERY)], Role::Type, &[on(EVERY).negatable()]),
    row_of(&[("sitekey", ABP)], Role::Scope, &[on(ABP).takes(Required)]),
    row_of(&[("specifichide", ADG.union(UBO)), ("shide", ADG.union(UBO))], Role::Behaviour, &[on(ADG).only(Exceptions), on(UBO)]),
    row_of(&[("stealth", ADG_FULL)], Role::Behaviour, &[on(ADG_FULL).only(Exceptions).takes(Optional)]),
    row_of(&[("strict1p", UBO)], Role::Scope, &[on(UBO)]),
    row_of(&[("strict3p", UBO)], Role::Scope, &[on(UBO)]),
    row_of(&[("stylesheet", EVERY), ("css", SHORT)], Role::Type, &[on(EVERY).negatable()]),
    row_of(&[("subdocument", EVERY), ("frame", SHORT)], Role::Type, &[on(EVERY).negatable()]),
    // Brave's own, for lists that are switched on by tags.
    row_of(&[("tag", BRAVE)], Role::Other, &[on(BRAVE).takes(Required)]),
    row_of(&[("third-party", EVERY), ("3p", SHORT)], Role::Scope, &[on(EVERY).negatable()]),
    row_of(&[("to", ADG_FULL.union(UBO).union(BRAVE))], Role::Scope, &[on(ADG_FULL).takes(Required), on(UBO).takes(Required), on(BRAVE).takes(Required)]),
    // uBO 1.70: the page at the top, whatever frame asks.
    row_of(&[("top", UBO)], Role::Scope, &[on(UBO).takes(Required)]),
    // uBO 1.57: AdGuard's `urltransform`, under uBO's name.
    row_of(&[("uritransform", UBO)], Role::Action, &[on(UBO).takes(RequiredToBlock)]),
    row_of(&[("urlblock", ADG)], Role::Behaviour, &[on(ADG).only(Exceptions)]),
    // uBO 1.61: goes to the address that another carries.
    row_of(&[("urlskip", UBO)], Role::Action, &[on(UBO).takes(Required)]),
    row_of(&[("urltransform", ADG_FULL)], Role::Action, &[on(ADG_FULL).takes(RequiredToBlock)]),
    row_of(&[("webrtc", ADG.union(UBO).union(ABP))], Role::BareType, &[on(ADG).removed("the `nowebrtc` scriptlet"), on(UBO).removed("the `nowebrtc` scriptlet"), on(ABP).negatable()]),
    row_of(&[("websocket", EVERY.without(Targets::ADG_CB_ANDROID))], Role::BareType, &[on(EVERY.without(Targets::ADG_CB_ANDROID)).negatable()]),
    row_of(&[("xmlhttprequest", EVERY), ("xhr", SHORT)], Role::Type, &[on(EVERY).negatable()]),
    // CoreLibs 1.15: as `jsonprune`, for XML.
    row_of(&[("xmlprune", ADG_OS)], Role::Action, &[on(ADG_OS).takes(Optional)]),
];
