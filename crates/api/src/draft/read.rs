//! Commands that read.

use std::{borrow::Cow, ops::Range};

use super::{
    Desk,
    command::MOST,
    misfit,
    selector::Selector,
    stored,
    write::{done, list as write_list},
};
use crate::{MAX_ANSWER, MAX_WALKED, Problem, rule};
use bloqr_draft::{Draft, Unified};
use bloqr_syntax::{
    parse_rule,
    source::{Places, lines},
};
use bloqr_wire::{Json, Options, ast};

/// Of a longer line, this many bytes are in the answer of `find`.
const MOST_OF_LINE: usize = 1 << 12;

/// How many lines a query looks at: its answer says where to go on.
const QUERIED: usize = 20_000;

impl Desk {
    pub(super) fn problems(
        &mut self,
        offset: usize,
        limit: usize,
        lines: Range<u32>,
    ) -> Result<Vec<u8>, Problem> {
        let mut json = self.open();
        let (text, list) = self.draft.checked();
        let (total, problems) = list.findings(text, lines, offset, limit);
        json.raw(",\"settled\":");
        json.bool(list.is_settled());
        json.raw(",\"total\":");
        json.number(total as u64);
        json.raw(",\"problems\":[");
        let find = |it| list.index().line(text, it);
        write_list(&mut json, problems.iter(), &mut Places::found_by(&find));
        json.raw("]}");
        done(json)
    }

    pub(super) fn explain(&mut self, line: u32) -> Result<Vec<u8>, Problem> {
        let mut json = self.open();
        let (all, list) = self.draft.checked();
        let count = list.index().count();
        if line >= count {
            return Err(Problem::in_command("/line", format!("the draft has {count} lines")));
        }
        let (_, problems) = list.findings(all, line..line + 1, 0, MOST);
        let find = |it| list.index().line(all, it);
        let text = find(line).1.text;
        json.raw(",\"line\":");
        json.number(line.into());
        json.raw(",\"text\":");
        json.string(text);
        json.raw(",");
        rule::write(&mut json, &parse_rule(text), text);
        json.raw(",\"problems\":[");
        write_list(&mut json, problems.iter(), &mut Places::found_by(&find));
        json.raw("]}");
        done(json)
    }

    pub(super) fn find(&self, text: &str, offset: usize, limit: usize) -> Result<Vec<u8>, Problem> {
        let mut json = self.open();
        json.raw(",\"found\":[");
        let found = (0_u64..).zip(lines(self.draft.text())).filter(|it| it.1.text.contains(text));
        let (mut total, mut written) = (0, 0);
        for (number, line) in found {
            total += 1;
            if total > offset && written < limit {
                json.raw(if written > 0 { ",{\"line\":" } else { "{\"line\":" });
                json.number(number);
                json.raw(",\"text\":");
                json.string(&line.text[..line.text.floor_char_boundary(MOST_OF_LINE)]);
                json.raw("}");
                written += 1;
            }
        }
        json.raw("],\"total\":");
        json.number(total as u64);
        json.raw("}");
        done(json)
    }

    pub(super) fn query(
        &self,
        selector: &str,
        from: u32,
        limit: usize,
    ) -> Result<Vec<u8>, Problem> {
        let selector =
            Selector::read(selector).map_err(|it| Problem::in_command("/selector", it))?;
        let mut json = self.open();
        json.raw(",\"nodes\":[");
        let mut count = 0;
        let mut next = None;
        let all = (0_u32..).zip(lines(self.draft.text())).skip(from as usize);
        for (looked_at, (number, line)) in all.enumerate() {
            if looked_at == QUERIED || count >= limit {
                next = Some(number);
                break;
            }
            let rule = bloqr_syntax::parse(line.text, &Options::LIST.syntax);
            let mut node = Json::limited(MAX_WALKED);
            ast::write(&mut node, &rule, line, 0, Options::LIST.output, "");
            if node.is_full() {
                continue;
            }
            // What `ast::write` writes is JSON.
            let Ok(node) = serde_json::from_slice(&node.finish()) else { continue };
            for found in selector.find(&node) {
                json.raw(if count > 0 { ",{\"line\":" } else { "{\"line\":" });
                json.number(number.into());
                json.raw(",\"node\":");
                json.value(found);
                json.raw("}");
                count += 1;
            }
        }
        json.raw("],\"next\":");
        match next {
            Some(line) => json.number(line.into()),
            None => json.raw("null"),
        }
        json.raw("}");
        done(json)
    }

    /// What stored changes did together; the newest comes first.
    pub(super) fn diff(&self, mut changes: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut old = Cow::Borrowed(self.draft.text());
        while !changes.is_empty() {
            let (change, len) = stored(changes)?;
            changes = &changes[len..];
            change.inverse().apply_to(old.to_mut()).map_err(misfit)?;
        }
        let unified = Unified::new(("a", "b"), &old, self.draft.text());
        let mut json = self.open();
        json.raw(",\"added\":");
        json.number(unified.added as u64);
        json.raw(",\"removed\":");
        json.number(unified.removed as u64);
        json.raw(",\"diff\":");
        json.string(&unified.text);
        json.raw("}");
        done(json)
    }

    /// `{"rev":1`
    fn open(&self) -> Json<'static> {
        let mut json = Json::limited(MAX_ANSWER);
        json.raw("{\"rev\":");
        json.number(Draft::revision(&self.draft));
        json
    }
}
