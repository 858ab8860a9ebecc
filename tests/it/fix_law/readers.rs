//! Readers of lists, as unlike each other as blockers are, and what each makes of a list.

use std::collections::{BTreeSet, HashMap, HashSet};

use bloqr::source::lines;

use super::forms;
use crate::random::Random;

#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    /// As in [`forms::dropped_by`].
    product: char,
    directives: Directives,
    hints: Hints,
    affinity: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Directives {
    Ignored,
    /// At the start of a line, in one piece.
    Strict,
    /// With spaces around.
    Lenient,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Hints {
    Ignored,
    /// A hint applies to the next line.
    NextLine,
    /// Hints apply to the next rule, even with comments between them.
    NextRule,
}

const fn reader(product: char, directives: Directives, hints: Hints, affinity: bool) -> Reader {
    Reader { product, directives, hints, affinity }
}

pub(super) const READERS: [Reader; 8] = [
    reader('p', Directives::Ignored, Hints::Ignored, false),
    reader('b', Directives::Ignored, Hints::Ignored, false),
    reader('u', Directives::Strict, Hints::Ignored, false),
    reader('u', Directives::Lenient, Hints::Ignored, false),
    reader('a', Directives::Strict, Hints::NextLine, false),
    reader('a', Directives::Lenient, Hints::NextLine, true),
    reader('a', Directives::Lenient, Hints::NextRule, false),
    reader('a', Directives::Strict, Hints::NextRule, true),
];

/// The environment in which a list is read.
#[derive(Debug)]
pub(super) struct World {
    platform: String,
    truths: HashMap<String, bool>,
}

impl World {
    /// Every platform, with all values of the conditions, or a random selection of them.
    pub(super) fn all(read: &Read, reader: Reader, most: usize) -> Vec<World> {
        let mut platforms = vec!["none of them".to_owned()];
        if reader.hints != Hints::Ignored {
            platforms.extend(read.platforms.iter().take(8).cloned());
        }
        let conditions: &[String] =
            if reader.directives == Directives::Ignored { &[] } else { &read.conditions };
        let all = 1_usize.checked_shl(conditions.len() as u32).unwrap_or(usize::MAX);
        let mut random = Random::new(1);
        let mut worlds = Vec::new();
        for n in 0..all.min(most) {
            let truths = conditions.iter().enumerate().map(|(at, condition)| {
                let is_true = if all <= most { n >> at & 1 == 1 } else { random.below(2) == 1 };
                (condition.clone(), is_true)
            });
            let truths: HashMap<String, bool> = truths.collect();
            let world =
                |platform: &String| World { platform: platform.clone(), truths: truths.clone() };
            worlds.extend(platforms.iter().map(world));
        }
        worlds
    }
}

/// One effect: the form of a rule, and its conditions.
pub(super) type Effect = (u32, String);

enum Line {
    Rule { forms: Vec<u32>, dropped_by: &'static [char] },
    Hint(Vec<(String, Vec<String>)>),
    Directive { name: String, rest: String, is_strict: bool },
    Other,
}

/// A list, parsed as far as all readers agree.
pub(super) struct Read {
    lines: Vec<Line>,
    platforms: BTreeSet<String>,
    conditions: Vec<String>,
}

impl Read {
    pub(super) fn new(text: &str, ids: &mut HashMap<String, u32>) -> Read {
        let exceptions = lines(text).filter_map(|it| forms::list(it.text));
        let taken_back: HashSet<&str> = exceptions.filter(|it| it.1).map(|it| it.0).collect();
        let mut id = |form: String| {
            let next = ids.len() as u32;
            *ids.entry(form).or_insert(next)
        };
        let read = |line: &str| {
            let trimmed = line.trim();
            if let Some(hints) = trimmed.strip_prefix("!+") {
                return Line::Hint(hints_of(hints));
            }
            if let Some(directive) = trimmed.strip_prefix("!#") {
                let directive = directive.trim_start();
                let end = directive.find([' ', '(']).unwrap_or(directive.len());
                let (name, rest) = directive.split_at(end);
                let is_strict = line.starts_with(&format!("!#{name}"));
                let rest = rest.trim().to_owned();
                return Line::Directive { name: name.to_owned(), rest, is_strict };
            }
            let whole = forms::list(line).filter(|it| taken_back.contains(it.0)).map(|_| trimmed);
            let forms = match whole {
                Some(whole) => Some(vec![whole.to_owned()]),
                None => forms::of(line),
            };
            match forms {
                Some(forms) => {
                    let forms = forms.into_iter().map(&mut id).collect();
                    Line::Rule { forms, dropped_by: forms::dropped_by(line) }
                }
                None => Line::Other,
            }
        };
        let lines: Vec<Line> = lines(text).map(|it| it.text).map(read).collect();
        let mut conditions = BTreeSet::new();
        let mut platforms = BTreeSet::new();
        for line in &lines {
            match line {
                Line::Directive { name, rest, .. } if name == "if" => {
                    conditions.insert(rest.clone());
                }
                Line::Hint(hints) => platforms.extend(hints.iter().flat_map(|it| it.1.clone())),
                _ => (),
            }
        }
        Read { lines, platforms, conditions: conditions.into_iter().collect() }
    }

    /// The effects for a reader, and the effects of broken rules if they were valid.
    pub(super) fn effect(
        &self,
        reader: Reader,
        world: &World,
    ) -> (HashSet<Effect>, HashSet<Effect>) {
        let (mut effect, mut broken) = (HashSet::new(), HashSet::new());
        let mut blocks: Vec<bool> = Vec::new();
        let mut affinity = String::new();
        let mut pending: Vec<&(String, Vec<String>)> = Vec::new();
        for line in &self.lines {
            let is_on = blocks.iter().all(|it| *it);
            let is_sticky = reader.hints == Hints::NextRule;
            match line {
                Line::Directive { name, rest, is_strict } => {
                    pending.clear();
                    let is_read = match reader.directives {
                        Directives::Ignored => false,
                        Directives::Strict => *is_strict,
                        Directives::Lenient => true,
                    };
                    match &**name {
                        "if" if is_read => blocks.push(world.truths[rest]),
                        "else" if is_read => {
                            if let Some(last) = blocks.last_mut() {
                                *last = !*last;
                            }
                        }
                        "endif" if is_read => drop(blocks.pop()),
                        "safari_cb_affinity" if reader.affinity && is_on => {
                            affinity = sorted(rest.trim_matches(['(', ')'])).join(",");
                        }
                        _ => (),
                    }
                }
                Line::Hint(_) if is_sticky && !is_on => (),
                Line::Hint(hints) => {
                    if !is_sticky {
                        pending.clear();
                    }
                    pending.extend(hints);
                }
                Line::Other => {
                    if !is_sticky {
                        pending.clear();
                    }
                }
                Line::Rule { .. } if is_sticky && !is_on => (),
                Line::Rule { forms, dropped_by } => {
                    let hints = std::mem::take(&mut pending);
                    let is_hinted = reader.hints != Hints::Ignored;
                    let is_wanted = hints.iter().all(|(name, platforms)| {
                        let is_named = platforms.contains(&world.platform);
                        match &**name {
                            "PLATFORM" => is_named,
                            "NOT_PLATFORM" => !is_named,
                            _ => true,
                        }
                    });
                    if !is_on || (is_hinted && !is_wanted) {
                        continue;
                    }
                    let marks = hints.iter().filter(|it| is_hinted && !it.0.ends_with("PLATFORM"));
                    let marks: BTreeSet<&str> = marks.map(|it| &*it.0).collect();
                    let marks: Vec<&str> = marks.into_iter().chain([&*affinity]).collect();
                    let is_broken = dropped_by.contains(&reader.product);
                    let into = if is_broken { &mut broken } else { &mut effect };
                    into.extend(forms.iter().map(|it| (*it, marks.join(" "))));
                }
            }
        }
        (effect, broken)
    }
}

/// `NOT_OPTIMIZED PLATFORM(windows, mac)`
fn hints_of(text: &str) -> Vec<(String, Vec<String>)> {
    let mut hints = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '(']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = rest[end..].trim_start();
        let mut platforms = Vec::new();
        if let Some(list) = rest.strip_prefix('(') {
            let (list, behind) = list.split_once(')').unwrap_or((list, ""));
            platforms = sorted(list);
            rest = behind.trim_start();
        }
        hints.push((name, platforms));
    }
    hints
}

fn sorted(list: &str) -> Vec<String> {
    let parts = list.split(',').map(str::trim).filter(|it| !it.is_empty());
    let parts: BTreeSet<&str> = parts.collect();
    parts.into_iter().map(str::to_owned).collect()
}
