//! Every line reads without a panic, and every place is one in the line. The first byte chooses
//! the options.
#![no_main]

#[allow(dead_code, reason = "each target holds some of the laws")]
#[path = "../../tests/it/invariants/laws.rs"]
mod laws;
#[path = "../../tests/it/invariants/spans.rs"]
mod spans;

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (bits, text) = input;
    for line in bloqr::source::lines(text) {
        laws::reads(line.text, &laws::options(bits));
    }
});
