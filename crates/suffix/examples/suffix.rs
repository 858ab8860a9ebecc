//! Prints the public suffix of each name that is given as an argument.
#![allow(clippy::print_stdout, reason = "a program, not the core")]

use bloqr_suffix::suffix_of;

fn main() {
    for name in std::env::args().skip(1) {
        let suffix = suffix_of(&name);
        println!("{name}: {}{}", suffix.name, if suffix.is_listed { "" } else { " (not listed)" });
    }
}
