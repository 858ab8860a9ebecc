//! JSON5 written as JSON: keys once, those that are array indices first.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};

use super::{Members, Reader, Result};

impl Members<'_> {
    /// The members as `JSON.parse` reads them: the last one with a name counts.
    pub fn to_map(&self) -> Map<String, Value> {
        // The JSON is an object.
        serde_json::from_str(&self.to_string()).unwrap_or_default()
    }
}

impl PartialEq for Members<'_> {
    fn eq(&self, other: &Members<'_>) -> bool {
        self.text == other.text || self.to_string() == other.to_string()
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reader = Reader { text: self.text, at: 0 };
        Writer { keys: &Keys::of(self.text), reader, out: f }.object()
    }
}

/// A key of an object, with all its occurrences.
#[derive(Debug, Clone, Copy)]
struct Key {
    /// Where its object starts.
    object: u32,
    /// Its first position.
    first: u32,
    /// Its last position, whose value counts. Until that is known, the hash of the key.
    last: u32,
}

/// The keys of all objects of a text, grouped by object and in the order in which they are written.
/// They must be known before an object can be written.
struct Keys(Vec<Key>);

impl Keys {
    fn of(text: &str) -> Keys {
        let mut keys = Vec::new();
        // There is no error: the same text was parsed before.
        let _ = Reader { text, at: 0 }.members(1, &mut |object, at| {
            let hash = hash(Reader { text, at });
            keys.push(Key { object: object as u32, first: at as u32, last: hash });
        });
        Keys::unite(&mut keys, text);
        Keys::sort(&mut keys, text);
        Keys(keys)
    }

    /// Merges keys that occur several times.
    fn unite(keys: &mut Vec<Key>, text: &str) {
        let hashed = |it: &Key| (it.object, it.last);
        keys.sort_unstable_by_key(|it| (hashed(it), it.first));
        let is_same = |a: &Key, b: &Key| letters(text, a).eq(letters(text, b));
        for alike in keys.chunk_by_mut(|a, b| hashed(a) == hashed(b)) {
            if alike.iter().any(|it| !is_same(it, &alike[0])) {
                alike.sort_unstable_by(|a, b| {
                    letters(text, a).cmp(letters(text, b)).then(a.first.cmp(&b.first))
                });
            }
            for same in alike.chunk_by_mut(|a, b| is_same(a, b)) {
                let last = same.last().map_or(0, |it| it.first);
                for (n, key) in same.iter_mut().enumerate() {
                    // All except the first are removed below.
                    key.last = if n == 0 { last } else { 0 };
                }
            }
        }
        keys.retain(|it| it.last >= it.first);
    }

    /// JavaScript puts keys that are array indices before all other keys, in ascending order.
    fn sort(keys: &mut [Key], text: &str) {
        keys.sort_unstable_by_key(|it| (it.object, it.first));
        for object in keys.chunk_by_mut(|a, b| a.object == b.object) {
            if object.iter().any(|it| index(text, it).is_some()) {
                object.sort_by_cached_key(|it| (index(text, it).unwrap_or(u32::MAX), it.first));
            }
        }
    }

    fn of_object(&self, object: usize) -> &[Key] {
        let start = self.0.partition_point(|it| (it.object as usize) < object);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|it| it.object as usize == object)]
    }
}

/// The letters of a key.
fn letters<'a>(text: &'a str, key: &Key) -> impl Iterator<Item = char> + use<'a> {
    Reader { text, at: key.first as usize }.letters()
}

/// FNV-1a.
fn hash(key: Reader<'_>) -> u32 {
    key.letters().fold(0x811c_9dc5, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193))
}

/// The array index that the key spells, which is never `u32::MAX`.
fn index(text: &str, key: &Key) -> Option<u32> {
    let mut digits = letters(text, key).peekable();
    let has_zeros = digits.next_if_eq(&'0').is_some() && digits.peek().is_some();
    let number =
        digits.try_fold(0_u32, |number, it| number.checked_mul(10)?.checked_add(it.to_digit(10)?));
    number.filter(|it| !has_zeros && *it != u32::MAX)
}

struct Writer<'k, 'a, 'f, 'o> {
    keys: &'k Keys,
    reader: Reader<'a>,
    out: &'f mut fmt::Formatter<'o>,
}

impl Writer<'_, '_, '_, '_> {
    fn value(&mut self) -> fmt::Result {
        match self.reader.peek() {
            Some('{') => {
                self.reader.at += 1;
                self.object()
            }
            Some('[') => {
                self.reader.at += 1;
                self.array()
            }
            Some('"' | '\'') => self.text(|reader, letter| reader.text(letter)),
            _ => write!(self.out, "{}", self.reader.scalar().unwrap_or_default()),
        }
    }

    /// Writes the members after the brace, in the order of the keys. Continues after the last
    /// member.
    fn object(&mut self) -> fmt::Result {
        let keys = self.keys.of_object(self.reader.at);
        let mut end = self.reader.at;
        self.out.write_char('{')?;
        for (n, key) in keys.iter().enumerate() {
            if n > 0 {
                self.out.write_char(',')?;
            }
            self.reader.at = key.last as usize;
            self.text(|reader, letter| reader.key(letter))?;
            self.out.write_char(':')?;
            self.value()?;
            end = end.max(self.reader.at);
        }
        self.reader.at = end;
        self.skip_comma();
        self.reader.eat('}');
        self.out.write_char('}')
    }

    fn array(&mut self) -> fmt::Result {
        self.out.write_char('[')?;
        let mut is_first = true;
        self.skip_comma();
        while !self.reader.eat(']') {
            if !std::mem::take(&mut is_first) {
                self.out.write_char(',')?;
            }
            self.value()?;
            self.skip_comma();
        }
        self.out.write_char(']')
    }

    /// Moves to the next item, or to the closing bracket.
    fn skip_comma(&mut self) {
        let _ = self.reader.skip_blanks();
        if self.reader.eat(',') {
            let _ = self.reader.skip_blanks();
        }
    }

    fn text(
        &mut self,
        read: impl FnOnce(&mut Reader<'_>, &mut dyn FnMut(char)) -> Result<()>,
    ) -> fmt::Result {
        self.out.write_char('"')?;
        let mut written = Ok(());
        let _ = read(&mut self.reader, &mut |it| {
            if written.is_ok() {
                written = letter(it, self.out);
            }
        });
        written?;
        self.out.write_char('"')
    }
}

/// Writes a character as in a JSON string.
fn letter(it: char, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match it {
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\u{8}' => out.write_str("\\b"),
        '\t' => out.write_str("\\t"),
        '\n' => out.write_str("\\n"),
        '\u{c}' => out.write_str("\\f"),
        '\r' => out.write_str("\\r"),
        '\0'..' ' => write!(out, "\\u{:04x}", u32::from(it)),
        _ => out.write_char(it),
    }
}
