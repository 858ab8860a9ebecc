//! Says for each line of a list whether DNS blockers take it, and why not.
#![allow(clippy::print_stdout, reason = "a program, not the core")]

use bloqr_dns::{Allow, Verdict, check};

fn main() {
    let list = "||ads.example.com^\n||com^\nexample.com##.banner\n0.0.0.0 localhost a.example.com";
    for line in list.lines() {
        match check(line, Allow::default()).verdict {
            Verdict::Taken => println!("{line}: taken"),
            Verdict::Rewritten(new) => println!("{line}: taken as {new}"),
            Verdict::Refused(why) => println!("{line}: {why}"),
        }
    }
}
