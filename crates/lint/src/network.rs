//! Network rules: which check reads which part.

use smallvec::SmallVec;

use crate::{
    line_context::LineContext,
    rules::{
        broad_rule, conflicting_modifiers, deprecated_modifier, duplicate_modifier,
        invalid_pattern, invalid_regex, misplaced_modifier, modifier_value,
        modifier_value::Presence, negated_modifier, short_rule, stray_space, unknown_modifier,
        unknown_redirect, unsupported_modifier, unsupported_syntax, untrusted_rule,
        unused_badfilter, unused_exception,
    },
    tables::modifiers::{self, MODIFIERS, ModifierRef, Role, State},
    target::Targets,
};
use bloqr_syntax::{
    Rule,
    ast::{ChildrenIter, Modifier, Modifiers, NetworkRule},
};

/// A network rule with its modifiers looked up in the table.
pub(super) struct Network<'r, 'a> {
    pub(super) line: &'a str,
    pub(super) rule: &'r NetworkRule<'a>,
    /// The first few modifiers: nearly always all of them.
    first: SmallVec<[(Modifier<'a>, Option<ModifierRef>); NEAR]>,
    /// The other modifiers. They are read and looked up each time, so that a line of any length
    /// needs no memory.
    rest: Option<ChildrenIter<Modifiers<'a>>>,
    /// The set of the known modifiers.
    pub(super) modifier_set: u128,
}

/// How many modifiers are stored.
const NEAR: usize = 4;

const _: () = assert!(MODIFIERS.len() <= 128);

impl<'r, 'a> Network<'r, 'a> {
    pub(super) fn new(line: &'a str, rule: &'r NetworkRule<'a>) -> Network<'r, 'a> {
        let Some(modifiers) = &rule.modifiers else {
            return Network { line, rule, first: SmallVec::new(), rest: None, modifier_set: 0 };
        };
        let mut network =
            Network { line, rule, first: SmallVec::new(), rest: None, modifier_set: 0 };
        let mut rest = modifiers.children.iter();
        for modifier in rest.by_ref().take(NEAR) {
            let found = find(&modifier.name);
            network.modifier_set |= found.map_or(0, |it| 1 << it.row);
            network.first.push((modifier, found));
        }
        if network.first.len() == NEAR {
            let modifier_set = rest.clone().filter_map(|it| find(&it.name)).map(|it| 1 << it.row);
            network.modifier_set |= modifier_set.fold(0, |all, row: u128| all | row);
            network.rest = Some(rest);
        }
        network
    }

    /// Makes it from a rule, if that is a network rule.
    pub(super) fn of(line: &'a str, rule: &'r Rule<'a>) -> Option<Network<'r, 'a>> {
        match rule {
            Rule::Network(rule) => Some(Network::new(line, rule)),
            _ => None,
        }
    }

    pub(super) fn has(&self, row: u8) -> bool {
        self.modifier_set >> row & 1 == 1
    }

    pub(super) fn modifiers(&self) -> impl Iterator<Item = (Modifier<'a>, Option<ModifierRef>)> {
        let rest = self.rest.clone().into_iter().flatten();
        self.first.iter().copied().chain(rest.map(|it| (it, find(&it.name))))
    }

    /// Calls `look` with each modifier. Faster than an iterator, because most rules have none.
    #[inline]
    pub(super) fn each_modifier(&self, mut look: impl FnMut(&Modifier<'a>, Option<ModifierRef>)) {
        for (modifier, found) in &self.first {
            look(modifier, *found);
        }
        for modifier in self.rest.clone().into_iter().flatten() {
            look(&modifier, find(&modifier.name));
        }
    }

    /// Whether all its modifiers are known, and none is in `rest`.
    pub(super) fn knows_all(&self) -> bool {
        self.rest.is_none() && self.first.iter().all(|it| it.1.is_some())
    }

    /// Whether it has modifiers, all of them are known, and none has an empty value.
    pub(super) fn has_modifiers(&self) -> bool {
        let is_whole = |(modifier, found): (Modifier<'_>, Option<ModifierRef>)| {
            found.is_some() && modifier.value.is_none_or(|it| !it.is_empty())
        };
        !self.first.is_empty() && self.modifiers().all(is_whole)
    }

    /// Whether it has no other action.
    pub(super) fn has_one_action(&self) -> bool {
        let actions = self.modifiers().filter_map(|it| it.1);
        actions.filter(|it| it.modifier.role == Role::Action).count() == 1
    }

    /// The first modifier with that row.
    pub(super) fn modifier(&self, row: u8) -> Option<Modifier<'a>> {
        self.modifiers().find(|it| it.1.is_some_and(|it| it.row == row)).map(|it| it.0)
    }

    /// Whether the pattern is `/…/`.
    pub(super) fn is_regex(&self) -> bool {
        let pattern = &*self.rule.pattern;
        pattern.len() > 1 && pattern.starts_with('/') && pattern.ends_with('/')
    }
}

/// Looks up a modifier by its name; `___` is `_`.
fn find(name: &str) -> Option<ModifierRef> {
    match name.as_bytes() {
        [b'_', b'_', ..] if name.bytes().all(|it| it == b'_') => modifiers::find("_"),
        _ => modifiers::find(name),
    }
}

pub(super) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    short_rule::check(network.line, cx);
    invalid_pattern::check_length(network, cx);
    broad_rule::check_all(network, cx);
    if network.is_regex() {
        invalid_regex::check_pattern(network, cx);
        invalid_pattern::check_regex(network, cx);
    } else {
        invalid_pattern::check(network, cx);
    }
    let end = network.rule.modifiers.as_ref().map_or(0, |it| it.span.end as usize);
    network.each_modifier(|modifier, found| {
        stray_space::check_modifier(&network.line[..end], modifier, cx);
        let Some(found) = found else {
            unknown_modifier::check(network.line, modifier, cx);
            return;
        };
        if !found.who.contains(cx.targets) {
            unsupported_modifier::check(modifier, found, cx);
        }
        check_uses(network, modifier, found, cx);
        if found.row == const { modifiers::row("to") } {
            unsupported_syntax::check_to(modifier, cx);
        }
        if let Some(value) = &modifier.value {
            if value.is_empty() {
                modifier_value::report_empty(modifier, cx);
                return;
            }
            modifier_value::check_format(network, modifier, found, value, cx);
            unknown_redirect::check(modifier, found, value, cx);
        }
    });
    if network.first.len() > 1 {
        duplicate_modifier::check(network, cx);
    }
    if network.modifier_set != 0 {
        conflicting_modifiers::check(network, cx);
    }
    untrusted_rule::check_network(network, cx);
    if cx.config.companions.is_some() {
        unused_exception::check_network(network, cx);
        unused_badfilter::check(network, cx);
    }
}

/// Checks how each target reads a modifier. Reports each fault once, for all targets that it
/// affects.
#[inline]
fn check_uses(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    found: ModifierRef,
    cx: &mut LineContext<'_>,
) {
    let is_exception = network.rule.exception;
    let none = Targets::NONE;
    let (mut misplaced, mut negated, mut missing, mut unexpected) = (none, none, none, none);
    for usage in found.modifier.uses {
        // A name that some targets do not know was reported already.
        let who = usage.who & found.who;
        if !usage.who.intersects(cx.targets) || who == Targets::NONE {
            continue;
        }
        if usage.state != State::Current {
            deprecated_modifier::report(network, modifier, usage.state, who, cx);
        }
        if misplaced_modifier::is_misplaced(usage, is_exception) {
            misplaced = misplaced | who;
        }
        if modifier.exception && !usage.negatable {
            negated = negated | who;
        }
        match modifier_value::presence(modifier, usage, is_exception) {
            Presence::Right => (),
            Presence::Missing => missing = missing | who,
            Presence::Unexpected => unexpected = unexpected | who,
        }
    }
    if (misplaced | negated | missing | unexpected) == none {
        return;
    }
    if misplaced != none {
        misplaced_modifier::report(modifier, is_exception, misplaced, cx);
    }
    if negated != none {
        negated_modifier::report(modifier, found, negated, cx);
    }
    if missing != none {
        modifier_value::missing(modifier, found, missing, cx);
    }
    if unexpected != none {
        modifier_value::unexpected(modifier, found, unexpected, cx);
    }
}
