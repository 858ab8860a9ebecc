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
    let dir = dir(&[("a.txt", TWICE), ("b.txt", "||c.example^$script\n")]);
    let before = fs::metadata(dir.path().join("b.txt")).unwrap().modified().unwrap();
    let (code, out, err) = run(dir.path(), &["--fix"]);
    let expect = "No problems in 3 rules of 2 lists\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, "fixed 2 problems in 1 list\n"));
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
        (1, expect, "--fix would fix 2 problems in 1 list\n")
    );
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), TWICE);
    let (code, out, err) = run(dir.path(), &["--rule", "||a.example^$script", "--diff"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "--fix would change nothing\n"));
}

#[test]
fn what_cannot_be_written_back_stays() {
    let dir = dir(&[]);
    let text = b"||a.example^$script,script\n||b\xfccher.example^\n";
    fs::write(dir.path().join("a.txt"), text).unwrap();
    let (code, _, err) = run(dir.path(), &["--fix"]);
    assert_eq!((code, err.as_str()), (1, "warning: a.txt is not UTF-8, so it is not changed\n"));
    assert_eq!(fs::read(dir.path().join("a.txt")).unwrap(), text);
    let (code, _, err) = run(dir.path(), &["--fix", "--rule", "||a.example^"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "error: cannot fix <rule>: it is not a file\n  try: --diff shows what would change\n")
    );
}

#[test]
fn a_rule_of_several_selectors_becomes_several_rules() {
    let before = "a.example##.a, b:not(.c, [d=\",\"]),e\\,f\r\n#@#.a, .b\r\n!+ NOT_OPTIMIZED\r\n##.c, .d\r\n##.x, .y";
    let after = "a.example##.a\r\na.example##b:not(.c, [d=\",\"])\r\na.example##e\\,f\r\n#@#.a, .b\r\n!+ NOT_OPTIMIZED\r\n##.c, .d\r\n##.x\r\n##.y";
    let dir = dir(&[("a.txt", before)]);
    let (_, _, err) = run(dir.path(), &["--fix", "--select", "single-selector"]);
    assert_eq!(err, "fixed 2 problems in 1 list\n");
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), after);
}

#[test]
fn a_list_of_selectors_that_is_taken_back_as_a_whole_stays() {
    let stays = [
        // The exception is about the list as it is written.
        "a.example##.a, .b\n#@#.a, .b\n",
        // Adblock Plus drops all of it for one.
        "a.example##.a, .b:upward(1)\n",
    ];
    for text in stays {
        let dir = dir(&[("a.txt", text)]);
        run(dir.path(), &["--fix", "--select", "single-selector"]);
        assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), text);
    }
}

#[test]
fn hints_and_domains_are_written_once() {
    let before = "!+ PLATFORM(mac, ios , mac) NOT_OPTIMIZED NOT_OPTIMIZED\n||a.example/x$script\n\
        !+ PLATFORM(mac) PLATFORM(ios)\n||a.example/y$empty,script\n\
        A.example,b.Example##.ad\n||b.example/z$domain=a.example,~domain=a.example\n";
    let after = "!+ PLATFORM(mac, ios) NOT_OPTIMIZED\n||a.example/x$script\n\
        !+ PLATFORM(mac) PLATFORM(ios)\n||a.example/y$empty,script\n\
        a.example,b.example##.ad\n||b.example/z$domain=a.example,~domain=a.example\n";
    let dir = dir(&[("a.txt", before)]);
    // AdGuard reads `$empty` as `$redirect=nooptext`; others know only one of the two.
    run(dir.path(), &["--fix", "--target", "adg"]);
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), after);
}

/// The text after `--fix`, which must need only one run.
#[track_caller]
fn fixes(before: &str, after: &str) {
    let dir = dir(&[("a.txt", before)]);
    let (_, _, err) = run(dir.path(), &["--fix"]);
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), after, "of\n{before}\n{err}");
    assert_eq!(err.is_empty(), before == after, "{err}");
    let (_, _, err) = run(dir.path(), &["--diff"]);
    // There can be fixes that are not safe.
    assert!(err.starts_with("--fix would change nothing"), "after\n{before}\n{err}");
}

#[test]
fn hints_tell_rules_apart() {
    // Without a hint it holds for every platform.
    fixes("!+ PLATFORM(windows)\n||ads^\n||ads^\n", "||ads^\n");
    fixes("||ads^\n!+ PLATFORM(windows)\n||ads^\n||x^\n", "||ads^\n||x^\n");
    fixes("||ads^\r\n!+ PLATFORM(mac)\r\n!+ NOT_PLATFORM(ios)\r\n||ads^", "||ads^\r\n");
    let twice = "!+ PLATFORM(mac, ios)\n||ads^\n||x^\n!+ PLATFORM(ios,mac)\n||ads^\n||y^\n";
    fixes(twice, "!+ PLATFORM(mac, ios)\n||ads^\n||x^\n||y^\n");
    for text in [
        "!+ PLATFORM(windows)\n||ads^\n!+ PLATFORM(mac)\n||ads^\n",
        "!+ PLATFORM(windows)\n||ads^\n!+ NOT_PLATFORM(windows)\n||ads^\n",
        // It stays where lists are made smaller, and where they are checked.
        "||ads^\n!+ NOT_OPTIMIZED\n||ads^\n",
        "||ads^\n!+ NOT_VALIDATE\n||ads^\n",
        "!+ PLATFORM(mac) NOT_OPTIMIZED\n||ads^\n||ads^\n",
        // Whose the hint is, not everyone agrees.
        "||ads^\n!+ PLATFORM(windows)\n! why\n||ads^\n",
        "!+ PLATFORM(windows)\n\n||ads^\n||ads^$script\n",
        "!+ PLATFORM(\n||ads^\n||ads^\n",
    ] {
        fixes(text, text);
    }
}

#[test]
fn what_is_about_the_removed_rule_goes_with_it() {
    let all = "! bloqr-disable-next-line short-rule\n||ads^\n! aglint-disable-next-line\n||x^\n";
    fixes(&format!("||ads^\n{all}"), &format!("||ads^\n{}", all.split_once("ads^\n").unwrap().1));
    fixes(
        "||ads^\n! aglint-disable-next-line short-rule\n!+ PLATFORM(mac)\n||ads^\n||x^\n",
        "||ads^\n||x^\n",
    );
    // A comment goes with the last rule it speaks of.
    fixes("||ads^\n! why\n||ads^\n! what\n||x^\n", "||ads^\n! what\n||x^\n");
    fixes("||ads^\n! why\n! and how\n!+ PLATFORM(mac)\n||ads^\n\n||x^\n", "||ads^\n\n||x^\n");
    fixes("||ads^\n||b^\n! why\n||ads^\n||b^\n", "||ads^\n||b^\n");
    fixes(
        "||ads^\n! *** ads ***\n! why\n||ads^\n! what\n||x^",
        "||ads^\n! *** ads ***\n! what\n||x^",
    );
    // Of more than that rule.
    fixes("||ads^\n! why\n||ads^\n||x^\n", "||ads^\n! why\n||x^\n");
    fixes("||ads^\n! why\n\n||ads^\n||x^\n", "||ads^\n! why\n\n||x^\n");
    for heading in ["! *** ads ***", "! ADS", "! Ads:", "!---- x", "! ||old^", "! Title: x", "! -"]
    {
        let before = format!("||ads^\n{heading}\n||ads^\n\n||x^\n");
        fixes(&before, &format!("||ads^\n{heading}\n\n||x^\n"));
    }
    fixes("! my list\n||ads^\n\n||ads^\n", "! my list\n||ads^\n\n");
}

#[test]
fn blocks_tell_rules_apart() {
    fixes("!#if adguard\n||ads^\n!#endif\n||ads^\n", "!#if adguard\n!#endif\n||ads^\n");
    fixes("||ads^\n!#if adguard\n||ads^\n!#endif\n", "||ads^\n!#if adguard\n!#endif\n");
    fixes(
        "!#if adguard\n!#if ext_ublock\n||ads^\n!#else\n||b^\n!#endif\n||ads^\n||b^\n!#endif\n",
        "!#if adguard\n!#if ext_ublock\n!#else\n!#endif\n||ads^\n||b^\n!#endif\n",
    );
    fixes(
        "!#safari_cb_affinity(social, other)\n||ads^\n!#safari_cb_affinity\n||ads^\n\
            !#safari_cb_affinity(other,social)\n||ads^\n!#safari_cb_affinity\n",
        "!#safari_cb_affinity(social, other)\n||ads^\n!#safari_cb_affinity\n||ads^\n\
            !#safari_cb_affinity(other,social)\n!#safari_cb_affinity\n",
    );
    for text in [
        "!#if adguard\n||ads^\n!#else\n||ads^\n!#endif\n",
        "!#if adguard\n||ads^\n!#endif\n!#if ext_ublock\n||ads^\n!#endif\n",
        "!#safari_cb_affinity(social)\n||ads^\n!#safari_cb_affinity\n||ads^\n",
        "||ads^\n!#safari_cb_affinity(social)\n!#if adguard\n||ads^\n!#endif\n!#safari_cb_affinity\n",
        "!#if adguard\n!#safari_cb_affinity(social)\n!#endif\n||ads^\n!#safari_cb_affinity\n||ads^\n",
        // To some blockers this is a comment, and to others it opens a block.
        "!#if adguard\n!# if ext_ublock\n!#endif\n||ads^\n!#endif\n!#if adguard\n||ads^\n!#endif\n",
        "!#if adguard\n!# endif\n||ads^\n!#endif\n||x^\n!#if adguard\n||ads^\n!#endif\n",
        "!#if (adguard\n||ads^\n!#endif\n||ads^\n",
    ] {
        fixes(text, text);
    }
}

#[test]
fn a_rule_goes_only_when_all_who_took_it_take_the_other() {
    // Adblock Plus knows no `3p`; uBlock Origin and Brave take no space.
    fixes("||a.example^$3p\n||a.example^$third-party\n", "||a.example^$third-party\n");
    fixes("||a.example^$third-party\n||a.example^$3p\n", "||a.example^$third-party\n");
    fixes(
        "||a.example^$3p\n||a.example^$third-party\n||a.example^$3p\n||a.example^$third-party\n",
        "||a.example^$third-party\n",
    );
    for text in [
        "||a.example^$3p,stylesheet\n||a.example^$third-party,css,badfilter\n",
        "@@||a.example^\n||a.example^\n||a.example^$important\n||a.example^$badfilter\n",
        "@@||a.example^$generichide\n@@||a.example^$elemhide\n@@||a.example^$document\n",
        "||a.example^$csp=a\n||a.example^$removeparam=a\n||a.example^$popup\n||a.example^$all\n",
        // Lines that uBlock Origin joins.
        "a.example##.x, \\\n    .y\nb.example##.x, \\\n    .y\n",
        "a.example##.ad\na.example## .ad\n",
        "a.example # why\na.example\n||x^\n||y^\n",
    ] {
        fixes(text, text);
    }
}

#[test]
fn what_is_left_alone_is_not_counted() {
    let split = "##.a, .b\n!+ NOT_OPTIMIZED\n##.c, .d\n! other-disable-next-line\n##.e, .f\n";
    let dir = dir(&[("a.txt", split)]);
    let args = ["--select", "single-selector"];
    let (_, out, _) = run(dir.path(), &[&args[..], &["--statistics"]].concat());
    assert!(out.contains("--fix fixes 1\n"), "{out}");
    let (_, _, err) = run(dir.path(), &[&args[..], &["--diff"]].concat());
    assert_eq!(err, "--fix would fix 1 problem in 1 list\n");
}

/// The lines of a list that another line covers.
#[track_caller]
fn covered(target: &str, list: &str, expect: &[u32]) {
    let dir = dir(&[("a.txt", list)]);
    let args = ["a.txt", "--target", target, "--select", "redundant-rule"];
    let (_, out, _) = run(dir.path(), &[&args[..], &["--format", "concise"]].concat());
    let line = |it: &str| it.split(':').nth(1).unwrap().parse::<u32>().unwrap();
    assert_eq!(out.lines().map(line).collect::<Vec<_>>(), expect, "{list}\n{out}");
}

#[test]
fn what_is_disabled_or_dropped_covers_nothing() {
    covered("any", "||b.com^\n||x.b.com^\n", &[2]);
    covered("any", "||b.com^$badfilter\n||b.com^\n||x.b.com^\n", &[]);
    covered(
        "any",
        "||x.b.com^\n||b.com^$script\n||x.b.com^$script\nb.com$badfilter,script\n",
        &[3],
    );
    covered("any", "@@||b.com^$badfilter\n||b.com^\n||x.b.com^\n", &[3]);
    // Adblock Plus has no `3p`.
    covered("any", "||b.com^$3p\n||x.b.com^$third-party,script\n", &[]);
    covered("ubo", "||b.com^$3p\n||x.b.com^$third-party,script\n", &[2]);
    covered("abp", "||b.com^\n||x.b.com^$3p\n", &[]);
    for apart in [
        "@@||b.com^\n||x.b.com^\n",
        "||b.com^\n||x.b.com^$important\n||x.b.com^$popup\n||x.b.com^$document\n||x.b.com^$all\n",
        "||b.com^\n||x.b.com^$removeparam=a\n||x.b.com^$csp=a\n||x.b.com^$redirect=noopjs,script\n",
        "@@||b.com^\n@@||x.b.com^$generichide\n",
        "b.com##.ad\nx.b.com#@#.ad\n",
        "!+ PLATFORM(mac)\n||b.com^\n||x.b.com^\n",
        "!#if adguard\n||b.com^\n!#endif\n||x.b.com^\n",
        "||b.com^\n!#safari_cb_affinity(social)\n||x.b.com^\n!#safari_cb_affinity\n",
        "||b.com^\n!+ NOT_OPTIMIZED\n||x.b.com^\n",
        // Brave blocks the page of `||x.b.com^`, and not of `||b.com^*`.
        "||b.com^*\n||x.b.com^\n",
        // AdGuard: `$popup` is about pages, `$popup,script` about scripts.
        "||b.com^$popup,script\n||x.b.com^$popup\n",
        "||b.com^$popup,script\n||x.b.com^$script\n",
        "@@||b.com^$generichide,popup\n@@||b.com^$popup\n",
    ] {
        covered("any", apart, &[]);
    }
    covered("any", "!+ PLATFORM(mac)\n||x.b.com^\n||b.com^\n", &[2]);
    covered("any", "!#if adguard\n||x.b.com^\n!#endif\n||b.com^\n", &[2]);
    for covering in [
        "||b.com^*\n||x.b.com^*\n",
        "||b.com^\n||x.b.com^*\n",
        "||b.com^$popup\n||x.b.com^$popup\n",
        "||b.com^$popup,script,image\n||x.b.com^$popup,script\n",
        "@@||b.com^$elemhide,script\n@@||b.com^$elemhide\n",
    ] {
        covered("adg", covering, &[2]);
    }
    covered("ubo", "||b.com^$all\n||x.b.com^$popup\n", &[2]);
    covered("ubo", "||b.com^*\n0.0.0.0 x.b.com\n", &[2]);
}

#[test]
fn what_other_lists_disable_covers_nothing() {
    let dir = dir(&[("a.txt", "||b.com^\n||x.b.com^\n"), ("b/b.txt", "||b.com^$badfilter\n")]);
    let args = ["a.txt", "--select", "redundant-rule", "--with", "b", "--quiet"];
    assert_eq!(run(dir.path(), &args).1, "");
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
            let before = lint::lint(line.text, config);
            let (fixed, n) = lint::fix(line.text, &before);
            if n == 0 {
                continue;
            }
            made += n;
            let after = lint::lint(&fixed, config);
            let (before, after) = (before.count(Severity::Error), after.count(Severity::Error));
            assert!(after <= before, "{}: {} became {fixed}", file.display(), line.text);
            let again = (0..20).try_fold(fixed, |text, _| {
                let (next, n) = lint::fix(&text, &lint::lint(&text, config));
                if n == 0 { Err(()) } else { Ok(next) }
            });
            assert!(again.is_err(), "{}: {} is never done", file.display(), line.text);
        }
    }
    assert!(made > 0);
}
