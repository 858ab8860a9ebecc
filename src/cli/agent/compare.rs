//! Compares a file with the desk, by the version that both come from.

use super::desk::Version;

/// Who changed the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sides {
    /// The file and the desk have the same list.
    Same,
    /// Only the file has changes, or the desk has no list yet.
    File,
    /// Only the desk has changes, or there is no file.
    Desk,
    /// Both have changes since this text.
    Both(String),
    /// The desk's list is empty now, and the file's is not.
    Emptied,
    /// They differ, and nothing tells which version both come from.
    Unknown,
}

/// `file` is `None` when there is no file.
pub(super) fn compare(base: Option<&Version>, file: Option<&str>, desk: &Version) -> Sides {
    let Some(file) = file else { return Sides::Desk };
    // The revisions of a desk that was deleted and made anew start from the beginning.
    let base = base.filter(|it| it.rev <= desk.rev);
    match base {
        _ if file == desk.text => Sides::Same,
        Some(base) if base.text == desk.text => Sides::File,
        _ if desk.rev == 0 => Sides::File,
        Some(_) if desk.text.is_empty() => Sides::Emptied,
        Some(base) if base.text == file => Sides::Desk,
        Some(base) => Sides::Both(base.text.clone()),
        None if desk.text.is_empty() => Sides::File,
        None if file.is_empty() => Sides::Desk,
        None => Sides::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_changed_the_list() {
        let at = |rev: u64, text: &str| Version { rev, text: text.to_owned() };
        let base = |rev: u64, text: &str| Some(at(rev, text));
        for (base, file, desk, wanted) in [
            (None, None, at(0, ""), Sides::Desk),
            (None, None, at(3, "a"), Sides::Desk),
            (None, Some("a"), at(0, ""), Sides::File),
            (None, Some("a"), at(5, ""), Sides::File),
            (None, Some("a"), at(3, "a"), Sides::Same),
            (None, Some("a"), at(3, "b"), Sides::Unknown),
            (None, Some(""), at(3, "b"), Sides::Desk),
            (base(3, "a"), Some("a"), at(3, "a"), Sides::Same),
            (base(3, "a"), Some("b"), at(3, "a"), Sides::File),
            // Changed, and changed back.
            (base(3, "a"), Some("b"), at(5, "a"), Sides::File),
            (base(3, "a"), Some("a"), at(4, "b"), Sides::Desk),
            (base(3, "a"), Some("b"), at(4, "b"), Sides::Same),
            (base(3, "a"), Some("b"), at(4, "c"), Sides::Both("a".to_owned())),
            (base(3, "a"), Some(""), at(3, "a"), Sides::File),
            (base(3, "a"), Some("a"), at(4, ""), Sides::Emptied),
            (base(3, "a"), Some("b"), at(4, ""), Sides::Emptied),
            // A desk that was deleted.
            (base(3, "a"), Some("a"), at(0, ""), Sides::File),
            (base(3, "a"), Some("a"), at(1, "b"), Sides::Unknown),
            (base(3, "a"), None, at(4, "b"), Sides::Desk),
        ] {
            let sides = compare(base.as_ref(), file, &desk);
            assert_eq!(sides, wanted, "{base:?} {file:?} {desk:?}");
        }
    }
}
