//! The bytes of a list as text, or why they are none.

use std::fmt;

/// Why bytes are no text.
#[derive(Debug)]
pub(super) enum NoText {
    Gzip,
    Utf16,
    Binary,
    /// A text in another encoding: its first byte that is not UTF-8, and the line of that, from 1.
    Encoding {
        line: usize,
        byte: u8,
        bytes: Vec<u8>,
    },
}

impl fmt::Display for NoText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoText::Gzip => f.write_str("it is compressed with gzip; unpack it first"),
            NoText::Utf16 => f.write_str("it is UTF-16; save it as UTF-8"),
            NoText::Binary => {
                f.write_str("it is not a text: it is neither UTF-8 nor free of NUL bytes")
            }
            NoText::Encoding { line, byte, .. } => {
                write!(
                    f,
                    "it is not UTF-8: line {line} has the byte 0x{byte:02x}; save it as UTF-8"
                )
            }
        }
    }
}

/// Reads UTF-8.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, NoText> {
    if bytes.starts_with(b"\x1F\x8B") {
        return Err(NoText::Gzip);
    }
    let is_utf16 = [b"\xFF\xFE", b"\xFE\xFF"].iter().any(|it| bytes.starts_with(*it))
        || has_every_second_nul(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) if !is_utf16 => Ok(text),
        Err(err) if !is_utf16 && !err.as_bytes().contains(&0) => {
            let at = err.utf8_error().valid_up_to();
            let line = err.as_bytes()[..at].iter().filter(|it| **it == b'\n').count() + 1;
            let byte = err.as_bytes().get(at).copied().unwrap_or_default();
            Err(NoText::Encoding { line, byte, bytes: err.into_bytes() })
        }
        Err(_) if !is_utf16 => Err(NoText::Binary),
        _ => Err(NoText::Utf16),
    }
}

/// UTF-16 without a mark: of ASCII, every second byte is NUL, and all of it is UTF-8 as well.
fn has_every_second_nul(bytes: &[u8]) -> bool {
    if memchr::memchr(0, bytes).is_none() {
        return false;
    }
    let mut nuls = [0_usize; 2];
    bytes.iter().enumerate().filter(|it| *it.1 == 0).for_each(|it| nuls[it.0 % 2] += 1);
    let [few, many] = [nuls[0].min(nuls[1]), nuls[0].max(nuls[1])];
    many * 4 >= bytes.len() && few * 10 <= many
}
