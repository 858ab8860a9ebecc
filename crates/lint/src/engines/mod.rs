//! What the engines of blockers do with what a list holds, as data.
//!
//! An [`Engine`] is one product, or those of its platforms that share the code that reads rules.
//! Each of its facts is a field, so that the compiler asks for all of them when a product is added.
//! Checks never name a product: they ask [`who!`] does a thing.

mod cosmetic;
mod network;

pub(crate) use self::cosmetic::Names;

use crate::Targets;

/// One engine, and what it does.
#[derive(Debug)]
pub(crate) struct Engine {
    /// The product, as messages call it.
    pub(crate) product: &'static str,
    /// The platforms that run it.
    pub(crate) platforms: Targets,
    /// On which version its facts were measured, when, and how.
    pub(crate) measured: &'static str,
    /// What it does with network rules and hosts lines.
    pub(crate) network: network::Facts,
    /// What it does with cosmetic rules.
    pub(crate) cosmetic: cosmetic::Facts,
}

/// Every engine, in the order in which messages name their products.
pub(crate) static ENGINES: [Engine; 4] = [
    Engine {
        product: "AdGuard",
        platforms: Targets::ADG,
        measured: "tsurlfilter 6.0.3 with agtree 4.2.0 and scriptlets 2.5.1, run, 2026-08",
        network: network::ADGUARD,
        cosmetic: cosmetic::ADGUARD,
    },
    Engine {
        product: "uBlock Origin",
        platforms: Targets::UBO,
        measured: "uBlock Origin 1.73.1.7 and ubo-core 0.1.30, run, 2026-08",
        network: network::UBLOCK_ORIGIN,
        cosmetic: cosmetic::UBLOCK_ORIGIN,
    },
    Engine {
        product: "Adblock Plus",
        platforms: Targets::ABP,
        measured: "adblockpluscore 0.11.1 (webext-ad-filtering-solution 4.1.0), run, 2026-08",
        network: network::ADBLOCK_PLUS,
        cosmetic: cosmetic::ADBLOCK_PLUS,
    },
    Engine {
        product: "Brave",
        platforms: Targets::BRAVE,
        measured: "adblock-rust 0.13.5 with css-validation, run, 2026-08",
        network: network::BRAVE,
        cosmetic: cosmetic::BRAVE,
    },
];

/// The platforms of the engines for which a condition holds: `who!(|it| it.cosmetic.extended)`.
/// Worked out by the compiler.
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

pub(crate) use who;
