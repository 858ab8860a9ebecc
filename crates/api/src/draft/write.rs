//! Commands that write, and what they answer.

use bloqr_syntax::source::Places;
use bloqr_wire::Json;

use super::{Desk, command::MOST, full, misfit};
use crate::{MAX_ANSWER, Problem};
use bloqr_draft::{Change, MOST_BYTES};
use bloqr_lint::{
    self as lint,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::{self as syntax, Options};
use bloqr_wire::report;

/// A longer line is cut in a finding, in bytes: each of its findings has it.
const MOST_OF_LINE: usize = 1 << 14;

/// With so many bytes, an answer lists no more findings.
const ENOUGH: usize = 1 << 22;

/// How many findings the state lists.
const FIRST: usize = 20;

impl Desk {
    pub(super) fn write(
        &mut self,
        change: Change,
        fixed: Option<usize>,
    ) -> Result<Vec<u8>, Problem> {
        if change.after() > MOST_BYTES {
            return Err(full());
        }
        let written = self.draft.write(&change).map_err(misfit)?;
        let (added, removed) = change.lines();
        self.change = change;
        let mut json = Json::limited(MAX_ANSWER);
        json.raw("{\"rev\":");
        json.number(self.draft.revision());
        json.raw(",\"from\":");
        json.number(written.lines.start.into());
        json.raw(",\"to\":");
        json.number(written.lines.end.into());
        for (name, count) in [("added", added), ("removed", removed)] {
            json.raw(",");
            json.string(name);
            json.raw(":");
            json.number(count as u64);
        }
        if let Some(fixed) = fixed {
            json.raw(",\"fixed\":");
            json.number(fixed as u64);
        }
        let mut places = Places::new(self.draft.text());
        findings(&mut json, "appeared", &written.appeared, &mut places);
        findings(&mut json, "gone", &written.gone, &mut Places::new(&written.old));
        json.raw(",\"state\":");
        self.write_state(&mut json);
        json.raw("}");
        done(json)
    }

    pub(super) fn settle(&mut self) -> Result<Vec<u8>, Problem> {
        let settled = self.draft.settle();
        let mut json = Json::limited(MAX_ANSWER);
        json.raw("{\"rev\":");
        json.number(self.draft.revision());
        findings(&mut json, "appeared", &settled.appeared, &mut Places::new(self.draft.text()));
        findings(&mut json, "gone", &settled.gone, &mut Places::new(self.draft.text()));
        json.raw(",\"state\":");
        self.write_state(&mut json);
        json.raw("}");
        done(json)
    }

    pub(super) fn state(&mut self) -> Result<Vec<u8>, Problem> {
        let mut json = Json::limited(MAX_ANSWER);
        self.write_state(&mut json);
        done(json)
    }

    fn write_state(&mut self, json: &mut Json<'_>) {
        let tally = self.draft.tally();
        json.raw("{\"rev\":");
        json.number(self.draft.revision());
        for (name, count) in [
            ("lines", self.draft.lines() as usize),
            ("bytes", self.draft.text().len()),
            ("errors", tally.errors),
            ("warnings", tally.warnings),
            ("infos", tally.infos),
        ] {
            json.raw(",");
            json.string(name);
            json.raw(":");
            json.number(count as u64);
        }
        json.raw(",\"first\":[");
        let mut count = 0;
        for severity in Severity::ALL.into_iter().rev() {
            let all = self.draft.problems().iter().filter(|it| it.severity == severity);
            for it in all.take(FIRST - count) {
                json.raw(if count > 0 { ",{\"line\":" } else { "{\"line\":" });
                json.number(u64::from(it.place.line) + 1);
                for (name, text) in
                    [("severity", severity.as_str()), ("rule", it.rule), ("message", &it.message)]
                {
                    json.raw(",");
                    json.string(name);
                    json.raw(":");
                    json.string(&text[..text.floor_char_boundary(MOST_OF_LINE)]);
                }
                json.raw("}");
                count += 1;
            }
        }
        json.raw("],\"settled\":");
        json.bool(self.draft.is_settled());
        json.raw(",\"core\":");
        json.string(env!("CARGO_PKG_VERSION"));
        json.raw(",\"tables\":");
        json.string(&format!("{:08x}", lint::TABLES));
        json.raw("}");
    }
}

/// `,"appeared":[…],"appearedTotal":n`
fn findings(json: &mut Json<'_>, name: &str, all: &[Diagnostic], places: &mut Places<'_>) {
    json.raw(",");
    json.string(name);
    json.raw(":[");
    list(json, all.iter().take(MOST), places);
    json.raw("],");
    json.string(&format!("{name}Total"));
    json.raw(":");
    json.number(all.len() as u64);
}

/// Writes findings as items of an array, until there is enough.
pub(super) fn list<'d>(
    json: &mut Json<'_>,
    all: impl Iterator<Item = &'d Diagnostic>,
    places: &mut Places<'_>,
) {
    let start = json.len();
    for (n, it) in all.enumerate() {
        if json.len() - start > ENOUGH {
            return;
        }
        if n > 0 {
            json.raw(",");
        }
        let text = places.line(it.place.line);
        let rule = syntax::parse(text, &Options::LIST);
        let text = &text[..text.floor_char_boundary(MOST_OF_LINE)];
        let finding = report::finding_in(it, text, &rule, places);
        json.value(&finding.into());
    }
}

pub(super) fn done(json: Json<'_>) -> Result<Vec<u8>, Problem> {
    if json.is_full() { Err(Problem::command_answer_too_large()) } else { Ok(json.finish()) }
}
