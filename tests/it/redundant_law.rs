//! The law of `redundant-rule`: a rule that is called redundant matches no URL that the wider rule
//! does not match, and no rule is called redundant because of itself, directly or through others.
//!
//! Patterns are compared by matching URLs made from them, which shares nothing with the linter.

use std::{
    collections::{HashMap, HashSet},
    fs,
};

use bloqr::{
    lint::{self, Config},
    matching::{Url, matches},
    source::lines,
    syntax::{Options, Rule, parse},
};

use crate::{
    random::Random,
    support::{files, root},
};

/// The lines of the redundant rules, and of the wider ones.
fn redundant(text: &str) -> Vec<(usize, usize)> {
    let report = lint::lint(text, &Config::default());
    let found = report.diagnostics.iter().filter(|it| it.rule == "redundant-rule");
    found.map(|it| (it.place.line as usize, it.labels[0].place.line as usize)).collect()
}

/// URLs that a pattern is likely to match, and URLs close to these.
fn urls(pattern: &str, random: &mut Random) -> Vec<String> {
    let mut urls = Vec::new();
    for _ in 0..12 {
        let mut url = String::new();
        let mut rest = pattern;
        if let Some(host) = rest.strip_prefix("||") {
            url.push_str(random.choose(&["https://", "http://", "https://x.", "wss://a.b."]));
            rest = host;
        } else if let Some(start) = rest.strip_prefix('|') {
            rest = start;
        } else if let Some(middle) = rest.strip_prefix('/').and_then(|it| it.strip_suffix('/')) {
            url.push_str("https://p.example/");
            rest = middle;
        } else {
            url.push_str("https://p.example/");
        }
        for c in rest.trim_end_matches('|').chars() {
            match c {
                '*' => url.push_str(random.choose(&["", "x", "/", "a/b", ".y"])),
                '^' => url.push_str(random.choose(&["/", "?", ":8080/", "&", ""])),
                _ => url.push(c),
            }
        }
        url.push_str(random.choose(&["", "", "x", "/", "/y.js", "?z=1", ".example/"]));
        urls.push(url);
    }
    urls
}

/// Checks the pairs of a text. Returns how many URLs were matched.
fn hold(name: &str, text: &str, random: &mut Random) -> usize {
    let all: Vec<&str> = lines(text).map(|it| it.text).collect();
    let pairs = redundant(text);
    let mut matched = 0;
    for (gone, wider) in &pairs {
        let (gone, wider) = (all[*gone], all[*wider]);
        let (one, other) = (parse(gone, &Options::LIST), parse(wider, &Options::LIST));
        let pattern = match &one {
            Rule::Network(rule) => rule.pattern.text.to_owned(),
            Rule::Host(rule) => format!("||{}^", rule.hostnames.iter().next().unwrap().text),
            _ => continue,
        };
        for url in urls(&pattern, random) {
            let Some(url) = Url::parse(&url) else { continue };
            if matches(&one, &url) == Some(true) {
                matched += 1;
                assert_ne!(
                    matches(&other, &url),
                    Some(false),
                    "{name}: {gone} is no {wider}: {url:?}"
                );
            }
        }
    }
    // Whatever is removed, something stays that does the same.
    let above: HashMap<usize, usize> = pairs.iter().copied().collect();
    for (gone, _) in &pairs {
        let mut seen = HashSet::new();
        let mut now = *gone;
        while let Some(next) = above.get(&now) {
            assert!(seen.insert(now), "{name}: {} is redundant because of itself", all[*gone]);
            now = *next;
        }
    }
    matched
}

const PATTERNS: &[&str] = &[
    "||a.example^",
    "||a.example^*",
    "||b.a.example^",
    "||a.example",
    "||a.example/",
    "||a.example/x",
    "||a.example/x/",
    "||a.example/x/y.js",
    "||a.example/x^",
    "||a.example/x^y",
    "||a.example/x|",
    "||a.example/x|y",
    "||a.example/*/x",
    "||a.example/*/xy",
    "||a.example^x",
    "||a.example:8080/",
    "||a.example.com^",
    "||ba.example^",
    "||b.a.example/x/y",
    "|https://a.example/x",
    "|https://a.example/",
    "|http://b.a.example^",
    "/x/y",
    "/x/",
    "a.example",
    "0.0.0.0 a.example",
    "0.0.0.0 b.a.example",
];

const MODIFIERS: &[&str] = &[
    "",
    "",
    "$script",
    "$image,script",
    "$~image",
    "$third-party",
    "$domain=p.example",
    "$domain=p.example|q.example",
    "$script,domain=x.p.example",
    "$match-case",
    "$important",
    "$badfilter",
];

#[test]
fn on_generated_lists() {
    let mut random = Random::new(7);
    let mut matched = 0;
    for n in 0..800 {
        let mut text = String::new();
        for _ in 0..2 + random.below(14) {
            let pattern = random.choose(PATTERNS);
            let modifiers = if pattern.starts_with("0.0") { "" } else { random.choose(MODIFIERS) };
            text.push_str(&format!("{pattern}{modifiers}\n"));
        }
        matched += hold(&format!("list {n}\n{text}"), &text, &mut random);
    }
    assert!(matched > 1_000, "only {matched} URLs were matched");
}

#[test]
fn on_real_lists() {
    let mut random = Random::new(8);
    let shared = root().join("../shared/lists");
    if !shared.is_dir() {
        eprintln!("there is no {}: not tried on its lists", shared.display());
        return;
    }
    let mut matched = 0;
    for list in files(&shared, "txt") {
        let text = String::from_utf8_lossy(&fs::read(&list).unwrap()).into_owned();
        matched += hold(&list.display().to_string(), &text, &mut random);
    }
    assert!(matched > 0, "no URL was matched");
}

/// Rules with many domains, and many rules with the same pattern: the time stays linear. No clock is
/// read: a quadratic comparison would never end.
#[test]
fn many_domains_and_many_rules_are_compared() {
    let domains = |from: usize, count: usize| -> Vec<String> {
        (from..from + count).map(|n| format!("s{n}.example")).collect()
    };
    let mut text = String::new();
    for n in 0..40 {
        text.push_str(&format!("||a.example^$domain={}\n", domains(n, 10_000).join("|")));
        text.push_str(&format!("{}##.ad\n", domains(n, 10_000).join(",")));
    }
    for n in 0..10_000 {
        // A hundred labels: each host has a hundred domains above it.
        text.push_str(&format!("||{}n{}.example^\n", "a.".repeat(n % 100), n / 100));
    }
    for n in 0..20_000 {
        text.push_str(&format!("||a.example^$script,domain=s{n}.example\ns{n}.example##.ad\n"));
        text.push_str(&format!("||a.example/{n}/x\n||a.example/{n}/x/y\n"));
    }
    let found = redundant(&text);
    let lines: HashSet<usize> = found.iter().map(|it| it.0).collect();
    // The paths, and the sites of the first long rule.
    assert!(lines.len() >= 20_000 + 2 * 10_000, "{}", lines.len());
}
