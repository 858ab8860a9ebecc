//! Whatever a line holds millions of, reading and writing it costs a few times its length.

#![expect(unsafe_code, reason = "an allocator is not written without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use bloqr::{
    source::Line,
    syntax::{self, Options},
    wire::{self, Json, ast},
};

/// Counts the memory of each thread, because tests run in parallel.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(change: isize) {
    HELD.set(HELD.get() + change);
    PEAK.set(PEAK.get().max(HELD.get()));
}

// SAFETY: all is the system's allocator's; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(at, layout) }
    }

    /// Large blocks grow where they are.
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        unsafe { System.realloc(at, layout, size) }
    }
}

/// The text before, the repeated text, and the text after.
const LINES: &[(&str, &str, &str)] = &[
    ("[a", ";a", "]"),
    ("[a", " a", "]"),
    ("!+", " a", ""),
    ("!+", " A(b)", ""),
    ("!+ PLATFORM(a", ",a", ")"),
    ("!+ PLATFORM(", ",", ")"),
    ("!#safari_cb_affinity(a", ",a", ")"),
    ("!#if a", "||a", ""),
    ("!#if ", "!", "a"),
    ("!#if ", "(", "a"),
    ("! Title: ", "é", ""),
    ("! aglint-disable a", ",a", ""),
    ("! aglint ", "a:1,", ""),
    ("! aglint ", "'1':1,b:{c:[]},", ""),
    ("! aglint a:[", "1,", "]"),
    ("! aglint a:[", "{},", "]"),
    ("! aglint a:[", "{a:1,b:2,c:3},", "]"),
    ("! aglint a:'", "\\u00e9", "'"),
    ("##+js(a", ",a", ")"),
    ("##+js(a", ",'a", ")"),
    ("#%#//scriptlet('a'", ",'a'", ")"),
    ("#%#//scriptlet('a'", ",'a'", ",a)"),
    ("#$#a", " a", ""),
    ("#$#a", ";a", ""),
    ("#$#", ";", ""),
    ("a$a", ",a", ""),
    ("a$a", ",a=/b/", ""),
    ("[$a", ",a", "]##b"),
    ("a", ",~a", "##b"),
    ("0.0.0.0", " a.b", ""),
    ("##a", ":not(b)", ""),
    ("##", ":not(", "a"),
    ("##:matches-path(/x)", ".é ", ""),
    ("##a {", " b: c;", " }"),
    ("#$?#", "a", ""),
    ("$$a", ",b", ""),
    ("$$a", "[b=\"c\"]", ""),
    ("$$a[b=\"", "\"\"", "\"]"),
    ("##^a", " > b", ""),
    ("##^a", ":not(b)", ""),
    ("#%#", "é", ""),
    ("||", "a/", ""),
    ("/", "[a]", "/"),
    ("", "\0", ""),
    ("", " ", ""),
    ("", "\u{a0}", ""),
];

/// Of a line. Twice what [`Json`] keeps before it hands over.
const LENGTH: usize = 1 << 18;

#[test]
fn a_line_costs_a_few_times_its_length() {
    for (head, unit, tail) in LINES {
        let line = [head, &*unit.repeat(LENGTH / unit.len()), tail].concat();
        check(&line, head);
    }
    // A wide tree that is not deep.
    let mut condition = "a".to_owned();
    while condition.len() < LENGTH {
        condition = format!("({condition}||{condition})");
    }
    check(&format!("!#if {condition}"), "!#if (");
    // No key twice.
    let keys: String = (0..LENGTH / 8).map(|n| format!("k{n:x}:1,")).collect();
    check(&format!("! aglint {keys}"), "! aglint k");
}

fn check(line: &str, name: &str) {
    let options = wire::Options::LIST.with_syntax(Options::LIST.with_html_bodies(true));
    let before = HELD.get();
    let cost = cost(|| {
        let rule = syntax::parse(line, &options.syntax);
        let mut json = Json::draining(Box::new(|_| ()));
        ast::write(&mut json, &rule, Line { text: line, newline: None }, 0, options.output, "");
        json.finish();
    });
    let most = 4 * line.len() + (1 << 18);
    assert!(cost <= most, "{name}: {cost} bytes for a line of {}", line.len());
    assert_eq!(HELD.get(), before, "{name}: something is kept");
}

/// The additional peak memory of some work, in bytes, on this thread.
pub(crate) fn cost(work: impl FnOnce()) -> usize {
    let before = HELD.get();
    PEAK.set(before);
    work();
    (PEAK.get() - before) as usize
}
