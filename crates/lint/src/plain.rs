//! Lines in which no check finds anything, recognised without parsing them: most lines of most lists.
//!
//! [`check_rule`](crate::check::check_rule) has the same result for them, and the parsed rule has the
//! same facts.

use memchr::memchr;

use crate::domain;

/// A rule that every browser's blocker reads in the same way.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plain<'l> {
    /// `||ads.example^`: the host.
    Host(&'l str),
    /// `site.example##.ad`, `##.ad`: the domain, and the selector.
    Hiding(Option<&'l str>, &'l str),
}

impl<'l> Plain<'l> {
    /// Reads a line. `None` if it needs to be parsed.
    #[inline]
    pub(super) fn read(line: &'l str) -> Option<Plain<'l>> {
        // A shorter name can be a suffix of a registry, and a shorter pattern too short.
        const SHORTEST: usize = 9;
        if let Some(pattern) = line.strip_prefix("||") {
            let host = pattern.strip_suffix('^')?;
            let is_long = host.len() >= SHORTEST && memchr(b'.', host.as_bytes()).is_some();
            return (is_long && is_name(host)).then_some(Plain::Host(host));
        }
        let (domain, selector) = match line.strip_prefix("##") {
            Some(selector) => (None, selector),
            None => {
                let (domain, rest) = line.split_at(memchr(b'#', line.as_bytes())?);
                (Some(domain), rest.strip_prefix("##")?)
            }
        };
        let is_plain = is_class_or_id(selector.as_bytes()) && domain.is_none_or(is_name);
        is_plain.then_some(Plain::Hiding(domain, selector))
    }
}

/// Whether it is a name that does not end in a digit, as addresses do.
#[inline]
fn is_name(text: &str) -> bool {
    domain::is_plain(text.as_bytes()) && !text.ends_with(|it: char| it.is_ascii_digit())
}

/// `.ad`, `#ad_1`
#[inline]
fn is_class_or_id(selector: &[u8]) -> bool {
    let [b'.' | b'#', first, second, rest @ ..] = selector else { return false };
    let is_letter = |it: u8| it.is_ascii_alphanumeric() | (it == b'_') | (it == b'-');
    first.is_ascii_alphabetic()
        && is_letter(*second)
        && rest.iter().fold(true, |all, it| all & is_letter(*it))
}

#[cfg(test)]
mod tests {
    use super::Plain;
    use crate::{
        Config, Prelude, Targets,
        facts::{At, Facts, Wanted},
        line_context::LineContext,
        piece::PieceResult,
    };
    use bloqr_syntax::{self as syntax, Options};

    /// Lines are made of each start, middle and end.
    const STARTS: &[&str] =
        &["", "||", "|", "@@||", "##", "#@#", "###", "~", " ", "!", "a.b,", "www.", "*"];
    const MIDDLES: &[&str] = &[
        "",
        "ads.example",
        "ads.site.example",
        "a.b",
        "co.uk",
        "github.io",
        "blogspot.com",
        "ads",
        "ads.1.2.3.4",
        "192.168.100.200",
        "-ads.example",
        "ads-.example",
        "ads..example",
        "_a.example_",
        "xn--a.example",
        "a--b.example",
        "Ads.example",
        "ads.example.",
        "localhost",
        "example.c0m",
        "ads.example/x",
        "ads.example:80",
        "ads.exämple",
        "ads.example\u{200b}",
        "ads .example",
        "a.very.long.name.with.many.labels.that.goes.on.and.on.example",
    ];
    const ENDS: &[&str] = &[
        "",
        "^",
        "^$third-party",
        "^|",
        "^*",
        "$",
        "##.ad",
        "###ad",
        "##.a",
        "##div",
        "##*",
        "##.1a",
        "##.-a",
        "##.ad, .b",
        "##.ad:hover",
        "##.ad\\",
        "##.ad ",
        "## .ad",
        "#@#.ad",
        "#?#.ad",
        "##.ad{}",
        "##^script",
        "##+js(a)",
        "##.ÄD",
        "##.ad-banner_2",
        "## #ad",
        "\\",
        " \\",
        "^\u{fffd}",
        ".ad",
    ];

    #[test]
    fn the_parsed_line_says_the_same() {
        let mut plain = 0;
        for start in STARTS {
            for middle in MIDDLES {
                for end in ENDS {
                    let line = format!("{start}{middle}{end}");
                    let Some(read) = Plain::read(&line) else { continue };
                    plain += 1;
                    let wanted = Wanted { keys: true, places: true };
                    let mut facts = Facts::default();
                    facts.plain(read, &line, At { line: 0, start: 0 }, wanted);
                    let prelude = Prelude::default();
                    for targets in [Targets::EVERY, Targets::UBO, Targets::ABP, Targets::ADG] {
                        let config = Config::for_targets(targets).with_every(true);
                        let mut cx = LineContext::new(&config, &prelude);
                        cx.takes_plain = false;
                        let mut result = PieceResult::default();
                        let parse = |text| syntax::parse(text, &Options::LIST);
                        result.judge([(0, &*line)].into_iter(), parse, 0, false, &mut cx);
                        assert!(result.diagnostics.is_empty(), "{line}: {:?}", result.diagnostics);
                        assert_eq!(result.counts.total, 1, "{line}");
                        assert_eq!(result.facts, facts, "{line}");
                    }
                }
            }
        }
        assert!(plain > 50, "only {plain} lines are plain");
    }
}
