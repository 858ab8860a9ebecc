//! One finding a line, as JSON: for programs that read while we write.

use std::io::{self, Write};

use super::{
    Checked,
    format::{Definition, FormatWriter, Readers},
};
use bloqr_lint::docs;
use bloqr_wire as wire;

pub(super) const DEFINITION: Definition = Definition {
    name: "ndjson",
    about: "one finding a line, as JSON",
    readers: Readers::Programs,
    has_notes: false,
    shows_few: false,
    writer: |_| Box::new(Ndjson),
};

struct Ndjson;

impl FormatWriter for Ndjson {
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut places = checked.places();
        for it in checked.findings() {
            let mut value = wire::report::finding(it, &mut places);
            value.shift_insert(0, "file".to_owned(), checked.name.into());
            value.insert("url".to_owned(), docs::url(it.rule).into());
            serde_json::to_writer(&mut *out, &value)?;
            writeln!(out)?;
        }
        Ok(())
    }
}
