//! What holds for any rule: the rules of our cases, of our corpus, and of real lists where they are.

use std::{collections::BTreeSet, fs};

use bloqr::{
    convert::{Conversion, Converter, Target},
    lint::Judge,
    source::lines,
    syntax::parse_rule,
};

use crate::{
    random::Random,
    support::{files, root},
};

/// Every line once, with those that show what the parser makes of odd ones.
fn all_lines() -> BTreeSet<String> {
    let mut all = real_lines();
    let odd = fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap();
    all.extend(odd.lines().map(str::to_owned));
    all
}

/// Lines as lists have them.
fn real_lines() -> BTreeSet<String> {
    let mut paths = files(&root().join("tests/corpus"), "txt");
    paths.retain(|it| !it.ends_with("corpus/rules.txt"));
    let shared = root().join("../shared/lists");
    if shared.is_dir() {
        paths.extend(files(&shared, "txt"));
    } else {
        eprintln!("there is no {}: not tried on its lists", shared.display());
    }
    let mut all = BTreeSet::new();
    for path in paths {
        let text = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&text);
        all.extend(lines(&text).map(|it| it.text.to_owned()));
    }
    all.extend(odd_names());
    all
}

/// Names that are nearly host names, in each form that is recognised without parsing.
fn odd_names() -> impl Iterator<Item = String> {
    let names = [
        "a",
        "a.b",
        ".a.b",
        "a.b.",
        "a..b",
        "-a.b",
        "a-.b",
        "a.-b",
        "xn--a.b",
        "1.2.3.4",
        "a.1",
        "a_b.example",
        "A.example",
        "a.example",
        "a.*",
        "*.a",
        "localhost",
        "a.b-",
        "a--b.c",
    ];
    let forms =
        ["||N^", "N", "||N^$third-party", "N##.ad", "N,N##.ad", "~N##.ad", "N###a", "0.0.0.0 N"];
    names.into_iter().flat_map(move |name| forms.map(|it| it.replace('N', name)))
}

/// Lines of parts that rules have in the forms that are recognised without parsing, and of others.
fn made_lines() -> Vec<String> {
    let starts = ["||", "||", "@@||", "@@", "|", "/", "*/", ""];
    let addresses = [
        "a.example",
        "a.example",
        "/ads/",
        "/x",
        "?b=",
        "*",
        "^",
        "=",
        "&",
        "%20",
        ":",
        "://",
        ";",
        ",",
        "~",
        "+",
        "-",
        "_",
        ".",
        "..",
        "(",
        "!",
        "@",
        "$",
        "$script",
        "^$third-party",
        "^$popup",
        "|",
        "#",
        "A",
        "1",
        " ",
        "\\",
    ];
    let domains = ["a.example", "a.example", "b.example,a.example", "~a.example", "a.*", "", "/a/"];
    let separators = ["##", "##", "##", "#@#", "#?#", "#$#", "##^"];
    let selectors = [
        "div",
        "h1",
        "a",
        "ins",
        ".ad",
        "#ad_1",
        ".-x",
        ".1",
        "[href]",
        "[href^=\"https://a.example/x\"]",
        " > ",
        "[style=\"width: 1px;\"]",
        "[a=b]",
        "[a='b']",
        "[-ext-has=\"a\"]",
        "[class*=\"x\" i]",
        "[a=\"\"]",
        " ",
        "~",
        "[onclick=\"a()\"]",
        "[x=\"{\"]",
        ":has(a)",
        "::before",
        ":style(a: b)",
        "*",
        " + ",
        " ~ ",
        ",",
        "{",
        "}",
        "[x=\"/*\"]",
        "[x=\"/\"]",
        "[aria-label=\"x\"]",
        "[x=\"#\"]",
        "remove",
        "script",
        "head > meta",
    ];
    let mut random = Random::new(26);
    let mut all = Vec::new();
    for _ in 0..40_000 {
        let mut line = random.choose(&starts).to_owned();
        (0..random.below(6)).for_each(|_| line.push_str(random.choose(&addresses)));
        all.push(line);
        let mut line = random.choose(&domains).to_owned() + random.choose(&separators);
        (0..1 + random.below(4)).for_each(|_| line.push_str(random.choose(&selectors)));
        all.push(line);
    }
    all
}

/// A line that is recognised without parsing it is what it would be if it were parsed.
#[test]
fn the_short_way_is_the_long_way() {
    for to in Target::ALL {
        let converter = Converter::new(to);
        for line in all_lines().into_iter().chain(made_lines()) {
            let line = &line;
            let long = converter.convert_rule(line, &parse_rule(line));
            assert_eq!(converter.convert(line), long, "{to:?}: {line}");
        }
    }
}

/// What comes out passes `validate` for its target, and converting it again changes nothing.
#[test]
fn results_are_final_and_valid() {
    let all = all_lines();
    for to in Target::ALL {
        let converter = Converter::new(to);
        let judge = Judge::new(to.platforms());
        for line in &all {
            let Ok(made) = converter.convert(line) else { continue };
            for rule in made.rules(line) {
                assert_eq!(converter.convert(&rule), Ok(Conversion::Unchanged), "{to:?}: {line}");
                let parsed = parse_rule(&rule);
                if !rule.trim_start().starts_with('!') {
                    assert_eq!(judge.first_error(&rule, &parsed), None, "{to:?}: {line}: {rule}");
                }
            }
        }
    }
}

/// The only rule that a rule becomes.
fn one(converter: &Converter, rule: &str) -> Option<String> {
    match converter.convert(rule).ok()? {
        Conversion::Unchanged => Some(rule.to_owned()),
        Conversion::Changed(mut rules) => rules.pop().filter(|_| rules.is_empty()),
    }
}

/// There and back: what comes back is not refused, and a second journey changes nothing.
#[test]
fn round_trips_end() {
    let (adg, ubo) = (Converter::new(Target::Adg), Converter::new(Target::Ubo));
    for (there, back) in [(&adg, &ubo), (&ubo, &adg)] {
        for line in &real_lines() {
            // A path in a domain and `[$url]` come back in another form, which not every body has.
            let is_path = line.starts_with('/') || line.starts_with("[$url");
            let Some(start) = one(back, line).filter(|_| !is_path) else { continue };
            let Some(first) = one(there, &start) else { continue };
            let returned = match back.convert(&first) {
                Ok(returned) => returned,
                // AGTree reads a path before `^script`; uBlock Origin has none there.
                Err(refusal) if refusal.reason() == "cosmetic-modifier" => continue,
                Err(refusal) => panic!("{start} → {first}: {refusal}"),
            };
            let [returned] = &*returned.rules(&first) else { continue };
            let again = one(there, returned).unwrap_or_else(|| panic!("{start} → {returned}"));
            let end = one(back, &again).unwrap_or_else(|| panic!("{start} → {again}"));
            assert_eq!(&end, returned, "{start} → {first} → {returned} → {again}");
        }
    }
}
