//! What a change does to a list: the new text, the differences, and the problems that it brings.

mod lines;
mod problems;

use serde_json::{Value, json};

use crate::{Change, Done, Job, job::BYTE_ORDER_MARK};
use bloqr_lint::{Config, diagnostic::Diagnostic};
use bloqr_syntax::source::Places;
use bloqr_wire::report;

pub use self::lines::{Differences, Placed};

/// What a change would do to a list. Nothing is written anywhere.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Preview {
    /// The new list. A line that the change does not touch has the bytes that it had, its line ending
    /// too.
    pub text: String,
    /// What differs.
    pub differences: Differences,
    /// The problems of the new list that the old one has not, by the text of the line and the name of
    /// the check. Their places are in the new list.
    pub new_problems: Vec<Diagnostic>,
}

impl Preview {
    /// What a change does to the list of a job, as the linter sees it with this configuration.
    pub fn new(job: &Job<'_>, change: &Change, config: &Config) -> Preview {
        let old: Vec<_> = job.lines().collect();
        let new = lines::after(&old, change);
        let mut text = String::with_capacity(job.text.len());
        text.extend(job.text.starts_with(BYTE_ORDER_MARK).then_some(BYTE_ORDER_MARK));
        lines::write(&old, &new, &mut text);
        let differences = Differences::of(&old, &new);
        let new_problems = if text == job.text {
            Vec::new()
        } else {
            problems::new(job.text, &old, &text, &new, config)
        };
        Preview { text, differences, new_problems }
    }

    /// Whether the list stays as it is.
    pub fn is_same(&self) -> bool {
        self.differences == Differences::default()
    }

    /// The document of a result: `success`, `rules` or `edits` as the code gave them, `diff`,
    /// `newProblems` with the fields of `POST /api/validate`, `log`, and the `sha256` of the source.
    pub fn to_json(&self, job: &Job<'_>, done: &Done) -> Value {
        let mut document = json!({ "success": true });
        match &done.change {
            Change::Rules(rules) => document["rules"] = json!(rules),
            Change::Edits(edits) => {
                let edits = edits.iter().map(|it| json!({ "line": it.line, "rules": it.rules }));
                document["edits"] = edits.collect();
            }
        }
        let mut places = Places::new(&self.text);
        let problem = |it: &Diagnostic| Value::Object(report::finding(it, &mut places));
        document["diff"] = self.differences.to_json();
        document["newProblems"] = self.new_problems.iter().map(problem).collect();
        document["log"] = done.log.as_str().into();
        document["sha256"] = job.sha256().into();
        document
    }
}
