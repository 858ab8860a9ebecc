//! The tokenizer of CSS Syntax Level 3, with the differences of AdGuard's tokenizer 1.2: the
//! arguments of extended pseudo-classes are not read, and an escape can have one digit too many. It
//! does not allocate, and can be copied to look ahead.

/// The type of a token, with the names of CSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "CSS says what they are")]
pub enum Kind {
    Ident,
    Function,
    AtKeyword,
    Hash,
    String,
    BadString,
    Url,
    BadUrl,
    Delim,
    Number,
    Percentage,
    Dimension,
    Whitespace,
    Cdo,
    Cdc,
    Colon,
    Semicolon,
    Comma,
    OpenSquare,
    CloseSquare,
    OpenParen,
    CloseParen,
    OpenCurly,
    CloseCurly,
    Comment,
}

impl Kind {
    /// As messages name it: `<ident-token>`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Ident => "<ident-token>",
            Kind::Function => "<function-token>",
            Kind::AtKeyword => "<at-keyword-token>",
            Kind::Hash => "<hash-token>",
            Kind::String => "<string-token>",
            Kind::BadString => "<bad-string-token>",
            Kind::Url => "<url-token>",
            Kind::BadUrl => "<bad-url-token>",
            Kind::Delim => "<delim-token>",
            Kind::Number => "<number-token>",
            Kind::Percentage => "<percentage-token>",
            Kind::Dimension => "<dimension-token>",
            Kind::Whitespace => "<whitespace-token>",
            Kind::Cdo => "<CDO-token>",
            Kind::Cdc => "<CDC-token>",
            Kind::Colon => "<colon-token>",
            Kind::Semicolon => "<semicolon-token>",
            Kind::Comma => "<comma-token>",
            Kind::OpenSquare => "<[-token>",
            Kind::CloseSquare => "<]-token>",
            Kind::OpenParen => "<(-token>",
            Kind::CloseParen => "<)-token>",
            Kind::OpenCurly => "<{-token>",
            Kind::CloseCurly => "<}-token>",
            Kind::Comment => "<comment-token>",
        }
    }
}

/// A token and its bytes, `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends in the text, in bytes.
    pub end: usize,
}

/// The tokens of `text`.
pub fn tokens(text: &str) -> Tokens<'_> {
    let has_bom = text.starts_with(['\u{feff}', '\u{fffe}']);
    Tokens { text, bytes: text.as_bytes(), at: if has_bom { 3 } else { 0 }, raw: None }
}

/// Reads one token after the other.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The function whose argument comes next as one token.
    raw: Option<Raw>,
}

/// A position in the tokens of a text.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    at: usize,
    raw: Option<Raw>,
}

impl<'a> Tokens<'a> {
    /// The tokens from a place on.
    pub(crate) fn from(text: &'a str, Place { at, raw }: Place) -> Tokens<'a> {
        Tokens { text, bytes: text.as_bytes(), at, raw }
    }

    pub(crate) fn place(&self) -> Place {
        Place { at: self.at, raw: self.raw }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Raw {
    Pseudo,
    Xpath,
}

impl Raw {
    /// By the name before the parenthesis, in any case.
    fn of(name: &str) -> Option<Raw> {
        const PSEUDOS: [&str; 8] = [
            "contains",
            "has-text",
            "-abp-contains",
            "matches-css",
            "matches-css-before",
            "matches-css-after",
            "matches-property",
            "matches-attr",
        ];
        if name.eq_ignore_ascii_case("xpath") {
            Some(Raw::Xpath)
        } else {
            PSEUDOS.iter().any(|it| name.eq_ignore_ascii_case(it)).then_some(Raw::Pseudo)
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(raw) = self.raw.take()
            && let Some(token) = self.raw_argument(raw)
        {
            return Some(token);
        }
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let kind = match first {
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' => self.whitespace(),
            b'0'..=b'9' => self.numeric(),
            b'(' => self.single(Kind::OpenParen),
            b')' => self.single(Kind::CloseParen),
            b',' => self.single(Kind::Comma),
            b':' => self.single(Kind::Colon),
            b';' => self.single(Kind::Semicolon),
            b'[' => self.single(Kind::OpenSquare),
            b']' => self.single(Kind::CloseSquare),
            b'{' => self.single(Kind::OpenCurly),
            b'}' => self.single(Kind::CloseCurly),
            b'\'' | b'"' => self.string(first),
            b'#' if self.is_name(1) || self.is_escape(1) => {
                self.at += 1;
                self.ident_sequence();
                Kind::Hash
            }
            b'+' | b'.' if self.is_number_start() => self.numeric(),
            b'-' if self.is_number_start() => self.numeric(),
            b'-' if self.bytes[start..].starts_with(b"-->") => self.several(3, Kind::Cdc),
            b'-' if self.is_ident_start(0) => self.ident_like(),
            b'<' if self.bytes[start..].starts_with(b"<!--") => self.several(4, Kind::Cdo),
            b'@' if self.is_ident_start(1) => {
                self.at += 1;
                self.ident_sequence();
                Kind::AtKeyword
            }
            b'\\' if self.is_escape(0) => self.ident_like(),
            b'/' if self.peek(1) == Some(b'*') => self.comment(),
            _ if is_name_start(first) => self.ident_like(),
            _ => self.single(Kind::Delim),
        };
        debug_assert!(self.at > start);
        // AdGuard's tokenizer drops a URL that ends like this.
        let is_lost = kind == Kind::Url && ends_in_escape(&self.text[start..self.at]);
        (!is_lost).then_some(Token { kind, start, end: self.at })
    }
}

/// Whether the text ends in a backslash that escapes nothing.
pub(crate) fn ends_in_escape(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0c')
}

fn is_space(byte: u8) -> bool {
    is_newline(byte) || matches!(byte, b' ' | b'\t')
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

impl Tokens<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Whether `wanted` is true for the byte `n` positions ahead. False at the end.
    fn is(&self, ahead: usize, wanted: impl Fn(u8) -> bool) -> bool {
        self.peek(ahead).is_some_and(wanted)
    }

    fn is_name(&self, ahead: usize) -> bool {
        self.is(ahead, |it| is_name_start(it) || it.is_ascii_digit() || it == b'-')
    }

    fn is_digit(&self, ahead: usize) -> bool {
        self.is(ahead, |it| it.is_ascii_digit())
    }

    /// A backslash without a newline after it. The end of the text is allowed.
    fn is_escape(&self, ahead: usize) -> bool {
        self.peek(ahead) == Some(b'\\') && !self.is(ahead + 1, is_newline)
    }

    fn is_ident_start(&self, ahead: usize) -> bool {
        match self.peek(ahead) {
            Some(b'-') => {
                self.is(ahead + 1, |it| is_name_start(it) || it == b'-')
                    || self.is_escape(ahead + 1)
            }
            Some(byte) => is_name_start(byte) || self.is_escape(ahead),
            None => false,
        }
    }

    fn is_number_start(&self) -> bool {
        let sign = usize::from(self.is(0, |it| it == b'+' || it == b'-'));
        self.is_digit(sign) || (self.peek(sign) == Some(b'.') && self.is_digit(sign + 1))
    }

    fn single(&mut self, kind: Kind) -> Kind {
        self.several(1, kind)
    }

    fn several(&mut self, n: usize, kind: Kind) -> Kind {
        self.at += n;
        kind
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|it| !wanted(*it)).unwrap_or(rest.len());
    }

    fn skip_char(&mut self) {
        self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
    }

    fn whitespace(&mut self) -> Kind {
        self.skip(is_space);
        Kind::Whitespace
    }

    fn comment(&mut self) -> Kind {
        let inside = self.at + 2;
        let end = memchr::memmem::find(&self.bytes[inside..], b"*/");
        self.at = end.map_or(self.bytes.len(), |it| inside + it + 2);
        Kind::Comment
    }

    fn ident_sequence(&mut self) {
        loop {
            self.skip(|it| is_name_start(it) || it.is_ascii_digit() || it == b'-');
            if !self.is_escape(0) {
                return;
            }
            self.at += 1;
            self.escape();
        }
    }

    /// The text after a backslash: one character, or several digits.
    fn escape(&mut self) {
        // AdGuard's tokenizer splits a character of two UTF-16 code units; the second half is not a
        // digit.
        let is_astral = self.is(0, |it| it >= 0xF0);
        self.skip_char();
        if !is_astral {
            self.hex_digits();
        }
    }

    /// Hexadecimal digits (seven, where CSS has six) and one space after them.
    fn hex_digits(&mut self) {
        let digits = self.bytes[self.at..].iter().take(7);
        let digits = digits.take_while(|it| it.is_ascii_hexdigit()).count();
        self.at += digits;
        if digits > 0 && self.is(0, is_space) {
            let crlf = self.bytes[self.at..].starts_with(b"\r\n");
            self.at += if crlf { 2 } else { 1 };
        }
    }

    fn numeric(&mut self) -> Kind {
        self.at += usize::from(self.is(0, |it| it == b'+' || it == b'-'));
        self.skip(|it| it.is_ascii_digit());
        if self.peek(0) == Some(b'.') && self.is_digit(1) {
            self.at += 1;
            self.skip(|it| it.is_ascii_digit());
        }
        if self.is(0, |it| it == b'e' || it == b'E') {
            let sign = usize::from(self.is(1, |it| it == b'+' || it == b'-'));
            if self.is_digit(1 + sign) {
                self.at += 1 + sign;
                self.skip(|it| it.is_ascii_digit());
            }
        }
        if self.is_ident_start(0) {
            self.ident_sequence();
            Kind::Dimension
        } else if self.peek(0) == Some(b'%') {
            self.single(Kind::Percentage)
        } else {
            Kind::Number
        }
    }

    fn string(&mut self, quote: u8) -> Kind {
        self.at += 1;
        loop {
            match self.peek(0) {
                None => return Kind::String,
                Some(byte) if byte == quote => return self.single(Kind::String),
                Some(byte) if is_newline(byte) => {
                    let crlf = self.bytes[self.at..].starts_with(b"\r\n");
                    return self.several(if crlf { 2 } else { 1 }, Kind::BadString);
                }
                Some(b'\\') if self.peek(1).is_none() => self.at += 1,
                Some(b'\\') if self.is(1, is_newline) => self.at += 2,
                Some(b'\\') => {
                    self.at += 1;
                    self.escape();
                }
                Some(_) => self.skip(|it| it != quote && it != b'\\' && !is_newline(it)),
            }
        }
    }

    fn ident_like(&mut self) -> Kind {
        let start = self.at;
        self.ident_sequence();
        if self.peek(0) != Some(b'(') {
            return Kind::Ident;
        }
        let name = &self.text[start..self.at];
        self.at += 1;
        if name.eq_ignore_ascii_case("url") {
            let next = self.bytes[self.at..].iter().find(|it| !is_space(**it));
            if !matches!(next, Some(b'"' | b'\'')) {
                return self.url();
            }
        }
        self.raw = Raw::of(name);
        Kind::Function
    }

    fn url(&mut self) -> Kind {
        self.skip(is_space);
        loop {
            match self.peek(0) {
                None => return Kind::Url,
                Some(b')') => return self.single(Kind::Url),
                Some(byte) if is_space(byte) => {
                    self.skip(is_space);
                    return match self.peek(0) {
                        None => Kind::Url,
                        Some(b')') => self.single(Kind::Url),
                        Some(_) => self.bad_url(),
                    };
                }
                Some(b'"' | b'\'' | b'(' | 0..=8 | 0x0b | 0x0e..=0x1f | 0x7f) => {
                    return self.bad_url();
                }
                Some(b'\\') if self.is_escape(0) => {
                    self.at += 1;
                    self.escape();
                }
                Some(b'\\') => return self.bad_url(),
                Some(_) => self.skip_char(),
            }
        }
    }

    fn bad_url(&mut self) -> Kind {
        while let Some(byte) = self.peek(0) {
            self.skip_char();
            if byte == b')' {
                break;
            }
            // AdGuard's tokenizer looks one character ahead for an escape, and takes the next one.
            if self.is_escape(0) {
                self.at += 1;
                self.hex_digits();
                self.skip_char();
            }
        }
        Kind::BadUrl
    }

    /// The argument of an extended pseudo-class up to its parenthesis, unless it is quoted. It is
    /// one token here; AdGuard's tokenizer makes a token of every character, with the same result.
    fn raw_argument(&mut self, raw: Raw) -> Option<Token> {
        let start = self.at;
        let spaces = self.bytes[start..].iter().take_while(|it| is_space(**it)).count();
        if matches!(self.peek(spaces), Some(b'"' | b'\'')) {
            return None;
        }
        let mut balance = 1_usize;
        let mut quoted = false;
        while let Some(byte) = self.peek(0) {
            let escaped = self.bytes[self.at - 1] == b'\\';
            match byte {
                b'"' if raw == Raw::Xpath && !escaped => quoted = !quoted,
                b'(' if !escaped && !quoted => balance += 1,
                b')' if !escaped && !quoted => {
                    balance -= 1;
                    if balance == 0 {
                        break;
                    }
                }
                _ => (),
            }
            self.at += 1;
        }
        (start < self.at).then_some(Token { kind: Kind::Delim, start, end: self.at })
    }
}
