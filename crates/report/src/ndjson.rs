//! One finding a line, as JSON: for programs that read while we write.

use std::io::{self, Write};

use super::Checked;
use bloqr_wire as wire;

pub(super) fn file(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut places = checked.places();
    for it in checked.findings() {
        let mut value = wire::report::finding(it, &mut places);
        value.shift_insert(0, "file".to_owned(), checked.name.into());
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)?;
    }
    Ok(())
}
