//! Prints a list as AGTree's JSON: `cargo run --example json < list.txt`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::io::{self, Read, Write};

use bloqr_syntax::source::lines;
use bloqr_wire::{Json, Options, list};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut json = Json::new();
    list::write(&mut json, lines(&text), &Options::LIST);
    io::stdout().write_all(&json.finish())
}
