//! No step of `compile` panics, one that is run twice changes nothing more, and lines stay in order.
#![no_main]

use bloqr::compile::{Alone, Filters, Options, Step, transform};

fn run(step: Step, text: &str) -> (String, Vec<u32>) {
    let (filters, options) = (Filters::default(), Options::default());
    match transform("list.txt", text.to_owned(), &[step], &filters, &options, &Alone) {
        Ok(done) => {
            let lines = done.lines().map(|it| it.origin.line).filter(|it| *it > 0).collect();
            (done.text(), lines)
        }
        Err(error) => panic!("{step}: {error}"),
    }
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    for step in Step::ALL {
        let (once, lines) = run(step, text);
        assert!(lines.is_sorted(), "{step}");
        assert_eq!(run(step, &once).0, once, "{step}");
    }
});
