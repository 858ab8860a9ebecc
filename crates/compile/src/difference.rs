//! Where the result is another one than HostlistCompiler's.

use std::fmt;

/// Why a line of the result, or its absence, is not what HostlistCompiler 2.1.1 makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Compress let a rule cover others that Validate removes afterwards.
    CompressThenValidate,
    /// ConvertToAscii destroyed what it could not convert.
    Ascii,
    /// A rule that `$badfilter` disables covered others.
    Badfilter,
    /// RemoveModifiers printed every rule anew.
    Modifier,
    /// One line made the whole compile fail.
    Crash,
    /// `||a_b.example^` was dropped.
    Underscore,
    /// `#text` was taken for a rule.
    HashComment,
    /// A hosts line with one wrong name was dropped whole.
    HostsLine,
    /// The names of the machine itself became rules.
    LoopbackName,
    /// An address was dropped as the subdomain of another one.
    AddressSuffix,
    /// Equal names with other capital letters were both kept.
    Case,
    /// A dot at the end of a name was kept.
    TrailingDot,
    /// A word that is no address started a hosts line.
    NotAddress,
    /// A hosts line whose address has capital letters was not one.
    UpperAddress,
    /// Numbers above 255 were taken for an address.
    BadAddress,
    /// Newlines in the configuration wrote rules.
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
                "it drops names under a rule that it then removes too"
            }
            Difference::Ascii => "it destroys what it cannot convert to ASCII",
            Difference::Badfilter => "it drops names under a rule that `$badfilter` disables",
            Difference::Modifier => "it changes values of other modifiers",
            Difference::Crash => "it stops at this line",
            Difference::Underscore => "it drops names with a `_`",
            Difference::HashComment => "it takes comments without a blank behind the `#` for rules",
            Difference::HostsLine => "it drops a hosts line for one wrong name",
            Difference::LoopbackName => "it blocks the names of the machine itself",
            Difference::AddressSuffix => "it drops an IP address under another one",
            Difference::Case => "it keeps capital letters, and takes such names for others",
            Difference::TrailingDot => "it keeps the dot at the end of a name",
            Difference::NotAddress => "it reads a word that is no address as one",
            Difference::UpperAddress => "it does not read addresses with capital letters",
            Difference::BadAddress => "it keeps addresses with numbers above 255",
            Difference::HeaderInjection => "it writes newlines of the configuration into the list",
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
