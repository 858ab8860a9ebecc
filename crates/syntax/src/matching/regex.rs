//! Patterns that are JavaScript's regular expressions. The engine takes bounded time for any
//! expression. Syntax that only JavaScript has is not supported.

use regex_lite::RegexBuilder;

use super::Url;

/// The longest expression that is run, in bytes.
const MAX: usize = 4096;
/// The largest compiled expression, in bytes. Together with the length of the URL, it bounds the
/// time.
const MAX_COMPILED: usize = 1 << 17;

type Characters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Whether the expression matches in the URL. `None` when it cannot be run here.
pub(super) fn matches(source: &str, match_case: bool, url: &Url) -> Option<bool> {
    if source.len() > MAX {
        return None;
    }
    let regex = RegexBuilder::new(&translate(source)?)
        .case_insensitive(!match_case)
        .size_limit(MAX_COMPILED)
        .build();
    Some(regex.ok()?.is_match(url.as_str()))
}

/// The expression in our engine's syntax. `None` when there is no equivalent, or it could mean
/// something else.
fn translate(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len() + 16);
    let mut in_class = false;
    // Whether the last item can be repeated.
    let mut is_thing = false;
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        let was_thing = std::mem::replace(&mut is_thing, !matches!(c, '(' | '|' | '^' | '$'));
        match c {
            '*' | '+' | '?' | '{' if !in_class => {
                // JavaScript does not allow a second quantifier, and reads a lone brace as a
                // character.
                if !was_thing {
                    return None;
                }
                out.push(c);
                if c == '{' {
                    braces(&mut chars, &mut out)?;
                }
                out.extend(chars.next_if_eq(&'?'));
                is_thing = false;
            }
            '\\' => escape(chars.next()?, &mut chars, in_class, &mut out)?,
            '[' if !in_class => {
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // `[]` matches nothing, and `[^]` matches anything.
                if chars.peek() == Some(&']') {
                    return None;
                }
                in_class = true;
            }
            ']' if in_class => {
                out.push(']');
                in_class = false;
            }
            // Only JavaScript's groups. Look-arounds have no equivalent.
            '(' if !in_class => {
                out.push('(');
                if chars.next_if_eq(&'?').is_some() {
                    match chars.next()? {
                        ':' => out.push_str("?:"),
                        _ => return None,
                    }
                }
            }
            // In a class these are literal characters, but two of them can be an operator for our
            // engine.
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii() => out.push(c),
            _ => return None,
        }
    }
    Some(out)
}

/// `2,3}`
fn braces(chars: &mut Characters<'_>, out: &mut String) -> Option<()> {
    let mut digits = 0;
    loop {
        let c = chars.next()?;
        out.push(c);
        match c {
            '0'..='9' => digits += 1,
            ',' if digits > 0 => (),
            '}' if digits > 0 => return Some(()),
            _ => return None,
        }
    }
}

fn escape(c: char, chars: &mut Characters<'_>, in_class: bool, out: &mut String) -> Option<()> {
    match c {
        'd' | 'D' | 'w' | 'W' | 's' | 'S' | 't' | 'n' | 'r' | 'v' | 'f' => {
            out.push('\\');
            out.push(c);
        }
        'b' | 'B' if !in_class => {
            // `\b{` has a special meaning in our engine.
            if chars.peek() == Some(&'{') {
                return None;
            }
            out.push('\\');
            out.push(c);
        }
        'x' | 'u' => {
            let len = if c == 'x' { 2 } else { 4 };
            let digits: String = chars.by_ref().take(len).collect();
            let is_hex = digits.len() == len && digits.bytes().all(|it| it.is_ascii_hexdigit());
            out.push_str(&is_hex.then(|| format!("\\{c}{digits}"))?);
        }
        c if c.is_ascii_punctuation() => {
            // Our engine does not allow to escape some of these, and they need no escape.
            if !matches!(c, '<' | '>') {
                out.push('\\');
            }
            out.push(c);
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn what_means_the_same_is_run_and_the_rest_is_not() {
        for (source, ours) in [
            (r"^https?:\/\/", r"^https?:\/\/"),
            (r"[a-z\d_]{2,}", r"[a-z\d_]{2,}"),
            (r"[[&&~~a]", r"[\[\&\&\~\~a]"),
            (r"(?:a|b)\.\_", r"(?:a|b)\.\_"),
            (r"\x2f\u0061", r"\x2f\u0061"),
            (r"\<a", "<a"),
            ("a{2}?b{1,}c*?", "a{2}?b{1,}c*?"),
        ] {
            assert_eq!(translate(source).as_deref(), Some(ours), "{source}");
        }
        for source in [
            "(?=a)", "(?!a)", "(?<=a)", "(?<n>a)", "(?i)a", "(?P<n>a)", r"\1", r"\p{L}", r"\A",
            r"\z", "[]a]", "[^]", r"\xg1", r"\cA", r"\b{a}", r"[\b]", "a++", "^*", "a{,3}", "a{",
            "{", "a{2}{3}", "\u{e4}", "\\",
        ] {
            assert_eq!(translate(source), None, "{source}");
        }
    }
}
