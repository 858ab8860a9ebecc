//! JSON5 as the `json5` package (2.2.3) parses it and `JSON.stringify` then writes it: the
//! parameters of `! aglint …`. This code does not depend on comments or rules.
//!
//! No parsed data is stored: the text is checked first, and parsed again when it is written.

mod write;

use std::iter;

use serde_json::Value;

/// The nesting of objects and arrays, including the outermost. It keeps the stack small, and the
/// JSON, with the nodes around it, within the 128 levels that `serde_json` reads.
const MAX_DEPTH: usize = 100;

/// The largest integer up to which `f64` is exact.
const MAX_INTEGER: f64 = (1_u64 << 53) as f64;

/// Escape sequences, in strings and in messages.
const ESCAPES: [(char, char); 7] = [
    ('0', '\0'),
    ('b', '\u{8}'),
    ('f', '\u{C}'),
    ('n', '\n'),
    ('r', '\r'),
    ('t', '\t'),
    ('v', '\u{B}'),
];

/// Why a text is not JSON5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Json5Error {
    /// The message of the package. Its line and column count the `{` that was added before the
    /// text, in UTF-16 code units.
    pub(super) message: String,
    /// The byte in the text; its end for the added `}` and positions after it.
    pub(super) at: usize,
}

type Result<T> = std::result::Result<T, Json5Error>;

/// The inside of a valid object: `JSON5.parse("{" + text + "}")` can parse it. `Display` writes
/// JSON.
#[derive(Clone, Copy)]
pub struct Members<'a> {
    text: &'a str,
}

impl<'a> Members<'a> {
    pub(super) fn check(text: &'a str) -> Result<Members<'a>> {
        let mut reader = Reader { text, at: 0 };
        reader.members(1, &mut |_, _| ())?;
        reader.skip_blanks()?;
        // The text can close the object itself, and hide the added brace in a comment.
        if reader.peek().is_some() { Err(reader.invalid()) } else { Ok(Members { text }) }
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        let mut reader = Reader { text: self.text, at: 0 };
        reader.skip_blanks().is_ok() && reader.peek() == Some('}')
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    /// A character boundary; the length of the text is the place of the added `}`, and one more is
    /// the end.
    at: usize,
}

/// Called for every member, with the start of its object (after the brace) and the start of its
/// key.
type Seen<'s> = &'s mut dyn FnMut(usize, usize);

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..).map(|rest| rest.chars().next().unwrap_or('}'))
    }

    fn eat_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let found = self.peek().filter(|it| wanted(*it))?;
        self.at += found.len_utf8();
        Some(found)
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.eat_if(|it| it == wanted).is_some()
    }

    fn eat_digit(&mut self, radix: u32) -> Option<u32> {
        self.eat_if(|it| it.is_digit(radix))?.to_digit(radix)
    }

    fn expect(&mut self, word: &str) -> Result<()> {
        if word.chars().all(|wanted| self.eat(wanted)) { Ok(()) } else { Err(self.invalid()) }
    }

    fn value(&mut self, depth: usize, seen: Seen<'_>) -> Result<()> {
        if depth == MAX_DEPTH && matches!(self.peek(), Some('{' | '[')) {
            return Err(self.error(&format!("nesting deeper than {MAX_DEPTH}"), self.at));
        }
        if self.eat('{') {
            return self.members(depth + 1, seen);
        }
        if self.eat('[') {
            return self.list(']', |reader| reader.value(depth + 1, seen));
        }
        match self.peek() {
            Some('"' | '\'') => self.text(|_| ()),
            _ => self.scalar().map(|_| ()),
        }
    }

    /// A value that is not a string, an object or an array.
    fn scalar(&mut self) -> Result<Value> {
        match self.peek() {
            Some('n') => self.expect("null").map(|()| Value::Null),
            Some('t') => self.expect("true").map(|()| Value::Bool(true)),
            Some('f') => self.expect("false").map(|()| Value::Bool(false)),
            _ => self.number(),
        }
    }

    /// Parses the members of an object after its `{`, and its `}`.
    fn members(&mut self, depth: usize, seen: Seen<'_>) -> Result<()> {
        let object = self.at;
        self.list('}', |reader| {
            seen(object, reader.at);
            reader.key(|_| ())?;
            reader.value(depth, seen)
        })
    }

    /// Parses a key, and the colon before its value.
    fn key(&mut self, letter: impl FnMut(char)) -> Result<()> {
        self.text(letter)?;
        self.skip_blanks()?;
        self.expect(":")?;
        self.skip_blanks()
    }

    /// Parses the items between commas, and the closing bracket. A trailing comma is allowed.
    fn list(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        loop {
            self.skip_blanks()?;
            if self.eat(close) {
                return Ok(());
            }
            item(self)?;
            self.skip_blanks()?;
            if self.peek() != Some(close) {
                self.expect(",")?;
            }
        }
    }

    /// A number as `JSON.stringify` writes it: a non-finite number is `null`, and zero has no sign.
    fn number(&mut self) -> Result<Value> {
        let negative = self.eat_if(|it| matches!(it, '+' | '-')) == Some('-');
        let size = match self.peek() {
            Some('I') => self.expect("Infinity").map(|()| f64::INFINITY)?,
            Some('N') => self.expect("NaN").map(|()| f64::NAN)?,
            _ => self.digits()?,
        };
        let number = if negative { -size } else { size };
        let is_integer = number.fract() == 0.0 && size <= MAX_INTEGER;
        Ok(if is_integer { Value::from(number as i64) } else { Value::from(number) })
    }

    fn digits(&mut self) -> Result<f64> {
        let start = self.at;
        // After a zero there is no other digit; a digit here leads to an error later.
        if self.eat('0') {
            if self.eat('x') || self.eat('X') {
                return self.hexadecimal();
            }
        } else if self.peek() != Some('.') {
            self.decimals()?;
        }
        let has_whole = self.at > start;
        if self.eat('.') && (!has_whole || self.is_at_decimal()) {
            self.decimals()?;
        }
        if self.eat('e') || self.eat('E') {
            self.eat_if(|it| matches!(it, '+' | '-'));
            self.decimals()?;
        }
        Ok(self.text.get(start..self.at).and_then(|it| it.parse().ok()).unwrap_or(f64::NAN))
    }

    /// One digit or more.
    fn decimals(&mut self) -> Result<()> {
        self.eat_digit(10).ok_or_else(|| self.invalid())?;
        while self.eat_digit(10).is_some() {}
        Ok(())
    }

    fn is_at_decimal(&self) -> bool {
        self.peek().is_some_and(|it| it.is_ascii_digit())
    }

    /// The digits after `0x`, rounded once, for any number of digits.
    fn hexadecimal(&mut self) -> Result<f64> {
        let (mut head, mut scale) = (u64::from(self.code_unit(1)?), 1.0);
        while let Some(digit) = self.eat_digit(16) {
            if head >> 60 == 0 {
                head = head << 4 | u64::from(digit);
            } else {
                // Too small to store, but it can decide a tie in rounding.
                head |= u64::from(digit != 0);
                scale *= 16.0;
            }
        }
        Ok(head as f64 * scale)
    }

    /// Parses the given number of hexadecimal digits, at most four.
    fn code_unit(&mut self, len: usize) -> Result<u16> {
        let mut unit = 0;
        for _ in 0..len {
            unit = unit << 4 | self.eat_digit(16).ok_or_else(|| self.invalid())? as u16;
        }
        Ok(unit)
    }

    /// A string with its quotes, or a key without.
    fn text(&mut self, letter: impl FnMut(char)) -> Result<()> {
        let mut units = Units::new(*self);
        let mut error = None;
        in_letters(iter::from_fn(|| {
            units.next().unwrap_or_else(|it| {
                error = Some(it);
                None
            })
        }))
        .for_each(letter);
        self.at = units.reader.at;
        error.map_or(Ok(()), Err)
    }

    /// The same for a text that is known to be valid.
    fn letters(self) -> impl Iterator<Item = char> + use<'a> {
        let mut units = Units::new(self);
        in_letters(iter::from_fn(move || units.next().ok().flatten()))
    }

    /// Parses the text after a backslash in a string.
    fn escape(&mut self) -> Result<[Option<u16>; 2]> {
        let it = self.eat_if(|it| !matches!(it, '1'..='9')).ok_or_else(|| self.invalid())?;
        Ok(match it {
            'x' => [Some(self.code_unit(2)?), None],
            'u' => [Some(self.code_unit(4)?), None],
            '0' if self.is_at_decimal() => return Err(self.invalid()),
            '\r' if self.eat('\n') => [None; 2],
            it if is_line_end(it) => [None; 2],
            it => {
                let named = ESCAPES.iter().find(|(name, _)| *name == it);
                in_utf16(named.map_or(it, |(_, meant)| *meant))
            }
        })
    }

    /// White space and comments.
    fn skip_blanks(&mut self) -> Result<()> {
        loop {
            if self.eat('/') {
                self.comment()?;
            } else if self.eat_if(is_blank).is_none() {
                return Ok(());
            }
        }
    }

    /// Skips a comment, from after its first `/`.
    fn comment(&mut self) -> Result<()> {
        if self.eat('/') {
            while self.eat_if(|it| !is_line_end(it)).is_some() {}
            return Ok(());
        }
        self.expect("*")?;
        let mut before = ' ';
        while let Some(it) = self.eat_if(|_| true) {
            if before == '*' && it == '/' {
                return Ok(());
            }
            before = it;
        }
        Err(self.invalid())
    }

    /// The error for an unexpected character or an unexpected end.
    #[cold]
    fn invalid(&self) -> Json5Error {
        match self.peek() {
            Some(it) => self.error(&format!("invalid character '{}'", shown(it)), self.at),
            None => self.error("invalid end of input", self.at),
        }
    }

    #[cold]
    fn error(&self, what: &str, at: usize) -> Json5Error {
        let (mut line, mut column) = (1, 1);
        let end = self.text.len();
        let read = self.text.char_indices().chain(iter::once((end, '}')));
        // The package reports the position after it has read the character: a line ending is at
        // column 0 of the next line, and a wide character at its second half.
        for (_, it) in read.take_while(|(start, _)| *start <= at) {
            (line, column) =
                if it == '\n' { (line + 1, 0) } else { (line, column + it.len_utf16()) };
        }
        column += usize::from(at > end);
        Json5Error { message: format!("JSON5: {what} at {line}:{column}"), at: at.min(end) }
    }
}

/// A character as it is written in messages.
fn shown(it: char) -> String {
    match (ESCAPES.iter().find(|(_, meant)| *meant == it), it) {
        (Some((name, _)), _) => format!("\\{name}"),
        (None, '\'' | '"' | '\\') => format!("\\{it}"),
        (None, '\u{2028}' | '\u{2029}') => format!("\\u{:x}", u32::from(it)),
        (None, '\0'..' ') => format!("\\x{:02x}", u32::from(it)),
        (None, _) => it.to_string(),
    }
}

/// Parses a string or a key, one UTF-16 code unit at a time.
struct Units<'a> {
    reader: Reader<'a>,
    /// `None` for a key without quotes.
    quote: Option<char>,
    is_first: bool,
    second: Option<u16>,
}

impl<'a> Units<'a> {
    fn new(mut reader: Reader<'a>) -> Units<'a> {
        let quote = reader.eat_if(|it| matches!(it, '"' | '\''));
        Units { reader, quote, is_first: true, second: None }
    }

    /// `None` at the end. Do not call it again after that.
    fn next(&mut self) -> Result<Option<u16>> {
        if let Some(second) = self.second.take() {
            return Ok(Some(second));
        }
        loop {
            let [first, second] = match self.quote {
                Some(quote) => {
                    let reader = &mut self.reader;
                    let it = reader.eat_if(|it| !matches!(it, '\n' | '\r'));
                    match it.ok_or_else(|| reader.invalid())? {
                        it if it == quote => return Ok(None),
                        '\\' => reader.escape()?,
                        it => in_utf16(it),
                    }
                }
                None => match self.identifier()? {
                    Some(it) => in_utf16(it),
                    None => return Ok(None),
                },
            };
            self.second = second;
            if first.is_some() {
                return Ok(first);
            }
        }
    }

    /// The next letter of a key without quotes.
    fn identifier(&mut self) -> Result<Option<char>> {
        let is_first = std::mem::take(&mut self.is_first);
        let fits = if is_first { starts_name } else { continues_name };
        let reader = &mut self.reader;
        let start = reader.at;
        if let Some(it) = reader.eat_if(fits) {
            Ok(Some(it))
        } else if reader.eat('\\') {
            reader.expect("u")?;
            let it = char::from_u32(u32::from(reader.code_unit(4)?)).filter(|it| fits(*it));
            it.map(Some).ok_or_else(|| reader.error("invalid identifier character", start))
        } else if is_first {
            Err(reader.invalid())
        } else {
            Ok(None)
        }
    }
}

/// Joins surrogate pairs, which can be two escapes. A lone surrogate becomes U+FFFD.
fn in_letters(units: impl Iterator<Item = u16>) -> impl Iterator<Item = char> {
    char::decode_utf16(units.fuse()).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn in_utf16(c: char) -> [Option<u16>; 2] {
    let mut units = [0; 2];
    match c.encode_utf16(&mut units) {
        [first, second] => [Some(*first), Some(*second)],
        one => [one.first().copied(), None],
    }
}

/// Uses the standard library's `is_alphabetic` for `ID_Start`. It is a superset.
fn starts_name(it: char) -> bool {
    matches!(it, '$' | '_') || it.is_alphabetic()
}

/// Nearly `ID_Continue`: of the marks that are not alphabetic, only the common accents.
fn continues_name(it: char) -> bool {
    matches!(it, '$' | '_' | '\u{200C}' | '\u{200D}' | '\u{300}'..='\u{36F}')
        || it.is_alphanumeric()
}

fn is_line_end(it: char) -> bool {
    matches!(it, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_blank(it: char) -> bool {
    is_line_end(it)
        || matches!(it, '\t' | '\u{B}' | '\u{C}' | ' ' | '\u{A0}' | '\u{1680}' | '\u{FEFF}')
        || matches!(it, '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expect: &str) {
        let found = match Members::check(input) {
            Ok(members) => members.to_string(),
            Err(error) => format!("{}, byte {}", error.message, error.at),
        };
        assert_eq!(found, expect, "{input:?}");
    }

    #[test]
    fn reads_what_json5_reads() {
        check(r#""rule-1": ["warn", { "max": 4 }], "#, r#"{"rule-1":["warn",{"max":4}]}"#);
        check("/* a */ a: 1 } // the added brace ", r#"{"a":1}"#);
        check("a:[-0,+1,.5,5.,1e3,-0x1F]", r#"{"a":[0,1,0.5,5,1000,-31]}"#);
        check("a:[1e400,-Infinity,NaN,null]", r#"{"a":[null,null,null,null]}"#);
        check("a:9007199254740993", r#"{"a":9007199254740992}"#);
        check("a:0x100000000000008000001", r#"{"a":1.2089258196146294e+24}"#);
        check("__proto__:1,é:2,'1':3,'01':4", r#"{"1":3,"__proto__":1,"é":2,"01":4}"#);
        check(r"a:1,b:2,\u0061:3", r#"{"a":3,"b":2}"#);
        check(r"a:'\x41\ud83d\ude00\0\q\'',b:'\ud83d'", r#"{"a":"A😀\u0000q'","b":"�"}"#);
        check("\u{a0}a\u{feff}:\u{3000}'1\\\r\n2\u{2028}'", "{\"a\":\"12\u{2028}\"}");
    }

    #[test]
    fn refuses_what_json5_refuses() {
        check("rule-1: 1", "JSON5: invalid character '-' at 1:6, byte 4");
        check("é😀: 1", "JSON5: invalid character '😀' at 1:4, byte 2");
        check("a\\u002d: 1", "JSON5: invalid identifier character at 1:3, byte 1");
        check("a: 01", "JSON5: invalid character '1' at 1:6, byte 4");
        check("a: [1", "JSON5: invalid character '}' at 1:7, byte 5");
        check("a: 'b", "JSON5: invalid end of input at 1:8, byte 5");
        check("a: 1 }, b", "JSON5: invalid character ',' at 1:8, byte 6");
        check("\n'\n", "JSON5: invalid character '\\n' at 3:0, byte 2");
        check("\u{1}\"", "JSON5: invalid character '\\x01' at 1:2, byte 0");
    }

    #[test]
    fn refuses_deep_nesting() {
        check(&format!("a:{}", "[".repeat(99)), "JSON5: invalid character '}' at 1:103, byte 101");
        let deep = "a:{".repeat(100_000);
        check(&deep, "JSON5: nesting deeper than 100 at 1:301, byte 299");
    }
}
