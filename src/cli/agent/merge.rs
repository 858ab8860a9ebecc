//! Joins the changes of a file and of a desk, which both come from the same text.

use similar::{MergeRegion, MergeResolution, TextMerge};

/// The side whose lines stay where both sides changed the same lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Keep {
    /// The lines of the file
    File,
    /// The lines of the desk
    Desk,
}

/// Lines that both sides changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Overlap {
    /// The first line in the file, from 1.
    pub(super) line: usize,
    pub(super) base: String,
    pub(super) file: String,
    pub(super) desk: String,
}

/// The changes of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// All changes of both sides. Where they overlap, it has the lines of the side that is kept; without
    /// one, those of the file.
    pub(super) text: String,
    pub(super) overlaps: Vec<Overlap>,
}

pub(super) fn merge(base: &str, file: &str, desk: &str, keep: Option<Keep>) -> Merged {
    let merge = TextMerge::from_lines(base, file, desk);
    let of_base = |it: &MergeRegion| lines(it.base_range(), |at| merge.base_line(at));
    let of_file = |it: &MergeRegion| lines(it.ours_range(), |at| merge.ours_line(at));
    let of_desk = |it: &MergeRegion| lines(it.theirs_range(), |at| merge.theirs_line(at));
    let mut text = String::with_capacity(file.len().max(desk.len()));
    let mut overlaps = Vec::new();
    for region in merge.regions() {
        let piece = match region.resolution() {
            MergeResolution::Theirs => of_desk(region),
            MergeResolution::Unchanged | MergeResolution::Ours | MergeResolution::Both => {
                of_file(region)
            }
            // A conflict, and what a later version of the library may add.
            _ => {
                let (base, file, desk) = (of_base(region), of_file(region), of_desk(region));
                let kept = if keep == Some(Keep::Desk) { desk.clone() } else { file.clone() };
                overlaps.push(Overlap { line: region.ours_range().start + 1, base, file, desk });
                kept
            }
        };
        push(&mut text, &piece);
    }
    Merged { text, overlaps }
}

fn lines<'a>(range: std::ops::Range<usize>, line: impl Fn(usize) -> Option<&'a str>) -> String {
    range.filter_map(line).collect()
}

/// Adds lines. One side can have removed the line end at the end of the list, where the other one added
/// lines: without a line end between them, two lines would become one.
fn push(text: &mut String, piece: &str) {
    let is_open = !text.is_empty() && !text.ends_with(['\n', '\r']);
    if is_open && !piece.is_empty() {
        let end = if text.contains("\r\n") || piece.contains("\r\n") { "\r\n" } else { "\n" };
        *text += end;
    }
    *text += piece;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_both_sides_are_joined() {
        for (base, file, desk, wanted) in [
            ("a\nb\nc\nd\n", "a\nb\nc\nd\n", "a\nb\nc\nd\n", "a\nb\nc\nd\n"),
            ("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
            ("a\nb\nc\nd\n", "a\nb\nc\nd\ne\n", "z\na\nb\nc\nd\n", "z\na\nb\nc\nd\ne\n"),
            ("a\nb\nc\nd\n", "b\nc\nd\n", "a\nb\nc\nd\ne\n", "b\nc\nd\ne\n"),
            ("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\n", "a\nX\nc\n"),
            // Line ends and a byte order mark stay.
            (
                "\u{feff}a\r\nb\r\nc\r\nd",
                "\u{feff}A\r\nb\r\nc\r\nd",
                "\u{feff}a\r\nb\r\nc\r\nD",
                "\u{feff}A\r\nb\r\nc\r\nD",
            ),
            ("a\r\nb\nc\r\nd\n", "a\r\nb\nc\r\nD\n", "A\r\nb\nc\r\nd\n", "A\r\nb\nc\r\nD\n"),
            ("", "", "a", "a"),
        ] {
            let merged = merge(base, file, desk, None);
            assert_eq!(merged, Merged { text: wanted.to_owned(), overlaps: Vec::new() });
            // The sides can be exchanged.
            assert_eq!(merge(base, desk, file, None).text, wanted);
        }
    }

    #[test]
    fn lines_that_both_changed_are_shown_and_one_side_is_kept() {
        let (base, file, desk) = ("a\nb\nc\nd\ne\n", "a\nF\nc\nd\nE\n", "a\nD\nc\nd\ne\n");
        let overlap = Overlap {
            line: 2,
            base: "b\n".to_owned(),
            file: "F\n".to_owned(),
            desk: "D\n".to_owned(),
        };
        for (keep, text) in [
            (None, "a\nF\nc\nd\nE\n"),
            (Some(Keep::File), "a\nF\nc\nd\nE\n"),
            (Some(Keep::Desk), "a\nD\nc\nd\nE\n"),
        ] {
            let merged = merge(base, file, desk, keep);
            assert_eq!(merged, Merged { text: text.to_owned(), overlaps: vec![overlap.clone()] });
        }
    }

    /// Every line of a side that is not in the base is in the result, or in an overlap.
    #[test]
    fn no_line_is_lost_and_no_two_lines_become_one() {
        let ends = ["", "\n"];
        let texts = ["", "a", "a\nb", "a\nb\nc", "x\na\nb", "a\nx", "b\nc", "a\nb\nx\nc", "x"];
        let all: Vec<String> =
            texts.iter().flat_map(|it| ends.map(|end| format!("{it}{end}"))).collect();
        for base in &all {
            for file in &all {
                for desk in &all {
                    for keep in [None, Some(Keep::File), Some(Keep::Desk)] {
                        let merged = merge(base, file, desk, keep);
                        let lost: String = merged
                            .overlaps
                            .iter()
                            .map(|it| format!("\n{}\n{}\n", it.file, it.desk))
                            .collect();
                        let found = format!("{}\n{lost}", merged.text);
                        for line in file.lines().chain(desk.lines()) {
                            let is_new = !base.lines().any(|it| it == line);
                            let is_there = found.lines().any(|it| it == line);
                            assert!(!is_new || is_there, "{base:?} {file:?} {desk:?}: {merged:?}");
                        }
                        for line in merged.text.lines() {
                            assert!(line.len() <= 1, "{base:?} {file:?} {desk:?}: {merged:?}");
                        }
                    }
                }
            }
        }
    }
}
