//! Lines for tests: changed lines of the corpus, and made-up lines.

use crate::random::Random;

/// Pieces of the syntax, and pieces that caused bugs.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "##", "#@#", "#?#", "#@?#", "#$#", "#@$#", "#$?#", "#@$?#", "#%#", "#@%#", "$$", "$@$", "^",
    "@@", "||", "|", "$", "#", "@", "?", "%", "!", "!+", "!#", "!#if ", "!#include ",
    "!#safari_cb_affinity", "! Title: ", "# aglint ", "! aglint-disable ", "! aglint ", "--", "[",
    "]", "[$", "[$path=/x]", "(", ")", "{", "}", " { ", " }", "<", ">", "+", "~", "=", "/", "//",
    "\\", "'", "\"", "\"\"", "`", ",", ";", ":", "::", ".", "*", "&", "&&", "a", "b1", "ad-x",
    "a.example", "example.org", "127.0.0.1", "::1", "0.0.0.0", "domain=", "script", "third-party",
    "removeparam=", "/re,gex/", "/a[,/]b/", "path=", "style", ":style(", ":remove()", ":remove(",
    ":matches-path(", ":matches-media(", ":not(", ":has(", ":contains(", ":has-text(", ":xpath(",
    "url(", "responseheader(", "+js(", "script:inject(", "//scriptlet(", "@media ", "remove: true",
    "color: red", "[a=\"b\"]", "[a='b' i]", "[a", "^=", "*=", "\\62 ", "\\:", "/*", "*/", "2.0",
    "AdGuard", "PLATFORM(", "NOT_OPTIMIZED", "adguard", "1", "-1", "1e3", "true", "null", " ",
    "  ", "\t", " ", "\u{a0}", "\u{feff}", "\u{2028}", "\u{3000}", "é", "😀", "漢", "\0", "\u{b}",
];

/// A line of the corpus with a few changes.
pub(crate) fn mutated(random: &mut Random, corpus: &[&str]) -> String {
    let mut line = random.choose(corpus).to_owned();
    for _ in 0..=random.below(4) {
        let (start, end) = (place(random, &line), place(random, &line));
        let (start, end) = (start.min(end), start.max(end));
        match random.below(8) {
            0 | 1 => line.insert_str(start, random.choose(PIECES)),
            2 => line.replace_range(start..near(&line, start, random.below(4)), ""),
            3 => {
                let piece = random.choose(PIECES);
                line.replace_range(start..near(&line, start, random.below(4)), piece);
            }
            4 => {
                let again = line[start..end].to_owned();
                line.insert_str(end, &again);
            }
            5 => line.insert(start, [' ', '\\', '\t', ','][random.below(4)]),
            _ => {
                let other = random.choose(corpus);
                let from = place(random, other);
                line.replace_range(start.., &other[from..]);
            }
        }
        if line.len() > 2000 {
            line.truncate(near(&line, 0, 500));
        }
    }
    line
}

/// A line of nothing but pieces.
pub(crate) fn made_up(random: &mut Random) -> String {
    (0..=random.below(14)).map(|_| random.choose(PIECES)).collect()
}

/// A text of several lines with every kind of ending.
pub(crate) fn text(random: &mut Random, corpus: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..random.below(8) {
        text += &mutated(random, corpus);
        text += random.choose(&["\n", "\r\n", "\r", "\x0c", "\r\r\n", "\n\r", ""]);
    }
    text
}

/// A character boundary of `text`.
fn place(random: &mut Random, text: &str) -> usize {
    let at = random.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The boundary `chars` characters after `at`.
fn near(text: &str, at: usize, chars: usize) -> usize {
    text[at..].char_indices().nth(chars).map_or(text.len(), |(n, _)| at + n)
}
