use std::collections::HashMap;

use super::{Defines, Unread, load_source};
use crate::{Error, LoadError, Source, lines::Texts};

/// The lines of `r.txt`, with their places, or the error.
fn read(files: &[(&str, &str)], defines: &[&str]) -> Result<Vec<String>, LoadError> {
    let files: HashMap<&str, &str> = files.iter().copied().collect();
    let mut resolver =
        |name: &str| files.get(name).map(|it| (*it).to_owned()).ok_or(Unread::Missing);
    let source = Source { source: "r.txt".to_owned(), ..Source::default() };
    let defines: Defines = defines.iter().map(|it| (*it).to_owned()).collect();
    match load_source(&source, &defines, &mut resolver) {
        Ok(loaded) => {
            let texts = Texts { files: &loaded.files, made: "" };
            let line = |line: &crate::lines::Line| {
                let origin = line.origin();
                let file = &loaded.files[origin.file as usize].name;
                format!("{file}:{} {}", origin.line, texts.stored(line))
            };
            Ok(loaded.lines.lines.iter().map(line).collect())
        }
        Err(Error::Load(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn lines_know_their_places() {
    let lines = read(&[("r.txt", "\u{feff}\n\n  a\n\r\n\nb \r\nc\rd\n \n\n e  \n")], &[]);
    let expected =
        ["r.txt:3 a", "r.txt:6 b ", "r.txt:7 c", "r.txt:8 d", "r.txt:9  ", "r.txt:11  e"];
    assert_eq!(lines.unwrap(), expected);
    assert_eq!(read(&[("r.txt", " \n ")], &[]).unwrap(), ["r.txt:2 "]);
}

#[test]
fn conditions_and_includes_are_carried_out() {
    let files = [
        (
            "r.txt",
            "!#if x\na\n!#include d/s.txt\n!#else\nb\n!#include none.txt\n!#endif\n!#safari_cb_affinity\nc",
        ),
        ("d/s.txt", "! Title: s\n! Diff-Path: y\n!#include ../o.txt\ns\n"),
        ("o.txt", "o"),
    ];
    let expected = [
        "r.txt:2 a",
        "d/s.txt:1 ! Title: s",
        "o.txt:1 o",
        "d/s.txt:4 s",
        "r.txt:8 !#safari_cb_affinity",
        "r.txt:9 c",
    ];
    assert_eq!(read(&files, &["x"]).unwrap(), expected);
    let missing =
        LoadError::Missing { name: "none.txt".to_owned(), included: Some(("r.txt".to_owned(), 6)) };
    assert_eq!(read(&files, &[]).unwrap_err(), missing);
}

#[test]
fn a_loop_is_an_error_that_names_the_chain() {
    let files = [
        ("r.txt", "a\n!#include s.txt"),
        ("s.txt", "!#include t.txt"),
        ("t.txt", "!#include s.txt"),
    ];
    let chain = ["r.txt", "s.txt", "t.txt", "s.txt"].map(str::to_owned).to_vec();
    assert_eq!(read(&files, &[]).unwrap_err(), LoadError::IncludeLoop(chain));
}

#[test]
fn includes_that_multiply_are_bounded() {
    let names: Vec<String> = (0..30).map(|it| format!("f{it}.txt")).collect();
    let texts: Vec<String> =
        (0..30).map(|it| format!("!#include f{0}.txt\n!#include f{0}.txt", it + 1)).collect();
    let mut files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.extend([("r.txt", "!#include f0.txt"), ("f30.txt", "x")]);
    assert!(matches!(read(&files, &[]), Err(LoadError::TooManyIncludes { .. })));
}

/// The time grows with the number of lines, not with lines times depth.
#[test]
fn deep_conditions_are_read_once() {
    const DEPTH: usize = 200_000;
    for (condition, expected) in
        [("true", &["r.txt:200002 x", "r.txt:400004 y"][..]), ("a", &["r.txt:400004 y"])]
    {
        let text = format!(
            "!#if {condition}\n{}x\n{}y",
            "!#if true\n".repeat(DEPTH),
            "!#endif\n".repeat(DEPTH + 1)
        );
        assert_eq!(read(&[("r.txt", &text)], &[]).unwrap(), expected);
    }
}

#[test]
fn directives_without_a_partner_are_errors() {
    let wrong =
        ["!#if a\nx", "!#else\nx", "!#endif", "!#if\nx\n!#endif", "!#if a\n!#else b\n!#endif"];
    for text in wrong {
        let error = read(&[("r.txt", text)], &[]).unwrap_err();
        assert!(matches!(error, LoadError::Directive { .. }), "{text}: {error}");
    }
}
