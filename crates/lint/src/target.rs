//! Whom a list is written for: products, groups of their platforms, single platforms.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
    str::FromStr,
};

use crate::tables::is_same;

/// A set of platforms. Reads from `ubo`, `adg_ext_chrome` or `ubo,brave`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Targets(u32);

impl Targets {
    pub const NONE: Targets = Targets(0);
    pub const ADG_OS: Targets = Targets(0b111);
    pub const ADG_EXT_CHROMIUM: Targets = Targets(0b111 << 3);
    pub const ADG_EXT: Targets = Targets(0b1111 << 3);
    pub const ADG_CB_ANDROID: Targets = Targets(1 << 7);
    pub const ADG_SAFARI: Targets = Targets(0b11 << 8);
    pub const ADG: Targets = Targets(0b11_1111_1111);
    pub const UBO_CHROMIUM: Targets = Targets(0b111 << 10);
    pub const UBO: Targets = Targets(0b1111 << 10);
    pub const ABP_CHROMIUM: Targets = Targets(0b111 << 14);
    pub const ABP: Targets = Targets(0b1111 << 14);
    pub const BRAVE: Targets = Targets(1 << 18);
    pub const EVERY: Targets = Targets((1 << 19) - 1);

    pub(crate) const fn from_bits(bits: u32) -> Targets {
        Targets(bits)
    }

    pub const fn union(self, other: Targets) -> Targets {
        Targets(self.0 | other.0)
    }

    pub const fn without(self, other: Targets) -> Targets {
        Targets(self.0 & !other.0)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn contains(self, other: Targets) -> bool {
        self.0 & other.0 == other.0
    }

    pub const fn intersects(self, other: Targets) -> bool {
        self.0 & other.0 != 0
    }

    /// The products that have a platform in the set, as a list's author calls them.
    pub fn products(self) -> Vec<&'static str> {
        let named = [
            (Targets::ADG, "AdGuard"),
            (Targets::UBO, "uBlock Origin"),
            (Targets::ABP, "Adblock Plus"),
            (Targets::BRAVE, "Brave"),
        ];
        named.iter().filter(|(product, _)| self.intersects(*product)).map(|it| it.1).collect()
    }
}

impl Targets {
    /// `AdGuard and Brave`
    pub(crate) fn named(self) -> String {
        let products = self.products();
        match products.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => "nobody".to_owned(),
        }
    }
}

impl Targets {
    /// Those of its products that have every platform in it that is among `asked`.
    pub(crate) fn whole_products(self, asked: Targets) -> Targets {
        let products = [Targets::ADG, Targets::UBO, Targets::ABP, Targets::BRAVE];
        let whole = products.into_iter().filter(|it| {
            let asked = *it & asked;
            !asked.is_empty() && self.contains(asked)
        });
        whole.fold(Targets::NONE, |all, it| all | (it & self))
    }

    /// `does`, or `do` for several.
    pub(crate) fn does(self) -> &'static str {
        if self.products().len() == 1 { "does" } else { "do" }
    }

    pub(crate) fn has(self) -> &'static str {
        if self.products().len() == 1 { "has" } else { "have" }
    }
}

impl BitAnd for Targets {
    type Output = Targets;

    fn bitand(self, other: Targets) -> Targets {
        Targets(self.0 & other.0)
    }
}

impl BitOr for Targets {
    type Output = Targets;

    fn bitor(self, other: Targets) -> Targets {
        self.union(other)
    }
}

impl Not for Targets {
    type Output = Targets;

    fn not(self) -> Targets {
        Targets(Targets::EVERY.0 & !self.0)
    }
}

impl Default for Targets {
    fn default() -> Targets {
        Targets::EVERY
    }
}

/// Products, then groups, then platforms: what `--target` takes.
pub static NAMES: &[(&str, Targets)] = &[
    ("adg", Targets::ADG),
    ("ubo", Targets::UBO),
    ("abp", Targets::ABP),
    ("brave", Targets::BRAVE),
    ("any", Targets::EVERY),
    ("adg_any", Targets::ADG),
    ("adg_os_any", Targets::ADG_OS),
    ("adg_safari_any", Targets::ADG_SAFARI),
    ("adg_ext_chromium", Targets::ADG_EXT_CHROMIUM),
    ("adg_ext_any", Targets::ADG_EXT),
    ("ubo_any", Targets::UBO),
    ("ubo_ext_chromium", Targets::UBO_CHROMIUM),
    ("ubo_ext_any", Targets::UBO),
    ("abp_any", Targets::ABP),
    ("abp_ext_chromium", Targets::ABP_CHROMIUM),
    ("abp_ext_any", Targets::ABP),
    ("adg_os_windows", Targets(1)),
    ("adg_os_mac", Targets(1 << 1)),
    ("adg_os_android", Targets(1 << 2)),
    ("adg_ext_chrome", Targets(1 << 3)),
    ("adg_ext_opera", Targets(1 << 4)),
    ("adg_ext_edge", Targets(1 << 5)),
    ("adg_ext_firefox", Targets(1 << 6)),
    ("adg_cb_android", Targets(1 << 7)),
    ("adg_cb_ios", Targets(1 << 8)),
    ("adg_cb_safari", Targets(1 << 9)),
    ("ubo_ext_chrome", Targets(1 << 10)),
    ("ubo_ext_opera", Targets(1 << 11)),
    ("ubo_ext_edge", Targets(1 << 12)),
    ("ubo_ext_firefox", Targets(1 << 13)),
    ("abp_ext_chrome", Targets(1 << 14)),
    ("abp_ext_opera", Targets(1 << 15)),
    ("abp_ext_edge", Targets(1 << 16)),
    ("abp_ext_firefox", Targets(1 << 17)),
];

/// What a name stands for that is written in the code.
pub(crate) const fn named(name: &[u8]) -> Targets {
    let mut n = 0;
    while n < NAMES.len() {
        if is_same(NAMES[n].0.as_bytes(), name) {
            return NAMES[n].1;
        }
        n += 1;
    }
    panic!("there is no such target")
}

/// A name that is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTarget(pub String);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = NAMES.iter().map(|it| it.0).collect();
        write!(f, "unknown target `{}`: it is one of {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownTarget {}

impl FromStr for Targets {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Targets, UnknownTarget> {
        let mut targets = Targets::NONE;
        for name in text.split(',').map(str::trim) {
            match NAMES.iter().find(|it| it.0 == name) {
                Some((_, it)) => targets = targets | *it,
                None => return Err(UnknownTarget(name.to_owned())),
            }
        }
        Ok(targets)
    }
}
