//! `bloqr dispatch sample`.

use std::{
    process::Stdio,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use serde_json::Value;

use super::{
    backends::ours,
    dispatch,
    server::{Reply, Server},
};

#[test]
fn paths_versions_and_latencies_are_counted() {
    let server = Server::new(|asked| {
        ours(asked, if asked.number % 4 == 0 { "inline" } else { "loader" }, None)
    });
    let args = ["sample", &server.url, "-n", "40", "-c", "4"];
    let (code, out, err) = dispatch(&args);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
    assert!(out.contains("75.0 %") && out.contains("25.0 %"), "{out}");
    assert!(out.contains("version build 8c1f core 0.1.0 tables 0123abcd: 40"), "{out}");
    assert!(out.ends_with("40 answers, all of them right\n"), "{out}");
    let (_, out, _) = dispatch(&[&args[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/dispatch.schema.json", &report);
    assert_eq!(report["answers"], 40);
    let bins = report["histogram"].as_array().unwrap().iter();
    assert_eq!(bins.map(|it| it["answers"].as_u64().unwrap()).sum::<u64>(), 40);
}

/// Before the last answer, the command has read all others, of more than 128 KiB each. If it stored
/// them, its peak memory would show it.
#[cfg(target_os = "linux")]
#[test]
fn a_thousand_requests_at_once_thirty_two_in_bounded_memory() {
    const MOST: u64 = 160 << 10;
    let (sender, pid) = std::sync::mpsc::channel::<u32>();
    let (pid, peak) = (std::sync::Mutex::new(pid), std::sync::Arc::new(AtomicU64::new(0)));
    let seen = std::sync::Arc::clone(&peak);
    let server = Server::new(move |asked| {
        if asked.number == 999 {
            let pid = pid.lock().unwrap().recv().unwrap();
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
            let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
            seen.store(line.split_whitespace().next().unwrap().parse().unwrap(), Ordering::SeqCst);
        }
        match ours(asked, "loader", None) {
            Reply::Http { status, headers, mut body } => {
                body.resize(body.len() + (1 << 17), b' ');
                Reply::Http { status, headers, body }
            }
            other => other,
        }
    });
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bloqr"));
    command.env_clear().env("BLOQR_API_KEY", super::backends::KEY).stdout(Stdio::piped());
    command.args(["dispatch", "sample", &server.url, "-n", "1000", "-c", "32", "--format", "json"]);
    let child = command.spawn().unwrap();
    sender.send(child.id()).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["answers"], &report["wrong"]), (&1000.into(), &0.into()));
    assert!(output.status.success());
    assert_eq!(server.count(), 1000);
    let peak = peak.load(Ordering::SeqCst);
    assert!((1..MOST).contains(&peak), "{peak} KiB");
}

#[test]
fn a_rate_limit_is_obeyed_and_distinguished() {
    let server = Server::new(|asked| match asked.number {
        5..8 => Reply::json(429, "{}").header("Retry-After", "1"),
        _ => ours(asked, "loader", None),
    });
    let args = ["sample", &server.url, "-n", "20", "-c", "2", "--format", "json"];
    let (code, out, _) = dispatch(&args);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0, "{out}");
    assert_eq!((&report["answers"], &report["limited"]), (&20.into(), &3.into()));
    assert_eq!(report["paths"].as_array().unwrap().len(), 1);
    // One that asks for an hour is left alone.
    let server = Server::new(|asked| match asked.number {
        0 => ours(asked, "loader", None),
        _ => Reply::json(429, "{}").header("Retry-After", "3600"),
    });
    let (code, out, _) = dispatch(&["sample", &server.url, "-n", "20", "-c", "1"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("held back by the rate limit (429) 1"), "{out}");
    assert_eq!(server.count(), 2);
}

#[test]
fn wrong_answers_and_failures_are_findings() {
    let server = Server::new(|asked| match asked.number % 3 {
        0 => Reply::json(200, "{\"success\":true}").header("X-Bloqr-Dispatch", "loader"),
        1 => Reply::json(502, "{\"detail\":\"isolate\"}").header("X-Bloqr-Dispatch", "loader"),
        _ => ours(asked, "loader", None),
    });
    let (code, out, _) = dispatch(&["sample", &server.url, "-n", "9", "-c", "1"]);
    assert_eq!(code, 1);
    assert!(out.contains("6 answers, 3 failures, 3 of them wrong"), "{out}");
    assert!(out.contains("failed 3 x 502, the isolate of loader failed: isolate"), "{out}");
}

#[test]
fn a_rollout_is_waited_for() {
    let server =
        Server::new(|asked| ours(asked, if asked.number < 12 { "inline" } else { "loader" }, None));
    let wait = ["--until", "loader=100%", "--deadline", "30s", "-n", "10", "-c", "2"];
    let (code, out, err) = dispatch(&[&["sample", &server.url], &wait[..]].concat());
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.ends_with("10 answers, all of them right; loader=100% is reached\n"), "{out}");
    assert!(err.contains("0 of 10 by loader: waiting for loader=100%"), "{err}");
    let server = Server::new(|asked| ours(asked, "inline", None));
    let wait = ["--until", "loader=100%", "--deadline", "1s", "-n", "3"];
    let (code, out, _) = dispatch(&[&["sample", &server.url], &wait[..]].concat());
    assert_eq!(code, 1);
    assert!(out.contains("loader=100% is not reached"), "{out}");
}

/// During a rollout, a backend can be unavailable for some time; a wrong key does not become right.
#[test]
fn waiting_goes_on_over_failures_but_not_over_a_wrong_key() {
    let count = AtomicUsize::new(0);
    let server = Server::new(move |asked| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::json(503, "{}"),
        _ => ours(asked, "loader", None),
    });
    let wait = ["--until", "loader=100%", "--deadline", "30s", "-n", "2", "-c", "1"];
    let (code, out, err) = dispatch(&[&["sample", &server.url], &wait[..]].concat());
    assert_eq!(code, 0, "{out}{err}");
    let server = Server::new(|_| Reply::json(401, "{}"));
    let (code, _, err) = dispatch(&[&["sample", &server.url], &wait[..]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("401, the key was not accepted"), "{err}");
    assert_eq!(server.count(), 2);
}

/// A failure of the backend is an answer to what was asked, as it is to `check`.
#[test]
fn failures_alone_are_findings_too() {
    let server = Server::new(|_| Reply::json(502, "{}").header("X-Bloqr-Dispatch", "loader"));
    for command in [&["sample", "-n", "20"][..], &["check"]] {
        let (code, out, err) = dispatch(&[command, &[&server.url]].concat());
        assert_eq!((code, err.as_str()), (1, ""), "{out}");
    }
    let (_, out, _) = dispatch(&["sample", &server.url, "-n", "20", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/dispatch.schema.json", &report);
    assert_eq!((&report["ok"], &report["failed"]), (&false.into(), &20.into()));
}
