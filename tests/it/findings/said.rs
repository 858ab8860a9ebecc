//! That each sentence of the linter is said in some golden file.

use std::{borrow::Cow, sync::Arc};

use super::{
    cases, shown,
    sources::{Sentence, sentences},
};

/// Sentences that are no part of a finding, and why.
const NOT_SAID: &[(&str, &str)] = &[
    ("unknown target `{}`: did you mean `{near}`?", CONFIGURATION),
    ("unknown target `{}`: use one of {}", CONFIGURATION),
    ("adg_ext_chrome and other platforms", CONFIGURATION),
    ("unknown rule `{name}`: did you mean `{near}`?", CONFIGURATION),
    ("an empty pattern matches every line", CONFIGURATION),
    ("the pattern `{text}` cannot be used: {why}", CONFIGURATION),
    (
        "write a pattern as `text` or `/text/flags`; to look for a slash at its start, write `\\/`",
        CONFIGURATION,
    ),
    ("this line is too long to search for `{text}`", LONG),
    ("write a simpler pattern in the configuration, or shorten the line", LONG),
    ("The message for a line that is found", CONFIGURATION),
    ("The regular expression", CONFIGURATION),
    ("The line", CONFIGURATION),
];

const CONFIGURATION: &str = "the error of a configuration, not of a list";
const LONG: &str = "takes a line of many megabytes; `crates/regex` tests the bound";

/// Files that say nothing of lists, and why.
const NOT_OF_FINDINGS: &[(&str, &str)] = &[
    ("docs.rs", "writes the pages of the rules"),
    ("rows/properties.rs", "has the words of CSS"),
    ("options/kind.rs", "says what is wrong with values of configurations: `it/config.rs`"),
    ("options/types.rs", "reads values of configurations"),
    ("options/value.rs", "reads values of configurations"),
    ("engines/mod.rs", "names what the facts were measured on"),
    ("preprocess/include.rs", "reads how lists include each other"),
    ("preprocess/tests.rs", "is a test"),
    ("live/tests.rs", "is a test"),
    ("renamed.rs", "warns of old names in configurations and options: its own tests"),
    ("unread_include.rs", "is for callers without files: the answers of /api/validate have it"),
    ("suppress/add.rs", "says why a line gets no comment: its own cases"),
    ("rules/syntax_error/kinds.rs", "knows the parser's errors by AGTree's words"),
];

#[test]
fn every_sentence_is_said_in_a_golden_file() {
    let mut sentences = sentences();
    let is_of_findings = |it: &Sentence| {
        !NOT_OF_FINDINGS.iter().any(|(file, _)| it.place.contains(&format!("/{file}:")))
    };
    sentences.retain(is_of_findings);
    let forms: Vec<Form> = sentences.iter().map(|it| Form::new(&it.text)).collect();
    let mut is_said = vec![false; sentences.len()];
    let said = everything_said();
    let mut holes = Vec::new();
    for it in &said {
        let matching = forms.iter().filter_map(|form| Some((form, form.holes(&it.text)?)));
        match matching.max_by_key(|it| it.0.letters()) {
            Some((best, filled_in)) => {
                for (n, form) in forms.iter().enumerate() {
                    is_said[n] |= form == best && it.counts_for(&sentences[n]);
                }
                holes.push(filled_in);
            }
            None => holes.push(vec![(0, it.text.len())]),
        }
    }
    // A sentence that is only a part of a message is in the placeholder of another sentence.
    for (n, form) in forms.iter().enumerate() {
        is_said[n] |= said
            .iter()
            .zip(&holes)
            .any(|(it, holes)| it.counts_for(&sentences[n]) && form.is_part(&it.text, holes));
    }
    let mut missing = String::new();
    for (it, is_said) in sentences.iter().zip(is_said) {
        let is_exempt = NOT_SAID.iter().any(|(text, _)| it.text == *text);
        if is_said && is_exempt {
            missing += &format!("{}: said after all: {:?}\n", it.place, it.text);
        }
        if !is_said && !is_exempt {
            missing += &format!("{}: {:?}\n", it.place, it.text);
        }
    }
    assert!(missing.is_empty(), "said in no golden file of {}:\n{missing}", cases::CASES);
    for (text, _) in NOT_SAID {
        assert!(sentences.iter().any(|it| it.text == *text), "no sentence any more: {text:?}");
    }
}

/// A message, label, help or title, and the rule whose golden file has it.
struct Said {
    rule: Arc<str>,
    text: String,
}

impl Said {
    /// What the file of a rule says, the golden file of that rule shows.
    fn counts_for(&self, sentence: &Sentence) -> bool {
        sentence.rule().is_none_or(|it| it == *self.rule)
    }
}

fn everything_said() -> Vec<Said> {
    let mut said = Vec::new();
    for file in cases::read() {
        let rule: Arc<str> = file.rule.into();
        let findings = file.cases.iter().flat_map(shown).flat_map(|it| it.1);
        said.extend(findings.flat_map(|it| {
            let labels = it.labels.into_iter().map(|it| it.message);
            let others = [Some(it.message), it.help, it.fix.map(|it| it.title)];
            let all = others.into_iter().flatten().chain(labels);
            let said =
                |it: Cow<'_, str>| Said { rule: Arc::clone(&rule), text: it.to_ascii_lowercase() };
            all.map(said).collect::<Vec<_>>()
        }));
    }
    said
}

/// A sentence as the texts before, between and after the placeholders of `format!`.
#[derive(PartialEq, Eq)]
struct Form(Vec<String>);

impl Form {
    fn new(text: &str) -> Form {
        let mut pieces = vec![String::new()];
        // Whether a capital starts it is for the one who says it to decide.
        let text = text.to_ascii_lowercase();
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            let piece = pieces.last_mut().unwrap();
            let is_name = |it: &str| {
                it.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | ':' | '.'))
            };
            match rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
                _ if rest.starts_with("{{") || rest.starts_with("}}") => {
                    piece.push(c);
                    rest = &rest[2..];
                }
                Some((name, after)) if is_name(name) => {
                    pieces.push(String::new());
                    rest = after;
                }
                _ => {
                    piece.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        Form(pieces)
    }

    fn letters(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// The ranges of the placeholders in the text, if the text is this whole sentence.
    fn holes(&self, text: &str) -> Option<Vec<(usize, usize)>> {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return (self.0[0] == text).then(Vec::new);
        };
        let mut at = text.strip_prefix(first.as_str()).map(|_| first.len())?;
        let mut holes = Vec::new();
        for piece in middle {
            let found = at + text[at..].find(piece.as_str())?;
            holes.push((at, found));
            at = found + piece.len();
        }
        let end = text[at..].strip_suffix(last.as_str())?.len();
        holes.push((at, at + end));
        Some(holes)
    }

    /// Whether the sentence is in the text, in the placeholder of another sentence.
    fn is_part(&self, text: &str, holes: &[(usize, usize)]) -> bool {
        let mut pieces = self.0.iter().filter(|it| !it.is_empty());
        let Some(first) = pieces.next() else { return false };
        text.match_indices(first.as_str()).any(|(start, _)| {
            let mut at = start + first.len();
            let is_whole = pieces.clone().all(|piece| {
                let found = text[at..].find(piece.as_str());
                at += found.map_or(0, |it| it + piece.len());
                found.is_some()
            });
            is_whole && holes.iter().any(|(from, to)| *from < at && start < *to)
        })
    }
}
