//! `0.0.0.0 ads.example.com  # note`

use crate::is_address;

/// A line of a hosts file: an IP address, then names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hosts<'a> {
    /// The IP address at the start of the line.
    pub address: &'a str,
    /// The text between the address and the `#`: blanks and at least one name.
    pub names: &'a str,
    /// The rest of the line from the `#` on, with the blanks before it.
    pub rest: &'a str,
}

impl<'a> Hosts<'a> {
    /// Reads a line. `None` when it does not start with an IP address, or has no name.
    ///
    /// ```
    /// use bloqr_dns::Hosts;
    ///
    /// let hosts = Hosts::read("0.0.0.0 a.example b.example  # note").unwrap();
    /// assert_eq!(hosts.names().collect::<Vec<_>>(), ["a.example", "b.example"]);
    /// assert_eq!(hosts.rest, "  # note");
    /// assert!(Hosts::read("dead beef.example").is_none());
    /// assert!(Hosts::read("127.0.0.1  # note").is_none());
    /// ```
    #[inline]
    pub fn read(line: &'a str) -> Option<Hosts<'a>> {
        match line.as_bytes().first()? {
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b':' => Hosts::read_words(line),
            _ => None,
        }
    }

    fn read_words(line: &'a str) -> Option<Hosts<'a>> {
        // Most lines that start like an IP address soon have another byte.
        let is_digit = |it: &u8| it.is_ascii_hexdigit() || matches!(it, b':' | b'.');
        let end = line.bytes().take_while(|it| is_digit(it)).count();
        let zone =
            if line.as_bytes().get(end) == Some(&b'%') { line[end..].find(is_blank)? } else { 0 };
        let (address, behind) = line.split_at(end + zone);
        if !behind.starts_with(is_blank) || !is_address(address) {
            return None;
        }
        let hash = memchr::memchr(b'#', behind.as_bytes()).unwrap_or(behind.len());
        let names = behind[..hash].trim_end_matches(is_blank);
        let rest = &behind[names.len()..];
        (!names.is_empty()).then_some(Hosts { address, names, rest })
    }

    /// The names, in the order of the line.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.names.split(is_blank).filter(|it| !it.is_empty())
    }
}

fn is_blank(it: char) -> bool {
    it.is_whitespace() || it == '\u{feff}'
}

/// Whether hosts files use this name for the machine itself or its network, so that it must not be
/// blocked.
///
/// ```
/// assert!(bloqr_dns::is_loopback_name("localhost.localdomain"));
/// assert!(bloqr_dns::is_loopback_name("ip6-allnodes"));
/// assert!(!bloqr_dns::is_loopback_name("localhost.example.com"));
/// ```
pub fn is_loopback_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    LOOPBACK_NAMES.iter().any(|it| it.eq_ignore_ascii_case(name))
}

const LOOPBACK_NAMES: &[&str] = &[
    "localhost",
    "localhost.localdomain",
    "localhost4",
    "localhost4.localdomain4",
    "localhost6",
    "localhost6.localdomain6",
    "local",
    "broadcasthost",
    "ip6-localhost",
    "ip6-loopback",
    "ip6-localnet",
    "ip6-mcastprefix",
    "ip6-allnodes",
    "ip6-allrouters",
    "ip6-allhosts",
    "0.0.0.0",
];
