//! Reads a text in pieces of whole lines, processes them on all cores, and keeps their order.

use std::{
    io::{self, Read},
    num::NonZero,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
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
    /// Its start in the whole text, in UTF-16 code units.
    pub(super) base: u64,
    /// Its length in UTF-16 code units.
    pub(super) units: u64,
    /// Its length in bytes of the file, before any repair.
    pub(super) bytes: u64,
    /// Whether it is the last piece. Only the last piece can have a line without a line ending.
    pub(super) is_last: bool,
    pub(super) bad_byte: Option<BadByte>,
}

impl Piece {
    /// Whether the piece is so large, because of one long line, that it is better processed alone.
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
    /// The number of line endings before it in its piece.
    pub(super) line: u64,
}

/// Bytes that are read at once: large enough to be worth a turn, and small enough to stay in the
/// cache of a core together with the result.
const TARGET: usize = 1 << 15;

/// Reads a text and cuts it into pieces.
pub(super) struct Pieces<R> {
    reader: R,
    /// Bytes that were read but are not yet part of a piece.
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

    /// The next piece. It reuses the memory of a finished one.
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
                // Everything before `at` is UTF-8 and does not end within a CRLF.
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

/// The position after the last line ending in `bytes`. There is none before `searched`. A CR at the
/// very end can be half of a CRLF.
fn last_line_end(bytes: &[u8], searched: usize) -> Option<usize> {
    let searched = searched.saturating_sub(1);
    let fresh = &bytes[searched..];
    let at = memrchr(b'\n', fresh).or_else(|| {
        let cut = fresh.len() - usize::from(fresh.ends_with(b"\r"));
        memrchr2(b'\r', b'\x0c', &fresh[..cut])
    });
    at.map(|at| searched + at + 1)
}

/// The state of a piece when its turn comes.
pub(super) enum Turn<'t, T> {
    /// It was processed, with this result.
    Done(&'t mut T),
    /// It is huge, and no other piece is being processed. It is processed now, without storing
    /// much.
    Alone,
}

/// Processes every piece with `work`, on all cores, and passes the results to `hand_on` in the
/// order of the text. `hand_on` can end this early.
///
/// Each thread does everything: it reads a piece, processes it, and waits for its turn to pass it
/// on. So the data stays in its cache, and each thread reuses its own `T`.
pub(super) fn for_each<T: Default>(
    name: &str,
    reader: impl Read + Send,
    work: impl Fn(&Piece, &mut T) + Sync,
    hand_on: impl FnMut(&Piece, Turn<'_, T>) -> Result<ControlFlow<()>, Error> + Send,
) -> Result<(), Error> {
    let mut pieces = Pieces::new(reader);
    let cannot_read = |err| Error::new(format!("cannot read {name}")).caused_by(err);
    let first = pieces.next(Piece::default()).map_err(cannot_read)?;
    // For one piece, threads would cost more than the work.
    let threads = match &first {
        Some(piece) if !piece.is_last => thread::available_parallelism().map_or(1, NonZero::get),
        _ => 1,
    };
    let reading = Mutex::new((pieces, first, 0));
    let handing_on = Mutex::new(HandingOn { hand_on, turn: 0, end: None });
    let turned = Condvar::new();
    let crew = Crew { work, cannot_read, reading, handing_on, turned };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| crew.run());
        }
        crew.run();
    });
    lock(&crew.handing_on).end.take().unwrap_or(Ok(()))
}

/// Ignores poisoning: the data is still valid, and the panic continues when all threads have ended.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the threads share.
struct Crew<R, W, H, C> {
    work: W,
    cannot_read: C,
    /// The reader, a piece that was read ahead, and the number of the next piece.
    reading: Mutex<(Pieces<R>, Option<Piece>, u64)>,
    handing_on: Mutex<HandingOn<H>>,
    /// Notified when the turn or the end changes.
    turned: Condvar,
}

struct HandingOn<H> {
    hand_on: H,
    /// The number of the piece whose turn it is.
    turn: u64,
    /// The result, when it ended before the last piece.
    end: Option<Result<(), Error>>,
}

impl<R: Read, W, H, C> Crew<R, W, H, C>
where
    C: Fn(io::Error) -> Error,
{
    fn run<T: Default>(&self)
    where
        W: Fn(&Piece, &mut T),
        H: FnMut(&Piece, Turn<'_, T>) -> Result<ControlFlow<()>, Error>,
    {
        let _ending = EndOnPanic { handing_on: &self.handing_on, turned: &self.turned };
        let mut piece = Piece::default();
        let mut result = T::default();
        loop {
            let mut reading = lock(&self.reading);
            let (pieces, first, count) = &mut *reading;
            let number = *count;
            *count += 1;
            let read = match first.take() {
                Some(first) => Ok(Some(first)),
                None => pieces.next(std::mem::take(&mut piece)),
            };
            // While a huge piece is processed, no other piece is read.
            let reading = matches!(&read, Ok(Some(it)) if it.is_huge()).then_some(reading);
            match read {
                Ok(None) => return,
                Ok(Some(next)) => piece = next,
                Err(err) => return self.turn(number, |_| Err((self.cannot_read)(err))),
            }
            if reading.is_none() {
                (self.work)(&piece, &mut result);
            }
            self.turn(number, |hand_on| {
                let turn = if reading.is_some() { Turn::Alone } else { Turn::Done(&mut result) };
                hand_on(&piece, turn)
            });
            if reading.is_some() {
                // Do not keep memory of this size for normal pieces.
                piece = Piece::default();
            }
        }
    }

    /// Runs a function when it is the turn of that piece, unless the work has ended before.
    fn turn(&self, number: u64, act: impl FnOnce(&mut H) -> Result<ControlFlow<()>, Error>) {
        let mut state = lock(&self.handing_on);
        while state.turn != number && state.end.is_none() {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.end.is_none() {
            match act(&mut state.hand_on) {
                Ok(ControlFlow::Continue(())) => state.turn += 1,
                Ok(ControlFlow::Break(())) => state.end = Some(Ok(())),
                Err(err) => state.end = Some(Err(err)),
            }
            self.turned.notify_all();
        }
    }
}

/// When a thread panics, its turn never comes; the other threads must not wait for it.
struct EndOnPanic<'c, H> {
    handing_on: &'c Mutex<HandingOn<H>>,
    turned: &'c Condvar,
}

impl<H> Drop for EndOnPanic<'_, H> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(self.handing_on).end.get_or_insert(Ok(()));
            self.turned.notify_all();
        }
    }
}
