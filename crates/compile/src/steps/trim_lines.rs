use crate::pass::{Fate, Notes};

super::docs! {
    /// Removes spaces and tabs at the ends of lines.
    ///
    /// ```adblock
    ///   ||ads.example.com^
    /// ```
    ///
    /// ```adblock
    /// ||ads.example.com^
    /// ```
}

pub(super) fn judge(line: &str, _: &mut Notes) -> Fate {
    let is_blank = |it: char| matches!(it, ' ' | '\t');
    let rest = line.trim_start_matches(is_blank);
    let start = line.len() - rest.len();
    let trimmed = rest.trim_end_matches(is_blank);
    if trimmed.len() == line.len() { Fate::Keep } else { Fate::Part(start..start + trimmed.len()) }
}
