//! The list in the formats of DNS servers and blockers, a file for each format.
//!
//! Exceptions are subtracted: a name that an exception allows is not blocked. Rules that a format
//! cannot express are counted by reason.

mod dnscrypt;
mod dnsmasq;
mod domains;
mod hosts;
mod names;
mod rpz;
mod unbound;
mod wildcard;

use std::{fmt, str::FromStr};

use self::names::{BlockedName, Names};
use crate::Compiled;

/// A format for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Rules, unchanged: the only format that can express everything.
    Adblock,
    /// One name on each line; its subdomains are not blocked.
    Domains,
    /// `*.name` on each line: the name and its subdomains.
    Wildcard,
    /// `0.0.0.0 name`: its subdomains are not blocked.
    Hosts,
    /// `local=/name/` of dnsmasq: with its subdomains.
    Dnsmasq,
    /// `local-zone: "name." always_null` of unbound: with its subdomains.
    Unbound,
    /// A response policy zone of BIND and others.
    Rpz,
    /// A list of blocked names of dnscrypt-proxy.
    Dnscrypt,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 8] = [
        Format::Adblock,
        Format::Domains,
        Format::Wildcard,
        Format::Hosts,
        Format::Dnsmasq,
        Format::Unbound,
        Format::Rpz,
        Format::Dnscrypt,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Adblock => "adblock",
            Format::Domains => "domains",
            Format::Wildcard => "wildcard",
            Format::Hosts => "hosts",
            Format::Dnsmasq => "dnsmasq",
            Format::Unbound => "unbound",
            Format::Rpz => "rpz",
            Format::Dnscrypt => "dnscrypt",
        }
    }

    /// Whether a name in this format also stands for its subdomains.
    pub fn covers_subdomains(self) -> bool {
        !matches!(self, Format::Adblock | Format::Domains | Format::Hosts)
    }

    /// Whether to compile a list for it with [`Options::keeps_covered`](crate::Options): it only
    /// knows exact names, so names that another name covers must stay.
    pub fn needs_all_names(self) -> bool {
        matches!(self, Format::Domains | Format::Hosts)
    }

    /// How to write the list; `None` for rules, which are written unchanged.
    fn language(self) -> Option<&'static dyn Language> {
        Some(match self {
            Format::Adblock => return None,
            Format::Domains => &domains::Domains,
            Format::Wildcard => &wildcard::Wildcard,
            Format::Hosts => &hosts::Hosts,
            Format::Dnsmasq => &dnsmasq::Dnsmasq,
            Format::Unbound => &unbound::Unbound,
            Format::Rpz => &rpz::Rpz,
            Format::Dnscrypt => &dnscrypt::Dnscrypt,
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no format has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        Format::ALL.into_iter().find(|it| it.name() == name).ok_or(UnknownFormat)
    }
}

/// Why a rule, or a part of it, is not in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inexpressible {
    /// It is a regular expression.
    Regex,
    /// It is a pattern with only a part of a name, or with a wildcard.
    Pattern,
    /// It has a modifier: `dnsrewrite`, `client`, `denyallow`, …
    Modifier,
    /// It is for what a browser loads or shows, not for a name.
    Browser,
    /// It is for an IP address.
    Address,
    /// It blocks subdomains, but the list has only the name itself.
    Subdomains,
    /// It allows a name under a name that is blocked with its subdomains.
    Exception,
    /// It blocks a name without its subdomains, but they are blocked too.
    WithoutSubdomains,
}

impl Inexpressible {
    /// Every reason.
    pub const ALL: [Inexpressible; 8] = [
        Inexpressible::Regex,
        Inexpressible::Pattern,
        Inexpressible::Modifier,
        Inexpressible::Browser,
        Inexpressible::Address,
        Inexpressible::Subdomains,
        Inexpressible::Exception,
        Inexpressible::WithoutSubdomains,
    ];

    /// A short name, for reports.
    pub fn name(self) -> &'static str {
        match self {
            Inexpressible::Regex => "regex",
            Inexpressible::Pattern => "pattern",
            Inexpressible::Modifier => "modifier",
            Inexpressible::Browser => "browser",
            Inexpressible::Address => "address",
            Inexpressible::Subdomains => "subdomains",
            Inexpressible::Exception => "exception",
            Inexpressible::WithoutSubdomains => "without-subdomains",
        }
    }
}

impl fmt::Display for Inexpressible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Inexpressible::Regex => "regular expressions",
            Inexpressible::Pattern => "patterns that are not one name",
            Inexpressible::Modifier => "rules with modifiers",
            Inexpressible::Browser => "rules for browsers",
            Inexpressible::Address => "rules for IP addresses",
            Inexpressible::Subdomains => "names whose subdomains are not blocked",
            Inexpressible::Exception => "exceptions under a blocked name",
            Inexpressible::WithoutSubdomains => "names whose subdomains are blocked too",
        })
    }
}

/// The numbers of a written list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormatReport {
    /// How many names, or rules, it has.
    pub entries: u64,
    /// How many names are not in the list because of exceptions.
    pub allowed: u64,
    /// How many rules the format cannot express, by [`Inexpressible::ALL`].
    pub inexpressible: [u64; Inexpressible::ALL.len()],
}

impl FormatReport {
    /// How many rules the format cannot express, by reason; without zeros.
    pub fn inexpressible(&self) -> impl Iterator<Item = (Inexpressible, u64)> {
        Inexpressible::ALL.into_iter().zip(self.inexpressible).filter(|it| it.1 > 0)
    }
}

/// How a format is written.
trait Language {
    /// The start of a comment.
    fn comment(&self) -> &'static str;

    /// The text between the comments and the names.
    fn before(&self) -> &'static str {
        ""
    }

    /// Writes an entry with its line ending. An error when the format cannot express it.
    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible>;

    /// Whether it can block a name without its subdomains, although other entries include
    /// subdomains.
    fn blocks_names_alone(&self) -> bool {
        false
    }

    /// Writes an exception for a name under a blocked name.
    fn allow(&self, _: &str, _: &mut String) -> Result<(), Inexpressible> {
        Err(Inexpressible::Exception)
    }
}

impl Compiled {
    /// Writes the list in a format, piece by piece.
    ///
    /// # Errors
    ///
    /// The errors of `out`.
    pub fn write_as<E>(
        &self,
        format: Format,
        mut out: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<FormatReport, E> {
        let Some(language) = format.language() else {
            self.write(out)?;
            return Ok(FormatReport { entries: self.report.rules, ..FormatReport::default() });
        };
        let mut report = FormatReport::default();
        let names = Names::of(self, format.covers_subdomains(), &mut report);
        let sign = language.comment();
        let mut text = String::new();
        for line in self.header.iter().filter_map(|it| it.strip_prefix('!')) {
            text.push_str(&format!("{sign}{line}\n"));
        }
        let entries =
            names.blocked.iter().filter(|it| language.entry(it, &mut String::new()).is_ok());
        text.push_str(&format!(
            "{sign} Entries: {}
",
            entries.count()
        ));
        text.push_str(language.before());
        for said in &names.blocked {
            if text.len() > 1 << 16 {
                out(&text)?;
                text.clear();
            }
            match language.entry(said, &mut text) {
                Ok(()) => report.entries += 1,
                Err(why) => report.inexpressible[why as usize] += 1,
            }
            let partly = match (format.covers_subdomains(), said) {
                (false, BlockedName::Tree(_)) => Some(Inexpressible::Subdomains),
                (true, BlockedName::Name(_)) if !language.blocks_names_alone() => {
                    Some(Inexpressible::WithoutSubdomains)
                }
                _ => None,
            };
            if let Some(why) = partly {
                report.inexpressible[why as usize] += 1;
            }
        }
        for name in &names.allowed_below {
            if let Err(why) = language.allow(name, &mut text) {
                report.inexpressible[why as usize] += 1;
            }
        }
        out(&text)?;
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
