//! Reading a text in pieces of whole lines, and working on them with every core in order.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    num::NonZero,
    ops::ControlFlow,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use memchr::{memrchr, memrchr2};

use crate::{
    cli::Error,
    source::{Line, lines, utf16_len},
};

/// Whole lines of a text.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Where it starts in the whole text, in UTF-16 code units.
    pub(super) base: u64,
    /// Its length in UTF-16 code units.
    pub(super) units: u64,
    /// Its length in bytes of the file, before any repair.
    pub(super) bytes: u64,
    /// Only the last piece has a line that nothing ends.
    pub(super) is_last: bool,
    pub(super) bad_byte: Option<BadByte>,
}

impl Piece {
    /// A piece so large, for one line is, that it is better worked on alone.
    pub(super) fn is_huge(&self) -> bool {
        self.text.len() > 8 * TARGET
    }

    /// The lines that start in this piece.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        lines(&self.text).filter(|line| line.newline.is_some() || self.is_last)
    }
}

/// The first byte that is not UTF-8. It and others like it are read as U+FFFD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadByte {
    pub(super) byte: u8,
    /// From the start of the file.
    pub(super) offset: u64,
    /// Line ends before it in its piece.
    pub(super) line: u64,
}

/// How much is read at once, in bytes: large enough to be worth a hand-over, and small enough to
/// stay in a core's cache with what is made of it.
const TARGET: usize = 1 << 17;

/// Cuts what it reads into pieces.
pub(super) struct Pieces<R> {
    reader: R,
    /// Read, but not yet part of a piece.
    rest: Vec<u8>,
    base: u64,
    offset: u64,
    found_bad_byte: bool,
    is_done: bool,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(reader: R) -> Pieces<R> {
        let rest = Vec::with_capacity(TARGET);
        Pieces { reader, rest, base: 0, offset: 0, found_bad_byte: false, is_done: false }
    }

    /// The next piece, in the memory of one that is done with.
    pub(super) fn next(&mut self, spare: Piece) -> io::Result<Option<Piece>> {
        if self.is_done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let mut searched = 0;
        let mut wanted = TARGET;
        let end = loop {
            let before = bytes.len();
            // `take` and `read_to_end` read straight into the spare capacity.
            bytes.reserve(wanted);
            let read = (&mut self.reader).take(wanted as u64).read_to_end(&mut bytes)?;
            if read < wanted {
                self.is_done = true;
                break bytes.len();
            }
            if let Some(end) = last_line_end(&bytes, searched) {
                break end;
            }
            searched = before;
            wanted = bytes.len().min(8 << 20);
        };
        let mut rest = spare.text.into_bytes();
        rest.clear();
        rest.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        self.rest = rest;
        Ok(Some(self.piece(bytes)))
    }

    fn piece(&mut self, bytes: Vec<u8>) -> Piece {
        let len = bytes.len() as u64;
        let mut bad_byte = None;
        let text = String::from_utf8(bytes).unwrap_or_else(|err| {
            let at = err.utf8_error().valid_up_to();
            let bytes = err.into_bytes();
            if !self.found_bad_byte {
                self.found_bad_byte = true;
                // Everything before `at` is UTF-8, and ends in no cut-off CRLF.
                let before = String::from_utf8_lossy(&bytes[..at]);
                let line = lines(&before).count() as u64 - 1;
                let offset = self.offset + at as u64;
                bad_byte = Some(BadByte { byte: bytes[at], offset, line });
            }
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let base = self.base;
        let units = utf16_len(text.as_bytes()) as u64;
        self.base += units;
        self.offset += len;
        Piece { text, base, units, bytes: len, is_last: self.is_done, bad_byte }
    }
}

/// Behind the last line end in `bytes`, of which nothing before `searched` has one. A CR at the
/// very end may be half of a CRLF.
fn last_line_end(bytes: &[u8], searched: usize) -> Option<usize> {
    let searched = searched.saturating_sub(1);
    let fresh = &bytes[searched..];
    let at = memrchr(b'\n', fresh).or_else(|| {
        let cut = fresh.len() - usize::from(fresh.ends_with(b"\r"));
        memrchr2(b'\r', b'\x0c', &fresh[..cut])
    });
    at.map(|at| searched + at + 1)
}

/// Whose turn it is with a piece.
pub(super) enum Turn<T> {
    /// Another thread worked on it, and this came of it.
    Done(T),
    /// The piece is huge and nothing else is under way: work on it here, and keep little of it.
    Alone,
}

/// Works on every piece with `work`, on any thread, and hands on what came of it in the order of
/// the text. `hand_on` may end all that early.
pub(super) fn for_each<T: Send>(
    name: &str,
    reader: impl Read,
    work: impl Fn(&Piece) -> T + Sync,
    mut hand_on: impl FnMut(&Piece, Turn<T>) -> Result<ControlFlow<()>, Error>,
) -> Result<(), Error> {
    let mut pieces = Pieces::new(reader);
    let mut read = |spare| {
        let cannot = || Error::new(format!("cannot read {name}"));
        pieces.next(spare).map_err(|err| cannot().caused_by(err))
    };
    let Some(first) = read(Piece::default())? else { return Ok(()) };
    if first.is_last && !first.is_huge() {
        // Threads would cost more than the work.
        let result = work(&first);
        return hand_on(&first, Turn::Done(result)).map(|_| ());
    }
    // Reading and writing take a core of their own.
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = (cores - 1).max(1);
    let ahead = 4 * threads as u64;
    thread::scope(|scope| {
        let (jobs, waiting) = mpsc::channel::<(u64, Piece)>();
        let (results, finished) = mpsc::channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let (waiting, results, work) = (Arc::clone(&waiting), results.clone(), &work);
            // A thread stops when no piece can come any more, or nobody waits for its result.
            scope.spawn(move || {
                while let Some((n, piece)) = waiting.lock().ok().and_then(|it| it.recv().ok()) {
                    let result = work(&piece);
                    if results.send((n, piece, result)).is_err() {
                        break;
                    }
                }
            });
        }
        let mut next = Some(first);
        let mut spare = Vec::new();
        let mut early = BTreeMap::new();
        let (mut sent, mut handed_on) = (0, 0);
        loop {
            while let Some(piece) = next.take_if(|it| !it.is_huge() && sent - handed_on < ahead) {
                // The receiver lives as long as this loop.
                _ = jobs.send((sent, piece));
                sent += 1;
                next = read(spare.pop().unwrap_or_default())?;
            }
            if sent > handed_on {
                // A thread that panicked takes its piece with it; the scope passes the panic on.
                let Ok((n, piece, result)) = finished.recv() else { return Ok(()) };
                early.insert(n, (piece, result));
                while let Some((piece, result)) = early.remove(&handed_on) {
                    handed_on += 1;
                    if hand_on(&piece, Turn::Done(result))?.is_break() {
                        return Ok(());
                    }
                    spare.push(piece);
                }
            } else if let Some(piece) = next.take() {
                if hand_on(&piece, Turn::Alone)?.is_break() {
                    return Ok(());
                }
                // Memory of that size is not kept for pieces of the usual one.
                drop(piece);
                next = read(Piece::default())?;
            } else {
                return Ok(());
            }
        }
    })
}
