//! What holds for any text at all. The tests and the fuzz targets call the same functions.

use bloqr::{
    source::{Utf16, lines},
    syntax::{Options, Rule, ast::ConfigParams, parse, print},
};

use super::spans;

/// One set of options for every number, and every set for one below 32.
pub(crate) fn options(bits: u8) -> Options {
    let on = |bit: u8| bits & (1 << bit) != 0;
    Options::default()
        .with_abp(!on(0))
        .with_ubo(!on(1))
        .with_hosts(on(2))
        .with_ignore_comments(on(3))
        .with_html_bodies(on(4))
}

pub(crate) fn line(line: &str, options: &Options) {
    reads(line, options);
    prints_back(line, options);
}

/// Reading does not panic, gives the same again, and every place is one in the line.
pub(crate) fn reads(line: &str, options: &Options) {
    let rule = parse(line, options);
    assert_eq!(rule, parse(line, options), "{line:?} reads in two ways");
    spans::check(line, &rule);
}

/// Text → rule → text gives a rule that parses to an equal one, and stays the same from then on.
pub(crate) fn prints_back(line: &str, options: &Options) {
    let rule = parse(line, options);
    let mut text = String::new();
    if !print(&rule, &mut text) {
        assert!(matches!(rule, Rule::Invalid(_)), "{line:?} was not printed");
        assert!(text.is_empty(), "{line:?} was printed in part: {text:?}");
        return;
    }
    let again = parse(&text, options);
    assert!(
        is_same(&rule, &again),
        "{line:?} with {options:?}\nprints as {text:?}, which is something else:\n{rule:#?}\n{again:#?}"
    );
    let mut second = String::new();
    assert!(print(&again, &mut second), "{text:?} was not printed");
    assert_eq!(text, second, "{line:?} with {options:?} prints differently each time");
}

/// Every byte of a text is in one line or ends one, and no line holds what ends lines.
pub(crate) fn whole_text(text: &str) {
    let mut at = 0;
    let mut has_ended = false;
    for line in lines(text) {
        assert!(!has_ended, "a line follows the last of {text:?}");
        assert!(text[at..].starts_with(line.text), "{text:?} lost something before byte {at}");
        assert!(!line.text.contains(['\n', '\r', '\x0c']), "{:?} is several lines", line.text);
        at += line.text.len();
        at += line.newline.map_or(0, |it| it.width());
        has_ended = line.newline.is_none();
        utf16(line.text);
    }
    assert!(has_ended, "{text:?} has no last line");
    assert_eq!(at, text.len(), "{text:?} ends elsewhere");
}

/// UTF-16 offsets are those that counting gives, and stay as far beyond the end as bytes do.
pub(crate) fn utf16(line: &str) {
    let offsets = Utf16::new(line);
    let mut units = 0;
    for (at, c) in line.char_indices() {
        assert_eq!(offsets.units(at as u32), units, "byte {at} of {line:?}");
        units += c.len_utf16() as u32;
    }
    for beyond in 0..3 {
        let at = line.len() as u32 + beyond;
        assert_eq!(offsets.units(at), units + beyond, "byte {at} of {line:?}");
    }
}

/// Whether two rules have the same content, at any position.
fn is_same(a: &Rule<'_>, b: &Rule<'_>) -> bool {
    if let (Rule::Config(a), Rule::Config(b)) = (a, b)
        && let (
            Some(ConfigParams::Config { value: a, .. }),
            Some(ConfigParams::Config { value: b, .. }),
        ) = (&a.params, &b.params)
        && a != b
    {
        return false;
    }
    meaning(a) == meaning(b)
}

/// A rule as `Debug` writes it, without the numbers that are not in strings: all of these are
/// places, but for those of a config comment.
fn meaning(rule: &Rule<'_>) -> String {
    let shown = format!("{rule:?}");
    let mut meaning = String::with_capacity(shown.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in shown.chars() {
        if in_string || !c.is_ascii_digit() {
            meaning.push(c);
        }
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = in_string,
            '"' => in_string = !in_string,
            _ => (),
        }
    }
    meaning
}
