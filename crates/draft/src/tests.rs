//! What holds for any text, any edits and any new text.

use bloqr_syntax::source::lines;

use crate::{Change, Draft, Edit, New, Unified};

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

    fn text(&mut self, most: usize) -> String {
        const PIECES: &[&str] = &[
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\x0c",
            "\u{feff}",
            "a",
            "||a.example^",
            "||é.example^$scirpt",
            "!#if adguard",
            "!#endif",
            "! bloqr-disable-next-line",
            "##.a, \\",
            "    .b",
            "||a.example^",
        ];
        (0..self.below(most)).map(|_| self.of(PIECES)).collect()
    }

    fn edits(&mut self, count: usize) -> Vec<Edit> {
        let mut from = 0;
        let mut edits = Vec::new();
        for _ in 0..=self.below(3) {
            from += self.below(count);
            let to = from + self.below(4);
            if to > count {
                break;
            }
            const LINES: &[&str] = &["", "x", "||b.example^", "\u{feff}", "é"];
            let lines = (0..self.below(4)).map(|_| self.of(LINES).to_owned()).collect();
            edits.push(Edit { from: from as u32, to: to as u32, new: New::Lines(lines) });
            from = to;
        }
        edits
    }
}

fn texts(text: &str) -> Vec<&str> {
    lines(text).map(|it| it.text).collect()
}

const MARK: char = '\u{feff}';

#[test]
fn an_edit_of_lines_replaces_these_lines() {
    for seed in 1..20_000 {
        let chance = &mut Chance::new(seed);
        let text = chance.text(12);
        let mut old = texts(&text);
        old[0] = old[0].strip_prefix(MARK).unwrap_or(old[0]);
        let edits = chance.edits(old.len());
        let mut draft = Draft::new(text.clone(), 1);
        let change = draft.change_of(&edits).expect("they are in order");
        let new = change.apply(&text).expect("it is of this text");
        let mut wanted: Vec<&str> = Vec::new();
        let mut at = 0;
        for it in &edits {
            wanted.extend(&old[at..it.from as usize]);
            let New::Lines(lines) = &it.new else { panic!("only lines") };
            wanted.extend(lines.iter().map(String::as_str));
            at = it.to as usize;
        }
        wanted.extend(&old[at..]);
        // A text without lines is one empty line.
        if wanted.is_empty() {
            wanted.push("");
        }
        // A byte order mark is not a part of the lines.
        let bare = |all: &[&str]| {
            let first = all[0].trim_start_matches(MARK).to_owned();
            std::iter::once(first)
                .chain(all[1..].iter().map(|it| (*it).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(bare(&texts(&new)), bare(&wanted), "{seed} {text:?} {edits:?} {new:?}");
        assert!(!text.starts_with(MARK) || new.starts_with(MARK), "{text:?} {edits:?}");
        assert_eq!(change.clone().inverse().apply(&new).as_ref(), Ok(&text));
    }
}

#[test]
fn fixes_change_whole_lines() {
    let cases = [
        ("a\nb\nc", &[(2..4, "")][..], vec![(2, "b\n", "")]),
        ("a\nb\nc", &[(4..5, "")], vec![(4, "c", "")]),
        ("a\nbcd\ne\n", &[(2..3, "x"), (4..5, "y")], vec![(2, "bcd\n", "xcy\n")]),
        ("a\nbcd\ne\n", &[(3..3, "x"), (6..8, "")], vec![(2, "bcd\n", "bxcd\n"), (6, "e\n", "")]),
        ("ab\ncd", &[(1..1, "\n"), (3..3, "x")], vec![(0, "ab\n", "a\nb\n"), (3, "cd", "xcd")]),
        ("a\nb", &[(1..2, "")], vec![(0, "a\nb", "ab")]),
    ];
    for (text, edits, hunks) in cases {
        let edits: Vec<_> = edits.iter().map(|it| (it.0.clone(), it.1.to_owned())).collect();
        let change = Change::of_fixes(text, &edits);
        let made = change.hunks().iter().map(|it| (it.at, &*it.removed, &*it.inserted));
        assert_eq!(made.collect::<Vec<_>>(), hunks, "{text:?}");
        assert!(change.apply(text).is_ok());
    }
}

#[test]
fn replay_and_undo_give_the_bytes() {
    for seed in 1..300 {
        let chance = &mut Chance::new(seed);
        let base = chance.text(20);
        let mut draft = Draft::new(base.clone(), 1);
        let (mut stored, mut before) = (Vec::new(), vec![base.clone()]);
        for _ in 0..8 {
            let change = match chance.below(4) {
                0 => Change::between(draft.text(), &chance.text(20)),
                1 => draft.fix(None).0,
                _ => {
                    let count = texts(draft.text()).len();
                    let edits = chance.edits(count);
                    draft.change_of(&edits).expect("they are in order")
                }
            };
            if change.is_empty() {
                continue;
            }
            draft.write(&change).expect("it is of this text");
            stored.extend(change.to_bytes());
            before.push(draft.text().to_owned());
        }
        let mut again = Draft::new(base, 1);
        let (mut rest, mut changes) = (&stored[..], Vec::new());
        while !rest.is_empty() {
            let (change, len) = Change::from_bytes(rest).expect("it was stored");
            rest = &rest[len..];
            again.replay(&change, 1 + changes.len() as u64).expect("it was made of this text");
            changes.push(change);
        }
        assert_eq!(again.text(), draft.text());
        draft.settle();
        again.settle();
        let (a, b) = (draft.checked(), again.checked());
        let all = |(text, list): (&str, &bloqr_lint::live::LiveList)| {
            list.findings(text, 0..u32::MAX, 0, usize::MAX)
        };
        assert_eq!(all(a), all(b));
        for (change, text) in changes.into_iter().zip(&before).rev() {
            draft.write(&change.inverse()).expect("the newest first");
            assert_eq!(draft.text(), text);
        }
    }
}

#[test]
fn a_change_between_texts_makes_the_new_one() {
    for seed in 1..20_000 {
        let chance = &mut Chance::new(seed);
        let (old, new) = (chance.text(30), chance.text(30));
        let change = Change::between(&old, &new);
        assert_eq!(change.apply(&old).as_ref(), Ok(&new), "{old:?}");
        let last = chance.text(30);
        let both = change.clone().then(&Change::between(&new, &last));
        assert_eq!(both.apply(&old).as_ref(), Ok(&last), "{old:?} {new:?}");
        assert_eq!(both.inverse().apply(&last).as_ref(), Ok(&old), "{new:?} {last:?}");
        assert_eq!(change.is_empty(), old == new);
        let unified = Unified::new(("a", "b"), &old, &new);
        assert_eq!(patched(&old, &unified.text), new, "{}", unified.text);
    }
}

/// Few lines of many differ, and lines are moved further than a window.
#[test]
fn long_texts_differ_in_few_lines() {
    let line = |n: usize| format!("||{n}.example^\n");
    let old: String = (0..120_000).map(line).collect();
    let mut new: Vec<String> = (0..120_000).map(line).collect();
    for n in [0, 5, 70_000, 119_999] {
        new[n] = "x\n".to_owned();
    }
    let moved: Vec<String> = new.drain(10_000..55_000).collect();
    new.extend(moved);
    let new = new.concat();
    let change = Change::between(&old, &new);
    assert_eq!(change.apply(&old), Ok(new));
    let inserted: usize = change.hunks().iter().map(|it| it.inserted.len()).sum();
    assert!(inserted < old.len() * 2 / 3, "{inserted}");
}

/// What `patch` makes of a text.
fn patched(old: &str, diff: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut new, mut at) = (String::new(), 0);
    let mut lines = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let (sign, mut text) = line.split_at(1);
        if lines.peek().is_some_and(|it| it.starts_with('\\')) {
            text = text.strip_suffix('\n').expect("it is a line of the diff");
            lines.next();
        }
        match sign {
            "@" => {
                let place = text.split_once('-').and_then(|it| it.1.split(' ').next());
                let place = place.expect("a place in the old text");
                let (start, count) = place.split_once(',').unwrap_or((place, "1"));
                let start: usize = start.parse().expect("a number");
                let to = if count == "0" { start } else { start - 1 };
                old[at..to].iter().for_each(|it| new.push_str(it));
                at = to;
            }
            "+" => new.push_str(text),
            _ => {
                assert_eq!(old[at], text);
                at += 1;
                if sign == " " {
                    new.push_str(text);
                }
            }
        }
    }
    old[at..].iter().for_each(|it| new.push_str(it));
    new
}
