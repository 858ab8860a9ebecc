//! Network rules as uBlock Origin reads them. This differs from AGTree: where modifiers start,
//! where a value ends, and what a comment is.

use crate::{
    ast::{Modifier, ModifierList, Modifiers, NetworkRule},
    children::{Children, Reader},
    error::Result,
    scan::{skip_blanks, text, trim_blanks_end},
    source::Span,
};

/// Reads a line as a network rule of uBlock Origin. `is_modifier` returns whether uBlock Origin
/// knows a modifier with that name. `None` when there is no rule on the line.
///
/// ```
/// use bloqr_syntax::parse_ublock_network;
///
/// let line = "||ads.example^$removeparam=\"a,b\" # why";
/// let rule = parse_ublock_network(line, |name| name == "removeparam").unwrap();
/// let modifier = rule.modifiers.unwrap().children.first().unwrap();
/// assert_eq!(&*modifier.value.unwrap(), "a,b");
/// ```
pub fn parse_ublock_network(
    line: &str,
    is_modifier: impl Fn(&str) -> bool,
) -> Option<NetworkRule<'_>> {
    let start = skip_blanks(line, 0);
    let end = trim_blanks_end(line, line.len());
    let end = comment(line, start, end).unwrap_or(end);
    let exception = line.get(start..end)?.starts_with("@@");
    let pattern_start = if exception { start + 2 } else { start };
    let Some(dollar) = modifiers_sign(line, pattern_start, end, is_modifier) else {
        let pattern = text(line, pattern_start, end);
        return (!pattern.is_empty()).then_some(NetworkRule {
            exception,
            pattern,
            modifiers: None,
        });
    };
    let list = Ublock { list: &line[..end], at: dollar + 1, ends_in_comma: false };
    let children = Children::new(Modifiers::Ublock(list));
    let modifiers = Some(ModifierList { span: Span::new(dollar + 1, end), children });
    Some(NetworkRule { exception, pattern: text(line, pattern_start, dollar), modifiers })
}

/// The start of a comment after the rule: the blanks before the first `#` that has blanks before
/// it.
fn comment(line: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| matches!(bytes[at], b' ' | b'\t');
    let sign = memchr::memchr_iter(b'#', &bytes[start..end])
        .map(|it| start + it)
        .find(|it| *it > start && is_blank(it - 1))?;
    Some(trim_blanks_end(line, sign))
}

/// The last `$` before the name of a modifier.
fn modifiers_sign(
    line: &str,
    start: usize,
    end: usize,
    is_modifier: impl Fn(&str) -> bool,
) -> Option<usize> {
    let signs = memchr::memrchr_iter(b'$', &line.as_bytes()[start..end]);
    signs.map(|it| start + it).find(|it| starts_with_name(&line[it + 1..end], &is_modifier))
}

/// Whether the text starts with the complete name of a modifier.
fn starts_with_name(text: &str, is_modifier: &impl Fn(&str) -> bool) -> bool {
    let text = text.strip_prefix('~').unwrap_or(text);
    let mut end = 0;
    // No name has more hyphens than `strict-third-party`.
    for _ in 0..4 {
        end += word_len(&text[end..]);
        if is_modifier(&text[..end]) {
            return true;
        }
        if !text[end..].starts_with('-') {
            return false;
        }
        end += 1;
    }
    false
}

fn word_len(text: &str) -> usize {
    let is_word = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    text.bytes().position(|it| !is_word(it)).unwrap_or(text.len())
}

/// Reads modifiers from a position on.
#[derive(Clone, Copy)]
pub struct Ublock<'a> {
    list: &'a str,
    at: usize,
    /// After the last comma there is one more modifier, without a name.
    ends_in_comma: bool,
}

impl<'a> Reader for Ublock<'a> {
    type Child = Modifier<'a>;

    fn read(&mut self) -> Result<Option<Modifier<'a>>> {
        let (list, start) = (self.list, self.at);
        if start >= list.len() {
            let is_last = std::mem::take(&mut self.ends_in_comma);
            let span = Span::new(list.len(), list.len());
            let name = text(list, list.len(), list.len());
            return Ok(is_last.then_some(Modifier { span, exception: false, name, value: None }));
        }
        let exception = list.as_bytes()[start] == b'~';
        let name_start = start + usize::from(exception);
        let name_len = name_len(&list[name_start..]);
        if name_len == 0 {
            // The rest of the list is not read.
            (self.at, self.ends_in_comma) = (list.len(), false);
            let span = Span::new(start, list.len());
            let name = text(list, name_start, list.len());
            return Ok(Some(Modifier { span, exception, name, value: None }));
        }
        let name_end = name_start + name_len;
        let name = text(list, name_start, name_end);
        let (value, end) = if list[name_end..].starts_with('=') {
            let (value_start, value_end, end) = value(list, name_end + 1);
            (Some(text(list, value_start, value_end)), end)
        } else {
            (None, name_end)
        };
        self.ends_in_comma = end < list.len();
        // Any character between two modifiers separates them.
        self.at = end + list[end..].chars().next().map_or(0, char::len_utf8);
        Ok(Some(Modifier { span: Span::new(start, end), exception, name, value }))
    }
}

/// The length of a name at the start of a text.
fn name_len(text: &str) -> usize {
    let is_name = |it: u8| matches!(it, b'1' | b'3' | b'4' | b'a'..=b'z' | b'_' | b'-');
    text.bytes().position(|it| !is_name(it)).unwrap_or(text.len())
}

/// The start and the end of a value, and the end of the modifier, which can be after a quote.
fn value(list: &str, from: usize) -> (usize, usize, usize) {
    let start = skip_blanks(list, from);
    if let Some(quote @ (b'"' | b'\'' | b'`')) = list.as_bytes().get(start)
        && let Some(close) = find_unescaped(list, *quote, start + 1)
        && matches!(list.as_bytes().get(skip_blanks(list, close + 1)), None | Some(b','))
    {
        return (start + 1, close, close + 1);
    }
    let commas = memchr::memchr_iter(b',', &list.as_bytes()[from..]);
    let end = commas.map(|it| from + it).find(|it| starts_like_modifier(&list[it + 1..]));
    let end = end.unwrap_or(list.len());
    (start.min(end), end, end)
}

/// Whether the text starts like a modifier. The name can be unknown.
fn starts_like_modifier(text: &str) -> bool {
    let underscores = text.bytes().take_while(|it| *it == b'_').count();
    if underscores > 0 {
        return matches!(text.as_bytes().get(underscores), None | Some(b','));
    }
    let text = text.strip_prefix('~').unwrap_or(text);
    let is_name = |it: &u8| matches!(it, b'1' | b'3' | b'a'..=b'z' | b'-');
    let len = text.bytes().take_while(|it| is_name(it)).count();
    len > 0 && matches!(text.as_bytes().get(len), None | Some(b',' | b'='))
}

/// The first `wanted` with an even number of backslashes before it.
fn find_unescaped(text: &str, wanted: u8, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_escaped =
        |at: usize| bytes[..at].iter().rev().take_while(|it| **it == b'\\').count() % 2 == 1;
    memchr::memchr_iter(wanted, bytes.get(from..)?).map(|at| from + at).find(|it| !is_escaped(*it))
}

#[cfg(test)]
mod tests {
    use super::parse_ublock_network;

    /// The parts of a rule as `pattern | name=value | …`.
    fn read(line: &str) -> Option<String> {
        let names =
            ["script", "removeparam", "replace", "domain", "csp", "xhr", "3p", "third-party"];
        let rule = parse_ublock_network(line, |it| names.contains(&it))?;
        let mut out = rule.pattern.text.to_owned();
        for modifier in rule.modifiers.iter().flat_map(|it| it.children.iter()) {
            out += if modifier.exception { " | ~" } else { " | " };
            out += modifier.name.text;
            if let Some(value) = modifier.value {
                out += "=";
                out += value.text;
            }
        }
        Some(out)
    }

    #[test]
    fn reads() {
        for (line, expect) in [
            ("||a^$script,3p", "||a^ | script | 3p"),
            ("||a^$~third-party", "||a^ | ~third-party"),
            ("@@||a^$script", "||a^ | script"),
            ("||a^$removeparam=\"a,b\",script", "||a^ | removeparam=a,b | script"),
            ("||a^$removeparam='a\\'b'", "||a^ | removeparam=a\\'b"),
            ("||a^$removeparam=\"a\"b", "||a^ | removeparam=\"a\"b"),
            ("||a^$csp=a, b c,script", "||a^ | csp=a, b c | script"),
            ("||a^$csp=a,B=c,script", "||a^ | csp=a,B=c | script"),
            ("||a^$domain= a", "||a^ | domain=a"),
            ("||a^$domain=", "||a^ | domain="),
            ("||a^$removeparam=id$", "||a^ | removeparam=id$"),
            ("||a^$removeparam=/^id\\$$/", "||a^ | removeparam=/^id\\$$/"),
            ("||a^$xhr,replace=/(x)y/$1z/", "||a^ | xhr | replace=/(x)y/$1z/"),
            ("||a^$removeparam=$script", "||a^$removeparam= | script"),
            ("||a^$scripts", "||a^$scripts"),
            ("||a^$script-a", "||a^ | script-a"),
            ("||a^$script, 3p", "||a^ | script |  3p"),
            ("||a^$script,", "||a^ | script | "),
            ("||a^$script # why", "||a^ | script"),
            ("||a^ # why $script", "||a^"),
            ("/a(/|$)/", "/a(/|$)/"),
            ("/(^|/)x($|/)/$script", "/(^|/)x($|/)/ | script"),
        ] {
            assert_eq!(read(line).as_deref(), Some(expect), "{line}");
        }
        assert_eq!(read(""), None);
        assert_eq!(read("@@"), None);
    }
}
