//! A text as JavaScript sees it: code points with the flag `u`, otherwise UTF-16 code units. A
//! position is a byte; the position between the two units of a character is two bytes after its
//! start.

#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    /// Whether a unit is a code point.
    pub(super) unicode: bool,
}

/// The first unit that is the second half of a surrogate pair.
const LOW: u32 = 0xdc00;

impl Text<'_> {
    /// The unit at a position, and the position after it.
    #[inline]
    pub(super) fn next(self, at: usize) -> Option<(u32, usize)> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some((u32::from(*byte), at + 1)),
            Some(_) => self.next_wide(at),
            None => None,
        }
    }

    /// The unit before a position, and the position before it.
    #[inline]
    pub(super) fn prev(self, at: usize) -> Option<(u32, usize)> {
        match self.text.as_bytes()[..at].last() {
            Some(byte) if byte.is_ascii() => Some((u32::from(*byte), at - 1)),
            Some(_) => self.prev_wide(at),
            None => None,
        }
    }

    #[cold]
    fn next_wide(self, at: usize) -> Option<(u32, usize)> {
        let is_second = !self.text.is_char_boundary(at);
        let c = self.text[if is_second { at - 2 } else { at }..].chars().next()?;
        Some(match units(c, self.unicode) {
            [Some(_), Some(low)] if is_second => (low, at + 2),
            [Some(high), Some(_)] => (high, at + 2),
            [one, _] => (one?, at + c.len_utf8()),
        })
    }

    #[cold]
    fn prev_wide(self, at: usize) -> Option<(u32, usize)> {
        let is_second = !self.text.is_char_boundary(at);
        let c = self.text[..if is_second { at + 2 } else { at }].chars().next_back()?;
        Some(match units(c, self.unicode) {
            [Some(high), Some(_)] if is_second => (high, at - 2),
            [Some(_), Some(low)] => (low, at - 2),
            [one, _] => (one?, at - c.len_utf8()),
        })
    }
}

/// The units of a character in JavaScript: one or two.
pub(super) fn units(c: char, unicode: bool) -> [Option<u32>; 2] {
    let code = u32::from(c);
    match code.checked_sub(0x1_0000) {
        Some(rest) if !unicode => [Some(0xd800 + (rest >> 10)), Some(LOW + (rest & 0x3ff))],
        _ => [Some(code), None],
    }
}
