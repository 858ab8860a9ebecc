//! Any bytes from an isolate are a checked result or one of our refusals, and a result makes a list of
//! exactly the lines that it has.
#![no_main]

use bloqr::{
    lint::Config,
    source::lines,
    usercode::{Change, Ended, Job, Outcome, Preview, limits},
};

const SOURCE: &str = "export function transform() {\r\n  throw 1\u{2028}}\n";
const LIST: &str = "\u{feff}! c\r\n||a^\n\n##x\ra";

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (choice, body) = input;
    let text = String::from_utf8_lossy(body);
    let ended = match choice {
        0 => Ended::Threw(&text),
        1 => Ended::Answered { status: 500, body },
        _ => Ended::Answered { status: 200, body },
    };
    let Ok(job) = Job::new(SOURCE, LIST, &[]) else { panic!("it is within all limits") };
    let outcome = job.outcome(ended, false);
    assert_eq!(outcome, job.outcome(ended, false));
    match outcome {
        Outcome::Done(done) => {
            assert!(done.log.len() <= limits::LOG);
            let preview = Preview::new(&job, &done.change, &Config::default());
            preview.to_json(&job, &done);
            if let Change::Rules(rules) = &done.change {
                let text = preview.text.strip_prefix('\u{feff}');
                let made = lines(text.expect("the byte order mark stays"));
                let made = made.filter(|it| it.newline.is_some() || !it.text.is_empty());
                assert!(made.map(|it| it.text).eq(rules.iter().map(String::as_str)));
            }
        }
        Outcome::Refused(refusal) => {
            assert!(refusal.detail.chars().count() <= limits::MESSAGE);
            refusal.to_json();
        }
        Outcome::WantsNodes | Outcome::Failed(_) => (),
    }
});
