//! `--fix` and `--diff`.

use std::{io::Write, path::Path};

use super::{judge, list::List, output, run::Run};
use crate::{
    cli::{Error, Ui, atomic::TextFile, diff::Diff},
    lint,
};

/// The number of fixes in all lists together.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    fixes: usize,
    lists: usize,
    /// How many more fixes are not safe, and were not applied.
    left: usize,
    with_unsafe: bool,
}

/// What was done with a list.
pub(super) struct Done {
    text: String,
    fixes: usize,
    left: usize,
}

impl Fixed {
    pub(super) fn new(with_unsafe: bool) -> Fixed {
        Fixed { with_unsafe, ..Fixed::default() }
    }

    /// Adds a list: how many fixes were made, and how many more are not safe.
    pub(super) fn add(&mut self, (fixes, left): (usize, usize)) {
        self.fixes += fixes;
        self.left += left;
        self.lists += usize::from(fixes > 0);
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.fixes == 0
    }

    pub(super) fn summarize(&self, ui: &mut Ui) {
        if !self.is_nothing() {
            ui.note(&format!("fixed {}", self.what()));
        }
    }

    pub(super) fn summarize_diff(&self, ui: &mut Ui) {
        let fix = if self.with_unsafe { "--fix --unsafe-fixes" } else { "--fix" };
        let more = match self.left {
            0 => String::new(),
            n => format!("; --unsafe-fixes {n} more"),
        };
        if self.is_nothing() {
            ui.note(&format!("{fix} would change nothing{more}"))
        } else {
            ui.note(&format!("{fix} would fix {}{more}", self.what()))
        }
    }

    fn what(&self) -> String {
        let lists =
            if self.lists == 1 { "1 list".to_owned() } else { format!("{} lists", self.lists) };
        let things = if self.fixes == 1 {
            "1 problem".to_owned()
        } else {
            format!("{} problems", self.fixes)
        };
        format!("{things} in {lists}")
    }
}

/// A fix can make another one possible; this limits the number of rounds.
const ROUNDS: usize = 100;

impl Run<'_> {
    /// Fixes a list in its file. Returns the number of fixes, and how many more are not safe.
    pub(super) fn fix(&mut self, list: &mut List, ui: &mut Ui) -> Result<(usize, usize), Error> {
        let Some(path) = list.path.clone().filter(|it| list.is_file && it.is_file()) else {
            return Err(Error::new(format!("cannot fix {}: it is not a file", list.name))
                .hint("--diff shows what would change"));
        };
        if !list.is_utf8 {
            ui.warning(&format!("{} is not UTF-8, so it is not changed", list.name));
            return Ok((0, 0));
        }
        let Done { text, fixes, left } = self.fixed(list, ui)?;
        if fixes > 0 {
            self.replace(&path, list, &text)?;
            list.text = text;
        }
        Ok((fixes, left))
    }

    /// Replaces the text of a file, if it is still the text that was checked.
    pub(super) fn replace(&self, path: &Path, list: &List, text: &str) -> Result<(), Error> {
        let file = TextFile::read(path)?;
        if file.text != list.text {
            let message =
                format!("{} was changed by another program in the meantime", path.display());
            return Err(Error::new(message).hint("run the command again"));
        }
        file.replace(text, "--diff")
    }

    /// Shows what fixes would change, or writes it for `patch` if a file is given. Returns the
    /// number of fixes, and how many more are not safe.
    pub(super) fn diff_one(
        &mut self,
        list: &List,
        file: Option<&mut dyn Write>,
        ui: &mut Ui,
    ) -> Result<(usize, usize), Error> {
        if !list.is_utf8 {
            ui.warning(&format!("{} is not UTF-8, so it would not be changed", list.name));
            return Ok((0, 0));
        }
        let Done { text, fixes, left } = self.fixed(list, ui)?;
        if fixes > 0 {
            self.show_change(list, &text, file, ui)?;
        }
        Ok((fixes, left))
    }

    /// Shows the change of a list, or writes it for `patch`.
    pub(super) fn show_change(
        &self,
        list: &List,
        text: &str,
        file: Option<&mut dyn Write>,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let name = list.name.trim_start_matches('/');
        let names = (&*format!("a/{name}"), &*format!("b/{name}"));
        let diff = Diff::new(names, &list.text, text);
        match file {
            Some(file) => {
                diff.write(file).map_err(|err| output::cannot(self.args, err))?;
            }
            None => diff.print(ui.styles(), &mut ui.out)?,
        }
        Ok(())
    }

    /// The text with all fixes applied: the safe ones, or all.
    fn fixed(&mut self, list: &List, ui: &Ui) -> Result<Done, Error> {
        let config = self.settings.for_list(list.path.as_deref())?;
        let (mut text, mut fixes, mut left) = (list.text.clone(), 0, 0);
        let apply = if self.args.unsafe_fixes { lint::fix_all } else { lint::fix };
        for _ in 0..ROUNDS {
            let config = config.for_text(&text);
            let prelude = judge::prelude(&text, self.args.kind);
            let mut progress = ui.progress(Some(text.len() as u64));
            let lines = judge::lines(&text, &prelude, &config, &mut progress);
            let report = lint::finish(vec![lines], &text, &config);
            let (fixed, more) = apply(&text, &report);
            if more == 0 || fixed == text {
                // Those that would be applied: some would lose a hint, and never are.
                left = lint::fix_all(&text, &report).1;
                break;
            }
            fixes += more;
            text = fixed;
        }
        let left = if self.args.unsafe_fixes { 0 } else { left };
        Ok(Done { text, fixes, left })
    }
}
