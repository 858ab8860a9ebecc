//! Checks whether JavaScript can read a regular expression. It is one pass without recursion, and
//! nothing is matched, so an expression that would take forever to match is checked as fast as
//! others.

use std::ops::Range;

use super::{
    Problem, Why,
    names::{is_name, is_property},
    problem,
};

type Checked = Result<(), Problem>;

/// Checks the text between the slashes, as `new RegExp(source, flags)` would.
pub fn check(source: &str, flags: &str) -> Checked {
    for (at, flag) in flags.char_indices() {
        let end = source.len() + 1 + at + flag.len_utf8();
        if !matches!(flag, 'd' | 'g' | 'i' | 'm' | 's' | 'u' | 'v' | 'y')
            || flags[..at].contains(flag)
        {
            return problem(Why::Flag(flag), source.len() + 1 + at..end);
        }
    }
    if let (Some(u), Some(v)) = (flags.find('u'), flags.find('v')) {
        let at = source.len() + 1 + u.max(v);
        return problem(Why::BothUnicodeFlags, at..at + 1);
    }
    let unicode = flags.contains(['u', 'v']);
    let names = if source.contains("(?<") { group_names(source)? } else { Vec::new() };
    Reader { text: source, bytes: source.as_bytes(), at: 0, unicode, names, groups: Vec::new() }
        .read()
}

/// The names of the groups, in order. Two groups with the same name must be alternatives.
fn group_names(source: &str) -> Result<Vec<&str>, Problem> {
    let mut names: Vec<(&str, usize)> = source
        .match_indices("(?<")
        .filter_map(|(at, _)| {
            let rest = &source[at + 3..];
            let end = rest.find(['>', '=', '!', '('])?;
            rest[end..].starts_with('>').then_some((&rest[..end], at))
        })
        .collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|it| it[0].0 == it[1].0);
    if let Some([_, (name, at)]) = twice
        && !source.contains('|')
    {
        return problem(Why::SecondGroup((*name).to_owned()), *at..at + name.len() + 4);
    }
    Ok(names.into_iter().map(|it| it.0).collect())
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    unicode: bool,
    /// The names of its groups, in order.
    names: Vec<&'a str>,
    /// The start of each open group, and whether it can be repeated.
    groups: Vec<(usize, bool)>,
}

impl Reader<'_> {
    fn read(mut self) -> Checked {
        // Whether a quantifier can follow.
        let mut repeatable = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            self.at += 1;
            repeatable = match byte {
                b'(' => {
                    let is_repeatable = self.open_group()?;
                    self.groups.push((start, is_repeatable));
                    false
                }
                b')' => match self.groups.pop() {
                    Some((_, is_repeatable)) => is_repeatable,
                    None => return problem(Why::UnopenedGroup, start..self.at),
                },
                b'[' => {
                    self.class(start)?;
                    true
                }
                b'\\' => self.escape(start)?,
                b'^' | b'$' | b'|' => false,
                b'*' | b'+' | b'?' => {
                    self.require_repeatable(repeatable, start)?;
                    self.at += usize::from(self.peek() == Some(b'?'));
                    false
                }
                b'{' => match self.braces(start)? {
                    Some(end) => {
                        self.at = end;
                        self.require_repeatable(repeatable, start)?;
                        self.at += usize::from(self.peek() == Some(b'?'));
                        false
                    }
                    None if self.unicode => return problem(Why::Lone('{'), start..self.at),
                    None => true,
                },
                b']' | b'}' if self.unicode => {
                    return problem(Why::Lone(byte as char), start..self.at);
                }
                0x80.. => {
                    self.at = self.text.ceil_char_boundary(self.at);
                    true
                }
                _ => true,
            };
        }
        match self.groups.last() {
            Some((start, _)) => problem(Why::UnclosedGroup, *start..*start + 1),
            None => Ok(()),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn require_repeatable(&self, repeatable: bool, start: usize) -> Checked {
        if repeatable {
            return Ok(());
        }
        problem(Why::NothingToRepeat(self.text[start..self.at].to_owned()), start..self.at)
    }

    /// Reads the text after a `(`. Returns whether the group can be repeated.
    fn open_group(&mut self) -> Result<bool, Problem> {
        let start = self.at - 1;
        if self.peek() != Some(b'?') {
            return Ok(true);
        }
        let rest = &self.text[self.at + 1..];
        let len = match rest.as_bytes() {
            [b':', ..] => 1,
            [b'=' | b'!', ..] => {
                self.at += 2;
                return Ok(!self.unicode);
            }
            [b'<', b'=' | b'!', ..] => {
                self.at += 3;
                return Ok(false);
            }
            [b'<', ..] => match rest.find('>') {
                Some(end) if is_name(&rest[1..end]) => end + 1,
                _ => return problem(Why::GroupName, start..self.at + 2),
            },
            // `(?i:`, `(?i-s:`: modifiers, since 2025.
            [b'i' | b'm' | b's' | b'-', ..] => {
                match rest.find(|c| !matches!(c, 'i' | 'm' | 's' | '-')) {
                    Some(end) if rest.as_bytes()[end] == b':' => end + 1,
                    _ => return problem(Why::Group, start..self.at + 1),
                }
            }
            _ => return problem(Why::Group, start..self.at + 1),
        };
        self.at += 1 + len;
        Ok(true)
    }

    /// The end of the `{2,3}` that starts at `start`, if there is one.
    fn braces(&self, start: usize) -> Result<Option<usize>, Problem> {
        let rest = &self.bytes[start + 1..];
        let digits = |from: usize| rest[from..].iter().take_while(|it| it.is_ascii_digit()).count();
        let low = digits(0);
        if low == 0 {
            return Ok(None);
        }
        let mut end = low;
        let mut high = None;
        if rest.get(end) == Some(&b',') {
            let len = digits(end + 1);
            high = Some(end + 1..end + 1 + len).filter(|it| !it.is_empty());
            end += 1 + len;
        }
        if rest.get(end) != Some(&b'}') {
            return Ok(None);
        }
        let number = |range: Range<usize>| {
            let digits = self.text[start + 1..][range].trim_start_matches('0');
            (digits.len(), digits)
        };
        let end = start + 1 + end + 1;
        match high {
            Some(high) if number(0..low) > number(high.clone()) => {
                problem(Why::NumbersOutOfOrder, start..end)
            }
            _ => Ok(Some(end)),
        }
    }

    /// Reads the text after a backslash outside of classes. Returns whether it can be repeated.
    fn escape(&mut self, start: usize) -> Result<bool, Problem> {
        let Some(byte) = self.peek() else {
            return problem(Why::EscapesNothing, start..self.at);
        };
        match byte {
            b'b' | b'B' => {
                self.at += 1;
                Ok(false)
            }
            b'k' if !self.names.is_empty() || self.unicode => {
                let rest = &self.text[self.at + 1..];
                let name = rest.strip_prefix('<').and_then(|it| it.find('>').map(|end| &it[..end]));
                match name {
                    Some(name) if self.names.binary_search(&name).is_ok() => {
                        self.at += name.len() + 3;
                        Ok(true)
                    }
                    _ => problem(Why::NoSuchGroup, start..self.at + 1),
                }
            }
            b'-' if self.unicode => problem(Why::Escape, start..self.at + 1),
            _ => self.any_escape(start, byte).map(|()| true),
        }
    }

    /// Reads an escape that is allowed both in classes and outside of them.
    fn any_escape(&mut self, start: usize, byte: u8) -> Checked {
        self.at = self.text.ceil_char_boundary(self.at + 1);
        if !self.unicode {
            return Ok(());
        }
        match byte {
            b'p' | b'P' => {
                let rest = &self.text[self.at..];
                match rest.strip_prefix('{').and_then(|it| it.find('}')) {
                    Some(end) if is_property(&rest[1..end + 1]) => {
                        self.at += end + 2;
                        Ok(())
                    }
                    _ => problem(Why::Property, start..self.at),
                }
            }
            b'u' => {
                let rest = &self.text[self.at..];
                let braced = rest.strip_prefix('{').and_then(|it| it.find('}'));
                let len = match braced {
                    Some(end) => end + 2,
                    None => 4,
                };
                let is_hex = rest.get(..len).is_some_and(|it| {
                    it.trim_matches(['{', '}']).bytes().all(|it| it.is_ascii_hexdigit())
                });
                if !is_hex {
                    return problem(Why::UnicodeEscape, start..self.at);
                }
                self.at += len;
                Ok(())
            }
            b'd'
            | b'D'
            | b's'
            | b'S'
            | b'w'
            | b'W'
            | b'f'
            | b'n'
            | b'r'
            | b't'
            | b'v'
            | b'c'
            | b'x'
            | b'0'..=b'9'
            | b'b'
            | b'-' => Ok(()),
            b'^' | b'$' | b'\\' | b'.' | b'*' | b'+' | b'?' | b'(' | b')' | b'[' | b']' | b'{'
            | b'}' | b'|' | b'/' => Ok(()),
            _ => problem(Why::Escape, start..self.at),
        }
    }

    /// Reads a class to its `]`.
    fn class(&mut self, start: usize) -> Checked {
        self.at += usize::from(self.peek() == Some(b'^'));
        // The character before a `-`, if it can start a range.
        let mut low: Option<(char, usize)> = None;
        let mut is_range = false;
        loop {
            let Some(c) = self.text[self.at..].chars().next() else {
                return problem(Why::UnclosedClass, start..start + 1);
            };
            let at = self.at;
            self.at += c.len_utf8();
            let one = match c {
                ']' => return Ok(()),
                '\\' => {
                    let Some(byte) = self.peek() else {
                        return problem(Why::UnclosedClass, start..start + 1);
                    };
                    let one = self.text[self.at..].chars().next();
                    self.any_escape(at, byte)?;
                    // `\d` and similar escapes are sets of characters; a number can be a character.
                    let is_set = byte.is_ascii_alphanumeric();
                    if is_set { None } else { one }
                }
                '-' if !is_range && low.is_some() && self.peek() != Some(b']') => {
                    is_range = true;
                    continue;
                }
                _ => Some(c),
            };
            low = match (low, one) {
                (Some((from, from_at)), Some(to)) if is_range => {
                    if from > to {
                        return problem(Why::RangeOutOfOrder, from_at..self.at);
                    }
                    None
                }
                _ if is_range => None,
                (_, one) => one.map(|it| (it, at)),
            };
            is_range = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn reads_what_javascript_reads() {
        for good in [
            "",
            "a|b",
            "(?:a)+?",
            "a{2,3}",
            "a{,3}",
            "{",
            "]",
            "}",
            "[]a]",
            "[^]",
            "[a-z-9]",
            "(?=a)*",
            r"\/",
            r"[\d-x]",
            "(?<n>a)\\k<n>",
            r"\k",
            "(?<!a)b",
            "[z\\-a]",
            "a{2}{",
            "(a)\\1",
            "\\u{1}",
            "(?i:a)",
            "(?<n>a)|(?<n>b)",
            "é+",
        ] {
            // `a{2}{` is a quantifier and a brace.
            assert_eq!(check(good, ""), Ok(()), "{good}");
        }
    }

    #[test]
    fn refuses_what_javascript_refuses() {
        for bad in [
            "(",
            ")",
            "[",
            "*a",
            "a**",
            "a|*",
            "(?a)",
            "(?",
            "a{3,1}",
            "[z-a]",
            "\\",
            "^*",
            "(?<=a)*",
            "(?<1>a)",
            "\\b+",
            "a{2}{3}",
            "{1}",
            "(?<n>a)\\k<m>",
            "(?<n>a)(?<n>b)",
            "[\\",
        ] {
            assert!(check(bad, "").is_err(), "{bad}");
        }
        assert!(check("a", "ii").is_err());
        assert!(check("a", "x").is_err());
        assert!(check("a", "uv").is_err());
        assert!(check("\\p{Script=Greek}\\p{Decimal_Number}", "u").is_ok());
        assert!(check("{", "u").is_err());
        assert!(check("\\p{Foo}", "u").is_err());
        assert!(check("\\-", "u").is_err());
        assert!(check("[\\-]", "u").is_ok());
    }
}
