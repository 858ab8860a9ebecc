use super::{Regex, TooManySteps};

/// Source, flags and text, as in JSON, and whether V8 finds a match. The last cases have modifiers,
/// which were added in ECMAScript 2025.
const CASES: &str = include_str!("cases.txt");

#[test]
fn finds_what_javascript_finds() {
    let mut wrong = Vec::new();
    for line in CASES.lines() {
        let mut values = serde_json::Deserializer::from_str(line).into_iter();
        let mut next = || values.next().expect(line).expect(line);
        let texts: [serde_json::Value; 3] = [next(), next(), next()];
        let wanted = next().as_bool();
        let [source, flags, text] = texts.each_ref().map(|it| it.as_str().expect(line));
        let found = Regex::new(source, flags).map(|it| it.is_match(text));
        if found != Ok(Ok(wanted.expect(line))) {
            wrong.push(format!("{line}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_cannot_be_searched_for_is_refused_at_its_place() {
    for (source, flags, at) in [
        ("(", "", 0..1),
        ("a(b)\\1", "", 4..6),
        ("(?<n>a)x\\k<n>", "", 8..10),
        ("a", "v", 2..3),
        ("a", "gg", 3..4),
        ("x\\p{L}", "u", 1..6),
        ("[\u{1f600}-\u{1f602}]", "", 1..6),
        ("\\00", "u", 0..2),
        ("(?i-i:a)", "", 0..5),
        ("(?-:a)", "", 0..4),
    ] {
        let problem = Regex::new(source, flags).expect_err(source);
        assert_eq!(problem.at, at, "{source}: {problem}");
    }
    let deep = format!("{}{}", "(".repeat(1000), ")".repeat(1000));
    let wide = "((((a{99}){99}){99}){99}){99}".to_owned();
    for source in [deep, wide, "a{4294967296}".to_owned(), "a{0,99999999999}".to_owned()] {
        assert!(Regex::new(&source, "").is_err(), "{source}");
    }
    // An empty expression stays empty, no matter how often it is repeated.
    assert!(Regex::new("(((){99999}){99999}){99999}", "").is_ok());
}

/// All of these take exponential or quadratic time if alternatives are tried one after the other.
#[test]
fn no_search_takes_more_steps_than_size_times_length() {
    let text = format!("{}!", "a".repeat(2000));
    for source in [
        "(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(.*a){9}$",
        "^(?=(a+)+$)",
        "(?<=^(a|a)*)b",
        "(a?){99}b",
        "^((a*)*)*$",
        "(?:(?!b).)*b",
        "(?:.*a)?.*b",
        "(?=(?=(?=(a*)*b)))a",
    ] {
        let regex = Regex::new(source, "").unwrap();
        let size = source.len() as u64 * if source.contains("99") { 99 } else { 9 };
        let steps = 4 * size * text.len() as u64;
        assert_eq!(regex.is_match_within(&text, steps), Ok(false), "{source}");
        assert_eq!(regex.is_match_within(&text, 1000), Err(TooManySteps), "{source}");
    }
}

#[test]
fn a_long_line_is_searched() {
    let text = format!("{}b", "a".repeat(2_000_000));
    for (source, is_found) in [("b$", true), ("^a(?!c)", true), ("(?<=a)c", false)] {
        assert_eq!(Regex::new(source, "").unwrap().is_match(&text), Ok(is_found), "{source}");
    }
}
