//! Prints the domains that the blocking rules of a list name: `cargo run --example domains < list.txt`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::io::{self, Read};

use bloqr_syntax::{Rule, parse_list};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    for line in parse_list(&text) {
        match &line.rule {
            Rule::Network(rule) if !rule.exception => {
                let domain = rule.pattern.strip_prefix("||").and_then(|it| it.strip_suffix('^'));
                if let Some(domain) = domain {
                    println!("{domain}");
                }
            }
            Rule::Host(rule) => rule.hostnames.iter().for_each(|it| println!("{}", it.text)),
            Rule::Invalid(error) => println!("line {}: {error}", line.number + 1),
            _ => (),
        }
    }
    Ok(())
}
