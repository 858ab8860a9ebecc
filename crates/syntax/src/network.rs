//! `@@||ads.example^$script,domain=a.example`: patterns and their modifiers.

use crate::{
    SyntaxError,
    ast::{Modifier, ModifierList, NetworkRule},
    children::{Children, Reader},
    error::Result,
    scan::{find_outside_quotes, find_unescaped, skip_blanks, text, trim_blanks_end},
    source::Span,
    ublock::Ublock,
};

/// Parses a line from its first visible byte on. It can have modifiers only if `has_signs`. Nearly
/// everything is accepted: even prose is a pattern.
#[inline(always)]
pub(super) fn parse(line: &str, from: usize, has_signs: bool) -> Result<NetworkRule<'_>> {
    let exception = line[from..].starts_with("@@");
    let pattern_start = if exception { from + 2 } else { from };
    let end = trim_blanks_end(line, line.len());
    let separator = if has_signs { find_separator(line) } else { None };
    let Some(separator) = separator else {
        let pattern = text(line, pattern_start, end);
        if pattern.is_empty() {
            let message = "Network rule must have a pattern or modifiers";
            return Err(SyntaxError::new(message, 0, line.len()));
        }
        return Ok(NetworkRule { exception, pattern, modifiers: None });
    };
    if separator + 1 == end {
        let message = "Empty modifiers are not allowed";
        return Err(SyntaxError::new(message, separator, line.len()));
    }
    let pattern = text(line, pattern_start, trim_blanks_end(line, separator));
    let modifiers = Some(parse_modifiers(line, separator + 1, end)?);
    Ok(NetworkRule { exception, pattern, modifiers })
}

/// The last `$` that has no `/` after it and no backslash before it. This does not look for
/// regexes.
fn find_separator(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    memchr::memrchr_iter(b'$', bytes)
        .find(|at| bytes.get(at + 1) != Some(&b'/') && (*at == 0 || bytes[at - 1] != b'\\'))
}

/// Reads `line[start..end]` as a list of modifiers, for network rules and for `[$…]`.
pub(super) fn parse_modifiers(line: &str, start: usize, end: usize) -> Result<ModifierList<'_>> {
    let list = &line[..end];
    let at = skip_blanks(list, start);
    let values = Values { list, equals: None, quoting: false };
    let written = Written { values, at, ends_in_comma: false };
    let children = Children::check(Modifiers::Written(written))?;
    Ok(ModifierList { span: Span::new(start, end), children })
}

/// Parses modifiers from a position on.
#[derive(Clone, Copy)]
pub enum Modifiers<'a> {
    /// After a `$`.
    Written(Written<'a>),
    /// The same, as uBlock Origin reads them.
    Ublock(Ublock<'a>),
    /// In the body of a cosmetic rule, which has at most one.
    Found(Option<Modifier<'a>>),
}

impl<'a> Reader for Modifiers<'a> {
    type Child = Modifier<'a>;

    #[inline]
    fn read(&mut self) -> Result<Option<Modifier<'a>>> {
        match self {
            Modifiers::Written(written) => written.read(),
            Modifiers::Ublock(list) => list.read(),
            Modifiers::Found(found) => Ok(found.take()),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Written<'a> {
    values: Values<'a>,
    at: usize,
    /// After the last comma there is one more modifier, without a name.
    ends_in_comma: bool,
}

impl<'a> Written<'a> {
    #[inline]
    fn read(&mut self) -> Result<Option<Modifier<'a>>> {
        let list = self.values.list;
        let end = list.len();
        if self.at >= end {
            return if self.ends_in_comma {
                parse_modifier(list, end, end).map(Some)
            } else {
                Ok(None)
            };
        }
        let start = skip_blanks(list, self.at);
        let separator = if self.values.may_be_regex(start) {
            find_outside_quotes(list, b',', start)
        } else {
            find_unescaped(list, b',', start)
        };
        let item_end = separator.map_or(end, |it| trim_blanks_end(list, it).max(start));
        self.at = separator.map_or(end, |it| skip_blanks(list, it + 1));
        self.ends_in_comma = separator.is_some();
        parse_modifier(list, start, item_end).map(Some)
    }
}

/// Finds values of modifiers that can be regexes, so that a comma does not end them.
///
/// AGTree looks at the next `=`, even if it belongs to another modifier. The result is cached, so
/// that a list of any length is parsed in one pass.
#[derive(Clone, Copy)]
struct Values<'a> {
    list: &'a str,
    /// The `=` last looked at; the end of the list when there is none.
    equals: Option<usize>,
    quoting: bool,
}

impl Values<'_> {
    fn may_be_regex(&mut self, at: usize) -> bool {
        if self.equals.is_none_or(|equals| equals < at) {
            let bytes = self.list.as_bytes();
            let equals = memchr::memchr(b'=', &bytes[at..]).map_or(bytes.len(), |it| at + it);
            self.equals = Some(equals);
            self.quoting = equals + 1 >= bytes.len() || self.is_one_regex(equals + 1);
        }
        self.quoting
    }

    /// Whether the value starts like a regex, and one more unescaped `/` can close it.
    fn is_one_regex(&self, start: usize) -> bool {
        let bytes = self.list.as_bytes();
        if bytes[start] != b'/' || bytes.get(start + 1) == Some(&b'/') {
            return false;
        }
        let closing = find_unescaped(self.list, b'/', start + 1);
        closing.is_some_and(|it| find_unescaped(self.list, b'/', it + 1).is_none())
    }
}

/// Reads `line[start..end]` as `~name=value`.
fn parse_modifier(line: &str, start: usize, end: usize) -> Result<Modifier<'_>> {
    let modifier = &line[..end];
    let modifier_start = skip_blanks(modifier, start);
    let exception = modifier.as_bytes().get(modifier_start) == Some(&b'~');
    let name_start = skip_blanks(modifier, modifier_start + usize::from(exception));
    let modifier_end = trim_blanks_end(modifier, end).max(name_start);
    if name_start == modifier_end {
        return Err(SyntaxError::new("Modifier name cannot be empty", start, end));
    }
    let span = Span::new(modifier_start, modifier_end);
    // A backslash before `start` belongs to another modifier.
    let Some(equals) = find_unescaped(&modifier[start..], b'=', 0).map(|it| start + it) else {
        let name = text(line, name_start, modifier_end);
        return Ok(Modifier { span, exception, name, value: None });
    };
    let name_end = trim_blanks_end(modifier, equals).max(name_start);
    if equals + 1 == modifier_end {
        return Err(SyntaxError::new("Modifier value cannot be empty", start, end));
    }
    let value_start = skip_blanks(modifier, equals + 1);
    Ok(Modifier {
        span,
        exception,
        name: text(line, name_start, name_end),
        value: Some(text(line, value_start, modifier_end)),
    })
}
