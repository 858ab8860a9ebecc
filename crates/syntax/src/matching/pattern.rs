//! Patterns with `||`, `|`, `^` and `*`, as all blockers read them.

use super::Url;

/// Whether `pattern` matches anywhere in the URL, or at the positions that its anchors require.
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
        // Match each piece as far left as possible, which leaves the most text for the next pieces.
        [first, middle @ .., last] => {
            let first = starts.into_iter().find_map(|at| search.at(first, at));
            let mut middle = middle.iter();
            let at = first.and_then(|at| middle.try_fold(at, |at, it| search.from(it, at)));
            at.is_some_and(|at| (at..=text.len()).any(|at| ends(last, at)))
        }
    }
}

/// The starts of the host's labels. `||` matches at these positions.
fn labels(url: &Url) -> Vec<usize> {
    let start = url.host_range().start;
    let dots = url.host().match_indices('.').map(|(at, _)| start + at + 1);
    std::iter::once(start).chain(dots).collect()
}

/// The part between two `*`.
struct Piece<'p> {
    text: &'p [u8],
    /// Its length without a final `^`, which also matches the end of the URL.
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
    /// The end of the piece, if it matches at `at`.
    fn at(&self, piece: &Piece<'_>, at: usize) -> Option<usize> {
        let text = &self.text[at..];
        let is_found = piece.text.iter().zip(text).all(|(wanted, byte)| self.fits(*wanted, *byte));
        (is_found && piece.solid <= text.len()).then_some(at + piece.text.len().min(text.len()))
    }

    /// The end of the first match at or after `at`.
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
