//! `path:line:col: severity[rule] message`: one finding a line, for editors and for `grep`.

use std::io::{self, Write};

use super::{Checked, cells::visible};
use crate::source::Places;

pub(super) fn file(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(checked.text);
    for it in checked.findings() {
        let (line, column) = (it.place.line + 1, places.column(it.place.line, it.place.span.start));
        let (severity, message) = (it.severity.as_str(), visible(&it.message));
        writeln!(
            out,
            "{}:{line}:{column}: {severity}[{}] {message}",
            visible(checked.name),
            it.rule
        )?;
    }
    Ok(())
}
