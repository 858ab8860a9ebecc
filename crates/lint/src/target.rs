//! The targets of a list: products, groups of their platforms, single platforms.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
    str::FromStr,
};

use crate::{nearest, tables::is_same};

/// A set of platforms. Reads from `ubo`, `adg_ext_chrome` or `ubo,brave`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Targets(u32);

/// Defines the products. A row has the name of its constant, its name for `--target`, its name in
/// messages, its platforms, and groups of them. Messages and `--target` use this order.
macro_rules! products {
    ($(
        $product:ident $key:literal $name:literal {
            $($platform:ident $platform_key:literal,)+
        } groups {
            $($group:ident $group_key:literal [$($member:ident),+],)*
        }
    )+) => {
        impl Targets {
            $(
                #[doc = concat!("All of ", $name, ".")]
                pub const $product: Targets = Targets::NONE$(.union(Targets::$platform))+;
                $(
                    #[doc = concat!("`", $platform_key, "`")]
                    pub const $platform: Targets = Targets::platform($platform_key);
                )+
                $(
                    #[doc = concat!("`", $group_key, "`")]
                    pub const $group: Targets = Targets::NONE$(.union(Targets::$member))+;
                )*
            )+
            /// Every platform of every ad blocker. DNS blockers are targets only if they are asked
            /// for: most rules of a list for browsers are none for them.
            pub const EVERY: Targets =
                Targets::NONE$(.union(Targets::$product))+.without(Targets::DNS);
        }

        const PRODUCTS: &[Product] =
            &[$(Product { key: $key, name: $name, targets: Targets::$product }),+];
        const GROUPS: &[(&str, Targets)] = &[$($(($group_key, Targets::$group),)*)+];
        const PLATFORMS: &[&str] = &[$($($platform_key),+),+];
    };
}

products! {
    ADG "adg" "AdGuard" {
        ADG_OS_WINDOWS "adg_os_windows",
        ADG_OS_MAC "adg_os_mac",
        ADG_OS_ANDROID "adg_os_android",
        ADG_EXT_CHROME "adg_ext_chrome",
        ADG_EXT_OPERA "adg_ext_opera",
        ADG_EXT_EDGE "adg_ext_edge",
        ADG_EXT_FIREFOX "adg_ext_firefox",
        ADG_CB_ANDROID "adg_cb_android",
        ADG_CB_IOS "adg_cb_ios",
        ADG_CB_SAFARI "adg_cb_safari",
    } groups {
        ADG_ANY "adg_any" [ADG],
        ADG_OS "adg_os_any" [ADG_OS_WINDOWS, ADG_OS_MAC, ADG_OS_ANDROID],
        ADG_SAFARI "adg_safari_any" [ADG_CB_IOS, ADG_CB_SAFARI],
        ADG_EXT_CHROMIUM "adg_ext_chromium" [ADG_EXT_CHROME, ADG_EXT_OPERA, ADG_EXT_EDGE],
        ADG_EXT "adg_ext_any" [ADG_EXT_CHROMIUM, ADG_EXT_FIREFOX],
    }
    UBO "ubo" "uBlock Origin" {
        UBO_EXT_CHROME "ubo_ext_chrome",
        UBO_EXT_OPERA "ubo_ext_opera",
        UBO_EXT_EDGE "ubo_ext_edge",
        UBO_EXT_FIREFOX "ubo_ext_firefox",
    } groups {
        UBO_ANY "ubo_any" [UBO],
        UBO_EXT_CHROMIUM "ubo_ext_chromium" [UBO_EXT_CHROME, UBO_EXT_OPERA, UBO_EXT_EDGE],
        UBO_EXT "ubo_ext_any" [UBO],
    }
    ABP "abp" "Adblock Plus" {
        ABP_EXT_CHROME "abp_ext_chrome",
        ABP_EXT_OPERA "abp_ext_opera",
        ABP_EXT_EDGE "abp_ext_edge",
        ABP_EXT_FIREFOX "abp_ext_firefox",
    } groups {
        ABP_ANY "abp_any" [ABP],
        ABP_EXT_CHROMIUM "abp_ext_chromium" [ABP_EXT_CHROME, ABP_EXT_OPERA, ABP_EXT_EDGE],
        ABP_EXT "abp_ext_any" [ABP],
    }
    BRAVE "brave" "Brave" {
        BRAVE_ANY "brave",
    } groups {}
    DNS "dns" "DNS filtering" {
        DNS_ADG_HOME "dns_adg_home",
        DNS_ADG_CLOUD "dns_adg_cloud",
        DNS_HLC "dns_hostlist_compiler",
        DNS_PIHOLE "dns_pihole",
        DNS_HOSTS "dns_hosts",
    } groups {}
}

/// A product and its platforms.
struct Product {
    key: &'static str,
    /// Its name in messages.
    name: &'static str,
    targets: Targets,
}

impl Targets {
    /// No platform.
    pub const NONE: Targets = Targets(0);

    /// The platform with that name. Each platform has a bit, in the order of the table.
    const fn platform(name: &str) -> Targets {
        let mut at = 0;
        while at < PLATFORMS.len() {
            if is_same(PLATFORMS[at].as_bytes(), name.as_bytes()) {
                return Targets(1 << at);
            }
            at += 1;
        }
        panic!("there is no such platform")
    }

    /// Something that reads lists but is not a platform, so it is in none of these sets.
    pub(crate) const fn beyond(number: usize) -> Targets {
        Targets(1 << (PLATFORMS.len() + number))
    }

    /// The platforms that are in either set.
    pub const fn union(self, other: Targets) -> Targets {
        Targets(self.0 | other.0)
    }

    /// The platforms that are in both sets.
    pub const fn intersection(self, other: Targets) -> Targets {
        Targets(self.0 & other.0)
    }

    /// The platforms that are not in the other set.
    pub const fn without(self, other: Targets) -> Targets {
        Targets(self.0 & !other.0)
    }

    /// Whether there is no platform in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all platforms of the other set are in this one.
    pub const fn contains(self, other: Targets) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether a platform is in both sets.
    pub const fn intersects(self, other: Targets) -> bool {
        self.0 & other.0 != 0
    }

    /// The platforms of each product that has a platform in the set.
    pub(crate) fn by_product(self) -> impl Iterator<Item = Targets> {
        PRODUCTS.iter().map(move |it| it.targets & self).filter(|it| !it.is_empty())
    }

    /// The products that have a platform in the set, by their names in messages.
    pub fn products(self) -> Vec<&'static str> {
        PRODUCTS.iter().filter(|it| self.intersects(it.targets)).map(|it| it.name).collect()
    }
}

impl Targets {
    /// The names for a message: `AdGuard and Brave`.
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
    /// The products of the set that have every platform of `asked` in it.
    pub(crate) fn whole_products(self, asked: Targets) -> Targets {
        let products = PRODUCTS.iter().map(|it| it.targets);
        let whole = products.filter(|it| {
            let asked = *it & asked;
            !asked.is_empty() && self.contains(asked)
        });
        whole.fold(Targets::NONE, |all, it| all | (it & self))
    }

    /// The form of a verb for the number of products.
    pub(crate) fn verb<'v>(self, one: &'v str, several: &'v str) -> &'v str {
        if self.products().len() == 1 { one } else { several }
    }

    /// `does`, or `do` for several.
    pub(crate) fn does(self) -> &'static str {
        self.verb("does", "do")
    }

    pub(crate) fn has(self) -> &'static str {
        self.verb("has", "have")
    }

    /// `Brave reads`, or `AdGuard and Brave read`.
    pub(crate) fn with_verb(self, one: &str, several: &str) -> String {
        format!("{} {}", self.named(), self.verb(one, several))
    }
}

impl BitAnd for Targets {
    type Output = Targets;

    fn bitand(self, other: Targets) -> Targets {
        self.intersection(other)
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

/// The names for `--target`: products, then groups, then platforms.
pub static NAMES: &[(&str, Targets)] = &ALL_NAMES;

/// The number of products that are a single platform, and share its name.
const LONE: usize = {
    let (mut count, mut at) = (0, 0);
    while at < PLATFORMS.len() {
        count += is_product(PLATFORMS[at]) as usize;
        at += 1;
    }
    count
};

const COUNT: usize = PRODUCTS.len() + 1 + GROUPS.len() + PLATFORMS.len() - LONE;

const ALL_NAMES: [(&str, Targets); COUNT] = {
    let mut names = [("any", Targets::EVERY); COUNT];
    let (mut count, mut at) = (0, 0);
    while at < PRODUCTS.len() {
        names[count] = (PRODUCTS[at].key, PRODUCTS[at].targets);
        (count, at) = (count + 1, at + 1);
    }
    (count, at) = (count + 1, 0);
    while at < GROUPS.len() {
        names[count] = GROUPS[at];
        (count, at) = (count + 1, at + 1);
    }
    at = 0;
    while at < PLATFORMS.len() {
        if !is_product(PLATFORMS[at]) {
            names[count] = (PLATFORMS[at], Targets::platform(PLATFORMS[at]));
            count += 1;
        }
        at += 1;
    }
    names
};

const fn is_product(name: &str) -> bool {
    let mut at = 0;
    while at < PRODUCTS.len() {
        if is_same(PRODUCTS[at].key.as_bytes(), name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

/// The target for a name that is written in the code.
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

/// A name that is not a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTarget(pub String);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.to_lowercase();
        let near = nearest(&name, NAMES.iter().map(|it| it.0)).or_else(|| of_product(&name));
        if let Some(near) = near {
            return write!(f, "unknown target `{}`: did you mean `{near}`?", self.0);
        }
        // `firefox` is a part of several names.
        let is_part = |it: &&str| name.len() > 2 && it.contains(&*name);
        let mut names: Vec<&str> = NAMES.iter().map(|it| it.0).filter(is_part).collect();
        if names.is_empty() {
            names.extend(PRODUCTS.iter().map(|it| it.key));
            names.push("adg_ext_chrome and other platforms");
        }
        write!(f, "unknown target `{}`: use one of {}", self.0, names.join(", "))
    }
}

/// The target that is called so elsewhere: `ublock-origin`, `AdGuard Home`.
fn of_product(name: &str) -> Option<&'static str> {
    const ALSO: [(&str, &str); 4] = [
        ("adguardhome", "dns_adg_home"),
        ("adguarddns", "dns_adg_cloud"),
        ("hostlistcompiler", "dns_hostlist_compiler"),
        ("pihole", "dns_pihole"),
    ];
    let letters = |it: &str| -> String { it.chars().filter(|it| it.is_alphanumeric()).collect() };
    let name = letters(name);
    let also = ALSO.iter().find(|it| it.0 == name).map(|it| it.1);
    let is_start = |it: &&Product| letters(&it.name.to_lowercase()).starts_with(&name);
    also.or_else(|| PRODUCTS.iter().filter(|_| name.len() > 3).find(is_start).map(|it| it.key))
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
