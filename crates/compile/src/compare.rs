//! Compares two versions of a list.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use bloqr_dns::{Hosts, is_comment, is_plain_domain, trim};
use bloqr_syntax::{
    Options, Rule,
    ast::{CosmeticBody, CosmeticRule, Value},
    parse,
};

/// A rule and its line, from 1.
pub type Placed = (u32, String);

/// The differences between an old and a new list. Comments, blank lines, and blanks at the ends of
/// lines are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Rules that only the new list has.
    pub added: Vec<Placed>,
    /// Rules that only the old list has.
    pub removed: Vec<Placed>,
    /// Rules that say something else now: the old one, then the new one. They have the same pattern, or
    /// do the same on pages; or they are at the same place in the list and are about the same names.
    pub changed: Vec<(Placed, Placed)>,
    /// Rules that both lists have, but in another order: the text, the line in the old list, and
    /// the line in the new list.
    pub moved: Vec<(String, u32, u32)>,
    /// What became of the rules about a name: that of a pattern, or of a page.
    pub domains: BTreeMap<String, DomainCounts>,
}

/// How many rules about a name are others now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DomainCounts {
    /// Only the new list has them.
    pub added: u64,
    /// Only the old list has them.
    pub removed: u64,
    /// They say something else.
    pub changed: u64,
}

impl Comparison {
    /// Whether both lists have the same rules in the same order.
    pub fn is_same(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.moved.is_empty()
    }
}

/// Compares two lists.
///
/// ```
/// use bloqr_compile::compare;
///
/// let old = "! a\n||a.example^\n||b.example^\n||c.example^\nd.example##.ad\n";
/// let new = "||b.example^$important\n||a.example^\n||e.example^\nd.example,f.example##.ad\n";
/// let comparison = compare(old, new);
/// assert_eq!(comparison.added, [(3, "||e.example^".to_owned())]);
/// assert_eq!(comparison.removed, [(4, "||c.example^".to_owned())]);
/// assert_eq!(comparison.changed[0].1.1, "||b.example^$important");
/// assert_eq!(comparison.changed[1].1.1, "d.example,f.example##.ad");
/// assert!(comparison.moved.is_empty());
/// ```
pub fn compare(old: &str, new: &str) -> Comparison {
    let (old, new) = (rules(old), rules(new));
    let both = in_both(&old, &new);
    let mut comparison = Comparison::default();
    let mut is_moved = vec![false; both.len()];
    for index in out_of_order(&both) {
        let (before, now) = both[index];
        is_moved[index] = true;
        comparison.moved.push((old[before].1.to_owned(), old[before].0, new[now].0));
    }
    // Rules that stayed cut both lists into gaps: those of the same number are at the same place.
    let stayed = both.iter().zip(&is_moved).filter(|it| !it.1).map(|it| *it.0);
    let mut removed = rest(&old, both.iter().map(|it| it.0), stayed.clone().map(|it| it.0));
    let mut added = rest(&new, both.iter().map(|it| it.1), stayed.map(|it| it.1));
    let mut changed = pair(&mut removed, &mut added, |it| what(it.text), false);
    changed.extend(pair(&mut removed, &mut added, |it| about(it.text), true));
    changed.sort_by_key(|(old, new)| (new.line, old.line));
    let placed = |it: &Unpaired<'_>| (it.line, it.text.to_owned());
    for it in &removed {
        count(&mut comparison.domains, &[it], |it| &mut it.removed);
    }
    for it in &added {
        count(&mut comparison.domains, &[it], |it| &mut it.added);
    }
    for (old, new) in &changed {
        count(&mut comparison.domains, &[old, new], |it| &mut it.changed);
    }
    comparison.removed = removed.iter().map(placed).collect();
    comparison.added = added.iter().map(placed).collect();
    comparison.changed = changed.iter().map(|(old, new)| (placed(old), placed(new))).collect();
    comparison
}

/// The rules of a text, with their lines.
fn rules(text: &str) -> Vec<(u32, &str)> {
    let lines = crate::explain::lines_of(text).map(|(line, text)| (line, trim(text)));
    lines.filter(|(_, text)| !text.is_empty() && !is_comment(text)).collect()
}

/// The places of equal rules, the first with the first, in the order of the new list.
fn in_both(old: &[(u32, &str)], new: &[(u32, &str)]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (_, text)) in old.iter().enumerate().rev() {
        places.entry(text).or_default().push(index);
    }
    let mut both = Vec::new();
    for (index, (_, text)) in new.iter().enumerate() {
        if let Some(place) = places.get_mut(text).and_then(Vec::pop) {
            both.push((place, index));
        }
    }
    both
}

/// A rule that the other list has not.
struct Unpaired<'l> {
    line: u32,
    text: &'l str,
    /// How many rules before it stayed where they are.
    gap: usize,
}

/// The rules that only one list has. Both lists of places can be in any order.
fn rest<'l>(
    list: &[(u32, &'l str)],
    in_both: impl Iterator<Item = usize>,
    stayed: impl Iterator<Item = usize>,
) -> Vec<Unpaired<'l>> {
    let (mut is_in_both, mut has_stayed) = (vec![false; list.len()], vec![false; list.len()]);
    in_both.for_each(|it| is_in_both[it] = true);
    stayed.for_each(|it| has_stayed[it] = true);
    let (mut gap, mut unpaired) = (0, Vec::new());
    for (index, (line, text)) in list.iter().enumerate() {
        gap += usize::from(has_stayed[index]);
        if !is_in_both[index] {
            unpaired.push(Unpaired { line: *line, text, gap });
        }
    }
    unpaired
}

/// Takes out pairs of a removed and an added rule with the same key: those at the same place, then,
/// unless only those count, the others in their order.
fn pair<'l, K: std::hash::Hash + Eq>(
    removed: &mut Vec<Unpaired<'l>>,
    added: &mut Vec<Unpaired<'l>>,
    key: impl Fn(&Unpaired<'l>) -> Option<K>,
    at_same_place: bool,
) -> Vec<(Unpaired<'l>, Unpaired<'l>)> {
    let mut partners: Vec<Option<usize>> = vec![None; removed.len()];
    let mut is_taken = vec![false; added.len()];
    {
        let keys = |rules: &[Unpaired<'l>]| rules.iter().map(&key).collect::<Vec<_>>();
        let (old_keys, new_keys) = (keys(removed), keys(added));
        let mut here: HashMap<(usize, &K), Vec<usize>> = HashMap::new();
        for (index, key) in new_keys.iter().enumerate().rev() {
            if let Some(key) = key {
                here.entry((added[index].gap, key)).or_default().push(index);
            }
        }
        for (index, key) in old_keys.iter().enumerate() {
            let Some(key) = key else { continue };
            let partner = here.get_mut(&(removed[index].gap, key)).and_then(Vec::pop);
            if let Some(partner) = partner {
                (partners[index], is_taken[partner]) = (Some(partner), true);
            }
        }
        let mut anywhere: HashMap<&K, Vec<usize>> = HashMap::new();
        if !at_same_place {
            for (index, key) in new_keys.iter().enumerate().rev() {
                if let Some(key) = key.as_ref().filter(|_| !is_taken[index]) {
                    anywhere.entry(key).or_default().push(index);
                }
            }
        }
        for (index, key) in old_keys.iter().enumerate() {
            if let Some(key) = key.as_ref().filter(|_| partners[index].is_none())
                && let Some(partner) = anywhere.get_mut(key).and_then(Vec::pop)
            {
                (partners[index], is_taken[partner]) = (Some(partner), true);
            }
        }
    }
    let mut taken: HashMap<usize, Unpaired<'l>> = HashMap::new();
    let mut left = Vec::new();
    for (index, it) in added.drain(..).enumerate() {
        if is_taken[index] {
            taken.insert(index, it);
        } else {
            left.push(it);
        }
    }
    *added = left;
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for (it, partner) in removed.drain(..).zip(partners) {
        match partner.and_then(|it| taken.remove(&it)) {
            Some(new) => pairs.push((it, new)),
            None => left.push(it),
        }
    }
    *removed = left;
    pairs
}

/// What two rules have in common of which one became the other.
#[derive(PartialEq, Eq, Hash)]
struct Common<'l> {
    is_exception: bool,
    of: Part<'l>,
}

#[derive(PartialEq, Eq, Hash)]
enum Part<'l> {
    /// The pattern of a rule for requests, or the names of a hosts line.
    Pattern(&'l str),
    /// A modifier of a rule without a pattern.
    Modifier(&'l str),
    /// The elements of a page.
    Selector(Cow<'l, str>),
    /// Anything else that a rule does with a page.
    Body(&'l str),
    /// The pages.
    Pages(&'l str),
    /// The arguments of a scriptlet.
    Arguments(Vec<String>),
}

/// What a rule is for, without whom it is for: rules with the same are one rule that changed, wherever
/// they are.
fn what(text: &str) -> Option<Common<'_>> {
    match parse(text, &Options::LIST) {
        Rule::Network(rule) => {
            let pattern = rule.pattern.text;
            let is_any = !pattern.bytes().any(|it| it.is_ascii_alphanumeric() || !it.is_ascii());
            let of = Part::Pattern(pattern);
            (!is_any).then_some(Common { is_exception: rule.exception, of })
        }
        Rule::Host(_) => {
            let names = Hosts::read(text).map_or(text, |it| it.names.trim());
            Some(Common { is_exception: false, of: Part::Pattern(names) })
        }
        Rule::Cosmetic(rule) => {
            let of = match selector(&rule) {
                Some(selector) => Part::Selector(selector),
                None => Part::Body(body(text, &rule)),
            };
            Some(Common { is_exception: rule.exception(), of })
        }
        _ => None,
    }
}

/// Whom a rule is for, or else what it starts with: rules with the same are one rule that changed if
/// they are at the same place.
fn about(text: &str) -> Option<Common<'_>> {
    match parse(text, &Options::LIST) {
        Rule::Network(rule) => {
            let name = rule.pattern.text.strip_prefix("||");
            let name = name.map(|it| it.trim_end_matches(['^', '|', '*']));
            let of = match name.filter(|it| is_plain_domain(it)) {
                Some(name) => Part::Pattern(name),
                None => Part::Modifier(
                    rule.modifiers.iter().flat_map(|it| &it.children).next()?.name.text,
                ),
            };
            Some(Common { is_exception: rule.exception, of })
        }
        Rule::Host(_) => what(text),
        Rule::Cosmetic(rule) => {
            let pages = rule.domains.span;
            let of = match text.get(pages.start as usize..pages.end as usize) {
                Some(pages) if !pages.is_empty() => Part::Pages(pages),
                _ => match (&rule.body, selector(&rule)) {
                    (CosmeticBody::Scriptlet(calls), _) => {
                        // Products have other names for a scriptlet.
                        let arguments = calls.iter().flat_map(|it| it.children.iter().skip(1));
                        let text = |it: Option<Value<'_>>| {
                            it.map(|it| it.text.trim_matches(['\'', '"']).to_owned())
                        };
                        Part::Arguments(arguments.map(|it| text(it).unwrap_or_default()).collect())
                    }
                    (_, Some(selector)) => {
                        let stem = selector.split(':').next().unwrap_or_default().trim();
                        if stem.is_empty() {
                            return None;
                        }
                        Part::Selector(Cow::Owned(stem.to_owned()))
                    }
                    (_, None) => return None,
                },
            };
            Some(Common { is_exception: rule.exception(), of })
        }
        _ => None,
    }
}

/// Which elements of a page a rule hides or styles.
fn selector<'l>(rule: &CosmeticRule<'l>) -> Option<Cow<'l, str>> {
    match &rule.body {
        CosmeticBody::ElementHiding(selector) => Some(selector.text.clone()),
        CosmeticBody::CssInjection(css) => Some(css.selector_list.text.clone()),
        _ => None,
    }
}

fn body<'l>(text: &'l str, rule: &CosmeticRule<'_>) -> &'l str {
    text.get(rule.separator_span().end as usize..).unwrap_or(text)
}

/// The names that rules are about, each once.
fn count(
    domains: &mut BTreeMap<String, DomainCounts>,
    rules: &[&Unpaired<'_>],
    which: impl Fn(&mut DomainCounts) -> &mut u64,
) {
    let names: BTreeSet<String> = rules.iter().flat_map(|it| names_of(it.text)).collect();
    for name in names {
        *which(domains.entry(name).or_default()) += 1;
    }
}

/// The names in a pattern, or else those of the pages that a rule is for.
fn names_of(text: &str) -> Vec<String> {
    let lower = |it: &str| it.to_ascii_lowercase();
    let plain = |it: &&str| is_plain_domain(it);
    match parse(text, &Options::LIST) {
        Rule::Cosmetic(rule) => {
            let domains = rule.domains.children.iter().filter(|it| !it.exception);
            domains.map(|it| it.value.text).filter(plain).map(lower).collect()
        }
        Rule::Network(rule) => {
            let own: Vec<String> = crate::explain::names(text).filter(plain).map(lower).collect();
            if !own.is_empty() {
                return own;
            }
            let pages = rule.modifiers.iter().flat_map(|it| &it.children);
            let pages = pages.filter(|it| matches!(it.name.text, "domain" | "from"));
            let pages = pages.filter_map(|it| it.value).flat_map(|it| it.text.split('|'));
            pages.filter(plain).map(lower).collect()
        }
        _ => crate::explain::names(text).filter(plain).map(lower).collect(),
    }
}

/// The fewest pairs without which the others are in order.
fn out_of_order(pairs: &[(usize, usize)]) -> Vec<usize> {
    // The longest series with growing first numbers: for each length, the pair with the lowest end.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let at = ends.partition_point(|it| pairs[*it].0 < pair.0);
        before[index] = at.checked_sub(1).map(|it| ends[it]);
        match ends.get_mut(at) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut is_in_order = vec![false; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        is_in_order[index] = true;
        next = before[index];
    }
    (0..pairs.len()).filter(|it| !is_in_order[*it]).collect()
}

#[cfg(test)]
mod tests {
    use super::compare;

    /// The old list, the new one, and what is told of it: `+` added, `-` removed, `~` changed, `>`
    /// moved, with the lines.
    const CASES: &[(&str, &str, &str)] = &[
        ("||a.b^", "||a.b^", ""),
        ("! x\n||a.b^", "||a.b^ ", ""),
        ("||a.b^", "||a.b^$important", "~1,1"),
        ("||a.b^$1p", "||a.b^$~third-party", "~1,1"),
        ("||a.b^$domain=c.d", "||a.b^$domain=c.d|e.f", "~1,1"),
        ("||a.b^", "@@||a.b^", "-1 +1"),
        ("||a.b^", "||c.d^", "-1 +1"),
        ("/ads/$script", "/ads/$script,image", "~1,1"),
        ("$script,domain=a.b", "$script,domain=a.b|c.d", "~1,1"),
        ("*$removeparam=a\n||x.y^", "||x.y^\n*$removeparam=b", "-1 +2"),
        ("0.0.0.0 a.b", "127.0.0.1 a.b", "~1,1"),
        ("0.0.0.0 a.b", "||a.b^", "~1,1"),
        ("a.b##.ad", "a.b,c.d##.ad", "~1,1"),
        ("a.b##.ad", "a.b#@#.ad", "-1 +1"),
        ("a.b##.ad", "a.b##.ad2", "~1,1"),
        ("a.b##.ad", "c.d##.ad2", "-1 +1"),
        ("a.b##.ad", "||a.b^", "-1 +1"),
        ("##.ad:style(top: 0)", "#$#.ad { top: 0 }", "~1,1"),
        ("#?#.ad:contains(x)", "##.ad:has-text(x)", "~1,1"),
        ("##+js(set, x, 1)", "#%#//scriptlet('ubo-set.js', 'x', '1')", "~1,1"),
        ("a.b##+js(set, x, 1)", "a.b#%#//scriptlet('ubo-set.js', 'x', '1')", "~1,1"),
        ("##.a\n##.b", "##.b\n##.c", "-1 +2"),
        // The nearest one: it is at the same place.
        ("||a.b^\n||x.y^\n||a.b^$image", "||x.y^\n||a.b^$script", "-1 ~3,2"),
        ("||x.y^\n||a.b^$image", "||a.b^$script\n||x.y^", "~2,1"),
        ("||a.b^\n||c.d^\n||e.f^", "||e.f^\n||a.b^\n||c.d^", ">3,1"),
        ("||a.b^\n||a.b^", "||a.b^", "-2"),
    ];

    #[test]
    fn each_rule_is_told_once() {
        for (old, new, expected) in CASES {
            let comparison = compare(old, new);
            let mut told: Vec<String> = Vec::new();
            told.extend(comparison.removed.iter().map(|it| format!("-{}", it.0)));
            told.extend(comparison.added.iter().map(|it| format!("+{}", it.0)));
            told.extend(comparison.changed.iter().map(|it| format!("~{},{}", it.0.0, it.1.0)));
            told.extend(comparison.moved.iter().map(|it| format!(">{},{}", it.1, it.2)));
            assert_eq!(told.join(" "), *expected, "{old} / {new}");
        }
    }

    #[test]
    fn rules_are_counted_by_the_names_that_they_are_about() {
        let old = "||a.b^\nc.d,~e.f##.ad\n*$script,domain=g.h|~i.j\n";
        let new = "||a.b^$image\n0.0.0.0 k.l m.n\n";
        let comparison = compare(old, new);
        let told = comparison.domains.iter().map(|(name, counts)| {
            format!("{name} +{} -{} ~{}", counts.added, counts.removed, counts.changed)
        });
        let expected =
            ["a.b +0 -0 ~1", "c.d +0 -1 ~0", "g.h +0 -1 ~0", "k.l +1 -0 ~0", "m.n +1 -0 ~0"];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    /// The work grows with the lists, also where all rules have the same key.
    #[test]
    fn lists_of_a_hundred_thousand_rules_are_compared() {
        let list = |modifier: &str| -> String {
            (0..100_000).map(|it| format!("||a.b^${modifier}={it}\n")).collect()
        };
        let comparison = compare(&list("domain"), &list("to"));
        assert_eq!((comparison.changed.len(), comparison.added.len()), (100_000, 0));
    }
}
