//! The rules of the house that the compiler does not know.

use std::{collections::BTreeSet, fs};

use crate::support::{files, root};

/// Who may import whom. A module may always import itself. A new line here is a design decision.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source"]),
    ("lint", &["source", "diagnostic", "syntax"]),
    ("wire", &["source", "diagnostic", "syntax", "lint"]),
    ("matching", &["syntax"]),
    ("api", &["source", "diagnostic", "syntax", "lint", "matching", "wire"]),
    ("wasm", &["api"]),
    ("wrangler", &["source"]),
    ("dispatch", &["source", "syntax", "wire", "api", "wrangler"]),
    ("config", &["diagnostic", "lint"]),
    ("report", &["source", "diagnostic", "lint", "wire"]),
    (
        "cli",
        &[
            "source",
            "diagnostic",
            "syntax",
            "lint",
            "wire",
            "api",
            "wrangler",
            "dispatch",
            "config",
            "report",
        ],
    ),
];

/// What the core must not touch: it has no world but its text.
const WORLD: &[&str] = &[
    "std::fs",
    "std::io",
    "std::env",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::time",
    "std::thread",
    "clap",
];
const CORE: &[&str] =
    &["source", "diagnostic", "syntax", "lint", "matching", "wire", "api", "wrangler", "dispatch"];

#[test]
fn modules_import_downwards() {
    let src = root().join("src");
    for file in files(&src, "rs") {
        let path = file.strip_prefix(&src).unwrap();
        let module = path.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            assert!(["lib", "main"].contains(&module), "{module} is not in MAY_IMPORT");
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for used in crate_paths(&text) {
            let fine = used == module || allowed.contains(&used.as_str());
            assert!(fine, "{}: {module} may not import {used}", path.display());
        }
        for world in WORLD.iter().filter(|_| CORE.contains(&module)) {
            let uses =
                text.contains(&format!("use {world}")) || text.contains(&format!("{world}::"));
            assert!(!uses, "{}: the core may not use {world}", path.display());
        }
    }
}

/// What tells the tables' version apart is made from all of them.
#[test]
fn every_table_is_in_the_version() {
    let dir = root().join("src/lint/tables");
    let hashed = fs::read_to_string(dir.join("mod.rs")).unwrap();
    for file in files(&dir, "rs") {
        let name = file.file_name().unwrap().to_str().unwrap();
        let is_hashed = hashed.contains(&format!("include_bytes!(\"{name}\")"));
        assert!(is_hashed || name == "mod.rs", "{name} is not in VERSION");
    }
}

#[test]
fn every_test_file_is_run() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    for file in fs::read_dir(root().join("tests/it")).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_module = path.extension().is_some() && stem != "main";
        assert!(!is_module || main.contains(&format!("mod {stem};")), "{stem} is not in main.rs");
    }
}

/// The modules that a text names behind `crate::`, also in groups.
fn crate_paths(text: &str) -> BTreeSet<String> {
    let ident = |it: &str| -> String {
        it.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(ident(rest));
            continue;
        };
        let (mut depth, mut is_start) = (0, true);
        for (n, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => is_start = true,
                c if is_start && c.is_alphabetic() => {
                    found.insert(ident(&group[n..]));
                    is_start = false;
                }
                _ => (),
            }
        }
    }
    found
}
