//! The filters `exclusions` and `inclusions`.

use aho_corasick::AhoCorasick;
use bloqr_regex::Regex;

use crate::{Error, FilterError, Workers, log::Why, pass};

/// Patterns for lines. `/…/` is a JavaScript regular expression with the flags `im`, which is
/// searched for. In a pattern with `*`, each `*` matches any text; the rest is compared with the
/// whole line, ignoring case. Any other pattern is searched for as it is.
///
/// ```
/// use bloqr_compile::Filter;
///
/// let filter = Filter::new(["||ads.", "*.Example.com^", "/^0/"])?;
/// assert_eq!(filter.find("||ads.example^")?, Some(0));
/// assert_eq!(filter.find("||a.example.COM^")?, Some(1));
/// assert_eq!(filter.find("0.0.0.0 a.example")?, Some(2));
/// assert_eq!(filter.find("||a.example^")?, None);
/// # Ok::<(), bloqr_compile::FilterError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Filter {
    patterns: Vec<String>,
    plain: Option<AhoCorasick>,
    /// The index of each pattern in `plain`.
    plain_indexes: Vec<u32>,
    wildcards: Vec<(u32, Wildcard)>,
    regexes: Vec<(u32, Regex)>,
}

impl Filter {
    /// Reads patterns. Empty ones are skipped.
    ///
    /// # Errors
    ///
    /// [`FilterError`] when one of them cannot be used.
    pub fn new<T: Into<String>>(
        patterns: impl IntoIterator<Item = T>,
    ) -> Result<Filter, FilterError> {
        let mut filter = Filter {
            patterns: patterns.into_iter().map(Into::into).collect(),
            ..Filter::default()
        };
        let mut plain = Vec::new();
        for (index, pattern) in filter.patterns.iter().enumerate() {
            let index = index as u32;
            if pattern.is_empty() {
                continue;
            }
            let inner = pattern.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
            if let Some(source) = inner.filter(|it| !it.is_empty()) {
                let regex = Regex::new(source, "im")
                    .map_err(|problem| FilterError::Regex { pattern: pattern.clone(), problem })?;
                filter.regexes.push((index, regex));
            } else if pattern.contains('*') {
                filter.wildcards.push((index, Wildcard::new(pattern)));
            } else {
                plain.push(pattern.as_str());
                filter.plain_indexes.push(index);
            }
        }
        if !plain.is_empty() {
            let automaton = AhoCorasick::new(&plain).map_err(|_| FilterError::TooMany)?;
            filter.plain = Some(automaton);
        }
        Ok(filter)
    }

    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.plain.is_none() && self.wildcards.is_empty() && self.regexes.is_empty()
    }

    /// The patterns, as they were given.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// The index of a pattern that matches the line.
    ///
    /// # Errors
    ///
    /// [`FilterError::TooManySteps`] when the search for a regular expression takes too long.
    pub fn find(&self, line: &str) -> Result<Option<u32>, FilterError> {
        if let Some(found) = self.plain.as_ref().and_then(|it| it.find(line)) {
            return Ok(self.plain_indexes.get(found.pattern().as_usize()).copied());
        }
        if let Some((index, _)) = self.wildcards.iter().find(|it| it.1.matches(line)) {
            return Ok(Some(*index));
        }
        for (index, regex) in &self.regexes {
            match regex.is_match(line) {
                Ok(true) => return Ok(Some(*index)),
                Ok(false) => (),
                Err(_) => {
                    let pattern = self.patterns.get(*index as usize).cloned().unwrap_or_default();
                    return Err(FilterError::TooManySteps { pattern });
                }
            }
        }
        Ok(None)
    }
}

/// Text in lower case between `*`.
#[derive(Debug, Clone)]
struct Wildcard {
    parts: Vec<String>,
    is_ascii: bool,
}

impl Wildcard {
    fn new(pattern: &str) -> Wildcard {
        let parts = pattern.split('*').map(str::to_lowercase).collect();
        Wildcard { parts, is_ascii: pattern.is_ascii() }
    }

    fn matches(&self, line: &str) -> bool {
        if self.is_ascii || line.is_ascii() {
            return self.matches_bytes(line.as_bytes());
        }
        self.matches_bytes(line.to_lowercase().as_bytes())
    }

    /// Whether the parts are in the line in this order, the outer ones at its ends. Each part is
    /// matched where it is found first, so nothing is tried twice.
    fn matches_bytes(&self, line: &[u8]) -> bool {
        let [first, inner @ .., last] = self.parts.as_slice() else { return false };
        let (first, last) = (first.as_bytes(), last.as_bytes());
        if line.len() < first.len() + last.len()
            || !line[..first.len()].eq_ignore_ascii_case(first)
            || !line[line.len() - last.len()..].eq_ignore_ascii_case(last)
        {
            return false;
        }
        let mut rest = &line[first.len()..line.len() - last.len()];
        for part in inner.iter().map(String::as_bytes).filter(|it| !it.is_empty()) {
            let found = rest.windows(part.len()).position(|it| it.eq_ignore_ascii_case(part));
            let Some(at) = found else { return false };
            rest = &rest[at + part.len()..];
        }
        true
    }
}

/// Removes the lines that a pattern matches.
pub(crate) fn exclude<W: Workers>(
    filter: &Filter,
    lines: &mut crate::lines::Lines,
    run: &mut pass::Run<'_, W>,
) -> Result<(), Error> {
    run.each(lines, |line, notes| match filter.find(line) {
        Ok(Some(index)) => pass::Fate::Remove(Why::Excluded(index)),
        Ok(None) => pass::Fate::Keep,
        Err(error) => {
            notes.error = Some(error.into());
            pass::Fate::Keep
        }
    })
}

/// Removes the lines that no pattern matches.
pub(crate) fn include<W: Workers>(
    filter: &Filter,
    lines: &mut crate::lines::Lines,
    run: &mut pass::Run<'_, W>,
) -> Result<(), Error> {
    run.each(lines, |line, notes| match filter.find(line) {
        Ok(Some(_)) => pass::Fate::Keep,
        Ok(None) => pass::Fate::Remove(Why::NotIncluded),
        Err(error) => {
            notes.error = Some(error.into());
            pass::Fate::Keep
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::FilterError;

    /// A pattern, a line, and whether the pattern matches the line.
    const CASES: &[(&str, &str, bool)] = &[
        ("example", "||EXAMPLE.com^", false),
        ("*", "", true),
        ("**", "a", true),
        ("a*a", "a", false),
        ("a*a", "aba", true),
        ("*b*", "abc", true),
        ("a*b*c", "acb", false),
        ("ÄB*", "äbc", true),
        ("*.com", "a.COM", true),
        ("//", "a//b", true),
        ("/a*/", "xyz", true),
        ("/A/", "||a^", true),
        ("/^b$/", "a", false),
        ("/a/i", "a", false),
        ("?", "a", false),
        ("", "a", false),
    ];

    #[test]
    fn patterns_match_as_in_hostlist_compiler() {
        for (pattern, line, matches) in CASES {
            let found = Filter::new([*pattern]).unwrap().find(line).unwrap();
            assert_eq!(found.is_some(), *matches, "{pattern} {line}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_named() {
        for pattern in ["/(/", "/(a)\\1/"] {
            let error = Filter::new([pattern]).unwrap_err();
            assert!(matches!(&error, FilterError::Regex { pattern: it, .. } if it == pattern));
        }
    }
}
