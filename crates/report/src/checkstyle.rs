//! XML of Checkstyle, which most CI servers and editors read.

use std::io::{self, Write};

use super::{
    Checked, Totals,
    format::{Definition, FormatWriter, Readers},
    xml::escaped,
};

pub(super) const DEFINITION: Definition = Definition {
    name: "checkstyle",
    about: "XML of Checkstyle, for Jenkins, reviewdog and others",
    readers: Readers::Programs,
    has_notes: false,
    shows_few: false,
    writer: |_| Box::new(Checkstyle),
};

struct Checkstyle;

impl FormatWriter for Checkstyle {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // The version is the one of the format: others write the same.
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
    }

    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        if checked.report.diagnostics.is_empty() {
            return Ok(());
        }
        let mut places = checked.places();
        writeln!(out, "<file name=\"{}\">", escaped(checked.name))?;
        for it in checked.findings() {
            let (line, column) = (it.place.line, places.column(it.place.line, it.place.span.start));
            let message = match &it.help {
                Some(help) => format!("{}; {help}", it.message),
                None => it.message.to_string(),
            };
            write!(out, "<error line=\"{}\" column=\"{column}\"", line + 1)?;
            write!(out, " severity=\"{}\" message=\"{}\"", it.severity, escaped(&message))?;
            writeln!(out, " source=\"bloqr.{}\"/>", it.rule)?;
        }
        out.write_all(b"</file>\n")
    }

    fn end(&mut self, _: &Totals, _: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</checkstyle>\n")
    }
}
