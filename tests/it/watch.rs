//! Looks at a list, one after the other: what is told and what is remembered.
//!
//! The cases are `tests/corpus/watch/*.txt`. A line `@ <hours> <how>` starts a look: `look` at the lines
//! below, `again` at the text of the look before, `unchanged` (304), `failed <why>`; `core=<version>`,
//! `modified=<hours>`, `repeat=<lines>` (copies of the lines, with their number for `{n}`) and `html` may follow. `garbage` replaces the memory.

use std::fmt::Write as _;

use bloqr::watch::{Facts, Judge, Looked, Named, News, failed, look, unchanged, wants_text};

use crate::{
    random::Random,
    support::{files, golden, root},
};

const HOUR: u64 = 3_600_000;

/// 2026-01-01: the start of all cases.
const START: u64 = 1_767_225_600_000;

fn write_named(out: &mut String, named: &Named) {
    for it in &named.problems {
        let line = it.line.map_or(String::new(), |it| format!("{it}: "));
        let message = it.message.as_deref().unwrap_or("-");
        let (check, why) = (&it.check, it.why.as_str());
        writeln!(out, "    {line}{} [{check}] {message} ({why})", it.rule).unwrap();
    }
}

fn write_news(out: &mut String, looked: &Looked) {
    if looked.report.news.is_empty() {
        writeln!(out, "  no news").unwrap();
    }
    for news in &looked.report.news {
        writeln!(out, "  {}: {}", news.kind(), news.text()).unwrap();
        if let News::NewProblems(named) | News::GoneProblems(named) = news {
            write_named(out, named);
        }
    }
}

fn run(case: &str) -> String {
    let mut out = String::new();
    let (mut memory, mut last) = (Vec::new(), String::new());
    let mut steps = case.split("@ ");
    out.push_str(steps.next().unwrap());
    for step in steps {
        let (head, body) = step.split_once('\n').unwrap();
        let mut words = head.split(' ');
        let hours = |it: &str| START + it.parse::<u64>().unwrap() * HOUR;
        let mut facts = Facts::at(hours(words.next().unwrap()));
        let how = words.next().unwrap();
        let mut text = body.to_owned();
        let mut why = Vec::new();
        for word in words {
            match word.split_once('=') {
                Some(("core", core)) => {
                    facts = facts.with_judge(Judge { core: core.to_owned(), ..Judge::this() });
                }
                Some(("modified", at)) => facts = facts.with_modified(Some(hours(at))),
                Some(("repeat", count)) => {
                    let copies = 0..count.parse::<usize>().unwrap();
                    text = copies.map(|n| body.replace("{n}", &n.to_string())).collect();
                }
                _ => why.push(word),
            }
        }
        let wants = if wants_text(&memory, &facts.judge) { ", wants the text" } else { "" };
        let looked = match how {
            "look" => {
                last = text;
                look(&memory, &facts, last.as_bytes())
            }
            "again" => look(&memory, &facts, last.as_bytes()),
            "unchanged" => unchanged(&memory, &facts),
            "garbage" => look(b"garbage", &facts, last.as_bytes()),
            "failed" => failed(&memory, &facts, &why.join(" ")),
            _ => panic!("{how}"),
        };
        writeln!(out, "@ {head}{wants}").unwrap();
        write_news(&mut out, &looked);
        memory = looked.memory;
    }
    out
}

#[test]
fn what_a_look_tells() {
    let cases = files(&root().join("tests/corpus/watch"), "txt");
    assert!(cases.len() > 3, "{cases:?}");
    for case in cases {
        let name = case.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&case).unwrap();
        golden(&format!("tests/corpus/watch/{name}.out"), &run(&text));
    }
}

/// Lines that have problems of many kinds, also together with others.
const LINES: [&str; 14] = [
    "||ads.example^",
    "||sub.ads.example^",
    "||x.sub.ads.example^$script",
    "||ads.example^$script,image",
    "||ads.example^$image,script",
    "||ads.example^$scirpt",
    "##.ad",
    "example.com##.ad",
    "##.ad:hsa(.b)",
    "||a.example^$domain=b..c",
    "! a comment",
    "/(/",
    "0.0.0.0 host.example",
    "a.example,b.example##.x",
];

fn some_lines(random: &mut Random) -> Vec<&'static str> {
    (0..random.below(40)).map(|_| random.choose(&LINES)).collect()
}

fn text(lines: &[&str]) -> Vec<u8> {
    (lines.join("\n") + "\n").into_bytes()
}

/// The news about problems, without the lines.
fn problems(looked: &Looked) -> Vec<String> {
    let named = looked.report.news.iter().filter_map(|it| match it {
        News::NewProblems(named) | News::GoneProblems(named) => Some((it.kind(), named)),
        _ => None,
    });
    let all = named.flat_map(|(kind, named)| {
        named.problems.iter().map(move |it| format!("{kind} {} {}", it.rule, it.check))
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

#[test]
fn looking_again_is_no_news_and_order_does_not_matter() {
    let mut random = Random::new(7);
    for _ in 0..500 {
        let (one, two) = (some_lines(&mut random), some_lines(&mut random));
        let first = look(b"", &Facts::at(START), &text(&one));
        let again = look(&first.memory, &Facts::at(START + HOUR), &text(&one));
        assert_eq!(again.report.news, [], "{one:?}");
        let mut moved = one.clone();
        for n in (1..moved.len()).rev() {
            moved.swap(n, random.below(n + 1));
        }
        let after = look(&again.memory, &Facts::at(START + HOUR), &text(&moved));
        assert_eq!(after.report.news, [], "{one:?}\n{moved:?}");
        // There and back: what came goes, and what went comes.
        let there = look(&after.memory, &Facts::at(START + HOUR), &text(&two));
        let direct = look(&first.memory, &Facts::at(START + HOUR), &text(&two));
        assert_eq!(problems(&there), problems(&direct), "{one:?}\n{two:?}");
    }
}

#[test]
fn any_bytes_are_a_memory_and_any_bytes_are_a_text() {
    let mut random = Random::new(11);
    let list = LINES.join("\n").into_bytes();
    let long = (0..500).map(|n| format!("||ads{n}.example^$scirpt\n")).collect::<String>();
    let whole = look(b"", &Facts::at(START), long.as_bytes());
    let shorter = look(&whole.memory, &Facts::at(START), &list).memory;
    let facts = Facts::at(START + HOUR);
    for _ in 0..2000 {
        let mut memory = shorter.clone();
        for _ in 0..random.below(4) {
            let at = random.below(memory.len());
            match random.below(3) {
                0 => memory[at] = random.below(256) as u8,
                1 => memory.truncate(at),
                _ => memory.insert(at, random.below(256) as u8),
            }
            memory.push(0);
            memory.pop();
        }
        let looked = look(&memory, &facts, &list);
        if memory != shorter {
            let kinds: Vec<_> = looked.report.news.iter().map(News::kind).collect();
            let is_new = memory.is_empty() && kinds.contains(&"first-look");
            assert!(is_new || kinds.contains(&"memory-lost"), "{kinds:?}");
        }
        unchanged(&memory, &facts);
        failed(&memory, &facts, "no");
        let bytes: Vec<u8> = (0..random.below(60)).map(|_| random.below(256) as u8).collect();
        let after = look(&shorter, &facts, &bytes);
        let again = look(&after.memory, &facts, &bytes);
        assert_eq!(again.report.news, []);
    }
}

/// A memory and a report have bounds, however long a list is and whatever is in it.
#[test]
fn a_report_and_a_memory_are_bounded() {
    let long = "x".repeat(5000);
    let many: String =
        (0..30_000).map(|n| format!("||{n}.example^$nothing{n}{long:.200}\n")).collect();
    let first = look(b"", &Facts::at(START), b"||ads.example^\n");
    let second = look(&first.memory, &Facts::at(START), many.as_bytes());
    let json = second.report.to_json();
    let news = &json["news"][0];
    assert_eq!(news["total"], 30_000);
    assert_eq!(news["problems"].as_array().unwrap().len(), 50);
    assert!(json.to_string().len() < 50_000, "{}", json.to_string().len());
    assert!(second.memory.len() < 1 << 20, "{}", second.memory.len());
    // Of all of them it is known that they are gone.
    let third = look(&second.memory, &Facts::at(START), b"||ads.example^\n||b.example^\n");
    let gone = third.report.to_json()["news"][1].clone();
    assert_eq!(
        (gone["kind"].as_str(), gone["total"].as_u64()),
        (Some("gone-problems"), Some(30_000))
    );
    // And when the list comes back, none of them is new.
    let fourth = look(&third.memory, &Facts::at(START), many.as_bytes());
    assert_eq!(problems(&fourth), [""; 0]);
    let findings = "||a^$x\n".repeat(200_000);
    let fifth = look(&fourth.memory, &Facts::at(START), findings.as_bytes());
    assert_eq!(fifth.report.to_json()["news"][0]["file"], "too-many-problems");
}
