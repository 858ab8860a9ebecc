//! A writer of JSON text.

use std::fmt::{self, Display, Write as _};

use bloqr_syntax::{
    invisible::{self, is_invisible},
    source,
};

/// Collects text. If a drain is set, the text is passed to it when there is enough, so that a
/// document of any size needs little memory.
pub struct Json<'d> {
    buffer: Vec<u8>,
    /// The length of the buffer at which it is drained or full.
    threshold: usize,
    drain: Option<Drain<'d>>,
    is_full: bool,
    template: Template,
}

/// Takes what was written so far and leaves the buffer empty.
pub type Drain<'d> = Box<dyn FnMut(&mut Vec<u8>) + 'd>;

/// The number of bytes that are collected before they are passed to the drain.
const PORTION: usize = 1 << 16;

/// Strings are processed in pieces of this many bytes, so that a string of any length can be
/// drained.
const PIECE: usize = 1 << 14;

/// The last location. The next one is nearly always near it, so only the last four digits of the
/// two numbers differ; the other digits are formatted once and reused.
struct Template {
    /// The numbers without their last four digits.
    high: u64,
    /// `,"start":12____,"end":12____`, for a `high` of 12.
    text: [u8; 64],
    len: usize,
    /// The positions of the last four digits of each number.
    start: usize,
    end: usize,
}

impl Default for Json<'_> {
    fn default() -> Self {
        Json::on(Vec::new())
    }
}

impl<'d> Json<'d> {
    /// A document in memory.
    pub fn new() -> Json<'d> {
        Json::default()
    }

    /// Appends to `buffer`, and reuses its memory.
    pub fn on(buffer: Vec<u8>) -> Json<'d> {
        let template = Template::NONE;
        Json { buffer, threshold: usize::MAX, drain: None, is_full: false, template }
    }

    /// A document that is handed to `drain` in portions while it is written, for documents of any
    /// length.
    pub fn draining(drain: Drain<'d>) -> Json<'d> {
        let buffer = Vec::with_capacity(2 * PORTION);
        Json { threshold: PORTION, drain: Some(drain), ..Json::on(buffer) }
    }

    /// A document of at most `most` bytes. When it grows longer, [`Json::is_full`] is true and the
    /// rest is not stored. The buffer starts as a power of two and is filled in small pieces, so
    /// that it grows by doubling.
    pub fn limited(most: usize) -> Json<'d> {
        let buffer = Vec::with_capacity(PORTION);
        Json { threshold: most, ..Json::on(buffer) }
    }

    /// Makes room for so many bytes at once, so that a document whose length is known is not copied
    /// while it grows. Never more than its limit.
    pub fn reserve(&mut self, bytes: usize) {
        let most = self.threshold.saturating_sub(self.buffer.len());
        self.buffer.reserve_exact(bytes.min(most));
    }

    /// How many bytes are collected that were not drained.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether no byte is collected.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Whether the document grew longer than its limit.
    pub fn is_full(&self) -> bool {
        self.is_full || self.drain.is_none() && self.buffer.len() >= self.threshold
    }

    /// Drains or returns the rest.
    pub fn finish(mut self) -> Vec<u8> {
        self.hand_over();
        self.buffer
    }

    fn hand_over(&mut self) {
        if let Some(drain) = &mut self.drain {
            drain(&mut self.buffer);
            self.buffer.clear();
        }
    }

    /// Drains the buffer when it is long enough. Strings do this themselves; nodes without strings,
    /// of which there can be millions, must call it.
    #[inline]
    pub fn hand_over_when_full(&mut self) {
        if self.buffer.len() >= self.threshold {
            self.make_room();
        }
    }

    #[cold]
    fn make_room(&mut self) {
        match self.drain {
            Some(_) => self.hand_over(),
            None => self.give_up(),
        }
    }

    /// Marks the document as full.
    pub fn give_up(&mut self) {
        self.is_full = true;
        self.buffer.clear();
    }

    /// Appends text that is already JSON.
    #[inline(always)]
    pub fn raw(&mut self, json: &str) {
        self.buffer.extend_from_slice(json.as_bytes());
    }

    /// A whole number.
    pub fn number(&mut self, number: u64) {
        let mut digits = itoa::Buffer::new();
        self.raw(digits.format(number));
    }

    /// `,"start":1,"end":2`. This is half of the output for a list, so it is copied from a
    /// template, with lengths that the compiler knows.
    #[inline]
    pub fn location(&mut self, start: u64, end: u64) {
        let high = start / BASE;
        if high == 0 || high != end / BASE {
            return self.unlike_location(start, end);
        }
        if high != self.template.high {
            self.template = Template::new(high);
        }
        let at = self.buffer.len();
        self.buffer.extend_from_slice(&self.template.text);
        self.buffer.truncate(at + self.template.len);
        for (slot, number) in [(self.template.start, start), (self.template.end, end)] {
            let slot = &mut self.buffer[at + slot..at + slot + 4];
            slot.copy_from_slice(&LAST_DIGITS[(number % BASE) as usize]);
        }
    }

    /// A location whose numbers are small, or do not have the same first digits.
    fn unlike_location(&mut self, start: u64, end: u64) {
        self.raw(",\"start\":");
        self.number(start);
        self.raw(",\"end\":");
        self.number(end);
    }

    /// `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Appends a value whose `Display` writes JSON.
    pub fn shown(&mut self, json: &impl Display) {
        // Only the `Display` of the value can fail, never this writer.
        let _ = write!(self, "{json}");
    }

    /// Any value.
    pub fn value(&mut self, value: &serde_json::Value) {
        self.shown(value);
        self.hand_over_when_full();
    }

    /// A string in its quotes.
    pub fn string(&mut self, text: &str) {
        self.raw("\"");
        self.escaped(text);
        self.raw("\"");
    }

    /// The inside of a string that needs no escapes.
    #[inline]
    pub fn plain(&mut self, text: &str) {
        if text.len() <= PIECE {
            self.raw(text);
        } else {
            for piece in text.as_bytes().chunks(PIECE) {
                self.buffer.extend_from_slice(piece);
                self.hand_over_when_full();
            }
        }
        self.hand_over_when_full();
    }

    /// The inside of a string. Invisible characters are escaped too, because JSON also goes to
    /// terminals.
    pub fn escaped(&mut self, text: &str) {
        self.escaping(text, needs_escape);
    }

    /// Escapes what is invisible, and of ASCII what `is_special`.
    fn escaping(&mut self, mut text: &str, is_special: impl Fn(u8) -> bool) {
        while !text.is_empty() {
            let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE));
            let mut from = 0;
            for (at, byte) in piece.bytes().enumerate() {
                let len = match byte {
                    // The first byte of a longer character; the others of it are 0x80 to 0xbf.
                    0xc0.. => match piece[at..].chars().next() {
                        Some(c) if is_invisible(c) => c.len_utf8(),
                        _ => continue,
                    },
                    0x80.. => continue,
                    _ if is_special(byte) => 1,
                    _ => continue,
                };
                self.raw(&piece[from..at]);
                from = at + len;
                self.escape(&piece[at..from]);
            }
            self.raw(&piece[from..]);
            self.hand_over_when_full();
            text = rest;
        }
    }

    fn escape(&mut self, character: &str) {
        match character {
            "\"" => self.raw("\\\""),
            "\\" => self.raw("\\\\"),
            "\x08" => self.raw("\\b"),
            "\t" => self.raw("\\t"),
            "\n" => self.raw("\\n"),
            "\x0c" => self.raw("\\f"),
            "\r" => self.raw("\\r"),
            _ => character.chars().for_each(|it| self.raw(&invisible::escaped(it))),
        }
    }
}

impl fmt::Write for Json<'_> {
    fn write_str(&mut self, json: &str) -> fmt::Result {
        // The text is JSON, but its strings can contain invisible characters.
        if source::any(json, |it| it >= 0x7f) {
            self.escaping(json, |it| it == 0x7f)
        } else {
            self.plain(json)
        }
        Ok(())
    }
}

/// Whether a byte is escaped, or can start a character that is.
fn needs_escape(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~') || byte == b'"' || byte == b'\\'
}

impl Template {
    const NONE: Template = Template { high: 0, text: [0; 64], len: 0, start: 0, end: 0 };

    #[cold]
    fn new(high: u64) -> Template {
        let location = format!(",\"start\":{high}____,\"end\":{high}____");
        let mut text = [0; 64];
        // Two numbers of twenty digits fit.
        text[..location.len()].copy_from_slice(location.as_bytes());
        let start = location.find('_').unwrap_or_default();
        Template { high, text, len: location.len(), start, end: location.len() - 4 }
    }
}

const BASE: u64 = 10_000;

/// The last four digits of a number, by their value.
static LAST_DIGITS: [[u8; 4]; BASE as usize] = {
    let mut digits = [[b'0'; 4]; BASE as usize];
    let mut number = 0;
    while number < digits.len() {
        let mut rest = number;
        let mut at = 4;
        while at > 0 {
            at -= 1;
            digits[number][at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        number += 1;
    }
    digits
};

/// Whether `text` can be written as it is.
#[inline]
pub(super) fn is_plain(text: &str) -> bool {
    !source::any(text, needs_escape)
}
