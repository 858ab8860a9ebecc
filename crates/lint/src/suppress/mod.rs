//! Comments in a list that change what is reported for it.
//!
//! They are applied after all findings are made: a rule that a comment switches on runs from the
//! start, and is silent up to that comment.

mod add;
mod comment;
mod state;

pub use self::add::{Refused, Suppressed, suppress};
pub(super) use self::{comment::Comment, state::State};

use self::comment::Order;
use crate::{
    Config, Level, RULES, Remark, Report, Rule,
    diagnostic::{Diagnostic, Edit, Few, Fix, Place, Severity},
    nearest, rule_meant, rules,
};
use bloqr_syntax::source::{Span, line_ends};

/// Prepares `config` for a text with comments that switch rules on.
pub(super) fn wake(text: &str, config: &mut Config) {
    WORDS.into_iter().for_each(|word| wake_by_lines(lines_with(text, word), config));
}

/// The same for the lines of a text for which [`is_marked`] is true, or more of them.
pub(super) fn wake_by_marked<'t>(
    lines: impl Iterator<Item = (u32, &'t str)> + Clone,
    config: &mut Config,
) {
    for word in WORDS {
        wake_by_lines(lines.clone().filter(|it| it.1.contains(word)), config);
    }
}

fn wake_by_lines<'t>(lines: impl Iterator<Item = (u32, &'t str)>, config: &mut Config) {
    lines.for_each(|(line, text)| wake_by(&Remark { line, text: text.to_owned() }, config));
}

/// What comments have that switch something on.
const WORDS: [&str; 2] = ["aglint", "bloqr-enable"];

/// The lines of a text for which [`is_marked`] is true; some of them twice.
pub(super) fn marked<'t>(text: &'t str, config: &Config) -> impl Iterator<Item = (u32, &'t str)> {
    let is_marked = |it: &(u32, &str)| is_marked(it.1, config);
    WORDS.into_iter().flat_map(|word| lines_with(text, word)).filter(is_marked)
}

/// Whether a line changes how lines are checked, before findings are hidden.
fn is_marked(line: &str, config: &Config) -> bool {
    let mut woken = config.clone();
    wake_by_marked(std::iter::once((0, line)), &mut woken);
    config.inline && woken != *config
}

/// The lines that contain a word, with their numbers.
fn lines_with<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = (u32, &'t str)> {
    const ENDS: [char; 3] = ['\n', '\r', '\x0c'];
    let (mut at, mut counted, mut line) = (0, 0, 0);
    std::iter::from_fn(move || {
        let found = memchr::memmem::find(&text.as_bytes()[at..], word.as_bytes())?;
        let start = text[at..at + found].rfind(ENDS).map_or(at, |it| at + it + 1);
        let end = text[at + found..].find(ENDS).map_or(text.len(), |it| at + found + it);
        line += line_ends(&text.as_bytes()[counted..start]) as u32;
        (counted, at) = (start, end);
        Some((line, &text[start..end]))
    })
}

fn wake_by(remark: &Remark, config: &mut Config) {
    let Some(comment) = comment::parse(remark) else { return };
    for name in &comment.names {
        let wakes = match comment.order {
            Order::Enable | Order::EnableNextLine => true,
            Order::Set => matches!(name.level, Some(Level::On(_))),
            Order::Disable | Order::DisableNextLine | Order::Unknown => false,
        };
        if wakes {
            name.rules().for_each(|rule| config.wake(rule));
        }
    }
    if let Some(options) = comment.options() {
        config.change(remark.line, &options);
    }
}

/// Applies the comments of a list to its report, and reports problems of the comments. `invalid`
/// are the lines of rules with an error, sorted, and `unvalidated` the lines after `!+
/// NOT_VALIDATE`, which FiltersCompiler does not check. Returns whether the findings are no longer
/// sorted.
pub(super) fn apply(
    report: &mut Report,
    invalid: &[u32],
    unvalidated: &[u32],
    config: &Config,
) -> bool {
    report.counts.invalid = invalid.len();
    let is_silent = report.remarks.is_empty() && unvalidated.is_empty();
    if !config.inline || is_silent && config.woken().is_empty() {
        return false;
    }
    let parse = |it: &Remark| comment::parse(it).map(|comment| (it.line, comment));
    let comments: Vec<(u32, Comment)> = report.remarks.iter().filter_map(parse).collect();
    let comments: Vec<(u32, &Comment)> = comments.iter().map(|it| (it.0, &it.1)).collect();
    let mut state = State::new(&comments, config);
    report.diagnostics.retain_mut(|it| {
        state.advance(it.place.line);
        if unvalidated.binary_search(&it.place.line).is_ok() {
            return false;
        }
        let severity = state.judge(it.place.line, it.rule, it.severity);
        it.severity = severity.unwrap_or(it.severity);
        severity.is_some()
    });
    let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
    let errors = report.diagnostics.iter().filter(is_error);
    let mut lines: Vec<u32> = errors.map(|it| it.place.line).collect();
    lines.dedup();
    report.counts.invalid = invalid.iter().filter(|it| lines.binary_search(it).is_ok()).count();
    report.diagnostics.extend(state.complaints());
    true
}

/// The comment for a linter that a line is, if it is one.
pub(super) fn read(remark: &Remark) -> Option<Comment> {
    comment::parse(remark)
}

/// Reports problems of a comment: unknown names, and commands that change nothing.
fn complain(
    line: u32,
    comment: &Comment,
    used: &[bool],
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    let mut report_with = |rule: &'static Rule,
                           span: Span,
                           message: String,
                           help: Option<String>,
                           fix: Option<Fix>| {
        if let Some(severity) = config.severity(rule, rule.severity) {
            let place = Place { line, span };
            let (rule, labels) = (rule.name, Few::new());
            let (message, help) = (message.into(), help.map(Into::into));
            out.push(Diagnostic { rule, severity, place, message, labels, help, fix });
        }
    };
    let mut report = |rule: &'static Rule, span: Span, message: String, help: Option<String>| {
        report_with(rule, span, message, help, None);
    };
    let invalid = &rules::invalid_suppression::RULE;
    let unused = &rules::unused_suppression::RULE;
    if comment.order == Order::Unknown {
        // Other words are prose that happens to start in this way.
        let means_order = ["disable", "enable", "ignore", "suppress", "skip", "allow"]
            .iter()
            .any(|it| comment.word.starts_with(it));
        let near = nearest(&comment.word, comment::orders());
        if near.is_some() || means_order {
            let help = match near {
                Some(near) => format!("did you mean `bloqr-{near}`?"),
                None => {
                    let all: Vec<&str> = comment::orders().collect();
                    format!("use bloqr-{}", all.join(", bloqr-"))
                }
            };
            report(
                invalid,
                comment.span,
                format!("unknown comment `bloqr-{}`", comment.word),
                Some(help),
            );
        }
        return;
    }
    if comment.is_cut {
        let message = format!("only the first {} names are read", Comment::MOST_NAMES);
        report(invalid, comment.span, message, None);
    }
    if comment.options().is_some() && !config.has_room(line) {
        let message = "this comment is ignored: too many comments above it change options";
        report(invalid, comment.span, message.to_owned(), None);
    }
    for name in comment.names.iter().filter(|it| it.rules().next().is_none()) {
        report(invalid, name.span, format!("unknown rule `{}`", name.text), rule_meant(&name.text));
    }
    let hides = match comment.order {
        Order::Disable | Order::DisableNextLine => "hides nothing",
        Order::Enable | Order::EnableNextLine => "re-enables nothing",
        Order::Set => {
            for name in comment.names.iter().filter(|it| it.level.is_none()) {
                let help = "use off, warn, error, fatal, or 0 to 3".to_owned();
                report(
                    invalid,
                    name.span,
                    format!("`{}` has no valid severity", name.text),
                    Some(help),
                );
            }
            for (span, message) in comment.names.iter().filter_map(|it| it.wrong.as_ref()) {
                report(invalid, *span, message.clone(), None);
            }
            return;
        }
        Order::Unknown => return,
    };
    if comment.names.is_empty() {
        if !used[0] && RULES.iter().all(|it| config.is_on(it) || !it.enabled) {
            let fix = Some(remove_unused(line, comment, &[true], 0));
            report_with(unused, comment.span, format!("this comment {hides}"), None, fix);
        }
        return;
    }
    // A rule that is off could not show whether the comment is needed.
    let names = comment.names.iter().zip(used);
    let is_unused: Vec<bool> =
        names.map(|(name, used)| !used && name.rules().any(|it| config.is_on(it))).collect();
    for (n, name) in comment.names.iter().enumerate().filter(|it| is_unused[it.0]) {
        let fix = Some(remove_unused(line, comment, &is_unused, n));
        report_with(unused, name.span, format!("`{}` {hides} here", name.text), None, fix);
    }
}

/// Removes a name from a comment, or the comment if none of its names is used. Not safe: with other
/// settings, the comment can be needed.
fn remove_unused(line: u32, comment: &Comment, is_unused: &[bool], n: usize) -> Fix {
    if is_unused.iter().all(|it| *it) && !comment.is_cut {
        return Fix::new(false, "remove this comment", vec![Edit::DeleteLine { line }]);
    }
    let name = &comment.names[n];
    let span = match (comment.names.get(n + 1), n.checked_sub(1)) {
        (Some(next), _) => Span::new(name.span.start as usize, next.span.start as usize),
        (None, Some(before)) => {
            Span::new(comment.names[before].span.end as usize, name.span.end as usize)
        }
        (None, None) => name.span,
    };
    let edit = Edit::Replace { place: Place { line, span }, text: String::new() };
    Fix::new(false, format!("remove `{}`", name.text), vec![edit])
}
