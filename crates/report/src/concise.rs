//! `path:line:col: severity[rule] message`: one finding a line, for editors and for `grep`.

use std::io::{self, Write};

use super::{
    Checked,
    cells::visible,
    format::{Definition, FormatWriter, Readers},
};

pub(super) const DEFINITION: Definition = Definition {
    name: "concise",
    about: "path:line:col: severity[rule] message",
    readers: Readers::People,
    has_notes: false,
    shows_few: false,
    writer: |_| Box::new(Concise),
};

struct Concise;

impl FormatWriter for Concise {
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        const FULL: usize = 1 << 15;
        let mut places = checked.places();
        let name = visible(checked.name);
        let mut number = itoa::Buffer::new();
        let mut page = String::new();
        for it in checked.findings() {
            page.push_str(&name);
            page.push(':');
            page.push_str(number.format(it.place.line + 1));
            page.push(':');
            page.push_str(number.format(places.column(it.place.line, it.place.span.start)));
            for part in
                [": ", it.severity.as_str(), "[", it.rule, "] ", &visible(&it.message), "\n"]
            {
                page.push_str(part);
            }
            if page.len() > FULL {
                out.write_all(page.as_bytes())?;
                page.clear();
            }
        }
        out.write_all(page.as_bytes())
    }
}
