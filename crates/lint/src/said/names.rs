//! A line of a hosts file, compared with a wider rule.

use smallvec::SmallVec;

use super::request::{HOST_PAGE, REQUESTS, Request};
use crate::sites::is_under;
use bloqr_syntax::ast::HostRule;

/// A line of a hosts file.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    pub(super) address: Address,
    /// Sorted.
    pub(super) names: SmallVec<[&'a str; 1]>,
    /// Whether a comment follows.
    pub(super) has_comment: bool,
}

/// What a hosts line says about its names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Address {
    /// There is no address.
    None,
    /// They do not exist, for the fourth or sixth version of IP.
    Null4,
    Null6,
    /// They have another address.
    Other,
}

impl<'a> Names<'a> {
    pub(super) fn new(rule: &HostRule<'a>) -> Names<'a> {
        let address = match rule.ip.map(|it| it.text) {
            None => Address::None,
            Some("0.0.0.0" | "127.0.0.1") => Address::Null4,
            Some("::" | "::1") => Address::Null6,
            Some(_) => Address::Other,
        };
        let mut names: SmallVec<[&str; 1]> = rule.hostnames.iter().map(|it| it.text).collect();
        names.sort_unstable();
        Names { address, names, has_comment: rule.comment.is_some() }
    }

    /// Whether the other line names no other hosts, with the same effect.
    pub(super) fn covers(&self, other: &Names<'_>) -> bool {
        let is_same = matches!(self.address, Address::Null4 | Address::Null6)
            && self.address == other.address;
        is_same
            && !other.names.is_empty()
            && other.names.iter().all(|it| self.names.binary_search(it).is_ok())
    }

    /// Whether `||name^` does everything that the other rule does.
    pub(super) fn covers_request(&self, other: &Request<'_>) -> bool {
        let is_host = |(host, tail): (&str, &str)| {
            !tail.is_empty() && self.names.iter().any(|it| is_under(host, it))
        };
        matches!(self.address, Address::Null4 | Address::None)
            && !other.exception
            && !other.is_odd
            && !other.is_important
            && other.action.is_none()
            && other.types & !(REQUESTS | HOST_PAGE) == 0
            && other.pattern.host.is_some_and(is_host)
    }
}
