//! A writer of JSON text.

/// Text is appended here; when a drain is set and enough has come together, it is handed over, so
/// that a document of any size costs little memory.
pub struct Json<'d> {
    buffer: Vec<u8>,
    /// At what length of the buffer something is to be done.
    threshold: usize,
    drain: Option<Drain<'d>>,
    is_full: bool,
    high: HighDigits,
}

/// Takes what was written so far and leaves the buffer empty.
pub type Drain<'d> = Box<dyn FnMut(&mut Vec<u8>) + 'd>;

/// How much comes together before it is handed over, in bytes.
const PORTION: usize = 1 << 16;

/// Strings are looked at in pieces of this size, in bytes, so that one of any length can be drained.
const PIECE: usize = 1 << 14;

/// The digits of a number without its last four. Nearly every number of a document is an offset
/// near the one before, so these are written once and used many times.
#[derive(Default)]
struct HighDigits {
    number: u64,
    digits: [u8; 16],
    len: usize,
}

impl Default for Json<'_> {
    fn default() -> Self {
        let (buffer, high) = (Vec::new(), HighDigits::default());
        Json { buffer, threshold: usize::MAX, drain: None, is_full: false, high }
    }
}

impl<'d> Json<'d> {
    pub fn new() -> Json<'d> {
        Json::default()
    }

    /// Writes on at the end of `buffer`, keeping what it has allocated.
    pub fn on(buffer: Vec<u8>) -> Json<'d> {
        Json { buffer, ..Json::default() }
    }

    pub fn draining(drain: Drain<'d>) -> Json<'d> {
        let buffer = Vec::with_capacity(2 * PORTION);
        Json { buffer, threshold: PORTION, drain: Some(drain), ..Json::default() }
    }

    /// For a document that is of no use when it grows longer than `most` bytes: then
    /// [`Json::is_full`] says so, and what is written is not kept.
    pub fn limited(most: usize) -> Json<'d> {
        Json { threshold: most, ..Json::default() }
    }

    /// Whether the document grew longer than it may.
    pub fn is_full(&self) -> bool {
        self.is_full || self.drain.is_none() && self.buffer.len() >= self.threshold
    }

    /// Hands over or gives back the rest.
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

    #[inline]
    fn hand_over_when_full(&mut self) {
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

    /// Makes the document full.
    pub fn give_up(&mut self) {
        self.is_full = true;
        self.buffer.clear();
    }

    /// Text that is JSON already.
    #[inline(always)]
    pub fn raw(&mut self, json: &str) {
        self.buffer.extend_from_slice(json.as_bytes());
    }

    /// Copies of a length known to the compiler are what makes this fast.
    #[inline]
    pub fn number(&mut self, number: u64) {
        let (high, low) = (number / 10_000, (number % 10_000) as u16);
        let digits = four_digits(low);
        if high == 0 {
            match low {
                0..10 => self.buffer.push(digits[3]),
                10..100 => self.buffer.extend_from_slice(&[digits[2], digits[3]]),
                100..1000 => self.buffer.extend_from_slice(&[digits[1], digits[2], digits[3]]),
                _ => self.buffer.extend_from_slice(&digits),
            }
            return;
        }
        if high != self.high.number {
            self.high.set(high);
        }
        let end = self.buffer.len() + self.high.len;
        self.buffer.extend_from_slice(&self.high.digits);
        self.buffer.truncate(end);
        self.buffer.extend_from_slice(&digits);
    }

    pub fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    pub fn value(&mut self, value: &serde_json::Value) {
        self.raw(&value.to_string());
        self.hand_over_when_full();
    }

    /// A string in its quotes.
    pub fn string(&mut self, text: &str) {
        self.buffer.push(b'"');
        self.escaped(text);
        self.buffer.push(b'"');
    }

    /// The same for a text of which it is known that nothing in it has to be escaped.
    #[inline]
    pub fn plain_string(&mut self, text: &str) {
        self.buffer.push(b'"');
        if text.len() <= PIECE {
            self.buffer.extend_from_slice(text.as_bytes());
        } else {
            for piece in text.as_bytes().chunks(PIECE) {
                self.buffer.extend_from_slice(piece);
                self.hand_over_when_full();
            }
        }
        self.buffer.push(b'"');
        self.hand_over_when_full();
    }

    fn escaped(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for piece in bytes.chunks(PIECE) {
            let mut from = 0;
            for (at, byte) in piece.iter().enumerate() {
                if needs_escape(*byte) {
                    self.buffer.extend_from_slice(&piece[from..at]);
                    self.escape(*byte);
                    from = at + 1;
                }
            }
            self.buffer.extend_from_slice(&piece[from..]);
            self.hand_over_when_full();
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.raw("\\\""),
            b'\\' => self.raw("\\\\"),
            0x08 => self.raw("\\b"),
            b'\t' => self.raw("\\t"),
            b'\n' => self.raw("\\n"),
            0x0c => self.raw("\\f"),
            b'\r' => self.raw("\\r"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                self.raw("\\u00");
                self.buffer.push(DIGITS[usize::from(byte >> 4)]);
                self.buffer.push(DIGITS[usize::from(byte & 15)]);
            }
        }
    }
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

impl HighDigits {
    #[cold]
    fn set(&mut self, number: u64) {
        let mut buffer = itoa::Buffer::new();
        // The largest number has twenty digits, of which these are all but four.
        let digits = buffer.format(number).as_bytes();
        self.number = number;
        self.len = digits.len();
        self.digits[..digits.len()].copy_from_slice(digits);
    }
}

/// The digits of a number below ten thousand.
#[inline]
fn four_digits(number: u16) -> [u8; 4] {
    let (high, low) = (number / 100, number % 100);
    [high / 10, high % 10, low / 10, low % 10].map(|digit| b'0' + digit as u8)
}

/// Whether `text` can be written as it is.
#[inline]
pub(super) fn is_plain(text: &str) -> bool {
    // Without an early exit, so that the compiler looks at many bytes at once.
    !text.bytes().fold(false, |found, byte| found | needs_escape(byte))
}
