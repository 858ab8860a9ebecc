//! Shows what an answer of an isolate would do to a list.
//!
//! `cargo run --example preview -p bloqr-usercode -- fix.js list.txt < answer.json`
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the library")]

use std::io::{Read, stdin};

use bloqr_lint::Config;
use bloqr_usercode::{Ended, Job, Outcome, Preview};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [source, list] = [1, 2].map(|it| std::env::args().nth(it).unwrap_or_default());
    let (source, list) = (std::fs::read_to_string(source)?, std::fs::read_to_string(list)?);
    let job = Job::new(&source, &list, &[])?;
    let mut body = Vec::new();
    stdin().read_to_end(&mut body)?;
    match job.outcome(Ended::Answered { status: 200, body: &body }, false) {
        Outcome::Done(done) => {
            let preview = Preview::new(&job, &done.change, &Config::default());
            println!("{}", preview.to_json(&job, &done));
        }
        Outcome::Refused(refusal) => println!("{}", String::from_utf8_lossy(&refusal.to_json())),
        Outcome::WantsNodes => println!("the code wants the nodes of the rules"),
        Outcome::Failed(message) => println!("the host failed: {message}"),
    }
    Ok(())
}
