//! What the worker's script and its configuration repeat of the core, held to it. Its behaviour is in
//! `worker/`, on a real workerd.

use std::{fs, path::PathBuf};

use bloqr::{
    api::Refusal,
    wrangler::{Config, Scope, Syntax, Worker},
};

use crate::support::{files, root};

fn read(file: &str) -> String {
    fs::read_to_string(root().join("worker").join(file)).unwrap()
}

fn worker() -> Worker {
    Config::parse(&read("wrangler.toml"), Syntax::Toml).unwrap().worker(&Scope::Top)
}

/// A name that the core has not would be answered as a failure of the core.
#[test]
fn the_script_refuses_in_names_that_the_core_has() {
    let mut count = 0;
    let is_ours = |it: &PathBuf| !it.iter().any(|part| part == "node_modules");
    for file in files(&root().join("worker"), "ts").into_iter().filter(is_ours) {
        let text = fs::read_to_string(&file).unwrap();
        for (mark, start) in [("new Refused('", ""), ("refuse('", ""), ("'isolate-", "isolate-")] {
            for (at, _) in text.match_indices(mark) {
                let rest = text[at + mark.len()..].split('\'').next().unwrap();
                let name = format!("{start}{rest}");
                assert!(Refusal::from_name(&name).is_some(), "{}: {name}", file.display());
                count += 1;
            }
        }
    }
    assert!(count > 10, "found only {count}");
}

#[test]
fn the_compiler_version_is_the_cores() {
    let vars = worker().vars;
    let version = ("COMPILER_VERSION".to_owned(), env!("CARGO_PKG_VERSION").into());
    assert!(vars.contains(&version), "{vars:?}");
    // What is not changed by an operator is the guide's: a fresh isolate for each request.
    assert!(vars.contains(&("ISOLATES".to_owned(), "request".into())), "{vars:?}");
}

#[test]
fn limiters_allow_what_the_tiers_are_reported() {
    let tiers = read("env.ts");
    let limits = worker().rate_limits;
    // One of them is of unknown keys.
    assert_eq!(limits.len(), 5);
    for (name, limit, period) in limits {
        let tier = name.strip_prefix("RATE_LIMIT_").unwrap().to_lowercase();
        assert!(
            tier == "address" || tiers.contains(&format!("\n  {tier}: {limit},\n")),
            "{tier}: {limit}"
        );
        assert_eq!(period, 60, "{tier}");
    }
}
