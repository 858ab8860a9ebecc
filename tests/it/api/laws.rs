//! What holds for any body at all.

use bloqr::api::{Begun, Endpoint, MAX_ANSWER, MAX_BODY, answer, begin_at};
use serde_json::{Value, json};

use crate::{
    invariants::generate::{made_up, mutated},
    random::Random,
};

/// Asks every endpoint. The answer is JSON, the same again, and of a status that a body can cause.
fn ask_all(body: &[u8]) {
    for endpoint in Endpoint::ALL {
        let first = answer(endpoint, body);
        let shown = || String::from_utf8_lossy(&body[..body.len().min(300)]).into_owned();
        assert!(matches!(first.status, 200 | 413 | 422), "{} {}", first.status, shown());
        assert!(first.body.len() <= most(endpoint));
        if let Begun::InPieces(mut pieces) = begin_at(endpoint.path(), body) {
            let pieces: Vec<_> = std::iter::from_fn(|| pieces.next_piece()).collect();
            assert!(first.body == pieces.concat(), "{}", shown());
        }
        let document: Value = serde_json::from_slice(&first.body).expect("JSON");
        match first.status {
            200 => assert_eq!(document["success"], true),
            status => assert_eq!(document["status"], status),
        }
        assert!(first == answer(endpoint, body), "{}", shown());
    }
}

/// The length of an answer in bytes. One that is made in pieces has no limit of its own: the most that a
/// byte of a rule gives is an empty rule's tree.
fn most(endpoint: Endpoint) -> usize {
    if endpoint == Endpoint::Parse { 128 * MAX_BODY } else { MAX_ANSWER }
}

#[test]
fn any_body_has_an_answer() {
    let corpus = super::corpus();
    let corpus: Vec<&str> = corpus.lines().collect();
    let mut random = Random::new(5);
    for _ in 0..500 {
        let rule = |random: &mut Random| match random.below(3) {
            0 => made_up(random),
            _ => mutated(random, &corpus),
        };
        let rules: Vec<String> = (0..random.below(8)).map(|_| rule(&mut random)).collect();
        let mut request = match random.below(3) {
            0 => json!({ "rules": rules, "rule": rule(&mut random), "strict": true }),
            1 => {
                json!({ "text": rules.join("\n"), "rule": rules.concat(), "includeContext": true })
            }
            _ => json!({ "rules": rules, "rule": rule(&mut random),
                "testUrl": format!("https://{}/{}", rule(&mut random), rule(&mut random)) }),
        }
        .to_string()
        .into_bytes();
        ask_all(&request);
        // A body that arrives broken.
        for _ in 0..random.below(4) {
            let at = random.below(request.len());
            match random.below(4) {
                _ if request.is_empty() => (),
                0 => request[at] = random.below(256) as u8,
                1 => drop(request.drain(at..)),
                2 => request.insert(at, b"[{\"\\,:]}0e"[random.below(10)]),
                _ => request.extend_from_within(at..),
            }
        }
        ask_all(&request);
    }
}

/// The longest body of each kind that should be most expensive.
#[test]
fn hostile_bodies_have_an_answer() {
    let full = |start: &str, item: &str, end: &str| {
        let room = MAX_BODY - start.len() - end.len();
        format!("{start}{}{end}", item.repeat(room / item.len())).into_bytes()
    };
    let rules = |item: &str| full("{\"rules\":[\"\"", item, "]}");
    let text = |item: &str| full("{\"text\":\"", item, "\"}");
    let rule = |item: &str| full("{\"testUrl\":\"https://a.example/\",\"rule\":\"", item, "\"}");
    let parens = format!("!#if {}a{}\\n", "(".repeat(90), ")".repeat(90));
    let (parse, walk) = (Endpoint::Parse, Endpoint::Walk);
    let (validate, one) = (Endpoint::Validate, Endpoint::ValidateRule);
    for (endpoint, status, body) in [
        (parse, 200, rules(",\"a\"")),
        (parse, 200, rules(",\"\"")),
        (parse, 422, rules(",1")),
        (parse, 422, rules(",[]")),
        (parse, 413, full("{\"rules\":[\"||a^$", "a,", "a\"]}")),
        (parse, 422, full("", "[", "")),
        (parse, 422, full("", "{\"a\":", "")),
        (parse, 200, full("{", "\"rules\":[],", "\"a\":0}")),
        (parse, 422, full("", "\u{e4}", "")),
        (walk, 413, text("a\\n")),
        (walk, 413, text(&parens)),
        (walk, 413, full("{\"text\":\"||a^$", "a,", "a\"}")),
        (validate, 413, rules(",\"a\"")),
        (validate, 413, rules(",\"||a^$b,c,d\"")),
        (validate, 413, rules(",\"!#include a\"")),
        (validate, 200, rules(",\"! aglint-disable-next-line a\"")),
        (one, 413, full("{\"rule\":\"||a^$", "a=b,", "a\"}")),
        (one, 200, rule("a*")),
        (one, 200, rule("^")),
        (one, 200, rule("##")),
    ] {
        let answer = answer(endpoint, &body);
        let shown = String::from_utf8_lossy(&body[..40]);
        assert_eq!(answer.status, status, "{} {shown}", endpoint.name());
        assert!(answer.body.len() <= most(endpoint), "{shown}");
        assert!(answer.body.starts_with(b"{") && answer.body.ends_with(b"}"), "{shown}");
    }
}
