//! Lines that engines read in different ways: what is an error for some is correct for others.
//!
//! A line is parsed as AGTree does. If an engine reads it in another way, the checks run once more
//! on that reading, only for the targets that use the engine.

use crate::{
    Targets, cosmetic,
    engines::who,
    line_context::LineContext,
    network::{self, Network},
    tables::modifiers,
};
use bloqr_syntax::{
    self as syntax, Options, Rule, ast::NetworkRule, parse_ublock_network, source::any,
};

/// Blockers that read network rules as uBlock Origin does.
const UBLOCK: Targets = who!(|it| it.network.reads_as_ublock);

/// Checks a network rule as each of the targets reads it.
pub(crate) fn check_network(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let other = if cx.targets.intersects(UBLOCK) { of_ublock(network) } else { None };
    match other {
        None => network::check(network, cx),
        Some(rule) => {
            cx.read_by(!UBLOCK, |cx| network::check(network, cx));
            cx.read_by(UBLOCK, |cx| network::check(&Network::new(network.line, &rule), cx));
        }
    }
}

/// Checks a line that only these targets read as a network rule; `otherwise` checks it for the
/// others.
pub(crate) fn check_as_network(
    line: &str,
    cx: &mut LineContext<'_>,
    otherwise: impl Fn(&mut LineContext<'_>),
) {
    let rule = if cx.targets.intersects(UBLOCK) { parse(line) } else { None };
    let network = rule.as_ref().map(|it| Network::new(line, it));
    match network.filter(|it| it.has_modifiers() && !it.rule.pattern.ends_with('$')) {
        None => otherwise(cx),
        Some(network) => {
            cx.read_by(!UBLOCK, otherwise);
            cx.read_by(UBLOCK, |cx| network::check(&network, cx));
        }
    }
}

/// Checks a line with `:matches-path()` or a similar pseudo-class where AGTree (and so AdGuard)
/// does not support it. Other blockers read it as a normal pseudo-class.
pub(crate) fn check_as_plain_selector(
    line: &str,
    cx: &mut LineContext<'_>,
    otherwise: impl Fn(&mut LineContext<'_>),
) {
    let who = who!(|it| !it.cosmetic.rules.reads_actions_as_agtree);
    match syntax::parse(line, &Options::LIST.with_ubo(false)) {
        Rule::Cosmetic(rule) => {
            cx.read_by(!who, otherwise);
            cx.read_by(who, |cx| cosmetic::check(line, &rule, cx));
        }
        _ => otherwise(cx),
    }
}

/// Checks a cosmetic rule with `[$domain=/…/]`. Some blockers read it as a domain, and support no
/// other condition in brackets.
pub(crate) fn check_domain_in_brackets(
    line: &str,
    cx: &mut LineContext<'_>,
    otherwise: impl Fn(&mut LineContext<'_>),
) {
    let who = who!(|it| it.domains.regex_in_brackets);
    let masked = if cx.targets.intersects(who) { with_plain_domain(line) } else { None };
    match masked.as_deref().map(|it| (it, syntax::parse(it, &Options::LIST))) {
        Some((masked, Rule::Cosmetic(rule))) => {
            cx.read_by(!who, otherwise);
            cx.read_by(who, |cx| cosmetic::check(masked, &rule, cx));
        }
        _ => otherwise(cx),
    }
}

/// The line with a plain domain of the same length instead of `[$domain=/…/]`.
fn with_plain_domain(line: &str) -> Option<String> {
    const OPEN: &str = "[$domain=/";
    let start = line.len() - line.trim_start().len();
    let inside = line[start..].strip_prefix(OPEN)?;
    let len = inside.find("/]")?;
    let end = start + OPEN.len() + len + "/]".len();
    let is_whole = line[end..].starts_with(['#', ',']);
    if !is_whole || bloqr_regex::check(&inside[..len], "").is_err() {
        return None;
    }
    Some(format!("{}{}{}", &line[..start], "a".repeat(end - start), &line[end..]))
}

/// How uBlock Origin reads a network rule, if that is different.
#[inline]
fn of_ublock<'a>(network: &Network<'_, 'a>) -> Option<NetworkRule<'a>> {
    // Nearly every rule has none of these: a comment, a second `$`, quotes, and the characters of
    // regular expressions and policies. The compiler makes code of it that compares many bytes at once.
    let has_sign = |it: u8| matches!(it, b'"'..=b'$') | (it == b'\'') | (it == b'`') | (it == b' ');
    let is_plain = match &network.rule.modifiers {
        None => !any(network.line, has_sign),
        Some(list) => {
            let (before, rest) = network.line.split_at(list.span.start as usize);
            !any(before, |it| it == b'#')
                && !any(rest, |it| has_sign(it) | (it == b'\\') | (it == b'/'))
                && network.knows_all()
        }
    };
    if is_plain { None } else { differing(network) }
}

#[cold]
fn differing<'a>(network: &Network<'_, 'a>) -> Option<NetworkRule<'a>> {
    if has_separator(network.line) {
        return None;
    }
    let rule = parse(network.line)?;
    // A name that was a modifier until 2025 is a mistyped modifier, not part of the URL.
    let is_mistyped = |at: usize| {
        let next = network.line.as_bytes().get(at);
        next.is_some_and(|it| !matches!(it, b')' | b'/' | b'|'))
    };
    match (&network.rule.modifiers, &rule.modifiers) {
        (Some(list), None)
            if list.span.start <= rule.pattern.span().end
                && is_mistyped(list.span.start as usize) =>
        {
            None
        }
        // There is a space next to a name: that is reported elsewhere.
        (_, Some(list)) if list.children.iter().any(|it| is_behind_space(it.name.text)) => None,
        _ => (rule != *network.rule).then_some(rule),
    }
}

/// Whether a name begins with text that a space separates from a modifier.
fn is_behind_space(name: &str) -> bool {
    name.starts_with([' ', '\t', ',', '='])
}

/// Whether uBlock Origin reads the line as a cosmetic rule.
pub(crate) fn has_separator(line: &str) -> bool {
    memchr::memchr_iter(b'#', line.as_bytes()).any(|at| {
        let rest = &line[at + 1..];
        let rest = rest.strip_prefix('@').unwrap_or(rest);
        let kinds = ["#", "$?#", "$#", "%#", "?#"];
        kinds.iter().any(|it| rest.strip_prefix(it).is_some_and(|it| !it.is_empty()))
    })
}

fn parse(line: &str) -> Option<NetworkRule<'_>> {
    parse_ublock_network(line, |name| {
        modifiers::find(name).is_some_and(|it| it.who.intersects(UBLOCK))
    })
}
