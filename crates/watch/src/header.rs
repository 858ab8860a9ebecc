//! What the header of a list says about its updates: `! Expires: 4 days`, `! Last modified: …`.

use crate::{
    bytes::{Reader, Writer},
    cut, date,
};
use bloqr_syntax::source::lines;

/// The lines at the top of a list that can be a header.
const TOP: usize = 50;

/// How long values are kept, in bytes.
const MOST: usize = 300;

/// How old a list without `Expires` may become, in ms. Blockers ask for such a list every few days;
/// but that no update came for some days says nothing about it.
pub(crate) const DEFAULT_PERIOD: u64 = 30 * DAY;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// The names under which lists say when they were changed.
const MODIFIED: [&str; 9] = [
    "last modified",
    "lastmodified",
    "last-modified",
    "last updated",
    "last update",
    "time updated",
    "timeupdated",
    "updated",
    "date",
];

/// The header of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Header {
    pub(crate) title: Option<String>,
    pub(crate) homepage: Option<String>,
    pub(crate) redirect: Option<String>,
    /// As it is written: `4 days (update frequency)`.
    pub(crate) expires: Option<String>,
    /// In ms since 1970, UTC.
    pub(crate) modified: Option<u64>,
}

impl Header {
    /// The first value of each name counts.
    pub(crate) fn of(text: &str) -> Header {
        let mut header = Header::default();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for line in lines(text).take(TOP) {
            let Some(comment) = line.text.trim_start().strip_prefix(['!', '#']) else { continue };
            let Some((name, value)) = comment.split_once(':') else { continue };
            let value = value.trim();
            // A long line is not copied to compare its name.
            let name = name.trim_matches(['#', ' ', '\t']);
            if value.is_empty() || name.len() > 20 {
                continue;
            }
            let name = name.to_ascii_lowercase();
            let field = match name.as_str() {
                "title" => &mut header.title,
                "homepage" => &mut header.homepage,
                "redirect" => &mut header.redirect,
                "expires" => &mut header.expires,
                name if MODIFIED.contains(&name) => {
                    header.modified = header.modified.or_else(|| date::read(cut(value, MOST)));
                    continue;
                }
                _ => continue,
            };
            if field.is_none() {
                *field = Some(cut(value, MOST).to_owned());
            }
        }
        header
    }

    /// How old the list may become, in ms.
    pub(crate) fn period(&self) -> u64 {
        self.expires.as_deref().and_then(period).unwrap_or(DEFAULT_PERIOD)
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        let texts = [&self.title, &self.homepage, &self.redirect, &self.expires];
        texts.into_iter().for_each(|it| to.maybe_text(it.as_deref()));
        to.maybe(self.modified);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Header> {
        Some(Header {
            title: from.maybe_text()?,
            homepage: from.maybe_text()?,
            redirect: from.maybe_text()?,
            expires: from.maybe_text()?,
            modified: from.maybe()?,
        })
    }
}

/// `4 days`, `12h`, `1`: without a unit these are days. `None` when blockers cannot read it either.
fn period(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim_start().bytes().next() {
        Some(b'h' | b'H') => HOUR,
        None | Some(b'd' | b'D' | b'(') => DAY,
        Some(_) => return None,
    };
    (number > 0).then(|| number.saturating_mul(unit))
}

#[cfg(test)]
mod tests {
    use super::{DAY, DEFAULT_PERIOD, HOUR, Header};

    #[test]
    fn expires_is_read_as_blockers_read_it() {
        for (value, expected) in [
            ("4 days (update frequency)", 4 * DAY),
            ("12 hours", 12 * HOUR),
            ("12h", 12 * HOUR),
            ("1 day", DAY),
            ("5", 5 * DAY),
            ("5(days)", 5 * DAY),
            ("99999999999999999999 days", DEFAULT_PERIOD),
            ("9999999999999999999 days", u64::MAX),
            ("0 days", DEFAULT_PERIOD),
            ("soon", DEFAULT_PERIOD),
            ("4 weeks", DEFAULT_PERIOD),
        ] {
            let header = Header::of(&format!("[Adblock Plus 2.0]\r\n! Expires: {value}\r\n||a^"));
            assert_eq!(header.period(), expected, "{value}");
        }
        assert_eq!(Header::of("||a^").period(), DEFAULT_PERIOD);
    }

    #[test]
    fn a_header_is_at_the_top_and_its_first_value_counts() {
        let text = "\u{FEFF}! Title: A\n!  homepage : https://a.example/x:y\n! Title: B\n# Date: 2026-01-02\n";
        let header = Header::of(text);
        assert_eq!(header.title.as_deref(), Some("A"));
        assert_eq!(header.homepage.as_deref(), Some("https://a.example/x:y"));
        assert_eq!(header.modified, Some(1_767_312_000_000));
        let late = "||a^\n".repeat(50) + "! Title: A\n";
        assert_eq!(Header::of(&late), Header::default());
    }
}
