//! What only a memory that another core wrote can show.

use crate::{
    Facts, Judge, Looked, News, Why, bytes::Reader, fingerprints::Fingerprints, look,
    memory::Memory, unchanged, wants_text,
};

const LIST: &[u8] = b"||ads.example^$scirpt\n||b.example^$nothing\n||good.example^\n";

/// The memory of a core that judged these rules otherwise: it saw no problem in the first rule, and
/// one in the third.
fn of_an_older_core() -> Vec<u8> {
    let looked = look(b"", &Facts::at(0), LIST);
    let mut memory = Memory::read(&looked.memory).unwrap();
    memory.judge.tables ^= 1;
    let list = memory.list.as_mut().unwrap();
    let at = |rule: &str| list.problems.iter().position(|it| it.rule.as_deref() == Some(rule));
    let mut moved = list.problems.remove(at("||ads.example^$scirpt").unwrap());
    moved.rule = Some("||good.example^".to_owned());
    moved.rule_hash = crate::hash(b"||good.example^");
    moved.key = u64::MAX >> 24;
    list.problems.push(moved);
    memory.to_bytes()
}

fn verdicts(looked: &Looked) -> Vec<(&'static str, String, Why)> {
    let named = looked.report.news.iter().filter_map(|it| match it {
        News::NewProblems(named) | News::GoneProblems(named) => Some((it.kind(), named)),
        _ => None,
    });
    named
        .flat_map(|(kind, it)| it.problems.iter().map(move |it| (kind, it.rule.clone(), it.why)))
        .collect()
}

#[test]
fn rules_that_a_new_core_judges_otherwise_are_named() {
    let memory = of_an_older_core();
    assert!(wants_text(&memory, &Judge::this()));
    let expected = [
        ("new-problems", "||ads.example^$scirpt".to_owned(), Why::Core),
        ("gone-problems", "||good.example^".to_owned(), Why::Core),
    ];
    let looked = look(&memory, &Facts::at(1), LIST);
    assert_eq!(verdicts(&looked), expected);
    assert!(!wants_text(&looked.memory, &Judge::this()));
    // A rule that came at the same time is told apart.
    let more = [LIST, b"||new.example^$scirpt\n"].concat();
    let looked = look(&memory, &Facts::at(1), &more);
    let came = ("new-problems", "||new.example^$scirpt".to_owned(), Why::Rule);
    let [new, gone] = expected.clone();
    assert_eq!(verdicts(&looked), [new, came, gone]);
    // Without the text nothing can be judged, and nothing is forgotten.
    let waiting = unchanged(&memory, &Facts::at(1));
    assert_eq!(waiting.report.news, []);
    assert!(wants_text(&waiting.memory, &Judge::this()));
    assert_eq!(verdicts(&look(&waiting.memory, &Facts::at(2), LIST)), expected);
}

#[test]
fn memories_and_sets_come_back_as_they_were() {
    let text = (0..2000).map(|n| format!("||{n}.example^$x{n}\n")).collect::<String>();
    let first = look(b"", &Facts::at(5), text.as_bytes());
    let second = look(&first.memory, &Facts::at(6), LIST);
    for bytes in [first.memory, second.memory] {
        let memory = Memory::read(&bytes).unwrap();
        assert_eq!(memory.to_bytes(), bytes);
    }
}

#[test]
fn a_set_is_bounded_and_small() {
    let most = Fingerprints::MOST as u64;
    let set = Fingerprints::new((0..most + 10).map(|it| it * 3).collect());
    let mut written = crate::bytes::Writer::default();
    set.write(&mut written);
    assert!(written.bytes.len() < 2 << 20);
    let read = Fingerprints::read(&mut Reader::new(&written.bytes)).unwrap();
    assert_eq!(read, set);
    assert_eq!([3, 4, most * 3 - 3, most * 3].map(|it| set.has(it)), [true, false, true, false]);
}

#[test]
fn a_text_that_needs_too_much_memory_is_none() {
    for (text, kind) in [
        ("a\n".repeat(crate::MAX_LINES + 1), "too-many-lines"),
        ("||ads.example^\n".repeat(crate::MAX_FINDINGS + 2), "too-many-problems"),
        ("a".repeat(crate::MAX_LIST + 1), "too-large"),
    ] {
        let looked = look(b"", &Facts::at(0), text.as_bytes());
        assert_eq!(looked.report.instead.as_deref(), Some(kind));
    }
}
