//! Summarizes what the lists do that are used together, to find out what none of them does. The
//! answer "yes" can be wrong, because some different things count as the same here; "no" is always
//! right.

use smallvec::{SmallVec, smallvec};

use crate::{
    Kind, Prelude,
    cosmetic::Body,
    domain::{Shape, shape},
    facts::{hash, host_of, mix},
    network::Network,
    tables::modifiers::{ModifierRef, Role, row},
};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{CosmeticBody, CosmeticRule, Modifier},
    source::lines,
};

/// Hashes of what the rules do: eight bytes each, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Companions {
    keys: Vec<u64>,
    /// The kinds of requests that are blocked on any host, as rows of the table of modifiers.
    anywhere: u128,
    /// Whether generic cosmetic rules are switched off by a pattern that can match any page.
    unhides_anywhere: bool,
    /// Whether generic network rules are switched off somewhere.
    blocks_generic: bool,
}

/// What a key stands for.
#[derive(Debug, Clone, Copy)]
enum What {
    /// A whole network rule, without `badfilter` and the domains.
    Same,
    /// A rule that blocks requests to a host.
    Blocks,
    /// A rule that hides something, or runs a script.
    Does,
    /// A `badfilter` that names a host.
    Disables,
    /// A rule that switches generic cosmetic rules off.
    Unhides,
}

/// Where a rule applies.
#[derive(Debug, Clone, Copy)]
enum Reach {
    /// On some site, no matter which.
    Some,
    /// On every site, or on all sites that match a pattern.
    Any,
    /// On this host, and on its subdomains.
    At,
    /// On a subdomain of this host.
    Below,
}

impl Companions {
    /// Summarizes what the rules of a text do.
    pub fn scan(text: &str, prelude: &Prelude<'_>) -> Companions {
        let mut companions = Companions::default();
        for line in lines(text) {
            match syntax::parse(line.text, &Options::LIST) {
                Syntax::Network(rule) => companions.network(&Network::new(line.text, &rule)),
                Syntax::Host(rule) => {
                    for name in &rule.hostnames {
                        // Adblock Plus reads a name without an IP address as a part of any URL.
                        if rule.ip.is_none() && prelude.kind == Kind::Adblock {
                            companions.anywhere = ANY;
                        }
                        companions.host(&name);
                    }
                }
                Syntax::Cosmetic(rule) if prelude.kind != Kind::Hosts && !rule.exception() => {
                    companions.cosmetic(&rule, Body::new(line.text, &rule).text);
                }
                _ => (),
            }
        }
        companions.settle();
        companions
    }

    /// Joins the summaries of several texts.
    pub fn join(parts: impl IntoIterator<Item = Companions>) -> Companions {
        let mut all = Companions::default();
        for part in parts {
            all.keys.extend(part.keys);
            all.anywhere |= part.anywhere;
            all.unhides_anywhere |= part.unhides_anywhere;
            all.blocks_generic |= part.blocks_generic;
        }
        all.settle();
        all
    }

    fn settle(&mut self) {
        self.keys.sort_unstable();
        self.keys.dedup();
        self.keys.shrink_to_fit();
    }

    fn network(&mut self, network: &Network<'_, '_>) {
        if network.has(BADFILTER) {
            let host = host_of(&network.rule.pattern);
            let form = u64::from(network.rule.exception);
            self.keys.extend(host.map(|it| key(What::Disables, Reach::Some, form, it)));
            return;
        }
        self.keys.extend(same(network));
        self.blocks_generic |= network.has(GENERIC_BLOCK);
        if network.has(GENERIC_HIDE) {
            match anchored(&network.rule.pattern) {
                Some(host) => self.place(What::Unhides, 0, host),
                None => self.unhides_anywhere = true,
            }
        }
        if network.rule.exception {
            return;
        }
        match anchored(&network.rule.pattern) {
            Some(host) => self.place(What::Blocks, 0, host),
            None => self.anywhere |= kinds(network),
        }
    }

    fn host(&mut self, name: &str) {
        self.keys.push(same_as(&format!("||{name}^"), false, 0));
        self.place(What::Blocks, 0, name);
    }

    fn cosmetic(&mut self, rule: &CosmeticRule<'_>, body: &str) {
        for form in forms(rule, body) {
            self.keys.push(key(What::Does, Reach::Some, form, ""));
            let domains = rule.domains.children.iter().filter(|it| !it.exception);
            let mut is_bound = false;
            for domain in domains {
                is_bound = true;
                if is_plain(&domain.value) {
                    self.place(What::Does, form, &domain.value)
                } else {
                    self.keys.push(key(What::Does, Reach::Any, form, ""))
                }
            }
            if !is_bound {
                self.keys.push(key(What::Does, Reach::Any, form, ""));
            }
        }
    }

    fn place(&mut self, what: What, form: u64, host: &str) {
        self.keys.push(key(what, Reach::At, form, host));
        let above = parents(host).skip(1).map(|it| key(what, Reach::Below, form, it));
        self.keys.extend(above);
    }

    fn has(&self, key: u64) -> bool {
        self.keys.binary_search(&key).is_ok()
    }

    /// Whether a rule does this on `host`, or on a domain above or below it.
    fn reaches(&self, what: What, form: u64, host: &str) -> bool {
        self.has(key(what, Reach::Below, form, host))
            || parents(host).any(|it| self.has(key(what, Reach::At, form, it)))
    }

    /// The host of a network exception, if no rule blocks a request there that the exception could
    /// unblock. `None` also when that cannot be decided.
    pub(super) fn idle_host<'a>(&self, network: &Network<'_, 'a>) -> Option<&'a str> {
        let only_narrows = |(_, found): (_, Option<ModifierRef>)| {
            found.is_some_and(|it| {
                let role = it.modifier.role;
                let is_kind = matches!(role, Role::Type | Role::BareType | Role::Scope);
                is_kind && it.row != DOCUMENT
            })
        };
        if !network.rule.exception || !network.modifiers().all(only_narrows) {
            return None;
        }
        let host = anchored(network.rule.pattern.text)?;
        let is_idle = self.anywhere & kinds(network) == 0 && !self.reaches(What::Blocks, 0, host);
        is_idle.then_some(host)
    }

    /// Whether no rule does what the cosmetic exception cancels.
    pub(super) fn is_idle(&self, rule: &CosmeticRule<'_>, body: &str) -> bool {
        let mut domains = rule.domains.children.iter().filter(|it| !it.exception).peekable();
        // AdGuard's `[$domain=…]` can limit the domains further; it is not checked.
        let is_anywhere = rule.modifiers.is_some() || domains.peek().is_none();
        let is_used = |form: u64| {
            if is_anywhere || rule.domains.children.iter().any(|it| !is_plain(&it.value)) {
                return self.has(key(What::Does, Reach::Some, form, ""));
            }
            self.has(key(What::Does, Reach::Any, form, ""))
                || domains.clone().any(|it| self.reaches(What::Does, form, &it.value))
        };
        !forms(rule, body).into_iter().any(is_used)
    }

    /// Whether a `badfilter` disables rules (or exceptions) with that pattern, if it is a host.
    pub(super) fn disables(&self, pattern: &str, exception: bool) -> bool {
        host_of(pattern)
            .is_some_and(|it| self.has(key(What::Disables, Reach::Some, u64::from(exception), it)))
    }

    /// Whether generic cosmetic rules are switched off on a site, or somewhere below it.
    pub(super) fn unhides(&self, site: &str) -> bool {
        self.unhides_anywhere || self.reaches(What::Unhides, 0, site)
    }

    /// Whether generic network rules are switched off somewhere.
    pub(super) fn has_generic_block(&self) -> bool {
        self.blocks_generic
    }

    /// Whether no rule is the same as this one without its `badfilter`.
    pub(super) fn lacks_same(&self, network: &Network<'_, '_>) -> bool {
        !same(network).into_iter().any(|it| self.has(it))
    }
}

const BADFILTER: u8 = row("badfilter");
const DOCUMENT: u8 = row("document");
const GENERIC_BLOCK: u8 = row("genericblock");
const GENERIC_HIDE: u8 = row("generichide");

const ANY: u128 = !0;

fn key(what: What, reach: Reach, form: u64, host: &str) -> u64 {
    hash_lower(mix(form, (what as u64) << 8 | reach as u64), host)
}

/// The same for capitals and small letters.
fn hash_lower(seed: u64, text: &str) -> u64 {
    if text.bytes().any(|it| it.is_ascii_uppercase()) {
        hash(seed, &text.to_ascii_lowercase())
    } else {
        hash(seed, text)
    }
}

/// A host, and the domains above it.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |it| it.split_once('.').map(|it| it.1))
}

/// The host that a URL must have to match the pattern: this host, or one of its subdomains.
fn anchored(pattern: &str) -> Option<&str> {
    let rest = match pattern.strip_prefix("||") {
        Some(rest) => rest,
        None => pattern.strip_prefix('|')?.split_once("://")?.1,
    };
    let is_name = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_');
    let len = rest.bytes().position(|it| !is_name(it))?;
    let (host, tail) = rest.split_at(len);
    // Without one of these characters the name may continue.
    (is_plain(host) && tail.starts_with(['^', '/', '?', ':', '|'])).then_some(host)
}

/// Whether it is a plain name, written in its only form.
fn is_plain(domain: &str) -> bool {
    matches!(shape(domain), Shape::Name | Shape::Upper) && !domain.contains("xn--")
}

/// The kinds of requests that a rule applies to, as rows; all kinds if the rule names none.
fn kinds(network: &Network<'_, '_>) -> u128 {
    const OBJECTS: u128 = 1 << row("object") | 1 << row("object-subrequest");
    let mut kinds = 0;
    for (modifier, found) in network.modifiers() {
        let Some(found) = found else { continue };
        let role = found.modifier.role;
        if found.row == const { row("all") } {
            return ANY;
        }
        if matches!(role, Role::Type | Role::BareType | Role::Abstract) && !modifier.exception {
            kinds |= 1 << found.row;
        }
    }
    match kinds {
        0 => ANY,
        _ if kinds & OBJECTS != 0 => kinds | OBJECTS,
        _ => kinds,
    }
}

/// Hashes of a whole network rule, as blockers compare it with a `badfilter`.
fn same(network: &Network<'_, '_>) -> SmallVec<[u64; 2]> {
    let mut sum = 0_u64;
    for (modifier, found) in network.modifiers() {
        sum = sum.wrapping_add(same_modifier(&modifier, found));
    }
    let pattern = network.rule.pattern.trim_matches('*');
    let exception = network.rule.exception;
    let mut keys = smallvec![same_as(pattern, exception, sum)];
    // uBlock Origin reads a bare name as a host.
    if is_plain(pattern) {
        keys.push(same_as(&format!("||{pattern}^"), exception, sum));
    }
    keys
}

fn same_as(pattern: &str, exception: bool, modifiers: u64) -> u64 {
    key(What::Same, Reach::Some, hash_lower(modifiers, pattern), if exception { "@@" } else { "" })
}

/// 0 for what blockers do not compare, or compare in their own ways.
fn same_modifier(modifier: &Modifier<'_>, found: Option<ModifierRef>) -> u64 {
    const NOT_COMPARED: [u8; 4] = [BADFILTER, row("domain"), row("_"), row("reason")];
    const REDIRECTS: [u8; 4] = [row("redirect"), row("rewrite"), row("empty"), row("mp4")];
    let Some(found) = found else { return hash_lower(0, &modifier.name) };
    let mut name = u64::from(found.row);
    let mut exception = modifier.exception;
    match found.row {
        it if NOT_COMPARED.contains(&it) => return 0,
        it if REDIRECTS.contains(&it) => name = u64::from(REDIRECTS[0]),
        // `~first-party` is another name for `third-party`.
        it if it == const { row("first-party") } => {
            name = u64::from(const { row("third-party") });
            exception = !exception;
        }
        _ => (),
    }
    let value = modifier.value.as_ref().filter(|_| found.modifier.role != Role::Action);
    let parts = value.into_iter().flat_map(|it| it.text.split('|'));
    let value = parts.fold(0_u64, |sum, part| sum.wrapping_add(hash_lower(0, part)));
    mix(name << 1 | u64::from(exception), value)
}

/// Hashes of the body of a cosmetic rule. Blockers read each other's syntax, so a selector is
/// compared only by the part that all of them write in the same way, and scripts are not
/// distinguished.
fn forms(rule: &CosmeticRule<'_>, body: &str) -> SmallVec<[u64; 2]> {
    match &rule.body {
        CosmeticBody::Scriptlet(_) | CosmeticBody::Js(_) => smallvec![hash(0, "script")],
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => smallvec![hash(0, "html")],
        CosmeticBody::ElementHiding(_) | CosmeticBody::CssInjection(_) => {
            let mut forms = smallvec![form(body)];
            if memchr::memchr(b',', body.as_bytes()).is_some() {
                forms.extend(body.split(',').map(form));
            }
            forms
        }
    }
}

/// A selector without spaces and quotes, up to the first part that is not plain CSS.
fn form(selector: &str) -> u64 {
    let is_more = selector.contains(['(', '{']) || selector.contains("[-");
    let end = if is_more { selector.find([':', '[', '{']) } else { None };
    let plain = &selector[..end.unwrap_or(selector.len())];
    let letters =
        plain.chars().filter(|it| !it.is_whitespace() && !matches!(it, '"' | '\'' | '\\'));
    letters.fold(0, |all, it| mix(all, it.to_ascii_lowercase().into()))
}
