//! What holds for any answer, and for any change.

use bloqr_lint::Config;

use crate::{Change, Ended, Job, Outcome, Preview, limits};

struct Chance(fastrand::Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    fn below(&mut self, most: usize) -> usize {
        self.0.usize(..most.max(1))
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

const SOURCE: &str = "export function transform() {\r\n  throw 1\u{2028}}\n";
const LISTS: [&str; 6] = ["", "a", "! c\r\n||a^\n\n##x\r", "\u{feff}a\nb", "a\na\na\n", "\x0c\x0c"];

/// Pieces of answers, right and wrong.
const PIECES: [&str; 36] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"kind\"",
    "\"rules\"",
    "\"edits\"",
    "\"line\"",
    "\"log\"",
    "\"message\"",
    "\"stack\"",
    "\"threw\"",
    "\"invalid\"",
    "\"nothing\"",
    "\"wants-ast\"",
    "1",
    "2",
    "-1",
    "1e0",
    "\"a\"",
    ",\"a\"",
    ",\"\"",
    "\"\\ud800\"",
    "\"\\n\"",
    "\"\\u0000\"",
    "null",
    "{\"kind\":\"rules\",\"rules\":[",
    "{\"kind\":\"edits\",\"edits\":[{\"line\":",
    ",\"rules\":[",
    "]}",
    "]}]}",
    " at user.js:",
    "\u{2028}",
    "é",
];

/// How answers start and end.
const FRAMES: [(&str, &str); 4] = [
    ("", ""),
    (r#"{"kind":"rules","rules":["b""#, "]}"),
    (r#"{"kind":"edits","edits":[{"line":1,"rules":["b""#, "]}]}"),
    (r#"{"kind":"threw","message":"#, "}"),
];

/// Any answer is a checked result, or one of our refusals; the same answer is the same, and its document
/// is JSON.
#[test]
fn any_answer_has_an_outcome() {
    let mut chance = Chance::new(0x1234_5678_9abc_def1);
    let mut results = 0;
    for _ in 0..30_000 {
        let (open, close) = chance.of(&FRAMES);
        let mut body = Vec::from(open);
        for _ in 0..chance.below(6) {
            match chance.below(20) {
                0 => body.push(chance.below(256) as u8),
                _ => body.extend(chance.of(&PIECES).bytes()),
            }
        }
        body.extend(close.bytes());
        let text = String::from_utf8_lossy(&body).into_owned();
        let status = chance.of(&[200, 200, 200, 200, 500]);
        let ended = match chance.below(4) {
            0 => Ended::Threw(&text),
            _ => Ended::Answered { status, body: &body },
        };
        let job = Job::new(SOURCE, chance.of(&LISTS), &[]).unwrap();
        let outcome = job.outcome(ended, false);
        assert_eq!(outcome, job.outcome(ended, false));
        results += usize::from(holds(&job, &outcome));
    }
    assert!(results > 100, "only {results} answers were results: the pieces do not make any");
}

/// Whether it is a result. Panics when a law is broken.
pub(crate) fn holds(job: &Job<'_>, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done(done) => {
            assert!(done.log.len() <= limits::LOG);
            let preview = Preview::new(job, &done.change, &Config::default());
            assert!(same_lines(job, &done.change, &preview), "{:?}", done.change);
            preview.to_json(job, done);
            return true;
        }
        Outcome::Refused(refusal) => {
            let document: serde_json::Value = serde_json::from_slice(&refusal.to_json()).unwrap();
            assert_eq!(document["status"], refusal.kind.status());
            assert!(refusal.detail.chars().count() <= limits::MESSAGE);
            let places = refusal.at.iter().chain(refusal.frames.iter().map(|it| &it.at));
            let lines = crate::source_lines(SOURCE).count() as u32;
            places.for_each(|it| assert!((1..=lines).contains(&it.line)));
        }
        Outcome::WantsNodes | Outcome::Failed(_) => (),
    }
    false
}

/// Whether the new text has the lines that the change wants.
fn same_lines(job: &Job<'_>, change: &Change, preview: &Preview) -> bool {
    let old: Vec<&str> = job.lines().map(|it| it.text).collect();
    let wanted: Vec<&str> = match change {
        Change::Rules(rules) => rules.iter().map(String::as_str).collect(),
        Change::Edits(edits) => (old.iter().enumerate())
            .flat_map(|(n, line)| match edits.iter().find(|it| it.line == n + 1) {
                Some(edit) => edit.rules.iter().map(String::as_str).collect(),
                None => vec![*line],
            })
            .collect(),
    };
    let new = Job::new("", &preview.text, &[]).unwrap();
    let new: Vec<&str> = new.lines().map(|it| it.text).collect();
    new == wanted
}

#[test]
fn any_change_is_made_as_it_is_wanted() {
    let mut chance = Chance::new(0xfeed_beef_1234_5677);
    let lines = ["a", "b", "", "! c", "||x^", "||y^$scirpt"];
    for _ in 0..5_000 {
        let endings: &[&str] = chance.of(&[&["\n"], &["\r\n"], &["\n", "\r\n", "\r", "\x0c"]]);
        let mut text = String::from(chance.of(&["", "", "\u{feff}"]));
        for _ in 0..chance.below(8) {
            text += chance.of(&lines);
            text += chance.of(endings);
        }
        text += chance.of(&["", "end"]);
        let rules = (0..chance.below(8)).map(|_| chance.of(&lines).to_owned()).collect();
        let job = Job::new("", &text, &[]).unwrap();
        let change = Change::Rules(rules);
        let preview = Preview::new(&job, &change, &Config::default());
        assert!(same_lines(&job, &change, &preview), "{text:?} {change:?} {:?}", preview.text);
        // The old list again: nothing differs, and no byte changed.
        let same = Change::Rules(job.lines().map(|it| it.text.to_owned()).collect());
        let preview = Preview::new(&job, &same, &Config::default());
        assert!(preview.is_same());
        assert_eq!(preview.text, text);
    }
}

/// Lists that have the same lines in another order take no longer than others: the time of a comparison
/// is bounded. A shortest comparison of these would take minutes.
#[test]
fn lists_without_a_common_order_are_compared() {
    let old: String = (0..40_000).map(|it| format!("||{it}.example^\n")).collect();
    let job = Job::new("", &old, &[]).unwrap();
    let mut rules: Vec<String> = job.lines().map(|it| it.text.to_owned()).collect();
    let mut chance = Chance::new(77);
    for n in (1..rules.len()).rev() {
        rules.swap(n, chance.below(n + 1));
    }
    let change = Change::Rules(rules);
    let preview = Preview::new(&job, &change, &Config::default());
    assert!(same_lines(&job, &change, &preview));
}
