//! `bloqr dispatch` against the real backend, with every set of bindings and every fault.

use std::fs;

use serde_json::Value;

use super::{Backend, KEY, Worker};
use crate::support::{bloqr, root};

/// Runs `bloqr …` about a backend: exit code, stdout.
fn run(backend: &Backend, args: &[&str]) -> (i32, String) {
    let mut command = bloqr();
    command.current_dir(root()).env("BLOQR_API_KEY", KEY).env("BLOQR_URL", &backend.url);
    let output = command.args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|err| panic!("{err}: {out}"))
}

#[test]
fn check_names_the_path_of_each_set_of_bindings() {
    let both = ["--without", "loader", "--without", "dynamic-worker-loader"];
    let cases: [(&[&str], &str, &[&str]); 4] = [
        (&[], "loader", &[]),
        (&both[..2], "dynamic-worker-loader", &["loader=not-bound"]),
        (&both, "inline", &["loader=not-bound", "dynamic-worker-loader=not-bound"]),
        (
            &["--fault", "isolate-start"],
            "inline",
            &["loader=could-not-start", "dynamic-worker-loader=could-not-start"],
        ),
    ];
    for (options, path, fallbacks) in cases {
        let backend = Backend::start(options);
        let check = ["dispatch", "check", "--expect", path, "--exact", "--format", "json"];
        let (code, out) = run(&backend, &check);
        assert_eq!(code, 0, "{options:?}: {out}");
        for row in json(&out)["endpoints"].as_array().unwrap() {
            assert_eq!(
                (&row["evidence"], &row["parity"]["state"]),
                (&"header".into(), &"equal".into())
            );
            let taken = row["fallbacks"].as_array().unwrap().iter();
            let text = |it: &Value| it.as_str().unwrap().to_owned();
            let taken = taken.map(|it| text(&it["path"]) + "=" + &text(&it["reason"]));
            assert_eq!(taken.collect::<Vec<_>>(), fallbacks, "{options:?}");
        }
        let other = if path == "inline" { "loader" } else { "inline" };
        assert_eq!(run(&backend, &["dispatch", "check", "-n", "1", "--expect", other]).0, 1);
        let (code, out) = run(&backend, &["dispatch", "audit"]);
        assert_eq!(code, 0, "{options:?}: {out}");
    }
}

/// Both ways of counting limit an audit that sends too many requests, and refused requests are not
/// dispatched. A key without a limit shows no limit.
#[test]
fn the_rate_limit_is_audited_by_using_it_up() {
    let toml = fs::read_to_string(root().join("worker/wrangler.toml")).unwrap();
    assert!(toml.contains("name = \"RATE_LIMIT_FREE\""));
    let counter =
        || Worker::new().edit("wrangler.toml", "name = \"RATE_LIMIT_FREE\"", "name = \"UNUSED\"");
    let free = ["--tier", "free"];
    let inline =
        [&free[..], &["--without", "loader", "--without", "dynamic-worker-loader"]].concat();
    for (worker, options, state) in [
        (Worker::new(), &free[..], "pass"),
        (counter(), &inline, "pass"),
        (Worker::new(), &["--tier", "admin"], "fail"),
    ] {
        let backend = worker.start(options);
        let audit = ["dispatch", "audit", "--allow-rate-limit", "--rate-limit-requests", "100"];
        let (code, out) = run(&backend, &[&audit[..], &["--format", "json"]].concat());
        let report = json(&out);
        let rows = report["rows"].as_array().unwrap();
        let row = rows.iter().find(|it| it["code"] == "rate-limit").unwrap();
        assert_eq!((code, &row["state"]), (i32::from(state == "fail"), &state.into()), "{out}");
        let says = row["message"].as_str().unwrap();
        match state {
            "pass" => assert!(says.starts_with("429 at request ") && says.contains("Retry-After")),
            _ => assert!(says.starts_with("no 429 in 100 requests"), "{says}"),
        }
        let others = rows.iter().filter(|it| it["code"] != "rate-limit");
        assert_eq!(others.filter(|it| it["state"] == "fail").count(), 0, "{out}");
    }
}

#[test]
fn an_isolate_that_fails_is_a_finding_and_names_its_path() {
    for (fault, status) in [("isolate-throw", 502), ("isolate-garbage", 502), ("isolate-hang", 504)]
    {
        let backend = Backend::start(&["--fault", fault]);
        let check = ["dispatch", "check", "-n", "1", "--endpoint", "parse", "--format", "json"];
        let (code, out) = run(&backend, &check);
        let row = &json(&out)["endpoints"][0];
        assert_eq!(
            (code, &row["path"], &row["status"]),
            (1, &"loader".into(), &status.into()),
            "{fault}"
        );
        assert_eq!(row["problems"][0]["code"], "isolate-failed");
    }
}

#[test]
fn explain_knows_why_a_path_is_not_taken() {
    let bound = "[[worker_loaders]]\nbinding = \"LOADER\"\n";
    let guide = "[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"\nnamespace = \"n\"\n";
    let without: &[&str] = &["--without", "loader", "--without", "dynamic-worker-loader"];
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("wrangler.toml");
    for (config, options, reason) in [
        (bound, &[][..], Value::Null),
        (bound, without, "not-deployed".into()),
        (guide, without, "unknown-table".into()),
        (bound, &["--fault", "isolate-start"], "no-access".into()),
        (bound, &["--fault", "isolate-throw"], "isolate-fails".into()),
    ] {
        fs::write(&file, config).unwrap();
        let backend = Backend::start(options);
        let config = file.to_str().unwrap();
        let (code, out) =
            run(&backend, &["dispatch", "explain", "--config", config, "--format", "json"]);
        assert_eq!(json(&out)["bindings"][0]["reason"]["code"], reason, "{out}");
        assert_eq!(code, i32::from(!reason.is_null()));
    }
}

#[test]
fn lists_come_out_the_same_on_every_path() {
    let lists = ["examples/list.txt", "examples/broken.txt", "tests/corpus/rules.txt"];
    for options in [&[][..], &["--without", "loader"]] {
        let backend = Backend::start(options);
        for list in lists {
            for command in [&["ast", "parse"][..], &["validate", "--no-config", "--format", "json"]]
            {
                let here = run(&backend, &[command, &[list]].concat());
                let there = run(&backend, &[command, &[list, "--backend", &backend.url]].concat());
                // The only other difference: it reports that it gets no included lists.
                let not_run = there.1.find(",\"notRun\":[").map(|at| &there.1[at..]);
                let not_run = not_run.map_or("", |it| &it[..=it.find(']').unwrap()]);
                assert_eq!(
                    !not_run.is_empty(),
                    list.ends_with("rules.txt") && command[0] == "validate"
                );
                assert!(here == (there.0, there.1.replace(not_run, "")), "{command:?} {list}");
            }
        }
    }
}

#[test]
fn many_at_once_are_all_answered_by_the_loader() {
    let backend = Worker::new().start(&[]);
    let sample = [
        "dispatch",
        "sample",
        "-n",
        "1000",
        "-c",
        "32",
        "--until",
        "loader=100%",
        "--format",
        "json",
    ];
    let (code, out) = run(&backend, &sample);
    let report = json(&out);
    assert_eq!((code, &report["answers"], &report["wrong"]), (0, &1000.into(), &0.into()), "{out}");
    assert_eq!(report["paths"].as_array().unwrap().len(), 1);
}
