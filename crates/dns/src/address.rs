//! IPv4 and IPv6 addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the word is an IP address: four octets without leading zeros, or IPv6, which may have a
/// zone.
///
/// ```
/// assert!(bloqr_dns::is_address("0.0.0.0"));
/// assert!(bloqr_dns::is_address("FE80::1%eth0"));
/// assert!(!bloqr_dns::is_address("face.b00c"));
/// assert!(!bloqr_dns::is_address("01.2.3.4"));
/// ```
pub fn is_address(word: &str) -> bool {
    if !word.contains(':') {
        return is_ipv4(word);
    }
    let (address, zone) = word.split_once('%').unwrap_or((word, "0"));
    let in_zone = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b':');
    !zone.is_empty() && zone.bytes().all(in_zone) && address.parse::<Ipv6Addr>().is_ok()
}

/// Whether the word is four octets without leading zeros.
///
/// ```
/// assert!(bloqr_dns::is_ipv4("10.0.0.1"));
/// assert!(!bloqr_dns::is_ipv4("10.0.0.256"));
/// ```
pub fn is_ipv4(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_digit) && word.parse::<Ipv4Addr>().is_ok()
}
