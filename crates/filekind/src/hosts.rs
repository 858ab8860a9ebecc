//! Names and IP addresses, as lists of many kinds contain them.

use std::net::{IpAddr, Ipv4Addr};

use super::Fit;

/// `ads.example`, `*.ads.example`, `.ads.example`
pub(super) fn is_name(text: &str) -> bool {
    let text = text.strip_prefix("*.").or_else(|| text.strip_prefix('.')).unwrap_or(text);
    let text = text.strip_suffix('.').unwrap_or(text);
    text.contains('.') && is_label_text(text)
}

/// Letters, digits and the other characters of names.
pub(super) fn is_label_text(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['.', '-'])
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_') || !it.is_ascii())
}

pub(super) fn is_ip(text: &str) -> bool {
    let could_be = text.starts_with(|it: char| it.is_ascii_hexdigit() || it == ':');
    could_be && text.parse::<IpAddr>().is_ok()
}

/// An IP address whose numbers can have leading zeros: `001.002.003.004`.
fn is_padded_ip(text: &str) -> bool {
    let parts = text.split('.');
    let is_part =
        |it: &str| (1..=3).contains(&it.len()) && it.parse::<u16>().is_ok_and(|it| it < 256);
    text.bytes().filter(|it| *it == b'.').count() == 3 && parts.clone().all(is_part)
}

/// `1.2.3.0/24`, `2001:db8::/32`
pub(super) fn is_cidr(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        is_ip(address) && bits.len() <= 3 && bits.parse::<u8>().is_ok_and(|it| it <= 128)
    })
}

/// `0.0.0.0 ads.example`
pub(super) fn is_hosts_line(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or("");
    let mut words = line.split_whitespace();
    words.next().is_some_and(is_ip) && words.next().is_some()
}

/// `Some firm:1.2.3.4-1.2.3.255`, `1.2.3.0/24`, `001.002.003.000 - 001.002.003.255 , 000 , Firm`
pub(super) fn ip_range(line: &str) -> Fit {
    let line = line.split(['#', ';']).next().unwrap_or("").trim();
    let dat = line.split(',').next().unwrap_or("").trim();
    let tail = line.rsplit_once(':').map_or(dat, |it| it.1).trim();
    let is_range = |it: &str| {
        it.split_once('-')
            .is_some_and(|(from, to)| is_padded_ip(from.trim()) && is_padded_ip(to.trim()))
    };
    if is_range(dat) || is_range(tail) {
        return Fit::Marks;
    }
    let deny = ["deny from ", "allow from ", "deny ", "Require not ip "];
    let address = deny.iter().find_map(|it| line.strip_prefix(it)).unwrap_or(line);
    let is_denied = address.len() < line.len();
    let mut words = address.split_whitespace();
    let first = words.next().unwrap_or("");
    if is_cidr(first) || is_denied && is_ip(first) {
        Fit::Marks
    } else if is_ip(first) && words.next().is_none() {
        // Only an IP address: with a name after it, the line is one of a hosts file.
        Fit::Fits
    } else {
        Fit::No
    }
}

/// `1.2.3.4`
pub(super) fn ip(line: &str) -> Fit {
    let line = line.split(['#', ';']).next().unwrap_or("").trim();
    if line.parse::<Ipv4Addr>().is_ok() || is_ip(line) { Fit::Marks } else { Fit::No }
}

/// Exports of AdAway and similar programs: `white ads.example` among lines of a hosts file.
pub(super) fn adaway(line: &str) -> Fit {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let is_end = words.next().is_none_or(|it| it.starts_with('#') || is_name(it));
    let is_host = is_name(second) || is_ip(second) || second.contains('*');
    match first {
        "white" | "black" | "allow" | "block" | "deny" | "whitelist" | "blacklist" | "redirect"
            if is_host && is_end =>
        {
            Fit::Marks
        }
        _ if is_hosts_line(line) || is_name(line) => Fit::Fits,
        _ => Fit::No,
    }
}

/// `socks5://1.2.3.4:1080`, `1.2.3.4:8080`, `1.2.3.4:8080:user:password`
pub(super) fn proxy(line: &str) -> Fit {
    #[rustfmt::skip]
    const SCHEMES: [&str; 12] = [
        "socks4", "socks4a", "socks5", "socks5h", "ss", "ssr", "vmess", "vless", "trojan", "tuic",
        "hysteria", "hysteria2",
    ];
    if let Some((scheme, _)) = line.split_once("://") {
        let scheme = scheme.to_ascii_lowercase();
        if SCHEMES.contains(&scheme.as_str()) {
            return Fit::Marks;
        }
        let rest = &line[scheme.len() + 3..];
        let is_proxy = scheme.starts_with("http") && is_address_and_port(rest);
        return if is_proxy { Fit::Fits } else { Fit::No };
    }
    let address = line.split_whitespace().next().unwrap_or("");
    if is_address_and_port(address) { Fit::Marks } else { Fit::No }
}

fn is_address_and_port(text: &str) -> bool {
    let mut parts = text.trim_end_matches('/').splitn(3, ':');
    let (address, port) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    address.parse::<Ipv4Addr>().is_ok() && port.parse::<u16>().is_ok()
}

/// `https://ads.example/a.js`, without special characters of patterns.
pub(super) fn url(line: &str) -> Fit {
    let rest = ["http://", "https://", "ftp://"].iter().find_map(|it| line.strip_prefix(it));
    let Some(rest) = rest else { return Fit::No };
    let has_host = rest.starts_with(|it: char| it.is_alphanumeric() || it == '[');
    let is_plain = !line.contains(['^', '*', '|', '$', ' ', '\t', '#']);
    if has_host && is_plain { Fit::Marks } else { Fit::No }
}

/// `d41d8cd98f00b204e9800998ecf8427e  list.txt`, `SHA256 (list.txt) = …`
pub(super) fn checksum(line: &str) -> Fit {
    let is_hash = |it: &&str| {
        matches!(it.len(), 32 | 40 | 48 | 56 | 64 | 96 | 128)
            && it.bytes().all(|it| it.is_ascii_hexdigit())
    };
    let is_separator = |it: char| it.is_whitespace() || matches!(it, ':' | '=' | '*' | '(' | ')');
    let mut words = line.split(is_separator).filter(|it| !it.is_empty());
    let hashes = words.clone().filter(is_hash).count();
    let others = words.by_ref().filter(|it| !is_hash(it)).count();
    match hashes {
        0 if line.ends_with(':') || is_ascii_name(line) => Fit::Fits,
        1 if others <= 4 => Fit::Marks,
        _ => Fit::No,
    }
}

/// The name of an algorithm or of a file, on the line above its hash.
fn is_ascii_name(line: &str) -> bool {
    const NAMES: [&str; 6] = ["md5", "sha1", "sha256", "sha384", "sha512", "crc32"];
    NAMES
        .iter()
        .any(|it| line.len() < 40 && line.to_ascii_lowercase().replace('-', "").starts_with(it))
}
