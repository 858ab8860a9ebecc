//! `bloqr validate`, `bloqr rules` and `bloqr config`: the real binary, exact output.

mod adopt;
mod aglint;
mod baseline;
mod config;
mod directives;
mod files;
mod fixes;
mod formats;
mod kinds;
mod output;
mod schemas;
mod since;
mod suppressions;
mod together;
#[cfg(unix)]
mod watch;

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::support::bloqr;

/// A directory with these files, of which the first part is a path.
fn dir(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// What a run in `dir` gives: its exit code, stdout and stderr.
fn run(dir: &Path, args: &[&str]) -> (i32, String, String) {
    run_with(dir, args, "")
}

fn run_with(dir: &Path, args: &[&str], stdin: &str) -> (i32, String, String) {
    let output =
        bloqr().current_dir(dir).arg("validate").args(args).write_stdin(stdin).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The findings of a run, one a line, without messages: `a.txt:1:4: error[syntax-error]`.
fn found(dir: &Path, args: &[&str]) -> Vec<String> {
    let mut args = args.to_vec();
    args.extend(["--format", "concise"]);
    let (_, out, err) = run(dir, &args);
    assert_eq!(err, "");
    out.lines().map(|it| it.split_inclusive(']').next().unwrap().to_owned()).collect()
}
