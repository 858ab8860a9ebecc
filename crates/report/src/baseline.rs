//! Findings that are known and not reported again: `bloqr.baseline/1`.
//!
//! A finding is known by the path of its list, the text of its line and its lint rule, and not by the
//! number of its line, so a baseline stays right while the list is edited. Findings that are alike
//! are counted. Each entry is a line of its own, so that changes are easy to read and to merge:
//!
//! ```json
//! {"schema":"bloqr.baseline/1","findings":[
//! {"file":"ads.txt","rule":"||ads.example^$scirpt","errorType":"unknown-modifier","count":1}
//! ]}
//! ```

use std::{collections::BTreeMap, fmt};

use serde_json::{Value, json};

use bloqr_lint::{Report, diagnostic::Diagnostic};
use bloqr_syntax::source::Places;

/// The version of the document.
const SCHEMA: &str = "bloqr.baseline/1";

/// Of a longer line, only the start and a hash are kept.
const LONG: usize = 1000;

/// The findings that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By the path of the list, then by the text of the line and the lint rule.
    files: BTreeMap<String, BTreeMap<(String, String), Known>>,
}

/// How often a finding is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Known {
    count: usize,
    /// How many of them occurred since the baseline was read.
    seen: usize,
}

/// Why a text is not a baseline: lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotABaseline(pub String);

impl fmt::Display for NotABaseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotABaseline {}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// [`NotABaseline`] when the text is not a baseline of this version.
    pub fn parse(text: &str) -> Result<Baseline, NotABaseline> {
        let not = |what: String| NotABaseline(what);
        let document: Value = serde_json::from_str(text).map_err(|err| not(err.to_string()))?;
        if document["schema"] != SCHEMA {
            return Err(not(format!("`schema` is not `{SCHEMA}`")));
        }
        let mut baseline = Baseline::default();
        let findings = document["findings"].as_array();
        for (n, it) in
            findings.ok_or_else(|| not("it has no `findings`".into()))?.iter().enumerate()
        {
            let text = |key: &str| it[key].as_str().map(str::to_owned);
            let count = it["count"].as_u64().and_then(|it| usize::try_from(it).ok());
            let (Some(file), Some(line), Some(rule), Some(count)) =
                (text("file"), text("rule"), text("errorType"), count)
            else {
                let number = n + 1;
                return Err(not(format!(
                    "finding {number} has no `file`, `rule`, `errorType` or `count`"
                )));
            };
            let known = baseline.files.entry(file).or_default().entry((line, rule)).or_default();
            // A merge of two baselines can have the same entry twice.
            known.count = known.count.max(count);
        }
        Ok(baseline)
    }

    /// Removes the findings that are known, and returns how many. `file` is the path of the list,
    /// relative to the baseline and with `/`.
    pub fn hide(&mut self, file: &str, text: &str, report: &mut Report) -> usize {
        let Some(known) = self.files.get_mut(file) else { return 0 };
        let before = report.diagnostics.len();
        let mut places = Places::new(text);
        report.diagnostics.retain(|it| match known.get_mut(&key(it, &mut places)) {
            Some(known) if known.seen < known.count => {
                known.seen += 1;
                false
            }
            _ => true,
        });
        before - report.diagnostics.len()
    }

    /// Adds the findings of a list.
    pub fn add(&mut self, file: &str, text: &str, report: &Report) {
        let mut places = Places::new(text);
        for it in &report.diagnostics {
            let known = self.files.entry(file.to_owned()).or_default();
            known.entry(key(it, &mut places)).or_default().count += 1;
        }
    }

    /// Adds the entries of an older baseline that this one must keep: those for which
    /// `is_kept(file, lint rule)`.
    pub fn keep(&mut self, old: &Baseline, mut is_kept: impl FnMut(&str, &str) -> bool) {
        for (file, entries) in &old.files {
            for (key, known) in entries.iter().filter(|it| is_kept(file, &it.0.1)) {
                let known = Known { count: known.count, seen: 0 };
                self.files.entry(file.clone()).or_default().insert(key.clone(), known);
            }
        }
    }

    /// How many findings did not occur, of those for which `is_due(file, lint rule)`.
    pub fn gone(&self, mut is_due: impl FnMut(&str, &str) -> bool) -> usize {
        let mut gone = 0;
        for (file, entries) in &self.files {
            let due = entries.iter().filter(|it| is_due(file, &it.0.1));
            gone += due.map(|it| it.1.count - it.1.seen).sum::<usize>();
        }
        gone
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.files.values().flat_map(|it| it.values()).map(|it| it.count).sum()
    }

    /// Whether it has no findings.
    pub fn is_empty(&self) -> bool {
        self.files.values().all(BTreeMap::is_empty)
    }
}

/// The document: one entry a line, sorted.
impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{\"schema\":\"{SCHEMA}\",\"findings\":[")?;
        let mut separator = "\n";
        for (file, entries) in &self.files {
            for ((line, rule), known) in entries {
                let count = known.count;
                let entry =
                    json!({ "file": file, "rule": line, "errorType": rule, "count": count });
                write!(f, "{separator}{entry}")?;
                separator = ",\n";
            }
        }
        f.write_str("\n]}\n")
    }
}

/// The text of the line of a finding, and its lint rule.
fn key(it: &Diagnostic, places: &mut Places<'_>) -> (String, String) {
    let line = places.line(it.place.line).trim();
    let line = if line.len() > LONG {
        let hash = crate::fingerprint::fnv1a(line.bytes());
        format!("{}… {hash:016x}", &line[..line.floor_char_boundary(LONG / 10)])
    } else {
        line.to_owned()
    };
    (line, it.rule.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Baseline;
    use bloqr_lint::{Config, Report, lint};

    fn report(text: &str) -> Report {
        lint(text, &Config::default())
    }

    fn of(text: &str) -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add("a.txt", text, &report(text));
        Baseline::parse(&baseline.to_string()).unwrap()
    }

    /// How many findings of a new text are not known, and how many known ones are gone.
    #[test]
    fn what_is_known_is_known_by_its_text() {
        let old = "||a^$foo\n||b^$foo,fox\n||a^$foo\n";
        let cases = [
            (old, 0, 0),
            ("! new\n||b^$foo,fox\n\n  ||a^$foo \n||a^$foo\n", 0, 0),
            ("||b^$foo,fox\n||a^$foo\n", 0, 1),
            // One more of the same, and a line that was edited.
            ("||a^$foo\n||a^$foo\n||a^$foo\n||b^$foo,fox\n", 1, 0),
            ("||a^$foo\n||a^$foo\n||b^$foo,fix\n", 2, 2),
            ("", 0, 4),
        ];
        for (text, new, gone) in cases {
            let mut baseline = of(old);
            let mut report = report(text);
            report.diagnostics.retain(|it| it.rule == "unknown-modifier");
            baseline.hide("a.txt", text, &mut report);
            let unknown = baseline.gone(|_, rule| rule == "unknown-modifier");
            assert_eq!((report.diagnostics.len(), unknown), (new, gone), "{text}");
        }
        let mut report = report(old);
        let all = report.diagnostics.len();
        assert_eq!(of(old).hide("b.txt", old, &mut report), 0);
        assert_eq!(report.diagnostics.len(), all);
    }

    #[test]
    fn a_new_baseline_keeps_what_was_not_checked() {
        let mut new = Baseline::default();
        new.keep(&of("||a^$foo\n||b^$foo\n"), |file, _| file == "b.txt");
        assert!(new.is_empty());
        new.keep(&of("||a^$foo\n||b^$foo\n"), |file, rule| {
            (file, rule) == ("a.txt", "unknown-modifier")
        });
        assert_eq!(new.len(), 2);
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for text in ["", "[]", "{}", "{\"schema\":\"bloqr.baseline/2\",\"findings\":[]}"] {
            assert!(Baseline::parse(text).is_err(), "{text}");
        }
        for entry in ["1", "{\"file\":\"a\",\"rule\":\"b\",\"errorType\":\"c\",\"count\":-1}"] {
            let text = format!("{{\"schema\":\"bloqr.baseline/1\",\"findings\":[{entry}]}}");
            assert!(Baseline::parse(&text).is_err(), "{text}");
        }
        let long = "x".repeat(5000) + "$foo";
        assert!(of(&long).to_string().len() < 1000);
    }
}
