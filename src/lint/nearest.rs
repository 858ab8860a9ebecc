/// What was probably meant by `name`, for "did you mean".
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + name.chars().count() / 4;
    let distances = known.map(|it| (distance(name, it), it));
    distances.filter(|it| it.0 <= limit).min_by_key(|it| it.0).map(|it| it.1)
}

/// How many characters to insert, take out or replace (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_is_near() {
        let known = ["targets", "rules", "strict"];
        assert_eq!(nearest("target", known.into_iter()), Some("targets"));
        assert_eq!(nearest("rlues", known.into_iter()), Some("rules"));
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
