//! Prints the public suffix of some names.
#![allow(clippy::print_stdout, reason = "a program, not the core")]

use bloqr_suffix::suffix_of;

fn main() {
    for name in ["www.example.co.uk", "user.github.io", "printer.home"] {
        let suffix = suffix_of(name);
        println!("{name}: {}{}", suffix.name, if suffix.is_listed { "" } else { " (not listed)" });
    }
}
