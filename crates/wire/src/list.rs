//! AGTree's `FilterList`: every line of a text, with offsets in the text. It is written in parts,
//! so that a list can be written while it is read.

use crate::{Json, Options, ast};
use bloqr_syntax::{self as syntax, source::Line};

/// Ends early when `json` is full.
pub fn write<'a>(json: &mut Json<'_>, lines: impl Iterator<Item = Line<'a>>, options: &Options) {
    open(json, "");
    let mut base = 0;
    for (n, line) in lines.enumerate() {
        if n > 0 {
            json.raw(",");
        }
        let rule = syntax::parse(line.text, &options.syntax);
        ast::write(json, &rule, line, base, options.output, "");
        base += line.units();
        if json.is_full() {
            break;
        }
    }
    close(json, base, options.output);
}

/// Writes the text before the first rule. `extra` is JSON that is written first in the object.
pub fn open(json: &mut Json<'_>, extra: &str) {
    json.raw("{");
    json.raw(extra);
    json.raw("\"type\":\"FilterList\",\"children\":[");
}

/// Writes the text after the last rule. `end` is the length of the text in UTF-16 code units.
pub fn close(json: &mut Json<'_>, end: u64, output: ast::Options) {
    json.raw("]");
    if output.locations {
        json.raw(",\"start\":0,\"end\":");
        json.number(end);
    }
    json.raw("}");
}
