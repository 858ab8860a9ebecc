//! What a revision changed in the text, and the bytes in which that is stored.

use std::{error, fmt};

use crate::MOST_BYTES;

/// A change of a text: it can be applied to the text before, and taken back from the text after.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// The length of the text before, in bytes.
    before: usize,
    hunks: Vec<Hunk>,
}

/// A part of a text, and what is in its place after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Where it starts in the text before, in bytes.
    pub at: usize,
    /// What was there.
    pub removed: String,
    /// What is there now.
    pub inserted: String,
}

impl Hunk {
    /// Leaves out the whole lines at both ends that stay as they are.
    fn trim(&mut self) {
        let (old, new) = (self.removed.as_bytes(), self.inserted.as_bytes());
        let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let head = old[..same].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let most = old.len().min(new.len()) - head;
        let ends = old.iter().rev().zip(new.iter().rev()).take(most);
        let same = ends.take_while(|(a, b)| a == b).count();
        let end = old.len() - same;
        let starts = |text: &[u8], at: usize| at == 0 || text[at - 1] == b'\n';
        let is_start = |tail: usize| starts(old, old.len() - tail) && starts(new, new.len() - tail);
        let at_line = (end..=old.len()).find(|it| is_start(old.len() - it));
        let tail = at_line.map_or(0, |it| old.len() - it);
        self.at += head;
        self.removed.truncate(self.removed.len() - tail);
        self.inserted.truncate(self.inserted.len() - tail);
        self.removed.drain(..head);
        self.inserted.drain(..head);
    }
}

/// The bytes are not those of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoChange;

impl fmt::Display for NoChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these bytes are no stored change")
    }
}

impl error::Error for NoChange {}

/// The change was made to another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the change was made to another text")
    }
}

impl error::Error for Misfit {}

/// The capacity of long texts is a multiple of this, in bytes.
const STEP: usize = 1 << 20;

/// The lines in a part of a text. A part that starts with a line break starts at the end of a line.
fn lines_in(part: &str) -> usize {
    let breaks = part.matches('\n').count();
    let is_at_end = part.starts_with('\n') || part.starts_with("\r\n");
    breaks + usize::from(!part.is_empty() && !part.ends_with('\n') && !is_at_end)
}

/// What stored changes start with. The last byte is the version.
const MAGIC: [u8; 4] = *b"bqc\x01";

/// The magic, and the length of what follows.
const HEAD: usize = MAGIC.len() + size_of::<u32>();

impl Change {
    /// A change of a text of `before` bytes. The hunks are in the order of the text, and do not overlap;
    /// those that change nothing are dropped.
    pub(crate) fn new(before: usize, mut hunks: Vec<Hunk>) -> Change {
        hunks.retain(|it| it.removed != it.inserted);
        hunks.iter_mut().for_each(Hunk::trim);
        debug_assert!(hunks.is_sorted_by(|a, b| a.at + a.removed.len() <= b.at));
        Change { before, hunks }
    }

    /// Whether the text stays as it is.
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }

    /// The parts that differ, in the order of the text.
    pub fn hunks(&self) -> &[Hunk] {
        &self.hunks
    }

    /// The length of the text after the change, in bytes.
    pub fn after(&self) -> usize {
        let inserted: usize = self.hunks.iter().map(|it| it.inserted.len()).sum();
        let removed: usize = self.hunks.iter().map(|it| it.removed.len()).sum();
        self.before + inserted - removed
    }

    /// How many lines came, and how many went; a line that was changed counts as both.
    pub fn lines(&self) -> (usize, usize) {
        let of = |text: fn(&Hunk) -> &str| self.hunks.iter().map(|it| lines_in(text(it))).sum();
        (of(|it| &it.inserted), of(|it| &it.removed))
    }

    /// The text after the change.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when this is not the text before.
    pub fn apply(&self, text: &str) -> Result<String, Misfit> {
        let mut new = text.to_owned();
        self.apply_to(&mut new)?;
        Ok(new)
    }

    /// Makes the text after the change of the text before, in its place: long texts are never copied.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when this is not the text before. Then nothing is changed.
    pub fn apply_to(&self, text: &mut String) -> Result<(), Misfit> {
        let mut at = 0;
        let is_there = |it: &Hunk| {
            let follows = it.at >= at;
            at = it.at + it.removed.len();
            follows && text.get(it.at..at) == Some(it.removed.as_str())
        };
        if text.len() != self.before || !self.hunks.iter().all(is_there) {
            return Err(Misfit);
        }
        let after = self.after();
        // A string would double its memory.
        if after > text.capacity() {
            let room = if after < STEP { after } else { after.next_multiple_of(STEP) };
            text.reserve_exact(room - text.len());
        }
        match &self.hunks[..] {
            [] => (),
            [it] => text.replace_range(it.at..it.at + it.removed.len(), &it.inserted),
            hunks => splice(text, hunks, after),
        }
        Ok(())
    }

    /// The hunks, each with where it starts in the text after the change, in bytes.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (usize, &Hunk)> {
        let (mut old, mut new) = (0, 0);
        self.hunks.iter().map(move |it| {
            let start = new + (it.at - old);
            (old, new) = (it.at + it.removed.len(), start + it.inserted.len());
            (start, it)
        })
    }

    /// The change from the text after to the text before.
    #[must_use]
    pub fn inverse(self) -> Change {
        let before = self.after();
        let (mut removed, mut inserted) = (0, 0);
        let mut hunks = self.hunks;
        for it in &mut hunks {
            it.at = it.at + inserted - removed;
            removed += it.removed.len();
            inserted += it.inserted.len();
            std::mem::swap(&mut it.removed, &mut it.inserted);
        }
        Change { before, hunks }
    }

    /// The change that this one and then the next one make.
    #[must_use]
    pub(crate) fn then(self, next: &Change) -> Change {
        let mut hunks = Vec::with_capacity(self.hunks.len() + next.hunks.len());
        let mut firsts = self.placed().peekable();
        let mut seconds = next.hunks.iter().peekable();
        // How far the text between both changes is behind the text before.
        let mut shift = 0_isize;
        loop {
            let starts = [firsts.peek().map(|it| it.0), seconds.peek().map(|it| it.at)];
            let Some(start) = starts.into_iter().flatten().min() else {
                return Change::new(self.before, hunks);
            };
            let at = start.wrapping_add_signed(-shift);
            // Hunks that touch each other in the text between become one.
            let (mut between, mut old, mut new) = (String::new(), String::new(), String::new());
            let (mut old_to, mut new_to) = (0, 0);
            loop {
                let end = start + between.len();
                if let Some((at, it)) = firsts.next_if(|it| it.0 <= end) {
                    between.push_str(it.inserted.get(end - at..).unwrap_or_default());
                    old.push_str(&between[old_to..at - start]);
                    old.push_str(&it.removed);
                    old_to = at - start + it.inserted.len();
                    shift += it.inserted.len() as isize - it.removed.len() as isize;
                } else if let Some(it) = seconds.next_if(|it| it.at <= end) {
                    between.push_str(it.removed.get(end - it.at..).unwrap_or_default());
                    new.push_str(&between[new_to..it.at - start]);
                    new.push_str(&it.inserted);
                    new_to = it.at - start + it.removed.len();
                } else {
                    break;
                }
            }
            old.push_str(&between[old_to..]);
            new.push_str(&between[new_to..]);
            hunks.push(Hunk { at, removed: old, inserted: new });
        }
    }

    /// The bytes to store. They say where they end, so that several can follow each other.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = self.hunks.iter().map(|it| it.removed.len() + it.inserted.len() + 16);
        let mut bytes = Vec::with_capacity(HEAD + 8 + parts.sum::<usize>());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&[0; 4]);
        write_number(self.before, &mut bytes);
        let mut at = 0;
        for it in &self.hunks {
            write_number(it.at - at, &mut bytes);
            for text in [&it.removed, &it.inserted] {
                write_number(text.len(), &mut bytes);
                bytes.extend_from_slice(text.as_bytes());
            }
            at = it.at + it.removed.len();
        }
        // A text has 16 MiB at most, so a change fits.
        let len = (bytes.len() - HEAD) as u32;
        bytes[MAGIC.len()..HEAD].copy_from_slice(&len.to_le_bytes());
        bytes
    }

    /// Reads the change at the start of `bytes`. Returns how many bytes it has, too. Never takes more
    /// memory than the bytes.
    ///
    /// # Errors
    ///
    /// [`NoChange`] when there is none, or not all of it.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Change, usize), NoChange> {
        Change::read(bytes).ok_or(NoChange)
    }

    fn read(bytes: &[u8]) -> Option<(Change, usize)> {
        let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
        let (magic, len) = head.split_first_chunk::<4>()?;
        let len = u32::from_le_bytes(len.try_into().ok()?) as usize;
        if *magic != MAGIC {
            return None;
        }
        let mut body = rest.get(..len)?;
        let before = read_number(&mut body)?;
        let mut hunks = Vec::new();
        let mut at = 0_usize;
        while !body.is_empty() {
            let start = at.checked_add(read_number(&mut body)?)?;
            let removed = read_text(&mut body)?;
            let inserted = read_text(&mut body)?;
            at = start.checked_add(removed.len())?;
            hunks.push(Hunk { at: start, removed, inserted });
        }
        (at <= before && before <= MOST_BYTES).then(|| (Change { before, hunks }, HEAD + len))
    }
}

/// Replaces parts of a text, whose length is then `after`: each byte is moved once at most.
fn splice(text: &mut String, hunks: &[Hunk], after: usize) {
    let mut bytes = std::mem::take(text).into_bytes();
    let before = bytes.len();
    bytes.resize(before.max(after), 0);
    // What stays behind each hunk, and where it comes; what is before the first one does not move.
    let mut kept = Vec::with_capacity(hunks.len());
    let mut to = hunks.first().map_or(0, |it| it.at);
    for (n, it) in hunks.iter().enumerate() {
        let from = it.at + it.removed.len();
        let end = hunks.get(n + 1).map_or(before, |it| it.at);
        to += it.inserted.len();
        kept.push((from..end, to));
        to += end - from;
    }
    // What moves back is moved first, from the start, and what moves on from the end: then nothing is
    // written over what is still to be moved.
    for (part, to) in kept.iter().filter(|it| it.1 < it.0.start) {
        bytes.copy_within(part.clone(), *to);
    }
    for (part, to) in kept.iter().rev().filter(|it| it.1 > it.0.start) {
        bytes.copy_within(part.clone(), *to);
    }
    for (it, (_, to)) in hunks.iter().zip(&kept) {
        bytes[to - it.inserted.len()..*to].copy_from_slice(it.inserted.as_bytes());
    }
    bytes.truncate(after);
    // Whole parts of texts are a text.
    *text = String::from_utf8(bytes)
        .unwrap_or_else(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn write_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// `None` for a number of more than 32 bits, which no length of a text is.
fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0_u64;
    for shift in (0..).step_by(7).take(5) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(number).ok().map(|it| it as usize);
        }
    }
    None
}

fn read_text(bytes: &mut &[u8]) -> Option<String> {
    let len = read_number(bytes)?;
    let (text, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    std::str::from_utf8(text).ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Change, Hunk, Misfit, NoChange};

    fn change() -> Change {
        let hunk = |at, removed: &str, inserted: &str| Hunk {
            at,
            removed: removed.to_owned(),
            inserted: inserted.to_owned(),
        };
        Change::new(10, vec![hunk(0, "ab", ""), hunk(4, "", "é\n"), hunk(5, "f", "XYZ")])
    }

    #[test]
    fn a_change_counts_its_lines() {
        let cases = [
            ("a\nb\n", "a\nb\nc\n", (1, 0)),
            // As in a diff, a line without a line break is another one than with it.
            ("a\nb", "a\nb\nc", (2, 1)),
            ("a\nb", "a\nb\n\nc", (3, 1)),
            ("a\r\nb\r\n", "b\r\n", (0, 1)),
            ("a\nb\nc\n", "x\nb\ny\nz\n", (3, 2)),
            ("", "a\nb", (2, 0)),
            ("a", "", (0, 1)),
            ("a", "a", (0, 0)),
        ];
        for (old, new, lines) in cases {
            assert_eq!(Change::between(old, new).lines(), lines, "{old:?} {new:?}");
        }
    }

    #[test]
    fn what_is_taken_back_is_as_before() {
        let after = change().apply("abcdefghij").expect("it fits");
        assert_eq!(after, "cdé\neXYZghij");
        assert_eq!(change().after(), after.len());
        assert_eq!(change().inverse().apply(&after).as_deref(), Ok("abcdefghij"));
        assert_eq!(change().inverse().inverse(), change());
    }

    #[test]
    fn another_text_is_refused() {
        for text in ["", "abcdefghi", "abcdefghijk", "xbcdefghij", "abcdexghij", "abédefghi"] {
            assert_eq!(change().apply(text), Err(Misfit), "{text}");
        }
    }

    #[test]
    fn bytes_are_read_back_and_end_where_they_say() {
        let one = change().to_bytes();
        let two = [one.as_slice(), b"more"].concat();
        assert_eq!(Change::from_bytes(&two), Ok((change(), one.len())));
        for len in 0..one.len() {
            assert_eq!(Change::from_bytes(&one[..len]), Err(NoChange), "{len}");
        }
    }

    #[test]
    fn no_bytes_do_harm() {
        let one = change().to_bytes();
        for at in 0..one.len() {
            for byte in 0..=255 {
                let mut bytes = one.clone();
                bytes[at] = byte;
                if let Ok((change, len)) = Change::from_bytes(&bytes) {
                    assert!(len <= bytes.len());
                    let _ = change.apply("abcdefghij");
                    assert_eq!(change.clone().inverse().inverse(), change);
                    assert_eq!(Change::from_bytes(&change.to_bytes()), Ok((change, len)));
                }
            }
        }
    }
}
