//! Parses one line of text into one [`Rule`]. Every line gives a result; a line that cannot be parsed
//! is a [`Rule::Invalid`] that says why.
//!
//! The results are those of AGTree 4.2.0: the same nodes, messages and positions.
//!
//! ```
//! use bloqr_syntax::{Options, Rule, parse};
//!
//! let Rule::Network(rule) = parse("@@||ads.example^$script", &Options::default()) else { panic!() };
//! assert!(rule.exception);
//! assert_eq!(&*rule.pattern, "||ads.example^");
//! ```

pub mod ast;
mod body;
mod children;
mod comment;
mod cosmetic;
mod css;
mod error;
mod host;
pub mod invisible;
pub mod matching;
mod network;
mod params;
mod print;
mod scan;
pub mod source;

use crate::source::{MAX_LINE, any};

pub use self::{
    ast::Rule,
    error::{ErrorClass, SyntaxError},
    print::print,
    scan::js_trim,
};

/// Parser options. The names in backquotes are AGTree's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// `parseAbpSpecificRules`: ABP's snippets and `##sel { … }`.
    pub abp: bool,
    /// `parseUboSpecificRules`: `##+js()`, `##^…`, `:style()` and similar modifiers.
    pub ubo: bool,
    /// `parseHostRules`: `/etc/hosts` lines and bare domains.
    pub hosts: bool,
    /// `ignoreComments`: a comment comes back as [`Rule::Empty`].
    pub ignore_comments: bool,
    /// `parseHtmlFilteringRuleBodies`: bodies of `$$` and `##^` as selector trees.
    pub html_bodies: bool,
}

/// AGTree's defaults for one rule.
impl Default for Options {
    fn default() -> Options {
        Options { abp: true, ubo: true, hosts: false, ignore_comments: false, html_bodies: false }
    }
}

impl Options {
    /// The options for whole lists: hosts files are lists too.
    pub const LIST: Options =
        Options { abp: true, ubo: true, hosts: true, ignore_comments: false, html_bodies: false };
}

/// Parses one line, given without its line ending.
#[inline]
pub fn parse<'a>(line: &'a str, options: &Options) -> Rule<'a> {
    if line.len() > MAX_LINE {
        let message = format!("Line is longer than {MAX_LINE} bytes");
        return Rule::Invalid(SyntaxError::new(message, 0, MAX_LINE));
    }
    let from = first_visible(line);
    let Some(first) = line.as_bytes().get(from) else { return Rule::Empty };
    // Other characters than visible ASCII can be spaces for JavaScript, before the start of the rule.
    if matches!(first, b'!' | b'#' | b'[' | ..=b' ' | 0x7f..) {
        if js_trim(line).is_empty() {
            return Rule::Empty;
        }
        if comment::is_comment(line) {
            return if options.ignore_comments {
                Rule::Empty
            } else {
                comment::parse(line, from).unwrap_or_else(Rule::Invalid)
            };
        }
    }
    // Most lines have neither, and are patterns without modifiers.
    let has_signs = any(line, |it| matches!(it, b'#' | b'$'));
    if has_signs && let Some(separator) = cosmetic::separator::find(line, 0) {
        let rule = cosmetic::parse(line, from, separator, options);
        return rule.map_or_else(Rule::Invalid, Rule::Cosmetic);
    }
    if options.hosts
        && let Some(host) = host::parse(line, from)
    {
        return Rule::Host(host);
    }
    network::parse(line, from, has_signs).map_or_else(Rule::Invalid, Rule::Network)
}

/// Parses a text as one rule, as in lists. A text with a line break is invalid.
pub fn parse_rule(text: &str) -> Rule<'_> {
    match source::lines(text).next().map_or(0, |first| first.text.len()) {
        len if len == text.len() => parse(text, &Options::LIST),
        at => Rule::Invalid(SyntaxError::new("A rule is one line, and here it ends", at, at + 1)),
    }
}

/// The start of the rule in the line: after blanks, and after a byte order mark or Unicode spaces at
/// the start of the line. AGTree does not skip the latter.
fn first_visible(line: &str) -> usize {
    match line.as_bytes().first() {
        Some(b'!'..=b'~') | None => 0,
        Some(b' ' | b'\t') => scan::skip_blanks(line, 0),
        Some(_) => {
            let is_space = |c| scan::is_js_space(c) && c != '\n' && c != '\r';
            line.find(|c| !is_space(c)).unwrap_or(line.len())
        }
    }
}
