//! `[Adblock Plus 2.0; AdGuard]`

use crate::{
    SyntaxError,
    ast::{Agent, AgentComment, Syntax, Text},
    children::{Children, Reader},
    error::Result,
    scan::{char_at, find_blank, skip_blanks, text, trim_blanks_end},
    source::Span,
};

pub(super) fn parse(line: &str, from: usize) -> Result<AgentComment<'_>> {
    // The character here can be another one than the bracket: after blanks, AGTree stops at a BOM.
    let at = from + char_at(line, from).len();
    let end = trim_blanks_end(line, line.len());
    let Some(closing) = end.checked_sub(1).filter(|it| line.as_bytes()[*it] == b']') else {
        return Err(SyntaxError::new("Missing closing bracket", at, at + line.len()));
    };
    if at >= closing {
        return Err(SyntaxError::new("Empty agent list", 0, line.len()));
    }
    Ok(AgentComment { children: Children::check(Agents { list: &line[..closing], at })? })
}

/// Parses the agents from a position on.
#[derive(Clone, Copy)]
pub struct Agents<'a> {
    /// The line up to the bracket.
    list: &'a str,
    at: usize,
}

impl<'a> Reader for Agents<'a> {
    type Child = Agent<'a>;

    fn read(&mut self) -> Result<Option<Agent<'a>>> {
        let Agents { list, at } = *self;
        if at >= list.len() {
            return Ok(None);
        }
        let start = skip_blanks(list, at);
        let semicolon = memchr::memchr(b';', &list.as_bytes()[start..]).map(|it| start + it);
        let end = semicolon.unwrap_or(list.len());
        self.at = end + 1;
        parse_agent(list, start, trim_blanks_end(list, end).max(start)).map(Some)
    }
}

/// Parses `line[start..end]`: words, one of which can be a version. The words before the version
/// are the name; the words after it are ignored, as in AGTree.
fn parse_agent(line: &str, start: usize, end: usize) -> Result<Agent<'_>> {
    let part = &line[..end];
    let mut name_end = start;
    let mut named: Option<(Text<'_>, Text<'_>)> = None;
    let mut at = skip_blanks(part, start);
    while at < end {
        let word_end = find_blank(part, at);
        let word = text(line, at, word_end);
        if !has_version(&word) {
            name_end = word_end;
        } else if named.is_some() {
            return Err(SyntaxError::new("Duplicated versions are not allowed", at, word_end));
        } else {
            named = Some((text(line, start, name_end), word));
        }
        at = skip_blanks(part, word_end);
    }
    let (adblock, version) = match named {
        Some((name, version)) => (name, Some(version)),
        None => (text(line, start, name_end), None),
    };
    if adblock.is_empty() {
        return Err(SyntaxError::new("Agent name cannot be empty", start, end));
    }
    Ok(Agent { span: Span::new(start, end), adblock, version, syntax: syntax_of(&adblock) })
}

/// Whether `word` contains digits, a dot and digits, without a letter next to them.
fn has_version(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_word =
        |at: usize| bytes.get(at).is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
    let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    memchr::memchr_iter(b'.', bytes).any(|dot| {
        let before = bytes[..dot].iter().rev().take_while(|it| it.is_ascii_digit()).count();
        let after = digits(dot + 1);
        let starts_free = dot - before == 0 || !is_word(dot - before - 1);
        before > 0 && starts_free && after > 0 && !is_word(dot + 1 + after)
    })
}

/// The product with that name, ignoring case.
fn syntax_of(name: &str) -> Syntax {
    let is = |names: &[&str]| names.iter().any(|it| name.eq_ignore_ascii_case(it));
    if is(&["adguard", "adg"]) {
        Syntax::AdGuard
    } else if is(&["ublock", "ublock origin", "ubo"]) {
        Syntax::UblockOrigin
    } else if is(&["adblock", "adblock plus", "adblockplus", "abp"]) {
        Syntax::AdblockPlus
    } else {
        Syntax::Common
    }
}
