//! Compares two versions of a list.

use std::collections::{BTreeMap, HashMap};

use bloqr_dns::{is_comment, split, trim};

use crate::explain::names;

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
    /// Rules whose modifiers changed: the old one, then the new one.
    pub changed: Vec<(Placed, Placed)>,
    /// Rules that both lists have, but in another order: the text, the line in the old list, and
    /// the line in the new list.
    pub moved: Vec<(String, u32, u32)>,
    /// How many rules of a name were added and removed.
    pub domains: BTreeMap<String, (u64, u64)>,
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
/// let old = "! a\n||a.example^\n||b.example^\n||c.example^\n";
/// let new = "||b.example^$important\n||a.example^\n||d.example^\n";
/// let comparison = compare(old, new);
/// assert_eq!(comparison.added, [(3, "||d.example^".to_owned())]);
/// assert_eq!(comparison.removed, [(4, "||c.example^".to_owned())]);
/// assert_eq!(comparison.changed[0].1.1, "||b.example^$important");
/// assert!(comparison.moved.is_empty());
/// ```
pub fn compare(old: &str, new: &str) -> Comparison {
    let (old, new) = (rules(old), rules(new));
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (_, text)) in old.iter().enumerate().rev() {
        places.entry(text).or_default().push(index);
    }
    let mut is_in_both = vec![false; old.len()];
    let mut matched: Vec<(usize, usize)> = Vec::new();
    let mut added = Vec::new();
    for (index, (line, text)) in new.iter().enumerate() {
        match places.get_mut(text).and_then(Vec::pop) {
            Some(place) => {
                is_in_both[place] = true;
                matched.push((place, index));
            }
            None => added.push((*line, *text)),
        }
    }
    let removed = old.iter().zip(&is_in_both).filter(|it| !it.1).map(|it| *it.0);
    let mut comparison = Comparison::default();
    // A rule is changed if its pattern is in both lists, with other modifiers.
    let key = |text: &str| {
        let parts = split(text);
        (parts.exception, parts.pattern.to_owned())
    };
    let mut by_key: HashMap<(bool, String), Vec<(u32, &str)>> = HashMap::new();
    for (line, text) in added.iter().rev() {
        by_key.entry(key(text)).or_default().push((*line, text));
    }
    let owned = |(line, text): (u32, &str)| (line, text.to_owned());
    let mut taken = std::collections::HashSet::new();
    for rule in removed {
        count(&mut comparison.domains, rule.1, |it| &mut it.1);
        match by_key.get_mut(&key(rule.1)).and_then(Vec::pop) {
            Some(new) => {
                taken.insert(new.0);
                comparison.changed.push((owned(rule), owned(new)));
            }
            None => comparison.removed.push(owned(rule)),
        }
    }
    for rule in added {
        count(&mut comparison.domains, rule.1, |it| &mut it.0);
        if !taken.contains(&rule.0) {
            comparison.added.push(owned(rule));
        }
    }
    for index in out_of_order(&matched) {
        let (before, now) = matched[index];
        comparison.moved.push((old[before].1.to_owned(), old[before].0, new[now].0));
    }
    comparison
}

fn count(
    domains: &mut BTreeMap<String, (u64, u64)>,
    rule: &str,
    which: impl Fn(&mut (u64, u64)) -> &mut u64,
) {
    for name in names(rule).filter(|it| bloqr_dns::is_plain_domain(it)) {
        *which(domains.entry(name.to_ascii_lowercase()).or_default()) += 1;
    }
}

/// The rules of a text, with their lines.
fn rules(text: &str) -> Vec<(u32, &str)> {
    let lines = crate::explain::lines_of(text).map(|(line, text)| (line, trim(text)));
    lines.filter(|(_, text)| !text.is_empty() && !is_comment(text)).collect()
}

/// The fewest pairs that must be moved so that the others are in order.
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
