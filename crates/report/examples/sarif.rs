//! Checks a list and prints SARIF: `cargo run --example sarif < list.txt`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::io::{self, Read};

use bloqr_lint::{Config, lint};
use bloqr_report::{Checked, Format, Theme, Writer};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let report = lint(&text, &Config::default());
    let (name, text) = ("stdin", text.as_str());
    let mut out = io::stdout().lock();
    let mut writer = Writer::start(Format::Sarif, Theme::default(), None, &mut out)?;
    let checked = Checked { name, text, report: &report, others: &[], not_run: &[] };
    writer.file(&checked, &mut out)?;
    writer.end(true, &mut out)
}
