use bloqr_dns::trim;

use crate::{
    log::Why,
    pass::{Fate, Notes},
};

super::docs! {
    /// Removes empty lines and lines with only blanks.
    ///
    /// ```adblock
    /// ||a.example.com^
    ///
    /// ||b.example.com^
    /// ```
    ///
    /// ```adblock
    /// ||a.example.com^
    /// ||b.example.com^
    /// ```
}

pub(super) fn judge(line: &str, _: &mut Notes) -> Fate {
    if trim(line).is_empty() { Fate::Remove(Why::Empty) } else { Fate::Keep }
}
