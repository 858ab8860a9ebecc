//! Which products read each of the lists that include each other.

use std::collections::HashMap;

use super::{include_group::Graph, judge, list::List};
use crate::lint::{self, Include, Prelude, Targets, preprocess::Readers};

/// The prelude of each of some lists that include each other, with the products that read it. `kind`
/// is the kind of all lists, when the user gave one.
pub(super) fn preludes<'l>(
    kind: Option<lint::Kind>,
    graph: &Graph,
    lists: &'l [(usize, List)],
    place: &HashMap<usize, usize>,
) -> Vec<Prelude<'l>> {
    let mut preludes: Vec<Prelude<'l>> =
        lists.iter().map(|it| judge::prelude(&it.1.text, kind)).collect();
    let mut includes = Vec::new();
    for (from, ((n, list), prelude)) in lists.iter().zip(&preludes).enumerate() {
        let Some(regions) = prelude.regions.as_ref().filter(|_| list.path.is_some()) else {
            continue;
        };
        for include in &regions.includes {
            let to = graph.leads(*n, &Include::new(include)).ok();
            let to = to.and_then(|it| place.get(&it).copied());
            includes.extend(to.map(|to| (from, to, regions.all_readers(include.line))));
        }
    }
    // A list without an agent line takes the agents of the lists that include it, when these agree.
    let mut agents: HashMap<usize, Option<Targets>> = HashMap::new();
    for (from, to, _) in &includes {
        let says = preludes[*from].agents;
        agents.entry(*to).and_modify(|it| *it = it.filter(|it| Some(*it) == says)).or_insert(says);
    }
    let readers = readers(lists.len(), &includes);
    for (n, (prelude, who)) in preludes.iter_mut().zip(readers).enumerate() {
        prelude.agents = prelude.agents.or(agents.get(&n).copied().flatten());
        *prelude = std::mem::take(prelude).within(who, &lists[n].1.text);
    }
    preludes
}

/// Who reads each of `count` lists. `includes` has the including list, the included list, and who
/// reads the line of the include. Every product reads a list that no other list includes.
fn readers(count: usize, includes: &[(usize, usize, Readers)]) -> Vec<Readers> {
    let mut readers = vec![Readers::EVERY; count];
    for (_, to, _) in includes {
        readers[*to] = Readers::NONE;
    }
    // In a circle that no other list includes, every product reads the first list.
    let mut by_list: Vec<Vec<(usize, Readers)>> = vec![Vec::new(); count];
    for (from, to, who) in includes {
        by_list[*from].push((*to, *who));
    }
    let mut is_reached: Vec<bool> = readers.iter().map(|it| *it != Readers::NONE).collect();
    let mut waiting: Vec<usize> = (0..count).filter(|n| is_reached[*n]).collect();
    let mut unreached = 0..count;
    loop {
        let Some(n) = waiting.pop() else {
            let Some(n) = unreached.find(|n| !is_reached[*n]) else { return readers };
            (is_reached[n], readers[n]) = (true, Readers::EVERY);
            waiting.push(n);
            continue;
        };
        for (to, who) in &by_list[n] {
            let all = readers[*to].or(readers[n].and(*who));
            if all != readers[*to] || !is_reached[*to] {
                (is_reached[*to], readers[*to]) = (true, all);
                waiting.push(*to);
            }
        }
    }
}
