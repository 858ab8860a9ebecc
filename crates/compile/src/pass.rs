//! A pass over lines, piece by piece, on the threads of the caller.

use std::ops::Range;

use bloqr_dns::{Refusal, is_comment};

use crate::{
    Difference, Error, Workers,
    lines::{ALLOWED, DEAD, File, HEADER, Line, Lines, MADE, NOTE, Texts, WRAPPED},
    log::{By, Event, Stage, What, Why},
    report::ActionReport,
};

/// How many lines a piece has: enough to use a thread for it.
const PIECE: usize = 1 << 13;

/// What a step does with a line.
pub(crate) enum Fate {
    Keep,
    /// Only a part of the text stays.
    Part(Range<usize>),
    /// The line gets another text.
    Text(String),
    /// The line gets `@@` before its text.
    Allow,
    Remove(Why),
}

/// The context of a pass, and its results so far.
pub(crate) struct Run<'r, W> {
    pub(crate) files: &'r [File],
    pub(crate) workers: &'r W,
    pub(crate) stage: Stage,
    /// Whether events are logged.
    pub(crate) logs: bool,
    pub(crate) events: &'r mut Vec<Event>,
    pub(crate) actions: &'r mut Vec<ActionReport>,
    pub(crate) differences: &'r mut [u64; Difference::ALL.len()],
    /// The patterns of each stage, if events are logged.
    pub(crate) exclusions: &'r mut Vec<(Stage, Vec<String>)>,
}

/// The results of one piece.
pub(crate) struct Notes {
    by: By,
    stage: Stage,
    pub(crate) logs: bool,
    pub(crate) events: Vec<Event>,
    pub(crate) differences: [u64; Difference::ALL.len()],
    pub(crate) action: ActionReport,
    pub(crate) error: Option<Error>,
    /// New texts, and the lines of the piece that have them.
    made: String,
    fresh: Vec<u32>,
}

impl Notes {
    fn new(by: By, stage: Stage, logs: bool) -> Notes {
        Notes {
            by,
            stage,
            logs,
            events: Vec::new(),
            differences: Default::default(),
            action: ActionReport::new(by),
            error: None,
            made: String::new(),
            fresh: Vec::new(),
        }
    }

    pub(crate) fn differ(&mut self, difference: Difference) {
        self.differences[difference as usize] += 1;
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.action.refused[refusal as usize] += 1;
    }

    /// Gives a line another text.
    pub(crate) fn replace(&mut self, index: usize, line: &mut Line, text: &str) {
        line.clear(WRAPPED | ALLOWED);
        line.set(MADE);
        line.start = self.made.len() as u32;
        line.len = text.len() as u32;
        self.made.push_str(text);
        self.fresh.push(index as u32);
    }

    pub(crate) fn log(&mut self, line: &Line, what: impl FnOnce() -> What) {
        if self.logs {
            let (stage, by) = (self.stage, self.by);
            self.events.push(Event { origin: line.origin(), stage, by, what: what() });
        }
    }

    /// Removes a line at the end of the step.
    pub(crate) fn remove(&mut self, line: &mut Line, text: &str, why: Why) {
        line.set(DEAD);
        self.action.removed += 1;
        self.log(line, || What::Removed { text: text.to_owned(), why });
    }
}

/// A piece: its lines, and the number of lines before it.
pub(crate) struct Piece<'l> {
    pub(crate) lines: &'l mut [Line],
    pub(crate) before: usize,
}

/// A piece that is only read.
pub(crate) struct View<'l> {
    pub(crate) lines: &'l [Line],
    pub(crate) before: usize,
}

impl<W: Workers> Run<'_, W> {
    /// Starts to count for a step or a filter.
    pub(crate) fn start(&mut self, by: By) {
        self.actions.push(ActionReport::new(by));
    }

    fn by(&self) -> By {
        self.actions.last().map_or(By::Directives, |it| it.by)
    }

    /// Calls `work` for all pieces. Adds up the results, and stores the new texts.
    pub(crate) fn pieces<R: Send>(
        &mut self,
        lines: &mut Lines,
        work: impl Fn(Piece<'_>, Texts<'_>, &mut Notes) -> R + Sync,
    ) -> Result<Vec<R>, Error> {
        let Lines { lines, made } = lines;
        let (by, stage, logs, files) = (self.by(), self.stage, self.logs, self.files);
        let pieces: Vec<_> = lines
            .chunks_mut(PIECE)
            .enumerate()
            .map(|(index, lines)| Piece { lines, before: index * PIECE })
            .collect();
        let texts = Texts { files, made };
        let done = self.workers.map(pieces, |piece| {
            let mut notes = Notes::new(by, stage, logs);
            let result = work(piece, texts, &mut notes);
            (result, notes)
        });
        // Exactly: a text that doubles when it is full would be there three times.
        made.reserve_exact(done.iter().map(|(_, notes)| notes.made.len()).sum());
        let mut results = Vec::with_capacity(done.len());
        for (index, (result, notes)) in done.into_iter().enumerate() {
            if let Some(error) = notes.error {
                return Err(error);
            }
            let offset = made.len();
            u32::try_from(offset + notes.made.len()).map_err(|_| Error::TooLarge)?;
            made.push_str(&notes.made);
            for at in notes.fresh {
                if let Some(line) = lines.get_mut(index * PIECE + at as usize) {
                    line.start += offset as u32;
                }
            }
            self.take(notes.events, &notes.differences, &notes.action);
            results.push(result);
        }
        Ok(results)
    }

    /// Calls `work` for all pieces, without changing them. Adds up the results.
    pub(crate) fn look<R: Send>(
        &mut self,
        lines: &Lines,
        work: impl Fn(View<'_>, Texts<'_>, &mut Notes) -> R + Sync,
    ) -> Vec<R> {
        let (by, stage, logs) = (self.by(), self.stage, self.logs);
        let texts = Texts { files: self.files, made: &lines.made };
        let pieces = lines.lines.chunks(PIECE).enumerate();
        let pieces = pieces.map(|(index, lines)| View { lines, before: index * PIECE }).collect();
        let done = self.workers.map(pieces, |piece| {
            let mut notes = Notes::new(by, stage, logs);
            let result = work(piece, texts, &mut notes);
            (result, notes)
        });
        let mut results = Vec::with_capacity(done.len());
        for (result, notes) in done {
            self.take(notes.events, &notes.differences, &notes.action);
            results.push(result);
        }
        results
    }

    /// Counts a line that was removed.
    pub(crate) fn removed(&mut self, line: &Line, texts: Texts<'_>, why: Why) {
        let (stage, by) = (self.stage, self.by());
        if let Some(action) = self.actions.last_mut() {
            action.removed += 1;
        }
        if self.logs {
            let what = What::Removed { text: texts.text(line).into_owned(), why };
            self.events.push(Event { origin: line.origin(), stage, by, what });
        }
    }

    fn take(&mut self, events: Vec<Event>, differences: &[u64], action: &ActionReport) {
        self.events.extend(events);
        self.differences.iter_mut().zip(differences).for_each(|(sum, it)| *sum += it);
        if let Some(sum) = self.actions.last_mut() {
            sum.removed += action.removed;
            sum.changed += action.changed;
            sum.added += action.added;
            sum.refused.iter_mut().zip(action.refused).for_each(|(sum, it)| *sum += it);
        }
    }

    /// Calls `judge` for each line that the compiler did not write, and applies the result.
    pub(crate) fn each(
        &mut self,
        lines: &mut Lines,
        judge: impl Fn(&str, &mut Notes) -> Fate + Sync,
    ) -> Result<(), Error> {
        self.pieces(lines, |piece, texts, notes| {
            let mut scratch = String::new();
            for (index, line) in piece.lines.iter_mut().enumerate() {
                if line.is(HEADER) {
                    continue;
                }
                let text = texts.read(line, &mut scratch);
                if text.is_empty() || is_comment(text) {
                    line.set(NOTE);
                }
                apply(judge(text, notes), text, index, line, notes);
            }
        })?;
        Ok(())
    }

    /// Removes comments and empty lines directly above removed lines.
    pub(crate) fn remove_notes_above(&mut self, lines: &mut Lines) {
        let Lines { lines, made } = lines;
        let texts = Texts { files: self.files, made };
        let (stage, by) = (self.stage, self.by());
        let (mut above, mut removed) = (false, 0);
        let first = self.events.len();
        for line in lines.iter_mut().rev() {
            if line.is(DEAD) {
                above = true;
            } else if above && line.is(NOTE) && !line.is(HEADER) {
                line.set(DEAD);
                removed += 1;
                if self.logs {
                    let text = texts.text(line).into_owned();
                    let what = What::Removed { text, why: Why::Above };
                    self.events.push(Event { origin: line.origin(), stage, by, what });
                }
            } else {
                above = false;
            }
        }
        self.events[first..].reverse();
        if let Some(action) = self.actions.last_mut() {
            action.removed += removed;
        }
    }
}

/// Applies the result of a step to a line.
fn apply(fate: Fate, text: &str, index: usize, line: &mut Line, notes: &mut Notes) {
    match fate {
        Fate::Keep => return,
        Fate::Remove(why) => return notes.remove(line, text, why),
        Fate::Part(part) => {
            let new = text.get(part.clone()).unwrap_or_default();
            notes.log(line, || What::Changed(new.to_owned()));
            if line.is(WRAPPED | ALLOWED) {
                notes.replace(index, line, new);
            } else {
                line.cut(part);
            }
        }
        Fate::Text(new) => {
            notes.replace(index, line, &new);
            notes.log(line, || What::Changed(new));
        }
        Fate::Allow => {
            line.set(ALLOWED);
            notes.log(line, || What::Changed(["@@", text].concat()));
        }
    }
    notes.action.changed += 1;
}
