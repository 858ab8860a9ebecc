//! `--add-suppressions`: writes comments that hide today's problems.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{fix::Fixed, include_group::Graph, judge, list::List, output::OutputFile, run::Run};
use crate::{
    cli::{Error, Outcome, Ui},
    diagnostic::{Diagnostic, Edit},
    lint::{self, Kind, Report, Suppressed},
    source::Places,
};

/// What was hidden in all lists together.
#[derive(Debug, Default)]
pub(super) struct Added {
    findings: usize,
    lists: usize,
}

impl Added {
    pub(super) fn summarize(&self, ui: &mut Ui) {
        if self.findings > 0 {
            ui.note(&format!("wrote comments that hide {}", self.what()));
        }
    }

    fn what(&self) -> String {
        let findings = match self.findings {
            1 => "1 problem".to_owned(),
            n => format!("{n} problems"),
        };
        let lists =
            if self.lists == 1 { "1 list".to_owned() } else { format!("{} lists", self.lists) };
        format!("{findings} in {lists}")
    }
}

/// The rule that reports a comment that hides nothing.
const UNUSED: &str = "unused-suppression";

/// How often comments that turn out to be wrong are left out.
const ROUNDS: usize = 10;

impl Run<'_> {
    /// Writes comments into the files of lists. The reports keep what is not hidden.
    pub(super) fn suppress(
        &mut self,
        lists: &mut [List],
        reports: &mut [Report],
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let mut moved: HashMap<String, Suppressed> = HashMap::new();
        for (list, report) in lists.iter_mut().zip(reports.iter_mut()) {
            let Some(done) = self.suppressed(list, report, ui)? else { continue };
            let Some(path) = list.path.clone() else { continue };
            self.replace(&path, list, &done.text)?;
            list.text.clone_from(&done.text);
            let is_hidden = |it: &Diagnostic| done.hidden.binary_search(&it.place.line).is_ok();
            let before = report.diagnostics.len();
            report.diagnostics.retain(|it| !is_hidden(it));
            self.suppressed.findings += before - report.diagnostics.len();
            self.suppressed.lists += 1;
            moved.insert(list.name.clone(), done);
        }
        for (list, report) in lists.iter().zip(reports) {
            for it in &mut report.diagnostics {
                move_lines(it, &list.name, &moved);
            }
        }
        Ok(())
    }

    /// Shows which comments would be written.
    pub(super) fn diff_suppressions(
        &mut self,
        mut graph: Graph,
        mut file: Option<OutputFile>,
        ui: &mut Ui,
    ) -> Result<Outcome, Error> {
        let mut added = Added::default();
        for groups in self.together(&graph, ui) {
            let mut progress = ui.progress(None);
            let (lists, mut reports) =
                self.judge(&mut graph, &groups, &mut Fixed::default(), &mut progress, ui)?;
            self.narrow(&lists, &mut reports)?;
            for (list, report) in lists.iter().zip(&reports) {
                let Some(done) = self.suppressed(list, report, ui)? else { continue };
                let is_hidden = |it: &&Diagnostic| done.hidden.contains(&it.place.line);
                added.findings += report.diagnostics.iter().filter(is_hidden).count();
                added.lists += 1;
                self.show_change(list, &done.text, file.as_mut().map(OutputFile::raw), ui)?;
            }
        }
        self.keep(file)?;
        if !self.args.quiet {
            match added.findings {
                0 => ui.note("--add-suppressions would change nothing"),
                _ => ui.note(&format!("--add-suppressions would hide {}", added.what())),
            }
        }
        Ok(if added.findings == 0 { Outcome::Clean } else { Outcome::Findings })
    }

    /// The text of a list with comments; `None` when it needs none, or can have none. Warns of lines
    /// that cannot have a comment.
    fn suppressed(
        &mut self,
        list: &List,
        report: &Report,
        ui: &mut Ui,
    ) -> Result<Option<Suppressed>, Error> {
        if report.diagnostics.is_empty() {
            return Ok(None);
        }
        let config = self.settings.for_list(list.path.as_deref())?;
        let why = if !list.is_file {
            Some("it is not a file")
        } else if !list.is_utf8 {
            Some("it is not UTF-8")
        } else if !config.inline {
            Some("its configuration says `inline-comments = false`")
        } else {
            None
        };
        if let Some(why) = why {
            ui.warning(&format!("{} gets no comments: {why}", list.name));
            return Ok(None);
        }
        let prelude = judge::prelude(&list.text, self.args.kind);
        let mark = if prelude.kind == Kind::Adblock { '!' } else { '#' };
        let before = self.alone(list, &list.text)?;
        let alone: HashSet<_> =
            before.diagnostics.iter().map(|it| (it.place.line, it.rule)).collect();
        // Lines with problems that there are only beside other lists: alone, their comments hide nothing.
        let beside: HashSet<u32> = (report.diagnostics.iter())
            .filter(|it| !alone.contains(&(it.place.line, it.rule)))
            .map(|it| it.place.line)
            .collect();
        // Lines whose comment would not do what it is for.
        let mut useless: BTreeSet<u32> = BTreeSet::new();
        let wanted = |useless: &BTreeSet<u32>| {
            let found = report.diagnostics.iter().filter(|it| !useless.contains(&it.place.line));
            Report::new(found.cloned().collect(), report.counts)
        };
        let mut done = lint::suppress(&list.text, &wanted(&useless), mark);
        for _ in 0..ROUNDS {
            let wrong = self.wrong(list, &before, &beside, &done)?;
            if wrong.is_empty() {
                break;
            }
            useless.extend(wrong);
            done = lint::suppress(&list.text, &wanted(&useless), mark);
        }
        if !self.wrong(list, &before, &beside, &done)?.is_empty() {
            ui.warning(&format!("{} gets no comments: they would change its problems", list.name));
            return Ok(None);
        }
        let useless = useless.iter().map(|line| (*line, "the comment would not hide it"));
        let refused = done.refused.iter().map(|it| (it.line, it.reason)).chain(useless);
        for (line, reason) in refused {
            ui.warning(&format!("{}:{} gets no comment: {reason}", list.name, line + 1));
        }
        Ok(Some(done).filter(|it| !it.hidden.is_empty()))
    }

    /// The lines of the old text near which comments do not hide a problem, or make a new one.
    fn wrong(
        &mut self,
        list: &List,
        before: &Report,
        beside: &HashSet<u32>,
        done: &Suppressed,
    ) -> Result<Vec<u32>, Error> {
        let after = self.alone(list, &done.text)?;
        let mut stays: HashMap<(u32, &str), usize> = HashMap::new();
        for it in before.diagnostics.iter().filter(|it| !done.hidden.contains(&it.place.line)) {
            *stays.entry((it.place.line, it.rule)).or_default() += 1;
        }
        let mut places = Places::new(&done.text);
        let mut wrong = Vec::new();
        for it in &after.diagnostics {
            let line = done.line_before(it.place.line);
            if it.rule == UNUSED && beside.contains(&line) {
                continue;
            }
            let stays = stays.get_mut(&(line, it.rule)).filter(|it| **it > 0);
            match stays {
                Some(count) => *count -= 1,
                // A comment of ours is above the line that it is about.
                None if places.line(it.place.line).contains("bloqr-") => {
                    wrong.extend([line, line + 1])
                }
                None => wrong.push(line),
            }
        }
        Ok(wrong)
    }

    /// The findings in a text of a list, without other lists.
    fn alone(&mut self, list: &List, text: &str) -> Result<Report, Error> {
        let config = self.settings.for_list(list.path.as_deref())?.for_text(text);
        let prelude = judge::prelude(text, self.args.kind);
        let lines = judge::lines(text, &prelude, &config, &mut crate::cli::ui::Progress::none());
        Ok(lint::finish(vec![lines], text, &config))
    }
}

/// Moves a finding to where its lines are now.
fn move_lines(it: &mut Diagnostic, name: &str, moved: &HashMap<String, Suppressed>) {
    let own = moved.get(name);
    let now = |line: u32| own.map_or(line, |it| it.line_now(line));
    it.place.line = now(it.place.line);
    let mut labels: Vec<_> = std::mem::take(&mut it.labels).into_iter().collect();
    for label in &mut labels {
        let other = label.list.as_deref().map_or(own, |it| moved.get(it));
        label.place.line = other.map_or(label.place.line, |it| it.line_now(label.place.line));
    }
    it.labels = labels.into();
    if let Some(fix) = &mut it.fix {
        let mut edits: Vec<_> = std::mem::take(&mut fix.edits).into_iter().collect();
        for edit in &mut edits {
            match edit {
                Edit::Replace { place, .. } => place.line = now(place.line),
                Edit::DeleteLine { line } => *line = now(*line),
            }
        }
        fix.edits = edits.into();
    }
}
