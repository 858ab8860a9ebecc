//! Files that are not text in UTF-8.

/// The first bytes of binary files, and their kinds.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x7FELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xFE\xED\xFA", "a program"),
    (b"\xCF\xFA\xED\xFE", "a program"),
    (b"\xCA\xFE\xBA\xBE", "a program"),
    (b"\0asm", "a program"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"Cr24", "an extension of Chrome"),
    (b"\x1F\x8B\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a rar archive"),
    (b"\x89PNG\r\n", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"\0\0\x01\0", "a picture"),
    (b"%PDF-", "a document"),
    (b"\xD0\xCF\x11\xE0", "a document"),
    (b"SQLite format 3\0", "a database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"ID3\x03", "a sound"),
];

const UTF_16: &str = "utf-16";
const BINARY: &str = "binary";

/// The name of the kind, and the reason.
pub(super) fn recognise(bytes: &[u8]) -> Option<(&'static str, String)> {
    let head = &bytes[..bytes.len().min(8192)];
    match head {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            return Some((UTF_16, mark_reason("UTF-32")));
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Some((UTF_16, mark_reason("UTF-16"))),
        _ => (),
    }
    if let Some((_, what)) = MAGIC.iter().find(|it| head.starts_with(it.0)) {
        return Some((BINARY, format!("it starts like {what}")));
    }
    // In UTF-16, every second byte of Latin letters is zero.
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    if half > 1 && even.max(odd) * 10 >= half * 6 && even.min(odd) * 20 <= half {
        let reason = "every second byte is zero, as in UTF-16: save it as UTF-8";
        return Some((UTF_16, reason.to_owned()));
    }
    let strange = |it: &&u8| matches!(**it, 0..=8 | 14..=26 | 28..=31);
    let count = head.iter().filter(strange).count();
    if count * 20 >= head.len().max(1) && count > 1 {
        let reason = format!("{count} of its first {} bytes are not text", head.len());
        return Some((BINARY, reason));
    }
    None
}

fn mark_reason(encoding: &str) -> String {
    format!("it starts with the byte order mark of {encoding}: save it as UTF-8")
}
