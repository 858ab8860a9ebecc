//! Every byte of a text is in a line or ends one, and UTF-16 offsets are right.
#![no_main]

#[allow(dead_code, reason = "each target holds some of the laws")]
#[path = "../../tests/it/invariants/laws.rs"]
mod laws;
#[path = "../../tests/it/invariants/spans.rs"]
mod spans;

libfuzzer_sys::fuzz_target!(|text: &str| laws::whole_text(text));
