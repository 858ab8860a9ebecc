//! Commands that write, and what they answer.

use bloqr_syntax::source::{Line, Places};
use bloqr_wire::Json;

use super::{Desk, full, misfit};
use crate::{MAX_ANSWER, Problem};
use bloqr_draft::{Change, MOST_BYTES};
use bloqr_lint::{self as lint, diagnostic::Diagnostic, live::Delta};
use bloqr_syntax::{self as syntax, Options};
use bloqr_wire::report;

/// A longer line is cut in a finding, in bytes: each of its findings has it.
const MOST_OF_LINE: usize = 1 << 14;

/// With so many bytes, an answer lists no more findings.
const ENOUGH: usize = 1 << 22;

/// How many findings the state lists.
const FIRST: usize = 20;

/// What finds the lines of a text.
type Lines<'t> = &'t dyn Fn(u32) -> (usize, Line<'t>);

impl Desk {
    pub(super) fn write(
        &mut self,
        change: Change,
        fixed: Option<usize>,
    ) -> Result<Vec<u8>, Problem> {
        if change.after() > MOST_BYTES {
            return Err(full());
        }
        let delta = self.draft.write(&change).map_err(misfit)?;
        let (added, removed) = change.lines();
        let mut json = Json::limited(MAX_ANSWER);
        json.raw("{\"rev\":");
        json.number(self.draft.revision());
        json.raw(",\"from\":");
        json.number(delta.lines.start.into());
        json.raw(",\"to\":");
        json.number(delta.lines.end.into());
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
        let (text, list) = self.draft.checked();
        let find = |it| list.index().line(text, it);
        let find_old = |it| delta.before.line(text, list.index(), it);
        changes(&mut json, &delta, &find_old, &find);
        drop(delta);
        self.change = change;
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
        let (text, list) = self.draft.checked();
        let find = |it| list.index().line(text, it);
        changes(&mut json, &settled, &find, &find);
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
        let rev = self.draft.revision();
        let (text, list) = self.draft.checked();
        let summary = list.summary(text, FIRST);
        let [infos, warnings, errors] = summary.counts;
        json.raw("{\"rev\":");
        json.number(rev);
        for (name, count) in [
            ("lines", list.index().count() as usize),
            ("checked", list.checked_lines() as usize),
            ("bytes", text.len()),
            ("errors", errors),
            ("warnings", warnings),
            ("infos", infos),
        ] {
            json.raw(",");
            json.string(name);
            json.raw(":");
            json.number(count as u64);
        }
        json.raw(",\"first\":[");
        for (n, it) in summary.first.iter().enumerate() {
            json.raw(if n > 0 { ",{\"line\":" } else { "{\"line\":" });
            json.number(u64::from(it.place.line) + 1);
            let severity = it.severity.as_str();
            let texts = [("severity", severity), ("rule", it.rule), ("message", &it.message)];
            for (name, text) in texts {
                json.raw(",");
                json.string(name);
                json.raw(":");
                json.string(&text[..text.floor_char_boundary(MOST_OF_LINE)]);
            }
            json.raw("}");
        }
        json.raw("],\"settled\":");
        json.bool(list.is_settled());
        json.raw(",\"core\":");
        json.string(env!("CARGO_PKG_VERSION"));
        json.raw(",\"tables\":");
        json.string(&format!("{:08x}", lint::TABLES));
        json.raw("}");
    }
}

/// What came, in the text as it is, and what went, in the text before.
fn changes(json: &mut Json<'_>, delta: &Delta<'_>, old: Lines<'_>, new: Lines<'_>) {
    let appeared = (&delta.appeared[..], delta.appeared_total);
    findings(json, "appeared", appeared, &mut Places::found_by(new));
    let gone = (&delta.gone[..], delta.gone_total);
    findings(json, "gone", gone, &mut Places::found_by(old));
}

/// `,"appeared":[…],"appearedTotal":n`
fn findings(
    json: &mut Json<'_>,
    name: &str,
    (all, total): (&[Diagnostic], usize),
    places: &mut Places<'_>,
) {
    json.raw(",");
    json.string(name);
    json.raw(":[");
    list(json, all.iter(), places);
    json.raw("],");
    json.string(&format!("{name}Total"));
    json.raw(":");
    json.number(total as u64);
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
