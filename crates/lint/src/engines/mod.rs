//! What the engines of blockers do with the contents of a list, as data.
//!
//! An [`Engine`] is one product, or those of its platforms that share the code that reads rules.
//! Each of its facts is a field, so that the compiler asks for all of them when a product is added.
//! Checks never name a product: [`who!`] gives the engines for which a fact is true, and
//! [`audience!`] says what a part of a rule means to each engine.

pub(crate) mod conflicts;
mod cosmetic;
mod domains;
mod lines;
mod network;
mod patterns;
mod trust;
mod values;

pub(crate) use self::lines::Conditions;

pub(crate) use self::cosmetic::Names;

use crate::Targets;
use bloqr_syntax::ast::Syntax;

/// One engine and its facts.
#[derive(Debug)]
pub(crate) struct Engine {
    /// The platforms that run it.
    pub(crate) platforms: Targets,
    /// The version on which its facts were measured, when, and how.
    #[allow(dead_code, reason = "for those who check a fact again")]
    pub(crate) measured: &'static str,
    /// The header of a list that is written for its product: `[AdGuard]`.
    pub(crate) agent: Option<Syntax>,
    /// What it does with lines that are not plain rules.
    pub(crate) lines: lines::Facts,
    /// What it does with the patterns of network rules.
    pub(crate) patterns: patterns::Facts,
    /// What it does with the modifiers of network rules.
    pub(crate) network: network::Facts,
    /// What it does with the values of modifiers.
    pub(crate) values: values::Facts,
    /// What it does with domains, before `##` and in modifiers.
    pub(crate) domains: domains::Facts,
    /// What it does with cosmetic rules.
    pub(crate) cosmetic: cosmetic::Facts,
    /// What it reads only in lists that it trusts.
    pub(crate) trust: trust::Facts,
}

/// What an engine does with a rule that contains a certain part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It accepts the rule as it is written.
    Takes,
    /// It keeps the rule, but ignores the part, or never applies the rule.
    Ignores,
    /// It drops the whole rule.
    Refuses,
}

/// Every engine.
pub(crate) static ENGINES: [Engine; 4] = [
    Engine {
        platforms: Targets::ADG,
        measured: "tsurlfilter 6.0.3 with agtree 4.2.0 and scriptlets 2.5.1, run, 2026-08",
        agent: Some(Syntax::AdGuard),
        lines: lines::ADGUARD,
        patterns: patterns::ADGUARD,
        network: network::ADGUARD,
        values: values::ADGUARD,
        domains: domains::ADGUARD,
        cosmetic: cosmetic::ADGUARD,
        trust: trust::ADGUARD,
    },
    Engine {
        platforms: Targets::UBO,
        measured: "uBlock Origin 1.73.1.7 and ubo-core 0.1.30, run, 2026-08",
        agent: Some(Syntax::UblockOrigin),
        lines: lines::UBLOCK_ORIGIN,
        patterns: patterns::UBLOCK_ORIGIN,
        network: network::UBLOCK_ORIGIN,
        values: values::UBLOCK_ORIGIN,
        domains: domains::UBLOCK_ORIGIN,
        cosmetic: cosmetic::UBLOCK_ORIGIN,
        trust: trust::UBLOCK_ORIGIN,
    },
    Engine {
        platforms: Targets::ABP,
        measured: "adblockpluscore 0.11.1 (webext-ad-filtering-solution 4.1.0), run, 2026-08",
        // `[Adblock Plus 2.0]` is the header of lists for every product.
        agent: None,
        lines: lines::ADBLOCK_PLUS,
        patterns: patterns::ADBLOCK_PLUS,
        network: network::ADBLOCK_PLUS,
        values: values::ADBLOCK_PLUS,
        domains: domains::ADBLOCK_PLUS,
        cosmetic: cosmetic::ADBLOCK_PLUS,
        trust: trust::ADBLOCK_PLUS,
    },
    Engine {
        platforms: Targets::BRAVE,
        measured: "adblock-rust 0.13.5 with css-validation, run, 2026-08",
        agent: None,
        lines: lines::BRAVE,
        patterns: patterns::BRAVE,
        network: network::BRAVE,
        values: values::BRAVE,
        domains: domains::BRAVE,
        cosmetic: cosmetic::BRAVE,
        trust: trust::BRAVE,
    },
];

// Each platform runs one engine.
const _: () = {
    let mut all = Targets::NONE;
    let mut n = 0;
    while n < ENGINES.len() {
        assert!(!all.intersects(ENGINES[n].platforms));
        all = all.union(ENGINES[n].platforms);
        n += 1;
    }
    assert!(all.contains(Targets::EVERY));
};

/// The platforms of the engines for which a condition is true: `who!(|it| it.cosmetic.extended)`.
/// Evaluated by the compiler.
macro_rules! who {
    (|$engine:ident| $condition:expr) => {
        const {
            let mut who = $crate::Targets::NONE;
            let mut n = 0;
            while n < $crate::engines::ENGINES.len() {
                let $engine = &$crate::engines::ENGINES[n];
                if $condition {
                    who = who.union($engine.platforms);
                }
                n += 1;
            }
            who
        }
    };
}

/// What a part of a rule means to each engine, by one of their facts: `audience!(|it|
/// it.domains.wildcard)`. Evaluated by the compiler.
macro_rules! audience {
    (|$engine:ident| $outcome:expr) => {
        const {
            let mut audience = $crate::audience::Audience::NOTE;
            let mut n = 0;
            while n < $crate::engines::ENGINES.len() {
                let $engine = &$crate::engines::ENGINES[n];
                audience = audience.with($engine.platforms, $outcome);
                n += 1;
            }
            audience
        }
    };
}

pub(crate) use {audience, who};
