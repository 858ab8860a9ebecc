//! Checks one text on all cores.

use std::{
    collections::HashMap,
    num::NonZero,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use crate::{
    cli::ui::Progress,
    lint::{Companions, Config, Kind, PieceResult, Prelude, lint_piece},
    source::line_ends,
};

/// Whole lines of a text.
struct Piece<'a> {
    text: &'a str,
    first_line: u32,
}

/// Large enough to be worth a thread's turn, and small enough that all cores finish at about the
/// same time.
const PIECE: usize = 1 << 18;

/// What is known of a whole text, unless the user gives its kind.
pub(super) fn prelude(text: &str, kind: Option<Kind>) -> Prelude<'_> {
    let mut prelude = Prelude::scan(text);
    prelude.kind = kind.unwrap_or(prelude.kind);
    prelude
}

/// Checks every line of a text.
pub(super) fn lines(
    text: &str,
    prelude: &Prelude<'_>,
    config: &Config,
    progress: &mut Progress,
) -> PieceResult {
    let pieces = pieces(text);
    let judge = |it: &Piece<'_>| lint_piece(it.text, it.first_line, prelude, config);
    let mut all = PieceResult::with_room_for(text.len(), config);
    on_every_core(&pieces, judge, |it, result| {
        progress.advance(it.text.len() as u64);
        all.append(result);
    });
    all
}

/// What a text adds to the companions of others.
pub(super) fn companions(text: &str) -> Companions {
    let prelude = Prelude::scan(text);
    let scan = |it: &Piece<'_>| Companions::scan(it.text, &prelude);
    let mut parts = Vec::new();
    on_every_core(&pieces(text), scan, |_, part| parts.push(part));
    Companions::join(parts)
}

/// Splits after line feeds. A line never crosses the end of a piece.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut first_line) = (0, 0);
    loop {
        let rest = &text[start..];
        let from = rest.floor_char_boundary(PIECE.min(rest.len()));
        let end = match memchr::memchr(b'\n', &rest.as_bytes()[from..]) {
            Some(at) => from + at + 1,
            None => rest.len(),
        };
        let text = &rest[..end];
        pieces.push(Piece { text, first_line });
        if end == rest.len() {
            return pieces;
        }
        first_line += line_ends(text.as_bytes()) as u32;
        start += end;
    }
}

/// Passes the result of `work` for each piece to `hand_on`, in order, as soon as all earlier
/// results were passed.
pub(super) fn on_every_core<P: Sync, T: Send>(
    pieces: &[P],
    work: impl Fn(&P) -> T + Sync,
    mut hand_on: impl FnMut(&P, T),
) {
    if let [piece] = pieces {
        // For one piece, threads would take longer than the work.
        return hand_on(piece, work(piece));
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(pieces.len());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, finished) = mpsc::channel();
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some(n) = Some(next.fetch_add(1, Ordering::Relaxed))
                    && let Some(piece) = pieces.get(n)
                    && sender.send((n, work(piece))).is_ok()
                {}
            });
        }
        // The loop ends when the last thread ends.
        drop(sender);
        let mut early = HashMap::new();
        let mut turn = 0;
        for (n, result) in finished {
            early.insert(n, result);
            while let Some(result) = early.remove(&turn) {
                hand_on(&pieces[turn], result);
                turn += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{PIECE, pieces};
    use crate::source::lines;

    #[test]
    fn pieces_are_the_text_and_know_their_lines() {
        let texts = ["", "a", "a\n", "a\r\nb\rc\x0cd\n"].map(str::to_owned);
        let long = [format!("{}\n", "x\r\ny\rz\x0cä\n".repeat(PIECE / 4)), "x".repeat(3 * PIECE)];
        for text in texts.into_iter().chain(long) {
            let pieces = pieces(&text);
            let mut before = String::new();
            for piece in &pieces {
                let line = lines(&before).count() as u32 - 1;
                assert_eq!(piece.first_line, line);
                before.push_str(piece.text);
            }
            assert_eq!(before, text);
        }
    }
}
