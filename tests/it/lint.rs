//! The linter on any text at all.

use bloqr::lint::{Config, Prelude, TARGETS, Targets, check, finish, lint_piece};

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
];

/// A generator that needs no crate: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn text(&mut self, lines: usize) -> String {
        let mut text = String::new();
        for _ in 0..lines {
            for _ in 0..self.below(12) {
                text.push_str(PIECES[self.below(PIECES.len())]);
            }
            text.push('\n');
        }
        text
    }
}

fn configs() -> Vec<Config> {
    let mut names = vec!["any"];
    names.extend(["adg", "ubo", "abp", "brave", "adg_cb_android", "ubo,brave"]);
    names.iter().map(|it| Config::for_targets(it.parse().unwrap())).collect()
}

#[test]
fn any_text_any_target() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let configs = configs();
    for _ in 0..400 {
        let text = random.text(40);
        let config = &configs[random.below(configs.len())];
        let report = check(&text, config);
        assert_eq!(report, check(&text, config), "not the same twice:\n{text}");
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
    finish(partials, &prelude, config)
}

#[test]
fn hostile_texts_take_no_longer() {
    let long = [
        format!("||a^${}", "script,".repeat(100_000)),
        format!("a.example##{}", ":not(".repeat(100_000)),
        format!("a.example##{}", "a > ".repeat(100_000)),
        format!("a.example##a:has-text({}", "(".repeat(200_000)),
        format!("/{}/", "(a+)+".repeat(50_000)),
        format!("/{}/", "[".repeat(200_000)),
        format!("||a^$domain={}", "a|".repeat(100_000)),
        format!("{}##.ad", "a.example,".repeat(50_000)),
        format!("a.example##a:style({})", "color: red;".repeat(50_000)),
        format!("||{}example^", "a.".repeat(2_000)),
        "!#if a\n".repeat(300_000),
        "!#else\n".repeat(300_000),
        format!("!+ {}", "A ".repeat(100_000)),
        "||ads.example^\n".repeat(100_000),
    ];
    for text in &long {
        let start = std::time::Instant::now();
        check(text, &Config::default());
        let took = start.elapsed();
        assert!(took.as_secs() < 20, "{took:?} for {}", &text[..40]);
    }
}

#[test]
fn targets_read_as_they_are_written() {
    for (name, targets) in TARGETS {
        assert_eq!(name.parse::<Targets>().as_ref(), Ok(targets));
    }
    let two: Targets = "ubo, brave".parse().unwrap();
    assert_eq!(two, Targets::UBO | Targets::BRAVE);
    let error = "safari".parse::<Targets>().unwrap_err().to_string();
    assert!(error.contains("adg_os_windows") && error.contains("brave"), "{error}");
}
