//! `@@||ads.example^$script,domain=a.example`: patterns and their modifiers.

use crate::{
    source::Span,
    syntax::{
        SyntaxError,
        ast::{Modifier, ModifierList, NetworkRule},
        error::Result,
        scan::{find_outside_quotes, find_unescaped, skip_blanks, text, trim_blanks_end},
    },
};

/// Reads a line from its first visible byte on. Hardly anything is refused: prose is a pattern.
#[inline(always)]
pub(super) fn parse(line: &str, from: usize) -> Result<NetworkRule<'_>> {
    let exception = line[from..].starts_with("@@");
    let pattern_start = if exception { from + 2 } else { from };
    let end = trim_blanks_end(line, line.len());
    let Some(separator) = find_separator(line) else {
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
    let mut rule = NetworkRule { exception, pattern, modifiers: None };
    // In place, since a list is large to move.
    let modifiers = rule.modifiers.insert(ModifierList::default());
    parse_modifiers(line, separator + 1, end, modifiers)?;
    Ok(rule)
}

/// The last `$` that no `/` follows and no backslash precedes. Regexes are not known here.
fn find_separator(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    memchr::memrchr_iter(b'$', bytes)
        .find(|at| bytes.get(at + 1) != Some(&b'/') && (*at == 0 || bytes[at - 1] != b'\\'))
}

/// Reads `line[start..end]` as a list of modifiers, for network rules and for `[$…]`.
pub(super) fn parse_modifiers<'a>(
    line: &'a str,
    start: usize,
    end: usize,
    ModifierList { span, children }: &mut ModifierList<'a>,
) -> Result<()> {
    let list = &line[..end];
    *span = Span::new(start, end);
    let mut values = Values { list, equals: None, quoting: false };
    let mut at = skip_blanks(list, start);
    let mut separator = None;
    while at < end {
        let modifier_start = skip_blanks(list, at);
        separator = if values.may_be_regex(modifier_start) {
            find_outside_quotes(list, b',', modifier_start)
        } else {
            find_unescaped(list, b',', modifier_start)
        };
        let modifier_end = match separator {
            Some(separator) => trim_blanks_end(list, separator).max(modifier_start),
            None => end,
        };
        children.push(parse_modifier(line, modifier_start, modifier_end)?);
        at = separator.map_or(end, |it| it + 1);
    }
    if let Some(separator) = separator {
        // The list ends in a comma: what follows is a modifier without a name.
        children.push(parse_modifier(line, skip_blanks(list, separator + 1), end)?);
    }
    Ok(())
}

/// Where the value of a modifier may be a regex, so that a comma in it does not end it.
///
/// AGTree looks at the next `=`, whosever it is. What was found there is kept, so that a list of
/// any length is read in one pass.
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

    /// Whether the value starts like a regex, and one unescaped `/` is left to close it.
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
