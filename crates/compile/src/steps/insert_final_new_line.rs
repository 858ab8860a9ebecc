use bloqr_dns::trim;

use crate::{
    Origin, Workers,
    lines::{Lines, Texts},
    pass::Run,
};

super::docs! {
    /// Adds an empty line at the end, unless the last line is blank, so that the text ends with a
    /// line ending.
    ///
    /// ```adblock
    /// ||ads.example.com^
    /// ```
    ///
    /// ```adblock
    /// ||ads.example.com^
    ///
    /// ```
}

pub(super) fn run<W: Workers>(lines: &mut Lines, run: &mut Run<'_, W>) {
    let texts = Texts { files: run.files, made: &lines.made };
    let last = lines.lines.last();
    if last.is_some_and(|it| trim(&texts.text(it)).is_empty()) {
        return;
    }
    let file = last.map_or(0, |it| it.origin().file);
    lines.push_made(Origin { file, line: 0 }, "", 0);
    if let Some(action) = run.actions.last_mut() {
        action.added += 1;
    }
}
