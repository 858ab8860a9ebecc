//! Looks at a list before and after a change: `cargo run -p bloqr-watch --example twice`
#![expect(clippy::print_stdout, reason = "an example prints what it shows")]

use bloqr_watch::{Facts, look};

fn main() {
    const HOUR: u64 = 3_600_000;
    let before = b"! Title: Ads\n! Expires: 1 day\n||ads.example^\n||old.example^$scirpt\n";
    let after = b"! Title: Ads\n! Expires: 1 day\n||ads.example^$thrid-party\n";
    let first = look(b"", &Facts::at(0), before);
    let second = look(&first.memory, &Facts::at(HOUR), after);
    for news in &second.report.news {
        println!("{}: {}", news.kind(), news.text());
    }
    println!("{}", second.report.to_json());
}
