//! Checks a list for uBlock Origin and prints it with its problems fixed:
//! `cargo run --example check < list.txt`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::{
    error::Error,
    io::{self, Read},
};

use bloqr_lint::{Config, fix, lint};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let config = Config::default().with_targets("ubo".parse()?);
    let report = lint(&text, &config);
    for it in &report.diagnostics {
        eprintln!("line {}: {} ({})", it.place.line + 1, it.message, it.rule);
    }
    let (fixed, count) = fix(&text, &report);
    eprintln!("{count} fixed");
    print!("{fixed}");
    Ok(())
}
