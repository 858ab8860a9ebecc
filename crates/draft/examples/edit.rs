//! Replaces a line of a list, and shows which problems come and go.
//!
//! `cargo run --example edit -p bloqr-draft -- list.txt 3 '||ads.example^$script'`
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the library")]

use bloqr_draft::{Draft, Edit, New, Unified};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [list, line, text] = [1, 2, 3].map(|it| std::env::args().nth(it).unwrap_or_default());
    let mut draft = Draft::new(std::fs::read_to_string(list)?, 1);
    let to: u32 = line.parse()?;
    let from = to.saturating_sub(1);
    let change = draft.change_of(&[Edit { from, to, new: New::Lines(vec![text]) }])?;
    let old = draft.text().to_owned();
    let written = draft.write(&change)?;
    print!("{}", Unified::new(("a", "b"), &old, draft.text()).text);
    for (sign, all) in [('+', &written.appeared), ('-', &written.gone)] {
        for it in all {
            println!("{sign} line {}: {it}", it.place.line + 1);
        }
    }
    Ok(())
}
