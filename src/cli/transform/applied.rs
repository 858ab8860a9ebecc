//! A list that a script has changed: shown, written, and reported.

use std::path::Path;

use serde_json::Value;

use crate::{
    cli::{
        Error, Ui,
        atomic::{Replacement, TextFile},
        diff::Diff,
    },
    diagnostic::Severity,
    source::Places,
    usercode::{Done, Preview},
};

/// A list as it was read.
pub(super) enum List {
    Stdin(String),
    File(TextFile),
}

impl List {
    pub(super) fn name(&self) -> String {
        match self {
            List::Stdin(_) => "<stdin>".to_owned(),
            List::File(file) => file.path.display().to_string(),
        }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            List::Stdin(_) => None,
            List::File(file) => Some(&file.path),
        }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            List::Stdin(text) => text,
            List::File(file) => &file.text,
        }
    }
}

/// A list, and what a script makes of it.
pub(super) struct Applied<'a> {
    pub(super) list: &'a List,
    pub(super) done: Done,
    pub(super) preview: Preview,
    /// The document of the backend, if it is wanted.
    pub(super) document: Option<Value>,
}

impl Applied<'_> {
    /// Whether there are new errors or warnings. Infos are hints: nothing has to be done.
    pub(super) fn has_new_problems(&self) -> bool {
        self.preview.new_problems.iter().any(|it| it.severity > Severity::Info)
    }

    /// The diff. A program gets every byte, so that `patch` can read it.
    pub(super) fn show(&self, ui: &mut Ui) -> Result<(), Error> {
        if self.preview.is_same() {
            return Ok(());
        }
        let name = self.list.name();
        let name = name.trim_start_matches('/');
        let names = (&*format!("a/{name}"), &*format!("b/{name}"));
        let diff = Diff::new(names, self.list.text(), &self.preview.text);
        if ui.out_is_terminal() {
            diff.print(ui.styles(), &mut ui.out)?;
        } else {
            diff.write(ui.list_out())?;
        }
        Ok(())
    }

    /// The new list, written beside the old one; `None` for a list that stays, and for that of stdin.
    pub(super) fn prepare(&self) -> Result<Option<Replacement<'_>>, Error> {
        match self.list {
            List::File(file) if !self.preview.is_same() => {
                file.prepare(&self.preview.text, "--diff").map(Some)
            }
            List::File(_) | List::Stdin(_) => Ok(None),
        }
    }

    /// Prints a list of stdin, also when it stays as it is.
    pub(super) fn print(&self, ui: &mut Ui) -> Result<(), Error> {
        if let List::Stdin(_) = self.list {
            ui.list_out().write_all(self.preview.text.as_bytes())?;
        }
        Ok(())
    }

    pub(super) fn to_json(&self) -> Value {
        let mut document = self.document.clone().unwrap_or_default();
        if let Some(fields) = document.as_object_mut() {
            fields.shift_insert(0, "name".to_owned(), self.list.name().into());
        }
        document
    }

    /// Says on stderr how much changed, and which problems are new.
    pub(super) fn report(&self, is_written: bool, ui: &mut Ui) {
        let name = self.list.name();
        let mut places = Places::new(&self.preview.text);
        for it in &self.preview.new_problems {
            let (line, column) = (it.place.line, places.column(it.place.line, it.place.span.start));
            ui.note(&format!("{name}:{}:{column}: new {it}", line + 1));
        }
        let differences = &self.preview.differences;
        let counts = [
            (differences.added.len(), "added"),
            (differences.removed.len(), "removed"),
            (differences.changed.len(), "changed"),
        ];
        let counts = counts.iter().filter(|it| it.0 > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        ui.note(&match (counts.is_empty(), is_written) {
            (true, _) => format!("{name}: stays as it is"),
            (false, true) => format!("{name}: {}", counts.join(", ")),
            (false, false) => format!("{name}: {} with --write", counts.join(", ")),
        });
    }
}
