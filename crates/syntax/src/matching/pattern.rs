//! Patterns: `||`, `|`, `^` and `*`, as all blockers read them.

use super::Url;

/// Whether `pattern` matches anywhere in the address, or where its anchors say.
pub(super) fn matches(pattern: &str, match_case: bool, url: &Url) -> bool {
    let (from_host, pattern) = match pattern.strip_prefix("||") {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let (from_start, pattern) = match pattern.strip_prefix('|') {
        Some(rest) if !from_host => (true, rest),
        _ => (false, pattern),
    };
    let (to_end, pattern) = match pattern.strip_suffix('|') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let text = url.as_str().as_bytes();
    let starts = match (from_host, from_start) {
        (true, _) => labels(url),
        (_, true) => vec![0],
        _ => (0..=text.len()).collect(),
    };
    let search = Search { text, match_case };
    let ends = |piece: &Piece<'_>, at| {
        search.at(piece, at).is_some_and(|end| !to_end || end == text.len())
    };
    let pieces: Vec<Piece<'_>> = pattern.split('*').map(Piece::new).collect();
    match pieces.as_slice() {
        [] => false,
        [only] => starts.into_iter().any(|at| ends(only, at)),
        // Each piece as far to the left as can be: that leaves most to those behind it.
        [first, middle @ .., last] => {
            let first = starts.into_iter().find_map(|at| search.at(first, at));
            let mut middle = middle.iter();
            let at = first.and_then(|at| middle.try_fold(at, |at, it| search.from(it, at)));
            at.is_some_and(|at| (at..=text.len()).any(|at| ends(last, at)))
        }
    }
}

/// Where the labels of the host start: `||` stands for these places.
fn labels(url: &Url) -> Vec<usize> {
    let start = url.host_range().start;
    let dots = url.host().match_indices('.').map(|(at, _)| start + at + 1);
    std::iter::once(start).chain(dots).collect()
}

/// What stands between two `*`.
struct Piece<'p> {
    text: &'p [u8],
    /// How much of it does not match the end of the address: all but the `^` at its end.
    solid: usize,
}

impl Piece<'_> {
    fn new(text: &str) -> Piece<'_> {
        Piece { text: text.as_bytes(), solid: text.trim_end_matches('^').len() }
    }
}

struct Search<'a> {
    text: &'a [u8],
    match_case: bool,
}

impl Search<'_> {
    /// Where the piece ends when it starts at `at`, if it is there.
    fn at(&self, piece: &Piece<'_>, at: usize) -> Option<usize> {
        let text = &self.text[at..];
        let is_found = piece.text.iter().zip(text).all(|(wanted, byte)| self.fits(*wanted, *byte));
        (is_found && piece.solid <= text.len()).then_some(at + piece.text.len().min(text.len()))
    }

    /// Where the piece ends that starts first from `at` on.
    fn from(&self, piece: &Piece<'_>, at: usize) -> Option<usize> {
        (at..=self.text.len()).find_map(|at| self.at(piece, at))
    }

    fn fits(&self, wanted: u8, byte: u8) -> bool {
        match wanted {
            b'^' => is_separator(byte),
            _ if self.match_case => wanted == byte,
            _ => wanted.eq_ignore_ascii_case(&byte),
        }
    }
}

fn is_separator(byte: u8) -> bool {
    !(byte.is_ascii_alphanumeric() || b"_-.%".contains(&byte) || byte >= 0x80)
}
