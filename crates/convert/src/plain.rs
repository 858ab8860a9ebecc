//! Most lines are patterns that every product reads: they are recognised without parsing them.

/// Whether a line is such a pattern: `||ads.example^`, `/banner/ads.`.
#[inline]
pub(crate) fn is_plain(_line: &str) -> bool {
    false
}
