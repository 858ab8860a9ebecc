//! The linter on any text at all.

use bloqr::lint::{Config, Prelude, TARGETS, Targets, finish, lint, lint_piece};

use crate::random::Random;

/// Pieces that rules are made of, to be put together at random.
const PIECES: &[&str] = &[
    "||",
    "|",
    "^",
    "*",
    "@@",
    "$",
    ",",
    "=",
    "~",
    "##",
    "#@#",
    "#?#",
    "#$#",
    "#%#",
    "$$",
    "##^",
    "##+js(",
    ")",
    "(",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    "/",
    ":",
    ";",
    " ",
    "\t",
    ".",
    "#",
    "a",
    "ads.example",
    "site.*",
    "script",
    "domain=",
    "third-party",
    "redirect=noopjs",
    "csp=",
    "removeparam=",
    "permissions=",
    "replace=/a/b/",
    "denyallow=",
    "method=",
    "header=",
    "cookie=",
    ":has(",
    ":has-text(",
    ":not(",
    ":upward(",
    ":style(",
    ":remove()",
    ":matches-css(",
    ":nth-child(",
    "::before",
    "[a=\"b\"]",
    "> ",
    "+ ",
    "//scriptlet('",
    "!#if ",
    "!#endif",
    "!#else",
    "!+ PLATFORM(",
    "! Expires: ",
    "[$path=/x]",
    "\u{200b}",
    "é",
    "😀",
    "例え",
    "127.0.0.1 ",
    "/a(b|c)+/",
    "{3,1}",
    "[$domain=",
    "@media (a) {",
    "color: red",
    "url(x)",
    "!important",
    "\u{feff}",
    "0.0.0.0 a.example",
    " \\\n    ",
];

fn configs() -> Vec<Config> {
    let mut names = vec!["any"];
    names.extend(["adg", "ubo", "abp", "brave", "adg_cb_android", "ubo,brave"]);
    names.iter().map(|it| Config::for_targets(it.parse().unwrap())).collect()
}

#[test]
fn any_text_any_target() {
    let mut random = Random::new(1);
    let configs = configs();
    for _ in 0..400 {
        let text = random.lines(40, PIECES, 12);
        let config = &configs[random.below(configs.len())];
        let report = lint(&text, config);
        assert_eq!(report, lint(&text, config), "not the same twice:\n{text}");
        let lines: Vec<&str> = text.split('\n').collect();
        for it in &report.diagnostics {
            let line = lines[it.place.line as usize];
            let span = it.place.span.start as usize..it.place.span.end as usize;
            assert!(line.get(span).is_some(), "{it:?}\n{line}");
            assert!(!it.message.is_empty(), "{it:?}\n{line}");
        }
        assert!(report.diagnostics.is_sorted_by_key(|it| it.place));
        assert_eq!(
            report,
            piecewise(&text, config, &mut random),
            "not the same in pieces:\n{text}"
        );
    }
}

/// The same, in pieces of any number of lines.
fn piecewise(text: &str, config: &Config, random: &mut Random) -> bloqr::lint::Report {
    let prelude = Prelude::scan(text);
    let mut partials = Vec::new();
    let mut first = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let lines = 1 + random.below(9);
        let end = rest.match_indices('\n').nth(lines - 1).map_or(rest.len(), |it| it.0 + 1);
        partials.push(lint_piece(&rest[..end], first, &prelude, config));
        first += rest[..end].matches('\n').count() as u32;
        rest = &rest[end..];
    }
    finish(partials, text, config)
}

/// Lines that a bad parser would handle slowly or overflow on: the first finding of each, and the
/// number of rules.
#[test]
fn hostile_texts_are_judged_as_others_are() {
    let many = |what: &str| what.repeat(50_000);
    let numbered = |what: fn(usize) -> String| (0..50_000).map(what).collect::<String>();
    let texts: &[(String, &str, usize)] = &[
        (format!("||a^${}", many("script,")), "syntax-error", 1),
        (format!("||a^${}{}script", many("a,"), many("script,")), "unknown-modifier", 1),
        (format!("||a.example/{}image", many("$script,")), "invalid-pattern", 1),
        (format!("||a.example^$domain={}", many("a|")), "duplicate-domain", 1),
        (format!("||a.example^$domain={}", many("/a|")), "invalid-domain", 1),
        (format!("||a.example^$domain=a.b{}", many(",a.b").repeat(4)), "unknown-modifier", 1),
        (format!("a.b,a.b,{}b##.ad", many("a.").repeat(8)), "duplicate-domain", 1),
        (format!("{}|a$${}script", many("|a,").repeat(2), many("script,")), "duplicate-domain", 1),
        (format!("||a.example^$removeparam={}", many("a|")), "unsupported-modifier", 1),
        (format!("||{}example^", "a.".repeat(2_000)), "", 1),
        (format!("/{}/", many("(a+)+")), "slow-regex", 1),
        (format!("/({}b)+c/", many("a+").repeat(2)), "", 1),
        (format!("/{}a{}/", many("("), many(")")), "", 1),
        (format!("/{}/", many("[")), "invalid-regex", 1),
        (format!("/{}/", many("(?=a)")), "", 1),
        (format!("/{}/", many("(a)\\1")), "", 1),
        (format!("/a{}/", many("$")), "invalid-domain", 1),
        (format!("a.example##{}", many(":not(")), "invalid-selector", 1),
        (format!("a.example##{}a{}", many(":not("), many(")")), "", 1),
        (format!("a.example##{}", many("a > ")), "invalid-selector", 1),
        (format!("a.example##{}b", many("a, ")), "", 1),
        (format!("a.example##a{}", many("::before .b")), "", 1),
        (format!("a.example##a{}", many(":has-text(/*)")), "", 1),
        (format!("a.example##a{}", many(":has-text(\"a)")), "", 1),
        (format!("a.example##a:has-text({}", many("(")), "invalid-selector", 1),
        (format!("a.example##{}", many("[")), "invalid-selector", 1),
        (format!("{}##.ad", many("a.example,")), "syntax-error", 1),
        (format!("{}/b/##.ad", many("/a/,")), "duplicate-domain", 1),
        (format!("a.example##+js(set{})", many(", a")), "", 1),
        (format!("a.example#%#//scriptlet('set'{})", many(", 'a'")), "", 1),
        (format!("a.example##a:style({})", many("color: red;")), "", 1),
        (format!("a.example#$#a {{ {} }}", many("{")), "syntax-error", 1),
        (format!("[{}]", many("AdGuard; ")), "syntax-error", 1),
        (many("!#if a\n"), "unbalanced-if", 0),
        (many("!#if a\n!#endif\n"), "unknown-condition", 0),
        (many("!#else\n"), "unbalanced-if", 0),
        (format!("!#if {}a{}", many("("), many(")")), "syntax-error", 1),
        (format!("!#if {}a", many("adguard || ")), "syntax-error", 1),
        (format!("!+ {}", many("A ")), "unknown-hint", 0),
        (many("||a.example^\n"), "duplicate-rule", 50_000),
        (many("a.example##.ad\n"), "duplicate-rule", 50_000),
        (numbered(|n| format!("||a.example/{n}\n")), "", 50_000),
        (numbered(|n| format!("||{n}.a.example^\n")) + "||a.example^", "redundant-rule", 50_001),
        (numbered(|n| format!("d{n}.example##.ad\n")) + "##.ad", "redundant-rule", 50_001),
        (numbered(|n| format!("||a.example^$domain=d{n}.example\n")), "", 50_000),
    ];
    let mut judged = String::new();
    for (text, first, total) in texts {
        let report = lint(text, &Config::default());
        let reported = report.diagnostics.first().map_or("", |it| it.rule);
        if (reported, report.counts.total) != (first, *total) {
            judged += &format!("{reported:?}, {}: {}\n", report.counts.total, &text[..24]);
        }
    }
    assert!(judged.is_empty(), "{judged}");
}

#[test]
fn targets_read_as_they_are_written() {
    for (name, targets) in TARGETS {
        assert_eq!(name.parse::<Targets>().as_ref(), Ok(targets));
    }
    let two: Targets = "ubo, brave".parse().unwrap();
    assert_eq!(two, Targets::UBO | Targets::BRAVE);
    let error = "safari".parse::<Targets>().unwrap_err().to_string();
    assert!(error.ends_with("use one of adg_safari_any, adg_cb_safari"), "{error}");
}
