//! Turns the binding `LOADER` on in a `wrangler.toml`: `cargo run --example enable < wrangler.toml`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::{
    error::Error,
    io::{self, Read},
};

use bloqr_wrangler::{Binding, Change, NAMESPACE, Scope, Syntax, Task, edit};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let task = Task {
        change: Change::Enable,
        binding: Binding::Loader,
        scope: &Scope::Top,
        guide: false,
        namespace: NAMESPACE,
    };
    print!("{}", edit(&text, Syntax::Toml, &task)?.text);
    Ok(())
}
