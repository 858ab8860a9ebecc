//! How much memory a body can make the core take. An isolate has 128 MB for all it does; as WASM
//! a body takes 95 MiB at most, and here, where pointers are twice as long, more.

use bloqr::api::{Begun, Endpoint, MAX_BODY, MAX_LINES, MAX_TEXTS, answer, begin_at};
use serde_json::json;

use crate::memory::cost;

/// In MiB, without the body.
const MOST: usize = 128;

/// The same for a compilation of the longest texts.
const MOST_OF_COMPILE: usize = 80;

/// A rule that goes on in the same way for as long as a body may.
const RULES: [(&str, &str); 9] = [
    ("||a.example^$", "a,"),
    ("", "a..b,"),
    ("!+ ", "A(b) "),
    ("!+ PLATFORM(", "mac,"),
    ("! bloqr-disable ", "a "),
    ("a.example##+js(set, ", "\"a, "),
    ("a.example#$#b { ", "x;"),
    ("##", ":hass(x)"),
    ("||a.example^$domain=", "-|"),
];

/// Those that hold most at a time.
const STEPS: [&str; 4] = ["ConvertToAscii", "Compress", "Validate", "Deduplicate"];

/// Items of many rules, and parts of a body that nobody reads.
const ITEMS: [&str; 8] = [
    "\"a\"",
    "\"||a^\"",
    "\"##.b\"",
    "\"a$scrpit\"",
    "\"a##b\"",
    "\"!#include a\"",
    "0",
    "[{\"\":[]}]",
];

/// Each as long as it may be, as that endpoint wants it.
fn bodies(endpoint: Endpoint) -> impl Iterator<Item = String> {
    const ROOM: usize = MAX_BODY - 300;
    let rule = RULES.into_iter().map(move |(start, part)| {
        let len = json!(part).to_string().len() - "\"\"".len();
        let rule = start.to_owned() + &part.repeat(ROOM / len);
        match endpoint {
            Endpoint::Walk => json!({ "text": rule }).to_string(),
            Endpoint::ValidateRule => json!({ "rule": rule }).to_string(),
            Endpoint::Parse | Endpoint::Validate => json!({ "rules": [rule] }).to_string(),
            Endpoint::Compile => json!({
                "configuration": {
                    "name": "a", "sources": [{ "source": "a" }], "transformations": STEPS,
                },
                "preFetchedContent": { "a": rule },
                "explain": true,
            })
            .to_string(),
            Endpoint::Transform => {
                json!({ "transformations": STEPS, "text": rule, "explain": true }).to_string()
            }
            Endpoint::Convert => json!({ "rules": [rule], "to": "abp" }).to_string(),
        }
    });
    let items = ITEMS.into_iter().map(move |item| {
        let items = format!("{item},").repeat(ROOM / (item.len() + 1));
        match endpoint {
            Endpoint::Convert => format!(r#"{{"rules":[{items}{item}],"to":"ubo"}}"#),
            Endpoint::Compile => format!(r#"{{"configuration":{{"sources":[{items}{item}]}}}}"#),
            Endpoint::Transform => {
                format!(r#"{{"transformations":[],"exclusions":[{items}{item}],"text":""}}"#)
            }
            _ => format!(r#"{{"rules":[{items}{item}],"rule":"a"}}"#),
        }
    });
    let fields = (0..).map(|n| format!("\"{n}\":0,")).take(80_000).collect::<String>();
    let unknown = format!(r#"{{{fields}"rules":["a"],"rule":"a"}}"#);
    rule.chain(items).chain([unknown])
}

/// As a host takes an answer: each piece is freed before the next one is made.
fn take(begun: Begun) {
    if let Begun::InPieces(mut pieces) = begun {
        while let Some(piece) = pieces.next_piece() {
            drop(piece);
        }
    }
}

#[test]
fn no_body_takes_more_memory_than_an_isolate_has() {
    for endpoint in Endpoint::ALL {
        for body in bodies(endpoint) {
            assert!(body.len() <= MAX_BODY);
            let taken = cost(|| take(begin_at(endpoint.path(), body.as_bytes()))) >> 20;
            assert!(taken <= MOST, "{taken} MiB for {}: {}", endpoint.name(), &body[..60]);
        }
    }
}

/// Lines that differ in the place of `#`, and what makes most of them.
const LONGEST: [(&str, &str); 3] = [
    ("||ads#.example^", "Deduplicate"),
    ("||ä#ö.example^", "ConvertToAscii"),
    ("||ads#.com^$third-party,important", "RemoveModifiers"),
];

/// A job compiles in one step: as much text as is taken, in as many lines.
#[test]
fn the_largest_compilation_fits_into_an_isolate() {
    for (line, step) in LONGEST {
        let mut text = String::with_capacity(MAX_TEXTS);
        for n in 1..MAX_LINES {
            let line = line.replace('#', &format!("{n:x}"));
            if text.len() + line.len() >= MAX_TEXTS {
                break;
            }
            text.push_str(&line);
            text.push('\n');
        }
        let body = json!({
            "configuration": {
                "name": "a", "sources": [{ "source": "a" }], "transformations": [step],
            },
            "preFetchedContent": { "a": text },
        });
        let body = body.to_string().into_bytes();
        drop(text);
        let taken = cost(|| assert_eq!(answer(Endpoint::Compile, body).status, 200)) >> 20;
        assert!(taken <= MOST_OF_COMPILE, "{taken} MiB for {line}");
    }
}
