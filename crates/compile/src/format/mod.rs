//! The list in the languages of DNS servers and blockers, a file each.
//!
//! Exceptions are subtracted: a name that one allows is not blocked. What a format cannot say is
//! counted, by reason.

mod adblock;
mod dnscrypt;
mod dnsmasq;
mod domains;
mod hosts;
mod names;
mod rpz;
mod unbound;
mod wildcard;

use std::{fmt, str::FromStr};

use self::names::{Names, Said};
use crate::Compiled;

/// A language for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Rules, as they are: the only format that can say everything.
    Adblock,
    /// A name a line, which is blocked without its subdomains.
    Domains,
    /// `*.name` a line: the name with its subdomains.
    Wildcard,
    /// `0.0.0.0 name`: without its subdomains.
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

    /// What it is called.
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

    /// Whether a name in it stands for its subdomains too.
    pub fn covers_subdomains(self) -> bool {
        !matches!(self, Format::Adblock | Format::Domains | Format::Hosts)
    }

    /// Whether a list for it is compiled with [`Options::keeps_covered`](crate::Options): it only
    /// knows exact names, so that those that another one covers must stay.
    pub fn needs_all_names(self) -> bool {
        matches!(self, Format::Domains | Format::Hosts)
    }

    fn language(self) -> &'static dyn Language {
        match self {
            Format::Adblock => &adblock::Adblock,
            Format::Domains => &domains::Domains,
            Format::Wildcard => &wildcard::Wildcard,
            Format::Hosts => &hosts::Hosts,
            Format::Dnsmasq => &dnsmasq::Dnsmasq,
            Format::Unbound => &unbound::Unbound,
            Format::Rpz => &rpz::Rpz,
            Format::Dnscrypt => &dnscrypt::Dnscrypt,
        }
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

/// Why a rule is not in a list, or only a part of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsaid {
    /// It is a regular expression.
    Regex,
    /// It is a pattern with a part of a name, or a wildcard.
    Pattern,
    /// It has a modifier: `dnsrewrite`, `client`, `denyallow`, …
    Modifier,
    /// It is for what a browser loads or shows, not for names.
    Browser,
    /// It is for an IP address.
    Address,
    /// It blocks subdomains, and only the name itself is in the list.
    Subdomains,
    /// It allows a name under one that is blocked with its subdomains.
    Exception,
    /// It blocks a name without its subdomains, and they are blocked too.
    WithoutSubdomains,
}

impl Unsaid {
    /// Every reason.
    pub const ALL: [Unsaid; 8] = [
        Unsaid::Regex,
        Unsaid::Pattern,
        Unsaid::Modifier,
        Unsaid::Browser,
        Unsaid::Address,
        Unsaid::Subdomains,
        Unsaid::Exception,
        Unsaid::WithoutSubdomains,
    ];

    /// A short name, for reports.
    pub fn name(self) -> &'static str {
        match self {
            Unsaid::Regex => "regex",
            Unsaid::Pattern => "pattern",
            Unsaid::Modifier => "modifier",
            Unsaid::Browser => "browser",
            Unsaid::Address => "address",
            Unsaid::Subdomains => "subdomains",
            Unsaid::Exception => "exception",
            Unsaid::WithoutSubdomains => "without-subdomains",
        }
    }
}

impl fmt::Display for Unsaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Unsaid::Regex => "regular expressions",
            Unsaid::Pattern => "patterns that are not one name",
            Unsaid::Modifier => "rules with modifiers",
            Unsaid::Browser => "rules for browsers",
            Unsaid::Address => "rules for IP addresses",
            Unsaid::Subdomains => "names whose subdomains are not blocked",
            Unsaid::Exception => "exceptions under a blocked name",
            Unsaid::WithoutSubdomains => "names whose subdomains are blocked too",
        })
    }
}

/// What is in a list, and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormatReport {
    /// How many names, or rules, it has.
    pub entries: u64,
    /// How many names exceptions have taken out.
    pub allowed: u64,
    /// How many rules it cannot say, by [`Unsaid::ALL`].
    pub unsaid: [u64; Unsaid::ALL.len()],
}

impl FormatReport {
    /// How many rules it cannot say, and why; without zeros.
    pub fn unsaid(&self) -> impl Iterator<Item = (Unsaid, u64)> {
        Unsaid::ALL.into_iter().zip(self.unsaid).filter(|it| it.1 > 0)
    }
}

/// How a format says things.
trait Language {
    /// The start of a comment.
    fn comment(&self) -> &'static str;

    /// What is above the names and under the comments.
    fn before(&self) -> &'static str {
        ""
    }

    /// An entry, with its line ending. An error when the format cannot say that.
    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid>;

    /// How a name is allowed that is under a blocked one.
    fn allow(&self, _: &str, _: &mut String) -> Result<(), Unsaid> {
        Err(Unsaid::Exception)
    }
}

impl Compiled {
    /// Writes the list in a format, piece by piece.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_as<E>(
        &self,
        format: Format,
        mut out: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<FormatReport, E> {
        if format == Format::Adblock {
            self.write(out)?;
            return Ok(FormatReport { entries: self.report.rules, ..FormatReport::default() });
        }
        let language = format.language();
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
                Err(why) => report.unsaid[why as usize] += 1,
            }
            let partly = match (format.covers_subdomains(), said) {
                (false, Said::Tree(_)) => Some(Unsaid::Subdomains),
                (true, Said::Name(_)) if !language_says_exact(format) => {
                    Some(Unsaid::WithoutSubdomains)
                }
                _ => None,
            };
            if let Some(why) = partly {
                report.unsaid[why as usize] += 1;
            }
        }
        for name in &names.allowed_below {
            if let Err(why) = language.allow(name, &mut text) {
                report.unsaid[why as usize] += 1;
            }
        }
        out(&text)?;
        Ok(report)
    }
}

/// Whether the format can block a name without its subdomains.
fn language_says_exact(format: Format) -> bool {
    matches!(format, Format::Rpz | Format::Dnscrypt)
}

#[cfg(test)]
mod tests;
