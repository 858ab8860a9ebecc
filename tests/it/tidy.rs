//! The rules of the house that the compiler does not know.

use std::fs;

use crate::support::{files, root};

/// The version of the tables must depend on all tables.
#[test]
fn every_table_is_in_the_version() {
    let dir = root().join("crates/lint/src/tables");
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
