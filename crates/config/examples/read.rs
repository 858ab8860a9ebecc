//! Reads a `bloqr.toml` and prints its errors: `cargo run --example read < bloqr.toml`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::{
    error::Error,
    io::{self, Read},
    path::Path,
};

use bloqr_config::parse;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let config = parse(&text)?;
    println!("{:#?}", config.for_path(Some(Path::new("list.txt"))));
    Ok(())
}
