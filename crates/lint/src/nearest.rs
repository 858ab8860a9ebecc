//! Finds the name that a misspelled name is similar to.

use crate::RULES;

/// The name that is nearest to `name`, if one is near enough.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() < 3 || name.len() > 64 {
        return None;
    }
    let allowed = if name.len() < 6 { 1 } else { 2 };
    let letters = letters_of(name);
    // Changing a letter removes one and adds one.
    let has_alike = |it: &&str| (letters ^ letters_of(it)).count_ones() as usize <= 2 * allowed;
    let near = names.filter(has_alike).filter_map(|it| Some((distance(name, it, allowed)?, it)));
    near.min_by_key(|it| it.0).map(|it| it.1)
}

/// The names of the lint rules that an unknown name can mean: the nearest one, or else those with the
/// name in them, or with a word near to it, such as `redundant-rule` for `redundent`. Empty if there are
/// none, or too many to help.
pub fn rules_like(name: &str) -> Vec<&'static str> {
    const MOST: usize = 6;
    let own = RULES.iter().map(|it| it.name);
    let of_aglint = RULES.iter().flat_map(|it| it.aliases.iter().copied());
    if let Some(near) = nearest(name, own.clone()).or_else(|| nearest(name, of_aglint)) {
        return vec![near];
    }
    let name = name.to_ascii_lowercase();
    let has_it = |it: &&str| name.len() > 2 && it.contains(&*name);
    let mut like: Vec<&str> = own.clone().filter(has_it).collect();
    if like.is_empty() {
        like.extend(own.filter(|it| nearest(&name, it.split('-')).is_some()));
    }
    if like.len() > MOST { Vec::new() } else { like }
}

/// `did you mean …?` for an unknown lint rule.
pub fn rule_meant(name: &str) -> Option<String> {
    let like = rules_like(name);
    (!like.is_empty()).then(|| format!("did you mean `{}`?", like.join("` or `")))
}

/// The letters of a name, as bits; some share a bit. They show for most names that they are
/// different, without a comparison.
fn letters_of(name: &str) -> u64 {
    name.bytes().fold(0, |all, it| all | 1 << (it & 63))
}

/// How many letters must be added, dropped, changed or swapped with their neighbour, up to
/// `allowed`.
fn distance(a: &str, b: &str, allowed: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = last.clone();
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        // A larger distance does not get smaller later, except by a swap with the row before.
        if least > allowed + 1 {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|it| *it <= allowed)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let names = ["third-party", "script", "image"];
        assert_eq!(nearest("thrid-party", names.into_iter()), Some("third-party"));
        assert_eq!(nearest("scirpt", names.into_iter()), Some("script"));
        assert_eq!(nearest("xyz", names.into_iter()), None);
    }
}
