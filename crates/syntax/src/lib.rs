//! From one line of text to one [`Rule`]. Total: every line gives an answer, and a line that
//! cannot be read is a [`Rule::Invalid`] that says why.
//!
//! The contract is AGTree 4.2.0's: the same nodes, the same messages, the same places.
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

/// What to read, and how. The names are AGTree's options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// `parseAbpSpecificRules`: ABP's snippets and `##sel { … }`.
    pub abp: bool,
    /// `parseUboSpecificRules`: `##+js()`, `##^…`, `:style()` and its kin.
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
    /// How whole lists are read: hosts files are lists too.
    pub const LIST: Options =
        Options { abp: true, ubo: true, hosts: true, ignore_comments: false, html_bodies: false };
}

/// Reads one line, given without what ended it.
#[inline]
pub fn parse<'a>(line: &'a str, options: &Options) -> Rule<'a> {
    if line.len() > MAX_LINE {
        let message = format!("Line is longer than {MAX_LINE} bytes");
        return Rule::Invalid(SyntaxError::new(message, 0, MAX_LINE));
    }
    let from = first_visible(line);
    let Some(first) = line.as_bytes().get(from) else { return Rule::Empty };
    // Anything but visible ASCII may be a space to JavaScript, and hide what the line starts with.
    if matches!(first, b'!' | b'#' | b'[' | ..=b' ' | 0x7f..) {
        if js_trim(line).is_empty() {
            return Rule::Empty;
        }
        if comment::is_comment(line) {
            return match options.ignore_comments {
                true => Rule::Empty,
                false => comment::parse(line, from).unwrap_or_else(Rule::Invalid),
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

/// Reads a text that is to be one rule, as lists are read. With a line break in it, it is none.
pub fn parse_rule(text: &str) -> Rule<'_> {
    match source::lines(text).next().map_or(0, |first| first.text.len()) {
        len if len == text.len() => parse(text, &Options::LIST),
        at => Rule::Invalid(SyntaxError::new("A rule is one line, and here it ends", at, at + 1)),
    }
}

/// Where the line starts for a reader: behind its blanks, and behind a byte order mark or Unicode
/// spaces when it starts with them. AGTree stumbles over the latter.
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
