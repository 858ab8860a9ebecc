//! What an isolate answers, and what that means.

use crate::{Change, Ended, Job, Kind, Outcome, Refusal, limits};

const SOURCE: &str =
    "import _ from 'lodash'\nexport function transform(rules) {\n  return rules.no.t\n}\n";
const LIST: &str = "! title\n||a.example^\n||b.example^\n";

fn outcome(ended: Ended<'_>) -> Outcome {
    Job::new(SOURCE, LIST, &[]).unwrap().outcome(ended, false)
}

fn answered(status: u16, body: &[u8]) -> Outcome {
    outcome(Ended::Answered { status, body })
}

/// `kind L:C #index detail`
fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done(done) => match &done.change {
            Change::Rules(rules) => format!("rules {rules:?}"),
            Change::Edits(edits) => {
                let edits: Vec<_> = edits.iter().map(|it| (it.line, &it.rules)).collect();
                format!("edits {edits:?}")
            }
        },
        Outcome::WantsNodes => "wants nodes".to_owned(),
        Outcome::Failed(message) => format!("failed {message}"),
        Outcome::Refused(it) => {
            let at = it.at.map(|it| format!(" {}:{}", it.line, it.column)).unwrap_or_default();
            let index = it.index.map(|it| format!(" #{it}")).unwrap_or_default();
            let kind = it.kind.name().trim_start_matches("user-code-");
            format!("{kind}{at}{index} {}", it.detail)
        }
    }
}

#[test]
fn every_answer_has_its_meaning() {
    const NOT_OURS: &str =
        "output the answer is not that of a transform: the code changes how answers are made";
    let cases: &[(&str, &str)] = &[
        // Results.
        (r#"{"kind":"rules","rules":["a","b"],"log":"x"}"#, r#"rules ["a", "b"]"#),
        (r#"{"kind":"rules","rules":[]}"#, "rules []"),
        (r#"{"kind":"rules","rules":["\ud83d\ude00"]}"#, r#"rules ["😀"]"#),
        (
            r#"{"kind":"edits","edits":[{"line":3,"rules":[]},{"line":1,"rules":["a","b"]}]}"#,
            r#"edits [(1, ["a", "b"]), (3, [])]"#,
        ),
        (r#"{"kind":"wants-ast"}"#, "wants nodes"),
        // A field that the glue does not write is no reason to refuse what is right.
        (r#"{"kind":"rules","rules":["a"],"more":1}"#, r#"rules ["a"]"#),
        // Not an answer of the glue's.
        ("", NOT_OURS),
        ("null", NOT_OURS),
        ("[]", NOT_OURS),
        (r#""pwn""#, NOT_OURS),
        ("{}", NOT_OURS),
        (r#"{"kind":"rules"}"#, NOT_OURS),
        (r#"{"kind":"rules","rules":{}}"#, NOT_OURS),
        (r#"{"kind":"rules","rules":"pwn"}"#, NOT_OURS),
        (r#"{"kind":"edits","edits":null}"#, NOT_OURS),
        (r#"{"kind":7,"rules":[]}"#, NOT_OURS),
        (r#"{"kind":"done","rules":[]}"#, NOT_OURS),
        (r#"{"kind":"rules","rules":["a"]"#, NOT_OURS),
        ("{\"kind\":\"rules\",\"rules\":[\"a\nb\"]}", NOT_OURS),
        // Rules that are none.
        (r#"{"kind":"rules","rules":["a",null]}"#, "output #1 a rule is not a string"),
        (r#"{"kind":"rules","rules":["a",["b"]]}"#, "output #1 a rule is not a string"),
        (r#"{"kind":"rules","rules":["a\nb"]}"#, "output #0 a rule has a line break"),
        (r#"{"kind":"rules","rules":["a","b\r"]}"#, "output #1 a rule has a line break"),
        (r#"{"kind":"rules","rules":["\f"]}"#, "output #0 a rule has a line break"),
        (
            r#"{"kind":"rules","rules":["a","\ud800"]}"#,
            "output #1 a rule has half of a surrogate pair",
        ),
        (
            r#"{"kind":"rules","rules":["\udc00x"]}"#,
            "output #0 a rule has half of a surrogate pair",
        ),
        // Shape comes before well-formed text, and that before line breaks.
        (r#"{"kind":"rules","rules":["\n","\ud800",1]}"#, "output #2 a rule is not a string"),
        (
            r#"{"kind":"rules","rules":["\n","\ud800"]}"#,
            "output #1 a rule has half of a surrogate pair",
        ),
        // Edits that are none.
        (
            r#"{"kind":"edits","edits":[{"line":1,"rules":[]},7]}"#,
            "output #1 an edit is not `{ line, rules }`, with a line from 1 and an array of rules",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":"1","rules":[]}]}"#,
            "output #0 an edit is not `{ line, rules }`, with a line from 1 and an array of rules",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":1.5,"rules":[]}]}"#,
            "output #0 an edit is not `{ line, rules }`, with a line from 1 and an array of rules",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":1}]}"#,
            "output #0 an edit is not `{ line, rules }`, with a line from 1 and an array of rules",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":0,"rules":[]}]}"#,
            "output #0 an edit is of line 0, but the list has the lines 1 to 3",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":4,"rules":[]}]}"#,
            "output #0 an edit is of line 4, but the list has the lines 1 to 3",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":18446744073709551615,"rules":[]}]}"#,
            "output #0 an edit is of line 18446744073709551615, but the list has the lines 1 to 3",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":2,"rules":["a"]},{"line":2,"rules":["b"]}]}"#,
            "output #1 edits 0 and 1 are both of line 2",
        ),
        (
            r#"{"kind":"edits","edits":[{"line":2,"rules":["a","b\n"]}]}"#,
            "output #0 a rule has a line break (rule 1)",
        ),
        // What the glue says of the code.
        (
            r#"{"kind":"nothing"}"#,
            "output `transform` returned neither an array of rules nor an object with `edits`",
        ),
        (r#"{"kind":"no-transform"}"#, "invalid the code has no `export function transform`"),
        (
            r#"{"kind":"invalid","message":"Error: No such module \"lodash\".\n  imported from \"user.js\"","stack":""}"#,
            r#"invalid 1:15 No such module "lodash"."#,
        ),
        (
            r#"{"kind":"threw","message":"TypeError: no","stack":"TypeError: no\n    at transform (user.js:3:16)\n    at Object.fetch (glue.js:7:23)"}"#,
            "threw 3:16 TypeError: no",
        ),
        // A place that the source has not is made up.
        (r#"{"kind":"threw","message":"m","stack":"    at f (user.js:99:1)"}"#, "threw m"),
        (r#"{"kind":"threw","message":"m","stack":"    at f (user.js:3:99)"}"#, "threw m"),
        (r#"{"kind":"threw","message":"m","stack":"    at f (user.js:99999999999:1)"}"#, "threw m"),
        (r#"{"kind":"threw","message":"\ud800","stack":7}"#, "threw "),
        (r#"{"kind":"threw"}"#, "threw "),
    ];
    for (body, expected) in cases {
        assert_eq!(&told(&answered(200, body.as_bytes())), expected, "{body}");
    }
    let good = br#"{"kind":"rules","rules":[]}"#;
    assert_eq!(told(&answered(500, good)), NOT_OURS);
    assert_eq!(told(&answered(200, b"{\"kind\":\"rules\",\"rules\":[\"\xff\"]}")), NOT_OURS);
}

#[test]
fn every_end_has_its_meaning() {
    let cases = [
        (
            "Failed to start Worker:\nUncaught SyntaxError: Unexpected token ';'\n  at user.js:3:16",
            "invalid 3:17 SyntaxError: Unexpected token ';'",
        ),
        // A column of 0 is left out.
        (
            "Failed to start Worker:\nUncaught SyntaxError: Invalid or unexpected token\n  at user.js:2",
            "invalid 2:1 SyntaxError: Invalid or unexpected token",
        ),
        (
            "Failed to start Worker:\nUncaught SyntaxError: Unexpected end of input\n  at user.js:77:1",
            "invalid SyntaxError: Unexpected end of input",
        ),
        (
            "Failed to start Worker:\nNo such module \"lodash\".\n  imported from \"user.js\"",
            "invalid 1:15 No such module \"lodash\".",
        ),
        // Ours is never blamed on the user.
        (
            "remote: Failed to start Worker:\nUncaught SyntaxError: x\n  at glue.js:1:1",
            "threw the code ended its isolate without an answer",
        ),
        (
            "Failed to start Worker:\nUncaught SyntaxError: x\n  at glue.js:1:1",
            "failed Failed to start Worker:\nUncaught SyntaxError: x\n  at glue.js:1:1",
        ),
        (
            "The Workers runtime canceled this request because it detected that your Worker's code had hung and would never generate a response.",
            "timeout the code waits for something that never comes",
        ),
        (
            "Worker exceeded CPU time limit.",
            "timeout the code did not end in 2 s of computing, or 5 s in all",
        ),
        ("Worker exceeded memory limit.", "memory the code used too much memory"),
        ("Array buffer allocation failed", "memory the code used too much memory"),
        (
            "internal error; reference = d2f0a8c1",
            "threw the code ended its isolate without an answer",
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(told(&outcome(Ended::Threw(message))), expected, "{message}");
    }
    let timeout = "timeout the code did not end in 2 s of computing, or 5 s in all";
    assert_eq!(told(&outcome(Ended::TimedOut)), timeout);
    assert_eq!(told(&outcome(Ended::OutOfMemory)), "memory the code used too much memory");
}

#[test]
fn nodes_are_sent_once() {
    let body = br#"{"kind":"wants-ast"}"#;
    let ended = Ended::Answered { status: 200, body };
    let job = Job::new(SOURCE, LIST, &[]).unwrap();
    assert_eq!(job.outcome(ended, false), Outcome::WantsNodes);
    assert_eq!(told(&job.outcome(ended, true)), "output the code asks for nodes, and has them");
}

#[test]
fn a_result_has_its_limits() {
    let rules = |count: usize| {
        let rules = vec!["\"a\""; count].join(",");
        format!("{{\"kind\":\"rules\",\"rules\":[{rules}]}}").into_bytes()
    };
    let most = limits::most_rules(3);
    assert!(matches!(answered(200, &rules(most)), Outcome::Done(_)));
    let too_many = "output the result has 10007 lines, and a list of 3 may have 10006 then";
    assert_eq!(told(&answered(200, &rules(most + 1))), too_many);
    let edits = |count: usize| {
        let rules = vec!["\"a\""; count].join(",");
        let body = format!("{{\"kind\":\"edits\",\"edits\":[{{\"line\":1,\"rules\":[{rules}]}}]}}");
        answered(200, body.as_bytes())
    };
    assert!(matches!(edits(most - 2), Outcome::Done(_)));
    assert_eq!(told(&edits(most - 1)), too_many);

    let mut body = rules(1);
    body.resize(limits::ANSWER, b' ');
    assert!(matches!(answered(200, &body), Outcome::Done(_)));
    body.push(b' ');
    assert_eq!(told(&answered(200, &body)), "output the result has more than 4 MiB");
}

#[test]
fn texts_of_the_code_are_cut() {
    let refusal = |body: String| match answered(200, body.as_bytes()) {
        Outcome::Refused(it) => it,
        other => panic!("{other:?}"),
    };
    let long = "ä".repeat(20_000);
    let frames = r"\n    at f (user.js:1:1)".repeat(100);
    let Refusal { detail, log, frames, .. } = refusal(format!(
        r#"{{"kind":"threw","message":"{long}","stack":"{frames}","log":"{long}"}}"#
    ));
    assert_eq!(detail.chars().count(), limits::MESSAGE);
    assert_eq!(log.len(), limits::LOG);
    assert_eq!(frames.len(), limits::FRAMES);
    let log = match answered(
        200,
        format!(r#"{{"kind":"rules","rules":[],"log":"{long}"}}"#).as_bytes(),
    ) {
        Outcome::Done(done) => done.log,
        other => panic!("{other:?}"),
    };
    assert_eq!(log.len(), limits::LOG);
}

#[test]
fn deep_and_broad_answers_are_refused() {
    let deep = format!(
        "{{\"kind\":\"rules\",\"rules\":[{}{}]}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(told(&answered(200, deep.as_bytes())), "output #0 a rule is not a string");
    let broad = format!("{{\"kind\":\"rules\",\"rules\":[{}1]}}", "1,".repeat(1_000_000));
    assert_eq!(told(&answered(200, broad.as_bytes())), "output #0 a rule is not a string");
}

#[test]
fn a_refusal_is_a_document() {
    let body = br#"{"kind":"threw","message":"Error: no","stack":"at transform (user.js:3:16)","log":"a\nb"}"#;
    let Outcome::Refused(refusal) = answered(200, body) else { panic!() };
    assert_eq!(
        String::from_utf8(refusal.to_json()).unwrap(),
        r#"{"type":"https://api.bloqr.dev/probs/user-code-threw","title":"The code threw an exception","status":422,"detail":"Error: no","line":3,"column":16,"stack":[{"function":"transform","line":3,"column":16}],"log":"a\nb"}"#
    );
    let body = br#"{"kind":"rules","rules":[1]}"#;
    let Outcome::Refused(refusal) = answered(200, body) else { panic!() };
    assert_eq!(
        String::from_utf8(refusal.to_json()).unwrap(),
        r#"{"type":"https://api.bloqr.dev/probs/user-code-output","title":"The result of the code is not a list","status":422,"detail":"a rule is not a string","index":0}"#
    );
    let statuses = Kind::ALL.map(|it| (it.name(), it.status()));
    assert_eq!(
        statuses,
        [
            ("user-code-invalid", 422),
            ("user-code-threw", 422),
            ("user-code-timeout", 422),
            ("user-code-memory", 422),
            ("user-code-output", 422),
            ("user-code-too-large", 413),
            ("user-code-unavailable", 503),
        ]
    );
}
