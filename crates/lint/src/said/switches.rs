//! Rules that switch generic rules off.

use super::Said;
use crate::{
    domain,
    facts::{MAX_NAME, parent},
    tables::modifiers::row,
};

/// The sites where generic rules are switched off.
#[derive(Debug, Default)]
pub(crate) struct Switches<'a> {
    /// The hosts of `@@||host^$generichide`, and the domains of `@@*$generichide,domain=a.example`.
    hosts: Vec<&'a str>,
    /// The domains above them, also those without a dot.
    above: Vec<&'a str>,
    /// Whether a pattern can match any page.
    is_anywhere: bool,
    /// Whether there are exceptions with `genericblock`.
    pub(super) has_generic_block: bool,
}

impl<'a> Switches<'a> {
    pub(crate) fn add(&mut self, rule: &Said<'a>) {
        let Said::Request(rule) = rule else { return };
        let has =
            |row: u8| rule.types >> row & 1 == 1 || rule.all.iter().any(|it| it.0 == Some(row));
        self.has_generic_block |= has(row("genericblock"));
        if has(row("generichide")) {
            match rule.pattern.host {
                Some((host, _)) => self.hosts.push(host),
                None if rule.sites.is_generic() => self.is_anywhere = true,
                None => self.hosts.extend(rule.sites.on()),
            }
        }
    }

    /// Ends the additions.
    pub(crate) fn settle(&mut self) {
        let shorter = |it: &&'a str| it.split_once('.').map(|it| it.1);
        let bounded = self.hosts.iter().filter(|it| it.len() <= MAX_NAME);
        self.above = bounded.flat_map(|it| std::iter::successors(shorter(it), shorter)).collect();
        for it in [&mut self.hosts, &mut self.above] {
            it.sort_unstable();
            it.dedup();
        }
    }

    /// Whether generic rules are switched off somewhere on a site.
    pub(super) fn reach(&self, site: &str) -> bool {
        let is_plain = domain::name_len(site) == site.len();
        self.is_anywhere
            || !is_plain && !self.hosts.is_empty()
            || self.above.binary_search(&site).is_ok()
            || std::iter::successors(Some(site), |it| parent(it))
                .any(|it| self.hosts.binary_search(&it).is_ok())
    }
}
