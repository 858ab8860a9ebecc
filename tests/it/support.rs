//! What the tests share.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use bloqr::lint::{Config, Rule, options::Value};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real binary, in an environment that holds nothing of the machine's.
pub(crate) fn bloqr() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bloqr"));
    command.env_clear();
    command
}

/// Compares a committed file with the output of the code. `BLESS=1 cargo test` rewrites it.
#[track_caller]
pub(crate) fn golden(path: &str, now: &str) {
    let file = root().join(path);
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, now).unwrap();
        return;
    }
    let then = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(then == now, "{path} is stale: run BLESS=1 cargo test and read the diff\n{now}");
}

/// Every file under `dir` with that extension, in order.
pub(crate) fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => dirs.push(path),
                Some(it) if it == extension => files.push(path),
                _ => (),
            }
        }
    }
    files.sort();
    files
}

/// Sets an option of a rule; the value is JSON.
pub(crate) fn set_option(config: &mut Config, rule: &Rule, option: &str, value: &str) {
    let option = rule.option(option).unwrap_or_else(|| panic!("{} has no {option}", rule.name));
    let value = Value::from_json(&serde_json::from_str(value).unwrap(), 0);
    config.options.set(rule, option, &value).unwrap();
}
