//! Says of each line whether Brave keeps it as a rule: `+` or `-`.

use adblock::lists::{ParseOptions, parse_filter};

fn main() {
    for line in std::io::stdin().lines() {
        let kept = parse_filter(&line.unwrap(), true, ParseOptions::default()).is_ok();
        println!("{}", if kept { '+' } else { '-' });
    }
}
