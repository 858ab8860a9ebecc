use super::{Form, Refusal, Regions, Unbalanced, Unread, Verdict, include, unvalidated};
use crate::Targets;

/// The blockers that read the block of a condition, and those that read the lines after its
/// `!#else`, as names of targets.
fn readers(condition: &str) -> (String, String) {
    let text = format!("!#if {condition}\na\n!#else\nb\n!#endif\n");
    let regions = Regions::of(&text, Targets::EVERY);
    (named(regions.readers(1)), named(regions.readers(3)))
}

/// Adblock Plus and Brave read everything, so only the others are named.
fn named(targets: Targets) -> String {
    assert!(targets.contains(Targets::ABP | Targets::BRAVE));
    const PARTS: [(&str, &str); 14] = [
        ("win", "adg_os_windows"),
        ("mac", "adg_os_mac"),
        ("android", "adg_os_android"),
        ("chrome", "adg_ext_chrome"),
        ("opera", "adg_ext_opera"),
        ("edge", "adg_ext_edge"),
        ("firefox", "adg_ext_firefox"),
        ("cb", "adg_cb_android"),
        ("ios", "adg_cb_ios"),
        ("safari", "adg_cb_safari"),
        ("ubo-chrome", "ubo_ext_chrome"),
        ("ubo-opera", "ubo_ext_opera"),
        ("ubo-edge", "ubo_ext_edge"),
        ("ubo-firefox", "ubo_ext_firefox"),
    ];
    let whole = [("adg", Targets::ADG), ("ubo", Targets::UBO)];
    let mut left = targets & (Targets::ADG | Targets::UBO);
    let mut names = Vec::new();
    for (name, product) in whole {
        if left.contains(product) {
            left = left.without(product);
            names.push(name);
        }
    }
    for (short, name) in PARTS {
        if name.parse::<Targets>().is_ok_and(|it| left.contains(it)) {
            names.push(short);
        }
    }
    names.join(" ")
}

#[test]
fn conditions_are_evaluated_as_each_product_does() {
    const ALL: &str = "adg ubo";
    let cases = [
        // One name.
        ("ext_ublock", "ubo", "adg"),
        ("!ext_ublock", "adg", "ubo"),
        ("adguard", "adg", "ubo"),
        ("!adguard", "ubo", "adg"),
        ("(adguard)", "adg", "ubo"),
        ("env_firefox", "ubo-firefox", "adg ubo-chrome ubo-opera ubo-edge"),
        (
            "adguard_ext_firefox",
            "firefox ubo-firefox",
            "win mac android chrome opera edge cb ios safari ubo-chrome ubo-opera ubo-edge",
        ),
        (
            "adguard_ext_opera",
            "opera ubo-chrome ubo-opera ubo-edge",
            "win mac android chrome edge firefox cb ios safari ubo-firefox",
        ),
        ("adguard_app_ios", "ios", "ubo win mac android chrome opera edge firefox cb safari"),
        // A condition that depends on the browser: both parts are read.
        ("env_mobile", "ubo", ALL),
        ("!env_mobile", ALL, "ubo"),
        ("env_mv3", "ubo", ALL),
        // AdGuard reads an unknown name as false; uBlock Origin then reads everything.
        ("typo", "ubo", ALL),
        ("!typo", ALL, "ubo"),
        ("true", ALL, "ubo"),
        ("false", "", ALL),
        ("!false", ALL, ""),
        // For uBlock Origin, an unknown capability is false.
        ("cap_new", "", ALL),
        ("!cap_new", ALL, ""),
        ("cap_user_stylesheet", "", ALL),
        ("ext_adguard", "ubo", ALL),
        // Operators.
        ("adguard && ext_ublock", "", ALL),
        ("adguard || ext_ublock", ALL, ""),
        (
            "(adguard_app_mac || adguard_app_ios)",
            "mac ios",
            "ubo win android chrome opera edge firefox cb safari",
        ),
        (
            "adguard && !adguard_app_ios",
            "win mac android chrome opera edge firefox cb safari",
            "ubo ios",
        ),
        // From left to right, and by precedence.
        (
            "ext_ublock || adguard && adguard_app_ios",
            "ios",
            "ubo win mac android chrome opera edge firefox cb safari",
        ),
        ("true && ext_ublock", "ubo", ALL),
        // Inner brackets: uBlock Origin reads everything.
        (
            "(adguard && (adguard_app_mac || adguard_app_ios))",
            "ubo mac ios",
            "ubo win android chrome opera edge firefox cb safari",
        ),
        ("!(env_firefox)", ALL, "ubo"),
        ("(adguard && false) || ext_ublock", "ubo", ALL),
        ("((adguard))", ALL, "ubo"),
        // Blanks.
        ("ext_ublock&&!env_mv3", "ubo", ALL),
        ("ext_ublock &&!env_mv3", "ubo", ALL),
        (
            "adguard  &&  !adguard_app_ios",
            "win mac android chrome opera edge firefox cb safari",
            "ubo ios",
        ),
        ("adguard\t|| ext_ublock", ALL, ""),
        ("adguard ||\text_ublock", "ubo adg", "ubo"),
        ("! adguard", "ubo", "adg ubo"),
        // AdGuard reads the letter before an operator as a blank.
        ("adguard||ext_ublock", "ubo", ALL),
        ("adguardx|| ext_ublock", "adg ubo", "ubo"),
        ("(adguard)|| ext_ublock", "ubo", ALL),
        ("!(adguard)|| ext_ublock", ALL, "ubo"),
        // uBlock Origin ignores an unknown name before `||`.
        ("typo || ext_ublock", "ubo", "adg"),
        ("typo && ext_ublock", "ubo", ALL),
        ("ext_ublock || typo", "ubo", ALL),
        ("adguard ext_ublock", "ubo", ALL),
        ("a(adguard)", "ubo", ALL),
        ("!!adguard", ALL, "ubo"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(condition, then, otherwise)| {
            let sorted = |it: &str| {
                let mut words: Vec<&str> = it.split(' ').collect();
                words.sort_unstable();
                words.join(" ")
            };
            let (is_then, is_otherwise) = readers(condition);
            let is_right =
                sorted(&is_then) == sorted(then) && sorted(&is_otherwise) == sorted(otherwise);
            (!is_right).then(|| {
                format!("{condition}: {is_then} / {is_otherwise}, not {then} / {otherwise}")
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wrong_with_a_condition_is_told() {
    use Refusal::{Brackets, Empty};
    let unknown = |name: &str| Some(Unread::Unknown(name.to_owned()));
    let (always, never, depends) = (Verdict::Always, Verdict::Never, Verdict::Depends);
    let cases = [
        ("adguard", depends, None, None, false),
        ("false", never, None, None, false),
        ("!false", always, None, None, false),
        ("true", always, unknown("true"), None, false),
        ("typo", never, unknown("typo"), None, false),
        ("adguard && ext_ublock", never, None, None, false),
        ("adguard && !adguard", never, None, None, false),
        // True only for blockers that do not evaluate conditions, and for AdGuard's command line.
        ("ext_abp", depends, None, None, false),
        ("adguard_app_cli", depends, None, None, false),
        ("!ext_abp", depends, None, None, false),
        ("ext_ublock || !ext_ublock", always, None, None, false),
        ("", depends, Some(Unread::Empty), Some(Empty), false),
        ("()", depends, Some(Unread::Empty), Some(Empty), false),
        ("!", depends, Some(Unread::Spaces), Some(Empty), false),
        ("adguard &&", depends, Some(Unread::Spaces), Some(Empty), false),
        ("|| adguard", depends, Some(Unread::Spaces), Some(Empty), false),
        ("(adguard", depends, Some(Unread::Brackets), Some(Brackets), false),
        ("adguard)", depends, Some(Unread::Brackets), Some(Brackets), false),
        (")adguard(", depends, Some(Unread::Brackets), Some(Brackets), false),
        ("!(env_firefox)", always, Some(Unread::Brackets), None, false),
        ("a&&b", depends, Some(Unread::Spaces), Some(Empty), false),
        ("ab&&b", never, Some(Unread::Spaces), None, true),
        ("adguard&& b", never, Some(Unread::Spaces), None, true),
        // An operand that cannot change the result is not evaluated.
        (
            "adguard && true || (adguard || !adguard) || ",
            always,
            Some(Unread::Brackets),
            None,
            false,
        ),
    ];
    for (condition, verdict, unread, refusal, loses) in cases {
        let text = format!("!#if {condition}");
        let regions = Regions::of(&text, Targets::EVERY);
        let block = &regions.blocks[0];
        let is = (block.verdict, block.unread.clone(), block.refusal, block.loses_letter);
        assert_eq!(is, (verdict, unread, refusal, loses), "{condition}");
        assert_eq!(block.condition, condition.trim());
        let span = block.span.start as usize..block.span.end as usize;
        assert_eq!(&text[span], condition.trim());
    }
}

#[test]
fn blocks_nest() {
    let text = "a\n!#if ext_ublock\nb\n!#if env_firefox\nc\n!#else\nd\n!#endif\ne\n!#else\nf\n!#if adguard_app_mac\ng\n!#endif\nh\n!#endif\ni\n";
    let regions = Regions::of(text, Targets::EVERY);
    let at = |line| named(regions.readers(line));
    assert_eq!(at(0), "adg ubo");
    assert_eq!(at(2), "ubo");
    assert_eq!(at(4), "ubo-firefox");
    assert_eq!(at(6), "ubo-chrome ubo-opera ubo-edge");
    assert_eq!(at(8), "ubo");
    assert_eq!(at(10), "adg");
    assert_eq!(at(12), "mac");
    assert_eq!(at(14), "adg");
    assert_eq!(at(16), "adg ubo");
    let lines: Vec<_> =
        regions.blocks.iter().map(|it| (it.line, it.else_line, it.end_line)).collect();
    assert_eq!(lines, [(1, Some(9), Some(15)), (3, Some(5), Some(7)), (11, None, Some(13))]);
    assert!(!regions.is_plain());
    assert!(Regions::of("a\n!#if\n", Targets::EVERY).is_plain());
    // An included list is read by those who read its include.
    let inner = Regions::of("a\n!#if adguard\nb\n!#endif\n", Targets::UBO);
    assert_eq!((inner.readers(0), inner.readers(2)), (Targets::UBO, Targets::NONE));
}

#[test]
fn what_has_no_partner_is_told() {
    use Unbalanced::{Else, Endif, LongElse, Open, SecondElse};
    let cases: &[(&str, &[Unbalanced])] = &[
        ("!#if adguard\na", &[Open { line: 0 }]),
        ("!#if a\n!#if b\n!#endif", &[Open { line: 0 }]),
        ("!#else\na", &[Else { line: 0 }]),
        ("a\n!#endif", &[Endif { line: 1 }]),
        ("!#if a\n!#else\n!#else\n!#endif", &[SecondElse { line: 2, first: 1 }]),
        ("!#if a\n!#else // b\n!#endif # a", &[LongElse { line: 1 }]),
        ("!#if a\n!#else  \n!#endif  ", &[]),
        ("!#iffy\n!#endifs\n!#elsewhere", &[]),
        ("!#if(adguard)\n!#endif", &[]),
    ];
    for (text, unbalanced) in cases {
        assert_eq!(Regions::of(text, Targets::EVERY).unbalanced, *unbalanced, "{text}");
    }
    let open = Regions::of("!#if adguard\na\nb", Targets::EVERY);
    assert_eq!(named(open.readers(2)), "adg");
    let second = Regions::of("!#if adguard\n!#else\n!#else\na\n!#endif", Targets::EVERY);
    assert_eq!(named(second.readers(3)), "adg");
}

#[test]
fn what_looks_like_a_directive_is_told() {
    let comments = [
        " !#if adguard",
        "!# if adguard",
        "! #if adguard",
        "! # endif",
        "\t!#else",
        " !#include a.txt",
        "!# include a.txt",
        "! #if (adguard && !ext_ublock)",
    ];
    let others = [
        "!#if adguard",
        "! if adguard",
        "! #if is a directive",
        "!#include a.txt",
        "! #include is read",
        "! # else what",
        "!#endif",
        "# if adguard",
        "! #if",
        "!## include",
    ];
    for text in comments {
        assert_eq!(Regions::of(text, Targets::EVERY).comments, [0], "{text}");
        assert!(Regions::of(text, Targets::EVERY).blocks.is_empty(), "{text}");
    }
    for text in others {
        assert!(Regions::of(text, Targets::EVERY).comments.is_empty(), "{text}");
    }
}

#[test]
fn includes_are_read_as_each_product_does() {
    let directive = |path, whole| Some(Form::Directive { path, whole });
    let cases = [
        ("!#include a/b.txt", directive("a/b.txt", "a/b.txt"), "a/b.txt", None),
        ("!#include  a.txt  ", directive("a.txt", "a.txt"), "a.txt", None),
        (
            "!#include I%20Like%20It.txt",
            directive("I%20Like%20It.txt", "I%20Like%20It.txt"),
            "I Like It.txt",
            None,
        ),
        ("!#include b c.txt", directive("b", "b c.txt"), "b", Some("b c.txt")),
        ("!#include a.txt?x=1#y", directive("a.txt?x=1#y", "a.txt?x=1#y"), "a.txt", None),
        ("!#include %C3%A9.txt", directive("%C3%A9.txt", "%C3%A9.txt"), "é.txt", None),
        ("!#include 100%.txt", directive("100%.txt", "100%.txt"), "100%.txt", None),
        ("!#include %FF%zz%.txt", directive("%FF%zz%.txt", "%FF%zz%.txt"), "%FF%zz%.txt", None),
        ("!#include", None, "", None),
        ("!#includes a.txt", None, "", None),
        ("! include a.txt", None, "", None),
        (
            "%include easylist:dir/x.txt%",
            Some(Form::PythonAbp { name: Some("easylist"), path: "dir/x.txt" }),
            "dir/x.txt",
            None,
        ),
        (
            "  %include  x.txt %  ",
            Some(Form::PythonAbp { name: None, path: "x.txt" }),
            "x.txt",
            None,
        ),
        ("%include%", None, "", None),
        ("%included%", None, "", None),
        (
            "@include \"a.txt\"",
            Some(Form::Template { path: "a.txt", exclude: None }),
            "a.txt",
            None,
        ),
        (
            "@include \"../b/a.txt\" /stripComments /exclude=\"x.txt\"",
            Some(Form::Template { path: "../b/a.txt", exclude: Some("x.txt") }),
            "../b/a.txt",
            None,
        ),
        (
            "@include https://a.example/b.txt /notOptimized",
            Some(Form::Template { path: "https://a.example/b.txt", exclude: None }),
            "https://a.example/b.txt",
            None,
        ),
        ("@include ", None, "", None),
        ("@include what", None, "", None),
    ];
    for (text, form, path, other) in cases {
        let found = include::read(text, 0);
        assert_eq!(found.as_ref().map(|it| it.form.clone()), form, "{text}");
        let Some(found) = found else { continue };
        assert_eq!(found.path(), path, "{text}");
        assert_eq!(found.other_path().as_deref(), other, "{text}");
        assert!(text.len() >= found.span.end as usize && !found.span.is_empty(), "{text}");
    }
    let text = "!#if adguard\n!#include a.txt\n!#endif\n%include b.txt%\n@include \"c.txt\"\n";
    let regions = Regions::of(text, Targets::EVERY);
    let lines: Vec<u32> = regions.includes.iter().map(|it| it.line).collect();
    assert_eq!(lines, [1, 3, 4]);
    assert!(!regions.includes[0].loaded_by().intersects(Targets::BRAVE | Targets::ABP));
}

#[test]
fn lines_behind_not_validate() {
    let text = "!+ NOT_VALIDATE\na\nb\n!+ NOT_OPTIMIZED NOT_VALIDATE\nc\n! NOT_VALIDATE\nd\n!+ NOT_VALIDATED\ne";
    assert_eq!(unvalidated(text), [1, 4]);
}

/// Texts of any size and form: there is no recursion, and the time grows only with the text.
#[test]
fn hostile_directives_are_read() {
    let deep = format!("!#if {}adguard{}", "(".repeat(100_000), ")".repeat(100_000));
    let wide = format!("!#if adguard{}", " && adguard".repeat(100_000));
    let many =
        "!#if adguard || (ext_ublock && !env_mv3)\n||a^\n!#else\n||b^\n!#endif\n".repeat(100_000);
    let open = "!#if ext_ublock\n".repeat(300_000);
    let nots = format!("!#if {}adguard", "!".repeat(100_000));
    for text in [&deep, &wide, &many, &open, &nots] {
        let regions = Regions::of(text, Targets::EVERY);
        assert!(!regions.blocks.is_empty());
    }
    assert_eq!(named(Regions::of(&deep, Targets::EVERY).blocks[0].then), "adg ubo");
    assert_eq!(named(Regions::of(&wide, Targets::EVERY).blocks[0].then), "adg");
    assert_eq!(Regions::of(&many, Targets::EVERY).blocks.len(), 100_000);
    let mut chance = fastrand::Rng::with_seed(7);
    let mut below = |most: usize| chance.usize(..most);
    let parts = [
        "!#if ",
        "!#else",
        "!#endif",
        "\n",
        " ",
        "(",
        ")",
        "!",
        "&&",
        "||",
        "adguard",
        "é",
        "\u{FEFF}",
        "!#include ",
        "%include ",
        "%",
        "@include ",
        "\"",
        "\r",
        "\t",
        "ext_ublock",
    ];
    for _ in 0..3000 {
        let text: String = (0..below(30)).map(|_| parts[below(parts.len())]).collect();
        let regions = Regions::of(&text, Targets::EVERY);
        (0..40).for_each(|line| assert!(regions.readers(line).contains(Targets::BRAVE)));
    }
}

/// Candidates for directives are found for all line breaks, and with the right number.
#[test]
fn candidates_are_lines_with_their_numbers() {
    let pieces = ["!#if x", "a", "", "%include a:b%", " ! # if", "||a^", "x!y"];
    let ends = ["\n", "\r\n", "\r", "\x0c", "\n\n", "\r\r\n"];
    let mut text = String::new();
    for n in 0..200_usize {
        text += pieces[n * 7 % 5 + n % 3];
        text += ends[n * 5 % 6];
    }
    for text in [text.as_str(), text.trim_end(), "", "\n", "!", "a\n!", "\u{feff}!#if a\nb"] {
        let all = (0_u32..).zip(bloqr_syntax::source::lines(text).map(|it| it.text));
        let wanted = all.filter(|it| it.1.contains('!') || it.1.contains("include"));
        assert!(super::candidates(text).eq(wanted), "{text:?}");
    }
}

#[test]
fn includes_are_found_without_the_rest() {
    let text = "\u{feff}!#include a.txt\n||include.example^\n !#include b.txt\n!#if x\n!#include c.txt\n\
                !#endif\n! include it\n %include easylist:d.txt%\n%include e.txt%\n\u{a0}%include f.txt%\n\
                @include \"g.txt\"\r\n!#includes h.txt\nx!#include i.txt\n!#include j.txt !#include";
    let found: Vec<_> = super::includes(text).collect();
    assert_eq!(found, Regions::of(text, Targets::EVERY).includes);
    assert_eq!(found.len(), 6);
}
