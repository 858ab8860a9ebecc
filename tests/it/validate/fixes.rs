//! `--fix` and `--diff`.

use std::fs;

use bloqr::{
    diagnostic::Severity,
    lint::{self, Config, Targets},
    source::lines,
};

use super::{dir, run};
use crate::support::{files, root};

const TWICE: &str =
    "! a\r\n||a.example^$script,script\r\n\r\n||b.example^$image,script,image\r\n! no end";
const ONCE: &str = "! a\r\n||a.example^$script\r\n\r\n||b.example^$image,script\r\n! no end";

#[test]
fn only_what_is_wrong_changes() {
    let dir = dir(&[("a.txt", TWICE), ("b.txt", "||a.example^$script\n")]);
    let before = fs::metadata(dir.path().join("b.txt")).unwrap().modified().unwrap();
    let (code, out, err) = run(dir.path(), &["--fix"]);
    let expect = "No problems in 3 rules of 2 lists\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, "mended 2 things in 1 list\n"));
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), ONCE);
    assert_eq!(fs::metadata(dir.path().join("b.txt")).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left behind");
}

#[test]
fn a_diff_changes_nothing_and_shows_it_all() {
    let dir = dir(&[("a.txt", TWICE)]);
    let (code, out, err) = run(dir.path(), &["--diff"]);
    let expect = "--- a/a.txt\n+++ b/a.txt\n@@ -1,5 +1,5 @@\n ! a\r\n-||a.example^$script,script\r\n\
        +||a.example^$script\r\n \r\n-||b.example^$image,script,image\r\n+||b.example^$image,script\r\n \
        ! no end\n\\ No newline at end of file\n";
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (1, expect, "--fix would mend 2 things in 1 list\n")
    );
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), TWICE);
    let (code, out, err) = run(dir.path(), &["--rule", "||a.example^$script", "--diff"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "nothing that --fix would change\n"));
}

#[test]
fn what_cannot_be_written_back_stays() {
    let dir = dir(&[]);
    let text = b"||a.example^$script,script\n||b\xfccher.example^\n";
    fs::write(dir.path().join("a.txt"), text).unwrap();
    let (code, _, err) = run(dir.path(), &["--fix"]);
    assert_eq!((code, err.as_str()), (1, "warning: a.txt is not UTF-8, and stays as it is\n"));
    assert_eq!(fs::read(dir.path().join("a.txt")).unwrap(), text);
    let (code, _, err) = run(dir.path(), &["--fix", "--rule", "||a.example^"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "error: cannot mend <rule>: it is no file\n  try: --diff shows what would change\n")
    );
}

#[test]
fn a_rule_of_several_selectors_becomes_several_rules() {
    let before = "a.example##.a, b:not(.c, [d=\",\"]),e\\,f\r\n#@#.a, .b\r\n!+ NOT_OPTIMIZED\r\n##.c, .d\r\n##.x, .y";
    let after = "a.example##.a\r\na.example##b:not(.c, [d=\",\"])\r\na.example##e\\,f\r\n#@#.a, .b\r\n!+ NOT_OPTIMIZED\r\n##.c, .d\r\n##.x\r\n##.y";
    let dir = dir(&[("a.txt", before)]);
    let (_, _, err) = run(dir.path(), &["--fix", "--select", "single-selector"]);
    assert_eq!(err, "mended 2 things in 1 list\n");
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), after);
}

#[test]
fn what_says_the_same_is_written_as_it_is_now() {
    let before = "!+ PLATFORM(mac, ios , mac) NOT_OPTIMIZED NOT_OPTIMIZED\n||a.example/x$mp4\n\
        !+ PLATFORM(mac) PLATFORM(ios)\n||a.example/y$empty,script\n||a.example/z$empty,redirect=noopjs\n\
        A.example,b.Example##.ad\n";
    let after = "!+ PLATFORM(mac, ios) NOT_OPTIMIZED\n||a.example/x$redirect=noopmp4-1s,media\n\
        !+ PLATFORM(mac) PLATFORM(ios)\n||a.example/y$redirect=nooptext,script\n\
        ||a.example/z$empty,redirect=noopjs\na.example,b.example##.ad\n";
    let dir = dir(&[("a.txt", before)]);
    run(dir.path(), &["--fix", "--target", "adg"]);
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), after);
    // Other blockers know `empty` by no other name.
    let dir = self::dir(&[("a.txt", "||a.example/x$mp4\n")]);
    run(dir.path(), &["--fix", "--target", "adg,ubo"]);
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), "||a.example/x$mp4\n");
}

/// Every line of the corpus, and of the lists in `BLOQR_LISTS` where that names a directory.
#[test]
fn a_fix_never_breaks_a_rule() {
    let mut dirs = vec![root().join("tests/corpus")];
    dirs.extend(std::env::var_os("BLOQR_LISTS").map(Into::into));
    let split = lint::Rule::find("multiple-selectors").unwrap();
    let configs = [Targets::EVERY, Targets::ADG, Targets::UBO, Targets::BRAVE].map(|targets| {
        let mut config = Config::for_targets(targets);
        config.set(split, lint::Level::On(Severity::Warning));
        config
    });
    let mut made = 0;
    let all = dirs.iter().flat_map(|it| files(it, "txt"));
    for (file, config) in all.flat_map(|it| configs.iter().map(move |config| (it.clone(), config)))
    {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for line in lines(&text) {
            let before = lint::check(line.text, config);
            let (fixed, n) = lint::fix(line.text, &before.diagnostics);
            if n == 0 {
                continue;
            }
            made += n;
            let after = lint::check(&fixed, config);
            let (before, after) = (before.count(Severity::Error), after.count(Severity::Error));
            assert!(after <= before, "{}: {} became {fixed}", file.display(), line.text);
            let again = (0..20).try_fold(fixed, |text, _| {
                let (next, n) = lint::fix(&text, &lint::check(&text, config).diagnostics);
                if n == 0 { Err(()) } else { Ok(next) }
            });
            assert!(again.is_err(), "{}: {} is never done", file.display(), line.text);
        }
    }
    assert!(made > 0);
}
