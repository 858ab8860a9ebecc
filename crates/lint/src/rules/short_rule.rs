use serde_json::Value;

use crate::{Targets, audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A rule so short that it matches what it should not, or that was cut off.
    ///
    /// ```adblock
    /// ad
    /// !^ this rule is too short to mean what it should
    /// ```
    ///
    /// The option `min-length` says how short is too short (4 UTF-16 code units, as AGLint counts).
    "short-rule", Warning, ["no-short-rules"]
}

/// Its option `min-length`: what is shorter, in UTF-16 code units, is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinLength {
    said: usize,
    /// The most that comments in the text at hand ask for.
    asked: usize,
}

impl Default for MinLength {
    fn default() -> MinLength {
        MinLength::new(4)
    }
}

impl MinLength {
    /// Rules shorter than so many UTF-16 code units are told.
    pub fn new(units: usize) -> MinLength {
        MinLength { said: units, asked: 0 }
    }

    /// What holds above all comments.
    pub(crate) fn said(self) -> usize {
        self.said
    }

    /// Looks for rules shorter than this as well, as a comment wants it.
    pub(crate) fn ask(&mut self, units: usize) {
        self.asked = self.asked.max(units);
    }

    /// Reads AGLint's option from a comment: its value if it is this option.
    pub(crate) fn read(option: &str, value: &Value) -> Option<Result<usize, String>> {
        let units = || value.as_f64().filter(|it| *it >= 0.0 && it.fract() == 0.0);
        let wrong = || format!("`{option}` must be 0 or a larger whole number");
        (option == "minLength").then(|| units().map(|it| it as usize).ok_or_else(wrong))
    }
}

/// How long the rules are that were reported, in the order of the lines: a comment above may have
/// said less than what was looked for.
#[derive(Debug, Default)]
pub(crate) struct Lengths(Vec<(u32, usize)>);

impl Lengths {
    /// Keeps the length of a rule that is reported; a line may be checked twice.
    fn keep(&mut self, line: u32, length: usize) {
        if self.0.last().is_none_or(|it| it.0 != line) {
            self.0.push((line, length));
        }
    }

    pub(crate) fn append(&mut self, mut next: Lengths) {
        self.0.append(&mut next.0);
    }

    /// Whether the rule on a line that was reported is shorter than this.
    pub(crate) fn is_below(&self, line: u32, least: usize) -> bool {
        let at = self.0.partition_point(|it| it.0 < line);
        self.0.get(at).is_some_and(|it| it.0 == line && it.1 < least)
    }
}

pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    let MinLength { said, asked } = cx.config.min_length;
    let least = said.max(asked);
    let rule = line.trim();
    // A unit takes at most three bytes.
    if rule.len() >= least.saturating_mul(3) {
        return;
    }
    let length = rule.encode_utf16().count();
    if length < least {
        let start = line.len() - line.trim_start().len();
        let span = Span::new(start, start + rule.len());
        cx.lengths.keep(cx.line, length);
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "this rule is too short to mean what it should",
        );
    }
}
