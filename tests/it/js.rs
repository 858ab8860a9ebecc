//! The npm package `@bloqr/core`: its tests run on Node. It is built by `npm ci --prefix js` and `js/build.sh`; without
//! it, or without Node, this says so.

use std::process::Command;

use crate::support::root;

#[test]
fn the_npm_package_passes_its_tests() {
    let js = root().join("js");
    if !js.join("dist/core.wasm").is_file() || !js.join("node_modules").is_dir() {
        return eprintln!("skipped: no js/dist: run npm ci --prefix js, and js/build.sh");
    }
    let run = match Command::new("npm").args(["test", "--silent"]).current_dir(&js).output() {
        Ok(run) => run,
        Err(error) => return eprintln!("skipped: npm cannot be run: {error}"),
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
}
