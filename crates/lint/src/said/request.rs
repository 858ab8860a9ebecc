//! A network rule, compared with a wider one.

use smallvec::SmallVec;

use super::{Names, Pattern, Readers, names::Address};
use crate::{
    network::Network,
    sites::{Sites, is_under},
    tables::modifiers::{MODIFIERS, ModifierRef, Role, row},
};
use bloqr_syntax::ast::Modifier;

/// A network rule.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(super) exception: bool,
    has_no_modifiers: bool,
    /// Whether it has no other modifier than `third-party`, which all products write in this way.
    pub(super) is_plain: bool,
    pub(crate) pattern: Pattern<'a>,
    /// The kinds of requests, as rows of the table of modifiers.
    pub(super) types: u128,
    party: Party,
    pub(super) is_important: bool,
    match_case: bool,
    /// What is done instead of blocking.
    pub(super) action: Option<(u8, Option<&'a str>)>,
    /// The other conditions, sorted.
    scopes: SmallVec<[Scope<'a>; 2]>,
    /// Whether a modifier is unknown or unusual: then only a rule with the same modifiers is wider.
    pub(super) is_odd: bool,
    /// All modifiers, if it is odd.
    pub(super) all: Vec<ModifierParts<'a>>,
    pub(super) sites: Sites<'a>,
}

/// Another condition: its row, whether it is negated, and its value.
type Scope<'a> = (u8, bool, Option<&'a str>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Party {
    Any,
    First,
    Third,
}

/// The kinds of requests that a rule without kinds applies to.
pub(super) const REQUESTS: u128 = {
    let mut all = 0;
    let mut n = 0;
    while n < MODIFIERS.len() {
        if matches!(MODIFIERS[n].role, Role::Type | Role::BareType) {
            all |= 1 << n;
        }
        n += 1;
    }
    all & !(1 << row("document") | 1 << row("webrtc") | 1 << row("object-subrequest"))
};

/// The page itself, which uBlock Origin and Brave block if a rule is only a host. It is no row.
pub(super) const HOST_PAGE: u128 = 1 << 127;

/// What `all` stands for.
const ALL: u128 = REQUESTS
    | HOST_PAGE
    | 1 << row("document")
    | 1 << row("popup")
    | 1 << row("popunder")
    | 1 << row("inline-script")
    | 1 << row("inline-font");

const _: () = assert!(MODIFIERS.len() < 127);

impl<'a> Request<'a> {
    /// `||host^`, and perhaps `$third-party`
    pub(super) fn of_host(text: &'a str, host: &'a str, is_third_party: bool) -> Request<'a> {
        let pattern = Pattern { text, host: Some((host, "^")) };
        Request {
            has_no_modifiers: !is_third_party,
            types: REQUESTS | HOST_PAGE,
            party: if is_third_party { Party::Third } else { Party::Any },
            ..Request::without_modifiers(pattern)
        }
    }

    fn without_modifiers(pattern: Pattern<'a>) -> Request<'a> {
        Request {
            exception: false,
            has_no_modifiers: true,
            is_plain: true,
            pattern,
            types: 0,
            party: Party::Any,
            is_important: false,
            match_case: false,
            action: None,
            scopes: SmallVec::new(),
            is_odd: false,
            all: Vec::new(),
            sites: Sites::default(),
        }
    }

    pub(super) fn new(network: &Network<'_, 'a>) -> Request<'a> {
        const DOMAIN: u8 = row("domain");
        const REMOVED: u128 = 1 << row("webrtc") | 1 << row("object-subrequest");
        let pattern = Pattern::new(network.rule.pattern.text);
        let mut request = Request {
            exception: network.rule.exception,
            has_no_modifiers: network.rule.modifiers.is_none(),
            is_plain: network.modifiers().all(|(it, _)| {
                it.name.text == "third-party" && !it.exception && it.value.is_none()
            }),
            ..Request::without_modifiers(pattern)
        };
        let (mut seen, mut not) = (0_u128, 0_u128);
        network.each_modifier(|modifier, found| {
            let Some(found) = found else {
                request.is_odd = true;
                return;
            };
            let bit = 1 << found.row;
            let is_kind = matches!(found.modifier.role, Role::Type | Role::BareType);
            let is_same_again = is_kind && !modifier.exception && request.types & bit != 0;
            let may_be_again = is_same_again || found.row == const { row("_") };
            request.is_odd |= seen & bit != 0 && !may_be_again;
            seen |= bit;
            let value = modifier.value.map(|it| it.text);
            match found.modifier.role {
                _ if found.row == DOMAIN => match value {
                    Some(value) if !modifier.exception => request.sites = Sites::of_modifier(value),
                    _ => request.is_odd = true,
                },
                Role::Type | Role::BareType | Role::Abstract | Role::Behaviour => {
                    request.is_odd |= value.is_some() || bit & REMOVED != 0;
                    if modifier.exception {
                        not |= bit;
                    } else {
                        request.types |= bit;
                    }
                }
                Role::Action => {
                    request.is_odd |= modifier.exception || request.action.is_some();
                    request.action = Some((found.row, value));
                }
                Role::Scope => request.add_scope(modifier, found),
                Role::Other => request.add_other(modifier, found),
            }
        });
        request.types = match (request.types, not) {
            (0, 0) if pattern.is_host() => REQUESTS | HOST_PAGE,
            (0, 0) => REQUESTS,
            (0, not) => {
                request.is_odd |= not & !REQUESTS != 0;
                REQUESTS & !not
            }
            (types, 0) if types == const { 1 << row("all") } => ALL,
            (types, not) => {
                request.is_odd |= not != 0 || types & const { 1 << row("all") } != 0;
                types
            }
        };
        request.scopes.sort_unstable();
        if request.is_odd {
            request.all = network.modifiers().map(parts).collect();
            request.all.sort_unstable();
        }
        request
    }

    fn add_scope(&mut self, modifier: &Modifier<'a>, found: ModifierRef) {
        let is_first = found.row == const { row("first-party") };
        if !is_first && found.row != const { row("third-party") } {
            self.scopes.push((found.row, modifier.exception, modifier.value.map(|it| it.text)));
            return;
        }
        self.is_odd |= self.party != Party::Any || modifier.value.is_some();
        self.party = if is_first == modifier.exception { Party::Third } else { Party::First };
    }

    fn add_other(&mut self, modifier: &Modifier<'a>, found: ModifierRef) {
        match found.row {
            it if it == const { row("_") } => return,
            it if it == const { row("important") } => self.is_important = true,
            it if it == const { row("match-case") } => self.match_case = true,
            _ => self.is_odd = true,
        }
        self.is_odd |= modifier.exception || modifier.value.is_some();
    }

    pub(super) fn covers(&self, other: &Request<'_>, readers: Readers<'_>) -> bool {
        // uBlock Origin reads `a.example` as `||a.example^`, and `a.example$script` as a piece of a URL.
        let is_read_alike = self.has_no_modifiers == other.has_no_modifiers
            || !self.pattern.is_name()
            || self.pattern.text != other.pattern.text;
        self.exception == other.exception
            && is_read_alike
            && self.pattern.covers(&other.pattern)
            && self.does_all_of(other)
            && (!self.sites.is_generic() || other.sites.is_generic() || !readers.blocks_generic())
    }

    /// Compares everything but the patterns.
    fn does_all_of(&self, other: &Request<'_>) -> bool {
        // A second rule of these changes what the first one made.
        const REPEATING: [u8; 3] = [row("replace"), row("uritransform"), row("urltransform")];
        if self.action.or(other.action).is_some_and(|it| REPEATING.contains(&it.0)) {
            return false;
        }
        if self.is_odd || other.is_odd {
            return self.is_odd == other.is_odd && self.all == other.all;
        }
        let is_same_kind = match self.action {
            None => self.covers_types(other),
            Some(_) => self.types & !HOST_PAGE == other.types & !HOST_PAGE,
        };
        is_same_kind
            && self.action == other.action
            && (self.party == Party::Any || self.party == other.party)
            && (self.is_important || !other.is_important)
            && (!self.match_case || other.match_case)
            && self.scopes.iter().all(|it| other.scopes.contains(it))
            && self.sites.covers(&other.sites)
    }

    /// Whether it is for all the types of the other rule.
    fn covers_types(&self, other: &Request<'_>) -> bool {
        // For AdGuard, `popup` is no kind of requests: `$popup` is about pages, `$popup,script` only
        // about scripts, and none of both about what `$script` and `$popup,elemhide` do.
        const POPUP: u128 = 1 << row("popup");
        const WITH_KINDS: u128 = !(POPUP | 1 << row("popunder"));
        let is_popup = |it: &Request<'_>| it.types & POPUP != 0;
        let has_kinds = |it: &Request<'_>| it.types & WITH_KINDS != 0;
        let is_read_alike =
            is_popup(self) == is_popup(other) && has_kinds(self) == has_kinds(other);
        self.types & other.types == other.types
            && (self.types == ALL || !is_popup(self) || is_read_alike)
    }

    /// Whether it blocks everything from the names.
    pub(super) fn covers_names(&self, other: &Names<'_>) -> bool {
        let Some(host) = self.pattern.whole_host() else { return false };
        !self.exception
            && !self.is_odd
            && self.action.is_none()
            && self.types & REQUESTS == REQUESTS
            && self.party == Party::Any
            && self.scopes.is_empty()
            && self.sites.is_everywhere()
            && other.address != Address::Other
            && !other.names.is_empty()
            && !(other.address == Address::None && other.has_comment)
            && other.names.iter().all(|it| is_under(it, host))
    }
}

/// A modifier for comparison: its row, its name if needed, its sign, its value or the parts of it.
pub(crate) type ModifierParts<'a> = (Option<u8>, &'a str, bool, Option<Vec<&'a str>>);

pub(crate) fn parts<'a>(
    (modifier, found): (Modifier<'a>, Option<ModifierRef>),
) -> ModifierParts<'a> {
    const DOMAIN: u8 = row("domain");
    let known = found.map(|it| it.row);
    let name = if known.is_some() { "" } else { modifier.name.text };
    let value = modifier.value.map(|value| {
        if known != Some(DOMAIN) {
            return vec![value.text];
        }
        let mut parts: Vec<&str> = value.text.split('|').collect();
        parts.sort_unstable();
        parts
    });
    (known, name, modifier.exception, value)
}
