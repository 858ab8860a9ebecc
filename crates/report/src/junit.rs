//! XML of JUnit: each list is a suite of tests, and each finding is a test. Errors and warnings are
//! failures.

use std::io::{self, Write};

use super::{
    Checked, Totals,
    format::{Definition, FormatWriter, Readers},
    xml::escaped,
};
use bloqr_lint::{diagnostic::Severity, docs};

pub(super) const DEFINITION: Definition = Definition {
    name: "junit",
    about: "XML of JUnit, for reports of tests",
    readers: Readers::Programs,
    has_notes: false,
    shows_few: false,
    writer: |_| Box::new(Junit),
};

struct Junit;

impl FormatWriter for Junit {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bloqr\">\n")
    }

    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut places = checked.places();
        let name = escaped(checked.name);
        // A list without findings is a test that passed.
        let tests = checked.report.diagnostics.len().max(1);
        let failures = checked.findings().filter(|it| it.severity > Severity::Info).count();
        write!(out, "<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\"")?;
        writeln!(out, " errors=\"0\">")?;
        if checked.report.diagnostics.is_empty() {
            writeln!(out, "<testcase name=\"no problems\" classname=\"{name}\"/>")?;
        }
        for it in checked.findings() {
            let (line, column) = (it.place.line, places.column(it.place.line, it.place.span.start));
            let place = format!("{}:{column}", line + 1);
            let message = escaped(&it.message);
            writeln!(out, "<testcase name=\"{} {place}\" classname=\"{name}\">", it.rule)?;
            let (start, end) = match it.severity {
                Severity::Info => ("<system-out>".to_owned(), "</system-out>"),
                _ => {
                    let kind = it.severity;
                    let start = format!("<failure type=\"{kind}\" message=\"{message}\">");
                    (start, "</failure>")
                }
            };
            write!(out, "{start}{name}:{place}: {}[{}] {message}", it.severity, it.rule)?;
            if let Some(help) = &it.help {
                write!(out, "\nhelp: {}", escaped(help))?;
            }
            writeln!(out, "\n{}{end}\n</testcase>", docs::url(it.rule))?;
        }
        out.write_all(b"</testsuite>\n")
    }

    fn end(&mut self, _: &Totals, _: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}
