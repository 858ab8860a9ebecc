//! The tokens that TOML and JSONC share: strings, brackets, commas, comments. They are enough to
//! find the commas of a list, and to know which `#` or `//` starts a comment. This code does not
//! check the text: the parsers have already done that.

use std::ops::Range;

/// The format of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML: `wrangler.toml`.
    Toml,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// JSON that has no comments and must not get any.
    Json,
}

impl Syntax {
    /// The marker of a line comment.
    pub(super) fn marker(self) -> &'static str {
        match self {
            Syntax::Toml => "#",
            Syntax::Jsonc | Syntax::Json => "//",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    LineComment,
    BlockComment,
    Open,
    Close,
    Comma,
    Equals,
    Text,
    Newline,
}

impl Kind {
    pub(super) fn is_comment(self) -> bool {
        matches!(self, Kind::LineComment | Kind::BlockComment)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// The tokens of a text; spaces are left out, anything else is `Text`.
pub(super) fn tokens(text: &str, syntax: Syntax) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let (kind, len) = match bytes[at] {
            b'\n' => (Kind::Newline, 1),
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'{' | b'[' => (Kind::Open, 1),
            b'}' | b']' => (Kind::Close, 1),
            b',' => (Kind::Comma, 1),
            b'=' if syntax == Syntax::Toml => (Kind::Equals, 1),
            b'"' => (Kind::Text, string(rest, syntax)),
            b'\'' if syntax == Syntax::Toml => (Kind::Text, string(rest, syntax)),
            _ if rest.starts_with(syntax.marker()) => (Kind::LineComment, to_line_end(rest)),
            _ if syntax != Syntax::Toml && rest.starts_with("/*") => {
                (Kind::BlockComment, rest.find("*/").map_or(rest.len(), |it| it + 2))
            }
            _ => (Kind::Text, 1 + plain(&rest.as_bytes()[1..], syntax)),
        };
        tokens.push(Token { kind, span: at..at + len });
        at += len;
    }
    tokens
}

/// The number of bytes that cannot start another token. A lone `/` also ends them, which does no
/// harm.
fn plain(rest: &[u8], syntax: Syntax) -> usize {
    let special: &[u8] = match syntax {
        Syntax::Toml => b"\n \t\r{}[],=\"'#",
        Syntax::Jsonc | Syntax::Json => b"\n \t\r{}[],\"/",
    };
    rest.iter().position(|it| special.contains(it)).unwrap_or(rest.len())
}

/// The length up to the end of the line, without the line ending.
fn to_line_end(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or(rest);
    line.strip_suffix('\r').unwrap_or(line).len()
}

/// The length of the string at the start of `rest`, with its quotes.
fn string(rest: &str, syntax: Syntax) -> usize {
    let quote = &rest[..1];
    let triple = quote.repeat(3);
    let multiline = syntax == Syntax::Toml && rest.starts_with(&triple);
    let delimiter = if multiline { triple.as_str() } else { quote };
    let mut at = delimiter.len();
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with('\\') && quote == "\"" {
            at += 1 + here[1..].chars().next().map_or(0, char::len_utf8);
        } else if here.starts_with(delimiter) {
            at += delimiter.len();
            // `""""` ends a multi-line string that ends in a quote: the last three close it.
            while multiline && rest[at..].starts_with(quote) {
                at += 1;
            }
            return at;
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, syntax: Syntax, expect: &[&str]) {
        let found = tokens(text, syntax);
        let found: Vec<&str> = found
            .iter()
            .filter(|it| !matches!(it.kind, Kind::Newline))
            .map(|it| &text[it.span.clone()])
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn strings_hide_what_looks_like_more() {
        check(r#"a = "x # \" y" # z"#, Syntax::Toml, &["a", "=", r#""x # \" y""#, "# z"]);
        check("'\\' , '#'", Syntax::Toml, &["'\\'", ",", "'#'"]);
        check("\"\"\"a\"\" # \"\"\"\"\r\n#", Syntax::Toml, &["\"\"\"a\"\" # \"\"\"\"", "#"]);
        check(
            r#"["//", /* , */ 1] // x"#,
            Syntax::Jsonc,
            &["[", "\"//\"", ",", "/* , */", "1", "]", "// x"],
        );
    }
}
