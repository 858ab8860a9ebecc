//! The rules of the house that the compiler does not know.

use std::fs;

use crate::support::root;

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
