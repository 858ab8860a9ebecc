//! `bloqr --version --verbose`: what a bug report needs, and no secrets.

use std::fs;

use crate::support::bloqr;

#[test]
fn says_what_a_report_needs() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("bloqr.toml"), "strict = true\n").unwrap();
    let below = dir.path().join("lists");
    fs::create_dir(&below).unwrap();
    for flags in [["--version", "--verbose"], ["--verbose", "-V"]] {
        let mut command = bloqr();
        command.current_dir(&below).env("HOME", fs::canonicalize(&dir).unwrap());
        for name in ["BLOQR_API_KEY", "CODEGEN_KEY", "OTHER"] {
            command.env(name, "a-secret");
        }
        let output = command.args(flags).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        assert!(text.starts_with(&format!("bloqr {}\n", env!("CARGO_PKG_VERSION"))), "{text}");
        for row in ["commit ", "platform ", "build ", "workerd "] {
            assert!(text.contains(&format!("\n{row}")), "{text}");
        }
        assert!(text.contains("\nvariables      BLOQR_API_KEY, CODEGEN_KEY\n"), "{text}");
        assert!(!text.contains("a-secret"), "{text}");
        // The home directory often has the name of the user.
        if cfg!(unix) {
            assert!(text.contains("configuration  ~/bloqr.toml\n"), "{text}");
        }
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("bloqr.toml"), "strict = 1\n").unwrap();
    let home = fs::canonicalize(&dir).unwrap();
    let mut command = bloqr();
    command.current_dir(&dir).env("HOME", &home).env("BLOQR_WORKERD", home.join("none"));
    let output = command.args(["--version", "--verbose"]).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("cannot be read: "), "{text}");
    // The home directory often has the name of the user, also in messages.
    if cfg!(unix) {
        assert!(text.contains("cannot be read: ~/bloqr.toml:"), "{text}");
        assert!(text.contains("workerd        there is no ~/none\n"), "{text}");
    }
}

#[test]
fn verbose_alone_is_an_error() {
    bloqr().args(["--verbose", "rules"]).assert().code(2);
}
