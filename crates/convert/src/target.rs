//! The products that rules can be converted to.

use std::{fmt, str::FromStr};

use bloqr_lint::Targets;

/// A product that rules can be converted to. Reads from `adg`, `ubo` and `abp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// AdGuard.
    Adg,
    /// uBlock Origin.
    Ubo,
    /// Adblock Plus.
    Abp,
}

impl Target {
    /// Every target.
    pub const ALL: [Target; 3] = [Target::Adg, Target::Ubo, Target::Abp];

    /// Its name in options and requests: `adg`.
    pub fn as_str(self) -> &'static str {
        match self {
            Target::Adg => "adg",
            Target::Ubo => "ubo",
            Target::Abp => "abp",
        }
    }

    /// Its name in messages: `AdGuard`.
    pub fn product(self) -> &'static str {
        match self {
            Target::Adg => "AdGuard",
            Target::Ubo => "uBlock Origin",
            Target::Abp => "Adblock Plus",
        }
    }

    /// All platforms of the product.
    pub fn platforms(self) -> Targets {
        match self {
            Target::Adg => Targets::ADG,
            Target::Ubo => Targets::UBO,
            Target::Abp => Targets::ABP,
        }
    }
}

/// A name that is not a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTarget(pub String);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown target `{}`: use adg, ubo or abp", self.0)
    }
}

impl std::error::Error for UnknownTarget {}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Target, UnknownTarget> {
        let found = Target::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| UnknownTarget(text.to_owned()))
    }
}
