//! `--fix` and `--diff`.

use std::path::Path;

use similar::TextDiff;

use super::{List, Run, judge};
use crate::{
    cli::{Error, Ui, atomic::TextFile},
    lint::{self, Prelude},
    report::visible,
};

/// What was mended in all lists together.
#[derive(Debug, Default)]
pub(super) struct Mended {
    fixes: usize,
    lists: usize,
}

impl Mended {
    pub(super) fn add(&mut self, fixes: usize) {
        self.fixes += fixes;
        self.lists += usize::from(fixes > 0);
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.fixes == 0
    }

    pub(super) fn tell(&self, ui: &mut Ui) {
        if !self.is_nothing() {
            ui.note(&format!("mended {}", self.what()));
        }
    }

    pub(super) fn tell_of_diff(&self, ui: &mut Ui) {
        match self.is_nothing() {
            true => ui.note("nothing that --fix would change"),
            false => ui.note(&format!("--fix would mend {}", self.what())),
        }
    }

    fn what(&self) -> String {
        let lists =
            if self.lists == 1 { "1 list".to_owned() } else { format!("{} lists", self.lists) };
        let things =
            if self.fixes == 1 { "1 thing".to_owned() } else { format!("{} things", self.fixes) };
        format!("{things} in {lists}")
    }
}

/// A fix may make room for another, but not for ever.
const ROUNDS: usize = 20;

impl Run<'_> {
    /// Mends a list where it is, and says how often.
    pub(super) fn mend(&mut self, list: &mut List, ui: &mut Ui) -> Result<usize, Error> {
        let Some(path) = list.path.clone() else {
            return Err(Error::new(format!("cannot mend {}: it is no file", list.name))
                .hint("--diff shows what would change"));
        };
        if !list.is_utf8 {
            ui.warning(&format!("{} is not UTF-8, and stays as it is", list.name));
            return Ok(0);
        }
        let (text, fixes) = self.mended(list, ui)?;
        if fixes > 0 {
            self.replace(&path, list, &text)?;
            list.text = text;
        }
        Ok(fixes)
    }

    fn replace(&self, path: &Path, list: &List, text: &str) -> Result<(), Error> {
        let file = TextFile::read(path)?;
        if file.text != list.text {
            let message = format!("{} was changed by someone else meanwhile", path.display());
            return Err(Error::new(message).hint("run the command again"));
        }
        file.replace(text)
    }

    /// Shows what mending would change, and says how often.
    pub(super) fn diff_one(&mut self, list: &List, ui: &mut Ui) -> Result<usize, Error> {
        if !list.is_utf8 {
            ui.warning(&format!("{} is not UTF-8, and would stay as it is", list.name));
            return Ok(0);
        }
        let (text, fixes) = self.mended(list, ui)?;
        if fixes > 0 {
            print(&list.name, &list.text, &text, ui)?;
        }
        Ok(fixes)
    }

    /// The text with everything safe mended, and how often.
    fn mended(&mut self, list: &List, ui: &Ui) -> Result<(String, usize), Error> {
        let config = self.settled.for_list(list.path.as_deref())?;
        let (mut text, mut fixes) = (list.text.clone(), 0);
        for _ in 0..ROUNDS {
            let lines = judge::lines(&text, &config.for_text(&text), self.args.kind, ui);
            let report = lint::finish(vec![lines], &Prelude::default(), &config.for_text(&text));
            let (fixed, more) = lint::fix(&text, &report.diagnostics);
            if more == 0 || fixed == text {
                break;
            }
            fixes += more;
            text = fixed;
        }
        Ok((text, fixes))
    }
}

/// A unified diff that `patch` takes.
fn print(name: &str, old: &str, new: &str, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let name = visible(name.trim_start_matches('/'));
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
    // Lines keep their ends, so that the diff of a CRLF file is one too.
    for line in text.split_inclusive('\n') {
        let style = match line.as_bytes().first() {
            Some(b'+') => styles.good,
            Some(b'-') => styles.error,
            Some(b'@') => styles.name,
            _ => styles.dim,
        };
        let (line, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        write!(ui.out, "{style}{line}{style:#}{end}")?;
    }
    Ok(())
}
