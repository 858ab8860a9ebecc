use std::sync::Arc;

use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    options::{Kind, OptionType, Value, Wrong},
    rule::rule,
};
use bloqr_regex::{Problem, Regex};
use bloqr_syntax::source::Span;

rule! {
    /// A rule that the configuration does not want in this list.
    ///
    /// The option `patterns` holds JavaScript's regular expressions; a line in which one of them is
    /// found is told, comments too. There are none unless a configuration says so.
    ///
    /// ```adblock bloqr-patterns:["^@@"]
    /// @@||site.example^$document
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^ the configuration excludes rules like this: `^@@`
    /// ||ads.example^
    /// ```
    ///
    /// Look-ahead and look-behind can be used: this pattern passes over comments.
    ///
    /// ```adblock bloqr-patterns:["^(?!!)(?=.*site)"]
    /// ! Rules for example.site
    /// ||ads.site^
    /// !^^^^^^^^^^ the configuration excludes rules like this: `^(?!!)(?=.*site)`
    /// ```
    ///
    /// Letters count as they are written. `/ads/i` finds `ADS` too: what stands between slashes has
    /// flags behind them. A pattern that starts with a slash itself is written `\/ads\/`.
    ///
    /// A pattern that cannot be read is an error in the configuration, and so are references back
    /// to a group (`(a)\1`), the flag `v` and most properties (`\p{Greek}`). The search takes no
    /// longer than the length of the line times the size of the pattern. Where that is too long,
    /// a finding says that the line was not searched.
    "excluded-rule", Warning, ["no-excluded-rules"];

    /// A line in which one of these regular expressions is found is reported
    patterns "patterns" ["regexp-patterns"]: Patterns = Patterns(Vec::new())
}

impl Settings {
    /// Whether there is anything to look for.
    pub(crate) fn has_any(&self) -> bool {
        !self.patterns().0.is_empty()
    }
}

/// What the lines of a list are searched for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Patterns(Vec<Arc<Pattern>>);

impl OptionType for Patterns {
    const KIND: Kind = Kind::List(&Kind::Pattern);

    fn read(value: &Value) -> Result<Patterns, Wrong> {
        let read = |it: &Value| Pattern::parse(it.as_text().unwrap_or_default(), it.at);
        let patterns = value.items().iter().map(|it| read(it).map(Arc::new));
        patterns.collect::<Result<_, _>>().map(Patterns)
    }

    fn join(&mut self, more: &Patterns) {
        self.0.extend(more.0.iter().cloned());
    }
}

/// A regular expression, as it was written and as it is searched for.
#[derive(Debug, PartialEq)]
struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// Reads `bad` or `/bad/i`.
    fn parse(text: &str, at: usize) -> Result<Pattern, Wrong> {
        let slashed = text.strip_prefix('/').and_then(|it| it.rsplit_once('/'));
        let slashed = slashed.filter(|it| it.1.bytes().all(|it| it.is_ascii_alphabetic()));
        let (source, flags) = slashed.unwrap_or((text, ""));
        if source.is_empty() {
            return Err(Wrong::new(at, "an empty pattern is found in every line"));
        }
        match Regex::new(source, flags) {
            Ok(regex) => Ok(Pattern { text: text.to_owned(), regex }),
            Err(Problem { message, at: place }) => Err(Wrong {
                help: (place.start > source.len()).then(|| {
                    "a pattern is `text` or `/text/flags`; write its first slash as `\\/` to find it"
                        .to_owned()
                }),
                ..Wrong::new(at, format!("the pattern `{text}` cannot be used: {message}"))
            }),
        }
    }
}

pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    let whole = Span::new(0, line.len());
    for pattern in &cx.options.excluded_rule.patterns().0 {
        match pattern.regex.is_match(line) {
            Ok(false) => (),
            Ok(true) => {
                let audience = Audience::ignored_by(Targets::EVERY);
                let message =
                    format_args!("the configuration excludes rules like this: `{}`", pattern.text);
                cx.report(&RULE, whole, audience, message);
                return;
            }
            Err(_) => {
                let message =
                    format_args!("this line is too long to be searched for `{}`", pattern.text);
                cx.report(&RULE, whole, Audience::NOTE, message)
                    .help("write a simpler pattern in the configuration, or shorten the line");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_pattern_is_read_or_refused() {
        for (text, found, missed) in [
            ("^(?!!).*foo", "a foo", "! foo"),
            ("/foo/i", "FOO", "fo"),
            ("/foo/", "foo", "FOO"),
            ("/a/b.js", "x/a/b.js", "a/b.js"),
            ("/foo", "/foo", "foo"),
        ] {
            let pattern = Pattern::parse(text, 0).unwrap();
            assert_eq!(pattern.regex.is_match(found), Ok(true), "{text}");
            assert_eq!(pattern.regex.is_match(missed), Ok(false), "{text}");
        }
        for text in ["", "//", "//i", "(", "/(/", "/ads/banner", "/a/ii", "(a)\\1", "/a/v"] {
            assert!(Pattern::parse(text, 0).is_err(), "{text}");
        }
    }
}
