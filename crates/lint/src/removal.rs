//! What must be removed together with a rule: comments that would otherwise apply to the next rule.

use crate::diagnostic::{Edit, Fix};
use bloqr_syntax::{self as syntax, Options, Rule, ast::Category};

/// How many comments above a line are checked: more than anybody writes.
const MOST: usize = 50;

/// Adds to a fix that removes a line the hints and comments above it that apply only to this line,
/// such as `!+ PLATFORM(mac)` and `! bloqr-disable-next-line`. A fix that splits a line below such
/// a comment is no longer safe. `is_bound` says whether a line is one of them.
pub(super) fn complete(fix: &mut Fix, is_bound: impl Fn(&u32) -> bool) {
    let removed = |it: &Edit| match it {
        Edit::DeleteLine { line } => Some(*line),
        Edit::Replace { .. } => None,
    };
    let is_below = |it: u32| it.checked_sub(1).is_some_and(|it| is_bound(&it));
    // A hint above one line does not apply to several lines.
    fix.safe &= !fix.edits.iter().any(|it| match it {
        Edit::Replace { place, text } => text.contains('\n') && is_below(place.line),
        Edit::DeleteLine { .. } => false,
    });
    if !fix.edits.iter().filter_map(removed).any(is_below) {
        return;
    }
    let all: Vec<u32> = fix.edits.iter().filter_map(removed).collect();
    let mut edits: Vec<Edit> = std::mem::take(&mut fix.edits).into_iter().collect();
    for last in all {
        let above: Vec<u32> = (0..last).rev().take_while(&is_bound).take(MOST + 1).collect();
        fix.safe &= above.len() <= MOST;
        edits.extend(above.into_iter().map(|line| Edit::DeleteLine { line }));
    }
    edits.sort_by_key(|it| match it {
        Edit::DeleteLine { line } => *line,
        Edit::Replace { place, .. } => place.line,
    });
    edits.dedup();
    fix.edits = edits.into();
}

/// Whether the line applies only to the line below it.
pub(super) fn is_bound(line: &str) -> bool {
    let text = line.trim_start();
    text.starts_with("!+")
        || (text.starts_with(['!', '#']) && text.contains("-next-line") && is_comment(line))
}

fn is_comment(line: &str) -> bool {
    syntax::parse(line, &Options::LIST).category() == Category::Comment
}

/// How a line relates to a comment above or below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// A blank line, or a line for programs.
    Nothing,
    /// Another comment for people, for example a heading.
    Remark,
    /// A rule, or a comment that belongs to one.
    Rule,
}

pub(super) fn after(line: &str) -> After {
    match syntax::parse(line, &Options::LIST) {
        Rule::Comment(_) | Rule::Metadata(_) | Rule::Agent(_) if !is_bound(line) => After::Remark,
        Rule::Empty | Rule::Config(_) | Rule::PreProcessor(_) if !is_bound(line) => After::Nothing,
        _ => After::Rule,
    }
}

/// Whether a comment can describe only the rules right below it. Headings describe more, and rules
/// that are commented out describe nothing here.
pub(super) fn is_remark(line: &str) -> bool {
    let Rule::Comment(comment) = syntax::parse(line, &Options::LIST) else { return false };
    let text = comment.text.trim();
    let words = text.trim_end_matches(['!', '#']);
    let has_letters = words.chars().any(char::is_alphanumeric);
    let is_ruled = words
        .as_bytes()
        .windows(3)
        .any(|it| it.iter().all(|byte| *byte == it[0]) && b"-=*#~_+<>.".contains(&it[0]));
    let is_loud = !words.chars().any(char::is_lowercase) && words.chars().any(char::is_uppercase);
    let is_rule = ["||", "@@", "|", "/"].iter().any(|it| text.starts_with(it))
        || ["##", "#@#", "#?#", "#$#", "#%#", "$$"].iter().any(|it| text.contains(it));
    let is_order = text.starts_with("bloqr-") || text.contains("-next-line");
    has_letters
        && !text.starts_with(['#', '*', '-', '=', '+', '[', '>', '<', '~', '!'])
        && !words.ends_with(':')
        && !is_ruled
        && !is_loud
        && !is_rule
        && !is_order
}
