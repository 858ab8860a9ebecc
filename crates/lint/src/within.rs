//! Checks a list that can be made to have millions of findings, in bounded memory.

use crate::{Config, LintedList, PieceResult, Prelude, Report, finish::finish_within, lint_piece};
use bloqr_syntax::source::line_ends;

/// About how long a piece is, in bytes. The findings are counted after each.
const PIECE: usize = 64 << 10;

/// What [`lint`](crate::lint()) reports; `None` when the list has more than `most` findings. They are
/// counted while the list is checked, so no more than these, and those of some more lines, are made.
pub fn lint_within(text: &str, config: &Config, most: usize) -> Option<Report> {
    let prelude = Prelude::scan(text);
    let config = config.for_text(text);
    let mut result = PieceResult::with_room_for(text.len(), &config);
    let (mut start, mut line) = (0, 0);
    loop {
        let rest = &text[start..];
        let from = rest.floor_char_boundary(PIECE.min(rest.len()));
        let newline = memchr::memchr(b'\n', &rest.as_bytes()[from..]);
        let piece = &rest[..newline.map_or(rest.len(), |at| from + at + 1)];
        result.append(lint_piece(piece, line, &prelude, &config));
        if result.diagnostics.len() > most {
            return None;
        }
        if piece.len() == rest.len() {
            break;
        }
        start += piece.len();
        line += line_ends(piece.as_bytes()) as u32;
    }
    finish_within(LintedList::alone(result, text, config), most)
}

#[cfg(test)]
mod tests {
    use super::lint_within;
    use crate::{Config, check_rules, lint};

    #[test]
    fn single_rules_have_the_same_bound() {
        let rules = ["||a.example^"; 10];
        let text = rules.join("\n");
        let check = |most| check_rules(&rules, &text, &Config::default(), most, |_, _| None);
        assert_eq!(check(9).map(|it| it.diagnostics.len()), Some(9), "the duplicates");
        assert_eq!(check(8), None);
    }

    #[test]
    fn it_reports_what_the_whole_text_has() {
        let config = Config::default();
        let lines = [
            "||ads{n}.example^$scirpt\r\n",
            "||ads{n}.example^\n",
            "||{n}.ads1.example^\n",
            "é##\r",
        ];
        for size in [0, 1, 5, 20_000] {
            let mut text: String = (0..size)
                .map(|n| lines[n % lines.len()].replace("{n}", &(n / 7).to_string()))
                .collect();
            for end in ["", "||last.example^$nothing"] {
                text.push_str(end);
                let whole = lint(&text, &config);
                let count = whole.diagnostics.len();
                assert_eq!(lint_within(&text, &config, count).as_ref(), Some(&whole));
                assert_eq!(
                    count.checked_sub(1).and_then(|it| lint_within(&text, &config, it)),
                    None
                );
            }
        }
    }
}
