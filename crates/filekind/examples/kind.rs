//! Tells what kind of file something is: `cargo run --example kind < file`.
#![allow(clippy::print_stdout)]

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
