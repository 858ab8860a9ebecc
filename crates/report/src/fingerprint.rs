//! Fingerprints of findings that stay the same when the line moves.

use std::collections::HashMap;

use bloqr_lint::diagnostic::Diagnostic;
use bloqr_syntax::source::Places;

/// Makes the fingerprints of a list's findings, in the order of the findings.
pub(super) struct Fingerprints {
    /// A text that all of them are made from.
    salt: String,
    /// How many findings the same rule has had on the same text.
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// For formats that want fingerprints of one document to differ, `salt` is the path.
    pub(super) fn new(salt: &str) -> Fingerprints {
        Fingerprints { salt: salt.to_owned(), seen: HashMap::new() }
    }

    /// A hash of the name of the lint rule and the text of the line, and a number when several
    /// findings have both in common.
    pub(super) fn of(&mut self, it: &Diagnostic, places: &mut Places<'_>) -> (u64, u32) {
        let text = places.line(it.place.line).trim();
        let salt = self.salt.bytes().chain((!self.salt.is_empty()).then_some(0));
        let hash = fnv1a(salt.chain(it.rule.bytes()).chain([0]).chain(text.bytes()));
        let n = self.seen.entry(hash).or_default();
        *n += 1;
        (hash, *n)
    }
}

/// A hash that is the same on every machine and in every version.
pub(super) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
