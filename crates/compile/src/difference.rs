//! Differences from HostlistCompiler.

use std::fmt;

/// Why the result differs from that of HostlistCompiler 2.1.1 for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Compress removed names under a rule that Validate removes afterwards.
    CompressThenValidate,
    /// ConvertToAscii destroyed what it could not convert.
    Ascii,
    /// A rule that `$badfilter` disables covered others.
    Badfilter,
    /// RemoveModifiers wrote every rule again.
    Modifier,
    /// One line stopped the whole compilation.
    Crash,
    /// `||a_b.example^` was dropped.
    Underscore,
    /// `#text` was read as a rule.
    HashComment,
    /// A whole hosts line was dropped because of one invalid name.
    HostsLine,
    /// The names of the machine itself became rules.
    LoopbackName,
    /// An IP address was dropped as the subdomain of another one.
    AddressSuffix,
    /// Two names that differ only in capital letters were both kept.
    Case,
    /// A dot at the end of a name was kept.
    TrailingDot,
    /// A word that is not an IP address started a hosts line.
    NotAddress,
    /// A hosts line with capital letters in its IP address was not read.
    UpperAddress,
    /// Numbers above 255 were read as an IP address.
    BadAddress,
    /// Line breaks in the configuration wrote rules.
    HeaderInjection,
}

impl Difference {
    /// Every difference.
    pub const ALL: [Difference; 16] = [
        Difference::CompressThenValidate,
        Difference::Ascii,
        Difference::Badfilter,
        Difference::Modifier,
        Difference::Crash,
        Difference::Underscore,
        Difference::HashComment,
        Difference::HostsLine,
        Difference::LoopbackName,
        Difference::AddressSuffix,
        Difference::Case,
        Difference::TrailingDot,
        Difference::NotAddress,
        Difference::UpperAddress,
        Difference::BadAddress,
        Difference::HeaderInjection,
    ];

    /// A short name, for reports.
    pub fn name(self) -> &'static str {
        match self {
            Difference::CompressThenValidate => "compress-then-validate",
            Difference::Ascii => "ascii",
            Difference::Badfilter => "badfilter",
            Difference::Modifier => "modifier",
            Difference::Crash => "crash",
            Difference::Underscore => "underscore",
            Difference::HashComment => "hash-comment",
            Difference::HostsLine => "hosts-line",
            Difference::LoopbackName => "loopback-name",
            Difference::AddressSuffix => "address-suffix",
            Difference::Case => "case",
            Difference::TrailingDot => "trailing-dot",
            Difference::NotAddress => "not-address",
            Difference::UpperAddress => "upper-address",
            Difference::BadAddress => "bad-address",
            Difference::HeaderInjection => "header-injection",
        }
    }
}

/// What HostlistCompiler does with such a line: `it drops names with a `_``.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Difference::CompressThenValidate => {
                "it drops names under a rule that it removes afterwards"
            }
            Difference::Ascii => "it destroys what it cannot convert to ASCII",
            Difference::Badfilter => "it drops names under a rule that `$badfilter` disables",
            Difference::Modifier => "it changes values of other modifiers",
            Difference::Crash => "it stops at this line",
            Difference::Underscore => "it drops names with a `_`",
            Difference::HashComment => "it reads comments without a blank after the `#` as rules",
            Difference::HostsLine => "it drops a whole hosts line because of one invalid name",
            Difference::LoopbackName => "it blocks the names of the machine itself",
            Difference::AddressSuffix => "it drops an IP address under another one",
            Difference::Case => "it keeps capital letters, and reads such names as different names",
            Difference::TrailingDot => "it keeps the dot at the end of a name",
            Difference::NotAddress => "it reads a word as an IP address that is not one",
            Difference::UpperAddress => "it does not read IP addresses with capital letters",
            Difference::BadAddress => "it keeps IP addresses with numbers above 255",
            Difference::HeaderInjection => {
                "it writes line breaks of the configuration into the list"
            }
        })
    }
}

impl From<bloqr_dns::Difference> for Difference {
    fn from(difference: bloqr_dns::Difference) -> Difference {
        use bloqr_dns::Difference as Dns;
        match difference {
            Dns::HashComment => Difference::HashComment,
            Dns::Underscore => Difference::Underscore,
            Dns::HostsLine => Difference::HostsLine,
            Dns::UpperAddress => Difference::UpperAddress,
            Dns::NotAddress => Difference::NotAddress,
            Dns::LoopbackName => Difference::LoopbackName,
            Dns::BadAddress => Difference::BadAddress,
            Dns::Crash => Difference::Crash,
        }
    }
}
