use crate::{Targets, audience::Audience, diagnostic::Edit, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A character that looks like another one, which is meant.
    ///
    /// ```adblock
    /// ||exаmple.com^
    /// !   ^^ `а` is U+0430, which only looks like `a`
    /// site.example##+js(set, “ads”, false)
    /// !                      ^^^ write `"` for `“`: only straight quotes are quotes
    /// ```
    ///
    /// ```adblock
    /// ||example.com^
    /// site.example##+js(set, "ads", false)
    /// ```
    "look-alike", Warning
}

/// Letters of other scripts, and the Latin letters that they look like.
const LETTERS: [(char, char); 24] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ѕ', 's'),
    ('ј', 'j'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ӏ', 'l'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ι', 'i'),
    ('А', 'A'),
    ('Е', 'E'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Х', 'X'),
];

fn latin(letter: char) -> Option<char> {
    LETTERS.iter().find(|it| it.0 == letter).map(|it| it.1)
}

/// Checks names that are not ASCII: in a label with Latin letters, letters of another script that
/// look like Latin ones.
#[cold]
pub(crate) fn check_names(text: &str, start: usize, cx: &mut LineContext<'_>) {
    let mut at = 0;
    for label in text.split_inclusive(|it: char| it.is_ascii() && !it.is_ascii_alphanumeric()) {
        let has_latin = label.bytes().any(|it| it.is_ascii_alphabetic());
        let are_alike = label.chars().all(|it| it.is_ascii() || latin(it).is_some());
        if has_latin && are_alike && !label.is_ascii() {
            report_label(label, start + at, cx);
        }
        at += label.len();
    }
}

fn report_label(label: &str, start: usize, cx: &mut LineContext<'_>) {
    let Some((at, letter)) = label.char_indices().find(|it| !it.1.is_ascii()) else { return };
    let Some(meant) = latin(letter) else { return };
    let code = u32::from(letter);
    let message = format_args!("`{letter}` is U+{code:04X}, which only looks like `{meant}`");
    let place = cx.place(Span::new(start, start + label.len()));
    let span = Span::new(start + at, start + at + letter.len_utf8());
    cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message).fix(
        false,
        "write it in Latin letters",
        || {
            let text = label.chars().map(|it| latin(it).unwrap_or(it)).collect();
            vec![Edit::Replace { place, text }]
        },
    );
}

/// Checks the arguments of a scriptlet, which are not ASCII.
#[cold]
pub(crate) fn check_quotes(argument: &str, start: usize, cx: &mut LineContext<'_>) {
    let Some(first) = argument.chars().next() else { return };
    let straight = match first {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        _ => return,
    };
    let is_quote = |it: char| matches!(it, '“' | '”' | '„' | '‘' | '’');
    let message = format_args!("write `{straight}` for `{first}`: only straight quotes are quotes");
    let place = cx.place(Span::new(start, start + argument.len()));
    let span = Span::new(start, start + first.len_utf8());
    cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message).fix(
        false,
        "write straight quotes",
        || {
            let inside = argument.trim_start_matches(is_quote).trim_end_matches(is_quote);
            vec![Edit::Replace { place, text: format!("{straight}{inside}{straight}") }]
        },
    );
}
