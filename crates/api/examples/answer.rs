//! Answers a request of the backend: `cargo run --example answer /api/validate < body.json`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::{
    env,
    io::{self, Read, Write},
};

use bloqr_api::{Endpoint, answer};

fn main() -> io::Result<()> {
    let path = env::args().nth(1).unwrap_or_default();
    let Some(endpoint) = Endpoint::from_path(&path) else {
        let paths = Endpoint::ALL.map(Endpoint::path).join(", ");
        return Err(io::Error::other(format!("give one of these paths: {paths}")));
    };
    let mut body = Vec::new();
    io::stdin().read_to_end(&mut body)?;
    io::stdout().write_all(&answer(endpoint, &body).body)
}
