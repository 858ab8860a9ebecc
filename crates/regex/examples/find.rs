//! Prints the lines that a regular expression of JavaScript's is found in:
//! `cargo run --example find 'ads\\d+' i < list.txt`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::{
    env,
    error::Error,
    io::{self, BufRead},
};

use bloqr_regex::Regex;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (source, flags) = (arguments.next().unwrap_or_default(), arguments.next());
    let regex = Regex::new(&source, &flags.unwrap_or_default())?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        if regex.is_match(&line)? {
            println!("{line}");
        }
    }
    Ok(())
}
