//! The verdicts of the blockers' own parsers on rules, compared with the linter's.

use std::fs;

use bloqr::{
    diagnostic::Severity,
    lint::{Config, Targets, lint},
};

use crate::support::root;

#[test]
fn rules_are_judged_as_the_blockers_do() {
    compare(
        "verdicts.tsv",
        &[("ubo", Targets::UBO), ("adg", Targets::ADG), ("brave", Targets::BRAVE)],
    );
}

#[test]
fn rules_are_judged_as_dns_blockers_do() {
    compare("dns-verdicts.tsv", &[("server", Targets::DNS_ADG_HOME), ("hlc", Targets::DNS_HLC)]);
}

/// `blockers` are in the order of the file's first column, with the names of its last column.
fn compare(file: &str, blockers: &[(&str, Targets)]) {
    let rows = fs::read_to_string(root().join("tests/corpus/lint").join(file)).unwrap();
    let mut wrong = String::new();
    for row in rows.lines().filter(|it| !it.starts_with("! ")) {
        let mut columns = row.split('\t');
        let verdicts = columns.next().unwrap();
        let rule = unescaped(columns.next().unwrap());
        let known = columns.next().unwrap_or_default();
        assert_eq!(verdicts.len(), blockers.len(), "{row}");
        for (verdict, &(name, targets)) in verdicts.chars().zip(blockers) {
            let judged = match lint(&rule, &Config::for_targets(targets)).count(Severity::Error) {
                0 => '+',
                _ => '-',
            };
            let is_known = known.split("; ").any(|it| it.starts_with(&format!("{name}: ")));
            if (judged == verdict) == is_known {
                wrong += &format!("{name} {verdict}, judged {judged}, known: {is_known}: {row}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// With the characters that escapes like `\u{200b}` mean.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}
