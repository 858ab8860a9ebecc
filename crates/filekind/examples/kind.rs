//! Prints the kind of a file: `cargo run --example kind < file`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::io::{self, Read};

use bloqr_filekind::recognise;

fn main() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    match recognise(&bytes) {
        Some(found) => println!("{}: {}", found.kind.title, found.reason),
        None => println!("a filter list"),
    }
    Ok(())
}
