use bloqr_dns::is_comment;

use crate::{Difference, Error, Workers, lines::Lines, log::Why, pass::Run};

super::docs! {
    /// Removes comments: lines that start with `!`, or with a `#` that is not part of a cosmetic
    /// separator. It also removes the comments that name the sources.
    ///
    /// ```adblock
    /// ! Title: List
    /// #-- ads --
    /// ||ads.example.com^
    /// example.com##.banner
    /// ##.banner
    /// [Adblock Plus 2.0]
    /// ```
    ///
    /// ```adblock
    /// ||ads.example.com^
    /// example.com##.banner
    /// ##.banner
    /// [Adblock Plus 2.0]
    /// ```
}

/// Not [`Run::each`], because this step also removes what the compiler wrote.
pub(super) fn run<W: Workers>(lines: &mut Lines, run: &mut Run<'_, W>) -> Result<(), Error> {
    run.pieces(lines, |piece, texts, notes| {
        let mut scratch = String::new();
        for line in piece.lines {
            let text = texts.read(line, &mut scratch);
            if is_comment(text) {
                if is_hash_comment(text) {
                    notes.differ(Difference::HashComment);
                }
                notes.remove(line, text, Why::Comment);
            }
        }
    })?;
    Ok(())
}

/// Whether HostlistCompiler reads the comment as a rule.
fn is_hash_comment(text: &str) -> bool {
    text.starts_with('#') && text != "#" && !text.starts_with("# ") && !text.starts_with("####")
}
