//! The modifiers that DNS blockers know.

/// A modifier, as AdGuard DNS and AdGuard Home support it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modifier {
    /// Its name. Names are case-sensitive.
    pub name: &'static str,
    /// Whether it has a value.
    pub value: Value,
    /// Whether it can have a `~` before it.
    pub negatable: bool,
    /// Whether a rule with it may match a whole public suffix, because it does not block all of the
    /// suffix.
    pub narrows: bool,
}

/// Whether a modifier has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Never.
    None,
    /// It can be missing in an exception.
    Optional,
    /// Always.
    Required,
}

/// Every modifier of DNS rules, by name.
///
/// Source: <https://adguard-dns.io/kb/general/dns-filtering-syntax/>, read in November 2026.
/// `~important`, and the values of `narrows`, are from HostlistCompiler 2.1.1.
pub static MODIFIERS: &[Modifier] = &[
    row("badfilter", Value::None, false, true),
    row("client", Value::Required, false, true),
    row("ctag", Value::Required, false, false),
    row("denyallow", Value::Required, false, true),
    row("dnsrewrite", Value::Optional, false, false),
    row("dnstype", Value::Required, false, false),
    row("important", Value::None, true, false),
];

const fn row(name: &'static str, value: Value, negatable: bool, narrows: bool) -> Modifier {
    Modifier { name, value, negatable, narrows }
}

/// The modifier with that name.
///
/// ```
/// assert!(bloqr_dns::modifier("dnstype").is_some());
/// assert!(bloqr_dns::modifier("script").is_none());
/// ```
pub fn modifier(name: &str) -> Option<&'static Modifier> {
    MODIFIERS.iter().find(|it| it.name == name)
}
