//! Rules of each kind, and what becomes of them in each product: tests/corpus/convert.

use std::{collections::BTreeSet, fmt::Write, fs};

use bloqr::convert::{Conversion, Target, convert};

use crate::support::{golden, root};

fn rules() -> String {
    fs::read_to_string(root().join("tests/corpus/convert/rules.txt")).unwrap()
}

#[test]
fn each_kind_for_each_product() {
    for to in Target::ALL {
        let mut out = String::new();
        for rule in rules().lines() {
            match convert(rule, to) {
                Ok(Conversion::Unchanged) => writeln!(out, "  {rule}").unwrap(),
                Ok(Conversion::Changed(made)) => {
                    writeln!(out, "- {rule}").unwrap();
                    made.iter().for_each(|it| writeln!(out, "+ {it}").unwrap());
                }
                Err(refusal) => {
                    writeln!(out, "- {rule}\n! {}: {refusal}", refusal.reason()).unwrap();
                }
            }
        }
        golden(&format!("tests/corpus/convert/{}.out", to.as_str()), &out);
    }
}

/// Every reason of the converter itself is in the cases; the linter's messages have their own cases.
#[test]
fn every_reason_has_a_case() {
    let rules = rules();
    let refusals = rules.lines().flat_map(|rule| Target::ALL.map(|to| convert(rule, to).err()));
    let found: BTreeSet<&str> = refusals.flatten().map(|it| it.reason()).collect();
    let own = [
        "blocks-pages",
        "cosmetic-modifier",
        "domain-form",
        "domains-twice",
        "header-domains",
        "html",
        "javascript",
        "media",
        "missing-value",
        "negated-modifier",
        "no-domain",
        "path-in-domain",
        "pseudo-class",
        "resource",
        "scriptlet",
        "scriptlet-argument",
        "unbound-rewrite",
        "unreadable",
    ];
    let missing: Vec<_> = own.iter().filter(|it| !found.contains(*it)).collect();
    assert!(missing.is_empty(), "{missing:?} have no case in tests/corpus/convert/rules.txt");
}

#[test]
fn a_rule_is_one_line() {
    for rule in ["||a.example^\n||b.example^$1p", "! a\n||b.example^", "\n"] {
        let refusal = convert(rule, Target::Adg).unwrap_err();
        assert_eq!(refusal.reason(), "unreadable", "{rule:?}");
    }
}
