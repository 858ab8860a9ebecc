use std::sync::Arc;

use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    options::{Entry, InvalidValue, Kind, OptionType, Value},
    rule::rule,
};
use bloqr_regex::{Problem, Regex};
use bloqr_syntax::source::Span;

rule! {
    /// A rule that the configuration excludes.
    ///
    /// The option `patterns` has JavaScript regular expressions. A line in which one of them is
    /// found is reported, even if it is a comment. By default there are none.
    ///
    /// ```adblock bloqr-patterns:["^@@"]
    /// @@||site.example^$document
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^ the configuration excludes rules like this: `^@@`
    /// ||ads.example^
    /// ```
    ///
    /// A pattern can use look-ahead and look-behind. This pattern skips comments:
    ///
    /// ```adblock bloqr-patterns:["^(?!!)(?=.*site)"]
    /// ! Rules for example.site
    /// ||ads.site^
    /// !^^^^^^^^^^ the configuration excludes rules like this: `^(?!!)(?=.*site)`
    /// ```
    ///
    /// Patterns are case-sensitive. `/ads/i` finds `ADS` too: between slashes is the expression,
    /// and after them are flags. A pattern that itself starts with a slash is written `\/ads\/`.
    ///
    /// The option `texts` has whole lines, which must match exactly. Instead of a pattern or a
    /// text, a table with a message can be used:
    ///
    /// ```adblock bloqr-texts:[{"pattern":"||ads.example^","message":"ask\u0020first"}]
    /// ||ads.example^
    /// !^^^^^^^^^^^^^ the configuration excludes this rule: ask first
    /// ||ads.example^$script
    /// ```
    ///
    /// A pattern that cannot be read is an error in the configuration. So are back-references
    /// (`(a)\1`), the flag `v` and most properties (`\p{Greek}`). The time of a search is limited
    /// by the length of the line times the size of the pattern. If that is too long, a finding says
    /// that the line was not searched.
    "excluded-rule", Warning, ["no-excluded-rules"];

    /// A line in which one of these regular expressions is found is reported
    patterns "patterns" ["regexp-patterns", "excludedRegExpPatterns"]: Patterns =
        Patterns(Vec::new()),

    /// A line that is exactly one of these texts is reported
    texts "texts" ["excludedRuleTexts"]: Texts = Texts(Vec::new())
}

impl Settings {
    /// Whether there is something to look for.
    pub(crate) fn has_any(&self) -> bool {
        !self.patterns().0.is_empty() || !self.texts().0.is_empty()
    }
}

/// The patterns that lines of a list are searched for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Patterns(Vec<Arc<Pattern>>);

/// The texts that lines of a list are compared with, each with its message, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Texts(Vec<(Arc<str>, Option<Arc<str>>)>);

/// AGLint uses this name for a text, too.
const PATTERN: &str = "pattern";
const MESSAGE: &str = "message";

const fn entry(name: &'static str, about: &'static str, kind: Kind, is_needed: bool) -> Entry {
    Entry { name, about, kind, is_needed }
}

const SAID: Entry = entry(MESSAGE, "The message for a line that is found", Kind::Text, false);

/// The value, and the message if the value is a table.
fn parts(value: &Value) -> (&Value, Option<&str>) {
    (value.get(PATTERN).unwrap_or(value), value.get(MESSAGE).and_then(Value::as_text))
}

impl OptionType for Patterns {
    const KIND: Kind = Kind::List(&Kind::Either(&[
        Kind::Pattern,
        Kind::Table(&[entry(PATTERN, "The regular expression", Kind::Pattern, true), SAID]),
    ]));

    fn read(value: &Value) -> Result<Patterns, InvalidValue> {
        let read = |it: &Value| {
            let (pattern, message) = parts(it);
            let text = pattern.as_text().unwrap_or_default();
            let message = message.map(str::to_owned);
            Ok(Arc::new(Pattern { message, ..Pattern::parse(text, pattern.at)? }))
        };
        value.items().iter().map(read).collect::<Result<_, _>>().map(Patterns)
    }

    fn join(&mut self, more: &Patterns) {
        self.0.extend(more.0.iter().cloned());
    }
}

impl OptionType for Texts {
    const KIND: Kind = Kind::List(&Kind::Either(&[
        Kind::Text,
        Kind::Table(&[entry(PATTERN, "The line", Kind::Text, true), SAID]),
    ]));

    fn read(value: &Value) -> Result<Texts, InvalidValue> {
        let read = |it| {
            let (text, message) = parts(it);
            (Arc::from(text.as_text().unwrap_or_default()), message.map(Arc::from))
        };
        let mut texts = Texts(value.items().iter().map(read).collect());
        texts.0.sort();
        Ok(texts)
    }

    fn join(&mut self, more: &Texts) {
        self.0.extend(more.0.iter().cloned());
        self.0.sort();
    }
}

impl Texts {
    /// Whether a line is one of the texts, and the message of that text.
    fn find(&self, line: &str) -> Option<Option<&str>> {
        let at = self.0.partition_point(|it| &*it.0 < line);
        self.0.get(at).filter(|it| &*it.0 == line).map(|it| it.1.as_deref())
    }
}

/// A regular expression, as it is written and as it is searched for.
#[derive(Debug, PartialEq)]
struct Pattern {
    text: String,
    regex: Regex,
    /// The message for a line in which it is found.
    message: Option<String>,
}

impl Pattern {
    /// Reads `bad` or `/bad/i`.
    fn parse(text: &str, at: usize) -> Result<Pattern, InvalidValue> {
        let slashed = text.strip_prefix('/').and_then(|it| it.rsplit_once('/'));
        let slashed = slashed.filter(|it| it.1.bytes().all(|it| it.is_ascii_alphabetic()));
        let (source, flags) = slashed.unwrap_or((text, ""));
        if source.is_empty() {
            return Err(InvalidValue::new(at, "an empty pattern matches every line"));
        }
        match Regex::new(source, flags) {
            Ok(regex) => Ok(Pattern { text: text.to_owned(), regex, message: None }),
            Err(Problem { why, at: place, .. }) => Err(InvalidValue {
                help: (place.start > source.len()).then(|| {
                    "write a pattern as `text` or `/text/flags`; to look for a slash at its start, write `\\/`"
                        .to_owned()
                }),
                ..InvalidValue::new(at, format!("the pattern `{text}` cannot be used: {why}"))
            }),
        }
    }
}

pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    let whole = Span::new(0, line.len());
    let audience = Audience::ignored_by(Targets::EVERY);
    let settings = &cx.options.excluded_rule;
    if let Some(message) = settings.texts().find(line) {
        let colon = if message.is_some() { ": " } else { "" };
        let message = message.unwrap_or_default();
        let message = format_args!("the configuration excludes this rule{colon}{message}");
        cx.report(&RULE, whole, audience, message);
        return;
    }
    for pattern in &settings.patterns().0 {
        let text = &pattern.text;
        match pattern.regex.is_match(line) {
            Ok(false) => (),
            Ok(true) => {
                let made = || match &pattern.message {
                    Some(message) => format!("the configuration excludes this rule: {message}"),
                    None => format!("the configuration excludes rules like this: `{text}`"),
                };
                cx.report(&RULE, whole, audience, Message::Made(&made));
                return;
            }
            Err(_) => {
                let message = format_args!("this line is too long to search for `{text}`");
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
