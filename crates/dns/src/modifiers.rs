//! The modifiers that DNS blockers know.

/// A modifier, as AdGuard DNS and AdGuard Home take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modifier {
    /// Its name; capital letters make another one.
    pub name: &'static str,
    /// Whether it has a value.
    pub value: Value,
    /// Whether it may stand with a `~` before it.
    pub negatable: bool,
    /// Whether a rule with it may match a whole public suffix: it does not block all of it.
    pub narrows: bool,
}

/// Whether a modifier has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Never.
    None,
    /// It may be left out in an exception.
    Optional,
    /// Always.
    Required,
}

/// Every modifier of DNS rules, by name.
///
/// Source: <https://adguard-dns.io/kb/general/dns-filtering-syntax/>, read in November 2026. That
/// `~important` is taken, and what `narrows`: HostlistCompiler 2.1.1.
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

/// The modifier of that name.
///
/// ```
/// assert!(bloqr_dns::modifier("dnstype").is_some());
/// assert!(bloqr_dns::modifier("script").is_none());
/// ```
pub fn modifier(name: &str) -> Option<&'static Modifier> {
    MODIFIERS.iter().find(|it| it.name == name)
}
