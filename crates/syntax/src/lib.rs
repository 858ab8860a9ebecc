//! Parses one line of text into one [`Rule`]. Every line gives a result; a line that cannot be
//! parsed is a [`Rule::Invalid`] that says why.
//!
//! The results are those of AGTree 4.2.0: the same nodes, messages and positions.
//!
//! [`parse`] reads a line, [`parse_list`] a whole list; `Rule` prints itself, and [`ast`] documents
//! every node. Positions are in bytes from the start of the line; [`source`] turns them into UTF-16
//! code units, or into lines and columns. [`matching`] finds whether a rule matches a URL.
//!
//! ```
//! use bloqr_syntax::{Options, Rule, parse};
//!
//! let Rule::Network(rule) = parse("@@||ads.example^$script", &Options::default()) else { panic!() };
//! assert!(rule.exception);
//! assert_eq!(&*rule.pattern, "||ads.example^");
//! assert_eq!(Rule::Network(rule).to_string(), "@@||ads.example^$script");
//! ```
#![deny(missing_docs)]

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
mod ublock;

use crate::source::{MAX_LINE, any};

// Public only for the other crates of this project: AGTree's `trim`, for which users have
// `str::trim`, and its tokens of CSS, for which they have parsers of their own.
pub use self::{
    ast::Rule,
    error::{ErrorClass, SyntaxError},
    print::print,
    ublock::parse_ublock_network,
};
#[doc(hidden)]
pub use self::{
    css::{Kind as CssKind, Token as CssToken, Tokens as CssTokens, tokens as css_tokens},
    scan::js_trim,
};

/// Parser options. The names in backquotes are AGTree's.
///
/// ```
/// use bloqr_syntax::Options;
///
/// let options = Options::default().with_hosts(true).with_ubo(false);
/// assert!(options.hosts && !options.ubo);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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

    /// Sets [`Options::abp`].
    #[must_use]
    pub const fn with_abp(self, abp: bool) -> Options {
        Options { abp, ..self }
    }

    /// Sets [`Options::ubo`].
    #[must_use]
    pub const fn with_ubo(self, ubo: bool) -> Options {
        Options { ubo, ..self }
    }

    /// Sets [`Options::hosts`].
    #[must_use]
    pub const fn with_hosts(self, hosts: bool) -> Options {
        Options { hosts, ..self }
    }

    /// Sets [`Options::ignore_comments`].
    #[must_use]
    pub const fn with_ignore_comments(self, ignore_comments: bool) -> Options {
        Options { ignore_comments, ..self }
    }

    /// Sets [`Options::html_bodies`].
    #[must_use]
    pub const fn with_html_bodies(self, html_bodies: bool) -> Options {
        Options { html_bodies, ..self }
    }
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
    // Other characters than visible ASCII can be spaces for JavaScript, before the start of the
    // rule.
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
        && let Some(host) = host::parse(line, from, has_signs)
    {
        return Rule::Host(host);
    }
    network::parse(line, from, has_signs).map_or_else(Rule::Invalid, Rule::Network)
}

/// A line of a list, and the rule that it is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ParsedLine<'a> {
    /// The number of the line, from 0. The line and column that people read count from 1.
    pub number: u32,
    /// Where the line starts in the text, in bytes. Places in `rule` count from here.
    pub start: usize,
    /// The line, without its line ending.
    pub text: &'a str,
    /// The line ending; `None` for the last line.
    pub newline: Option<source::Newline>,
    /// The parsed rule of the line.
    pub rule: Rule<'a>,
}

/// Reads a whole list line by line, with [`Options::LIST`]. No data is kept for lines that were
/// passed. There is an item for each line, even if it is blank or invalid; a text that ends in a
/// newline has an empty last line.
///
/// ```
/// use bloqr_syntax::{ast::Category, parse_list};
///
/// let list = "! Title: Mine\n||ads.example^$script\nshop.example##.ad\n";
/// let network: Vec<_> =
///     parse_list(list).filter(|line| line.rule.category() == Category::Network).collect();
/// assert_eq!(network.len(), 1);
/// assert_eq!((network[0].number, network[0].text), (1, "||ads.example^$script"));
/// ```
pub fn parse_list(text: &str) -> impl Iterator<Item = ParsedLine<'_>> {
    let mut start = 0;
    (0..).zip(source::lines(text)).map(move |(number, line)| {
        let source::Line { text, newline } = line;
        let parsed = ParsedLine { number, start, text, newline, rule: parse(text, &Options::LIST) };
        start += text.len() + newline.map_or(0, source::Newline::width);
        parsed
    })
}

/// Parses a text as one rule, as in lists. A text with a line break is invalid.
pub fn parse_rule(text: &str) -> Rule<'_> {
    match source::lines(text).next().map_or(0, |first| first.text.len()) {
        len if len == text.len() => parse(text, &Options::LIST),
        at => Rule::Invalid(SyntaxError::new("A rule is one line, and here it ends", at, at + 1)),
    }
}

/// The start of the rule in the line: after blanks, and after a byte order mark or Unicode spaces
/// at the start of the line. AGTree does not skip the latter.
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

#[cfg(test)]
mod tests {
    use super::{Rule, parse_list};

    #[test]
    fn lines_of_a_list_are_numbered_and_found_again() {
        let text = "! é\r\n||a.example^\n\n##x{\rb.example##.c\n";
        let lines: Vec<_> = parse_list(text).collect();
        let numbers: Vec<u32> = lines.iter().map(|it| it.number).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
        for line in &lines {
            assert_eq!(text.get(line.start..line.start + line.text.len()), Some(line.text));
        }
        assert_eq!(lines[5].rule, Rule::Empty);
    }

    #[test]
    fn a_list_printed_rule_by_rule_has_no_line_more_or_less() {
        let text = "||a.example^$script\n||b.example^$\na.example##.ad";
        let printed: Vec<String> = parse_list(text).map(|it| it.rule.to_string()).collect();
        assert_eq!((&*printed[0], &*printed[2]), ("||a.example^$script", "a.example##.ad"));
        assert!(printed[1].starts_with("! invalid rule: "), "{}", printed[1]);
    }
}
