//! A writer of JSON text.

/// Text is appended here; when a drain is set and enough has come together, it is handed over, so
/// that a document of any size costs little memory.
#[derive(Default)]
pub struct Json<'d> {
    buffer: Vec<u8>,
    drain: Option<Drain<'d>>,
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
        Json { buffer, drain: Some(drain), ..Json::default() }
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
        if self.buffer.len() >= PORTION && self.drain.is_some() {
            self.hand_over();
        }
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
