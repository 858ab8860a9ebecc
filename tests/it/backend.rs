//! What the worker's script and its configuration repeat of the core, held to it. Its behaviour is in
//! `worker/`, on a real workerd.

use std::fs;

use bloqr::{
    api::{Endpoint, Refusal},
    wrangler::{Config, Syntax, Worker},
};

use crate::support::root;

fn read(file: &str) -> String {
    fs::read_to_string(root().join("worker").join(file)).unwrap()
}

fn worker() -> Worker {
    Config::parse(&read("wrangler.toml"), Syntax::Toml).unwrap().worker()
}

/// The quoted words between two marks.
fn words(text: &str, from: &str, to: &str) -> Vec<String> {
    let (_, rest) = text.split_once(from).unwrap();
    let (list, _) = rest.split_once(to).unwrap();
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn endpoints_are_counted_as_the_core_counts_them() {
    let core: Vec<&str> = Endpoint::ALL.iter().map(|it| it.path()).collect();
    for file in ["core.ts", "dynamic-workers/isolate.js"] {
        assert_eq!(words(&read(file), "ENDPOINTS = [", "]"), core, "{file}");
    }
}

#[test]
fn refusals_are_counted_as_the_core_counts_them() {
    let core: Vec<String> = Refusal::ALL.iter().map(|it| format!("{it:?}")).collect();
    assert_eq!(words(&read("core.ts"), "REFUSALS = [", "]"), core);
}

#[test]
fn the_compiler_version_is_the_cores() {
    let vars = worker().vars;
    assert_eq!(vars, [("COMPILER_VERSION".to_owned(), env!("CARGO_PKG_VERSION").into())]);
}

#[test]
fn limiters_allow_what_the_tiers_are_told() {
    let tiers = read("env.ts");
    let limits = worker().rate_limits;
    assert_eq!(limits.len(), 4);
    for (name, limit, period) in limits {
        let tier = name.strip_prefix("RATE_LIMIT_").unwrap().to_lowercase();
        assert!(tiers.contains(&format!("\n  {tier}: {limit},\n")), "{tier}: {limit}");
        assert_eq!(period, 60, "{tier}");
    }
}
