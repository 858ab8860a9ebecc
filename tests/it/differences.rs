//! Where bloqr does not do what AGTree 4.2.0 does, each case with its test. The page in docs/ is
//! made from this table.

use serde_json::{Value, json};

use bloqr::{
    source::lines,
    syntax::{self, Options},
    wire::{self, Json, ast},
};

use crate::support::golden;

struct Difference {
    /// A list, or one rule, that shows it.
    text: &'static str,
    agtree: &'static str,
    bloqr: &'static str,
    /// The path in the last rule's tree, and the expected value.
    holds: &'static [(&'static str, &'static str)],
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        text: "  a.example##.ad",
        agtree: "Takes as many letters off the domains as there are blanks before them: `example`.",
        bloqr: "The domain is `a.example`.",
        holds: &[("/domains/children/0/value", "\"a.example\""), ("/domains/start", "2")],
    },
    Difference {
        text: "\u{feff}! Title: A list",
        agtree: "Takes a byte order mark, or a Unicode space, for the marker of a comment or a part of the pattern.",
        bloqr: "Skips both where a line starts with them.",
        holds: &[("/type", "\"MetadataCommentRule\""), ("/marker/start", "1")],
    },
    Difference {
        text: "a.example#%#x = y:remove(z)",
        agtree: "Looks for uBO's `:style()`, `:remove()`, `:matches-path()` and `:matches-media()` in scripts, and refuses this one for mixing syntaxes.",
        bloqr: "A script is a script.",
        holds: &[("/type", "\"JsInjectionRule\""), ("/body/value", "\"x = y:remove(z)\"")],
    },
    Difference {
        text: "a.example$$div:matches-path(/x)",
        agtree: "The same in AdGuard's HTML rules.",
        bloqr: "The body is left whole.",
        holds: &[("/body/value", "\"div:matches-path(/x)\"")],
    },
    Difference {
        text: "a.example##+js(set, a, :remove())",
        agtree: "The same in the arguments of `+js()`.",
        bloqr: "An argument is an argument.",
        holds: &[("/body/children/0/children/2/value", "\":remove()\"")],
    },
    Difference {
        text: "##:matches-media((min-width: 9px)) .ad",
        agtree: "Loses the media query when no `:style()` follows.",
        bloqr: "It stays in the selector, where uBO reads it.",
        holds: &[
            ("/body/selectorList/value", "\":matches-media((min-width: 9px)) .ad\""),
            ("/syntax", "\"UblockOrigin\""),
        ],
    },
    Difference {
        text: "0.0.0.0 a.example b.example#note",
        agtree: "Loses the host name that the `#` of the comment is glued to.",
        bloqr: "It is a host name like the others. (Where it is the only one, both read a network rule.)",
        holds: &[("/hostnames/children/1/value", "\"b.example\""), ("/comment/value", "\"note\"")],
    },
    Difference {
        text: "127.0.0.1 a.example # note",
        agtree: "Gives host rules and their lists no place, and comments a shifted one.",
        bloqr: "They have their places.",
        holds: &[("/start", "0"), ("/hostnames/start", "10"), ("/comment/start", "22")],
    },
    Difference {
        text: "! one\n! aglint \"a\": 1",
        agtree: "Counts the offsets of a configuration from the start of its line.",
        bloqr: "From the start of the list, as all others.",
        holds: &[("/params/type", "\"ConfigNode\""), ("/params/start", "15")],
    },
    Difference {
        text: "!#if (a &&",
        agtree: "Crashes where an operand is missing: a `TypeError` without a place.",
        bloqr: "Says what is missing, and where.",
        holds: &[
            ("/error/message", "\"Expected an operand, but reached end of input\""),
            ("/error/start", "10"),
        ],
    },
    Difference {
        text: "! aglint a:",
        agtree: "Gives the errors of its JSON5 library no place.",
        bloqr: "They have one.",
        holds: &[("/error/name", "\"SyntaxError\""), ("/error/start", "11")],
    },
    Difference {
        text: "a.example##b:remove(",
        agtree: "Counts the place of an unclosed parenthesis from the start of the body when it looks for uBO's modifiers.",
        bloqr: "From the start of the rule.",
        holds: &[("/error/start", "19"), ("/error/end", "20")],
    },
    Difference {
        text: "! one\n##not(:matches-path(/x))",
        agtree: "Puts an error about what precedes `:not()` at the start of the list.",
        bloqr: "At the start of the rule.",
        holds: &[("/error/start", "6")],
    },
    Difference {
        text: "!#if 😀",
        agtree: "Quotes half of a character that takes two UTF-16 code units.",
        bloqr: "Quotes the character.",
        holds: &[("/error/message", "\"Unexpected character \\\"😀\\\"\"")],
    },
];

/// Differences that need a longer example.
const OTHERS: &[&str] = &[
    "Conditions of `!#if` nested deeper than 100, and configurations as deep, are refused, so that no \
     reader of the tree runs out of stack. AGTree goes on until JavaScript does.",
    "A line longer than 4 GiB is an invalid rule. JavaScript cannot hold half of that.",
    "Bare domains are judged by the newest public suffix list, not by that of tldts 5.7.112.",
];

#[test]
fn every_difference_is_as_the_page_says() {
    for difference in DIFFERENCES {
        let tree = last_rule(difference.text);
        for (pointer, expected) in difference.holds {
            let expected: Value = serde_json::from_str(expected).unwrap();
            let found = tree.pointer(pointer).unwrap_or(&Value::Null);
            assert_eq!(found, &expected, "{pointer} of {:?}: {tree}", difference.text);
        }
    }
}

/// The tree of the last rule of a list, with AGTree's options for lists and offsets in the list.
fn last_rule(text: &str) -> Value {
    let mut base = 0;
    let mut tree = json!(null);
    for line in lines(text) {
        let mut out = Json::new();
        let rule = syntax::parse(line.text, &Options::LIST);
        ast::write(&mut out, &rule, line, base, wire::Options::LIST.output, "");
        tree = serde_json::from_slice(&out.finish()).unwrap();
        base += line.units();
    }
    tree
}

#[test]
fn the_page() {
    let mut page = String::from(
        "# Where bloqr differs from AGTree\n\n\
         bloqr's tree is AGTree 4.2.0's: the same nodes, texts, offsets, messages and places, measured on \
         thousands of rules and, with `tests/conformance/`, on as many generated ones as you like. This is \
         all that differs. In each case AGTree is plainly wrong, or crashes, or has a limit that we cannot \
         share. The page is made from the table in `tests/it/differences.rs`, which tests every line of it.\n\n\
         | a list | AGTree 4.2.0 | bloqr |\n|---|---|---|\n",
    );
    for Difference { text, agtree, bloqr, .. } in DIFFERENCES {
        let shown = text.replace('\u{feff}', "(BOM)").replace('\n', "⏎").replace('|', "\\|");
        page.push_str(&format!("| `{shown}` | {agtree} | {bloqr} |\n"));
    }
    page.push_str("\nAnd what no short line shows:\n\n");
    for other in OTHERS {
        page.push_str(&format!("- {other}\n"));
    }
    golden("docs/differences.md", &page);
}
