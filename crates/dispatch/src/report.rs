//! The reports as JSON: `bloqr.dispatch/1`. New fields do not change the version; changed fields do.
//! Times are in microseconds.

use serde_json::{Map, Value, json};

use super::{
    Fault, Path, agents,
    audit::Row,
    evidence::{Fallback, Version},
    explain::{Configured, Finding, Observed},
    parity::{Differences, Known, Parity},
    sample::{self, Samples, Until},
    verdict::{Overall, Problem, Verdict},
};
use bloqr_wrangler::Scope;

/// The field `schema` of every document.
pub const SCHEMA: &str = "bloqr.dispatch/1";

/// A document about one backend. `ok` is `None` when the backend could not be checked.
fn document(command: &str, url: &str, ok: Option<bool>) -> Map<String, Value> {
    let fields = [
        ("schema", SCHEMA.into()),
        ("command", command.into()),
        ("url", url.into()),
        ("ok", ok.into()),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// `bloqr dispatch check`
pub fn check(
    url: &str,
    verdicts: &[Verdict],
    agents: Option<&agents::Verdict>,
    overall: Overall,
) -> Value {
    let ok = match overall {
        Overall::Fine => Some(true),
        Overall::Wrong => Some(false),
        Overall::Unasked => None,
    };
    let mut report = document("check", url, ok);
    report.insert("endpoints".to_owned(), verdicts.iter().map(verdict).collect());
    report.insert("agents".to_owned(), agents.map(of_agents).into());
    Value::Object(report)
}

/// The agents; `null` when they were not asked.
fn of_agents(it: &agents::Verdict) -> Value {
    let problems = it.problems.iter();
    let problems = problems.map(|it| json!({ "code": it.code(), "message": it.says() }));
    json!({
        "there": it.is_there,
        "ok": it.is_fine(),
        "path": it.path.map(Path::as_str),
        "status": it.status,
        "rev": it.rev,
        "private": it.is_private,
        "micros": it.micros,
        "problems": problems.collect::<Vec<_>>(),
        "unasked": it.unasked.as_ref().map(fault),
    })
}

fn verdict(it: &Verdict) -> Value {
    let paths =
        it.paths.iter().map(|(path, count)| json!({ "path": word(*path), "answers": count }));
    json!({
        "endpoint": it.endpoint.name(),
        "backend": it.backend.name,
        "ok": it.is_fine() && (it.unasked.is_none() || it.answers > 0),
        "path": it.path().map_or("unknown", Path::as_str),
        "paths": paths.collect::<Vec<_>>(),
        "evidence": it.kind.as_str(),
        "says": it.says,
        "status": it.status,
        "parity": parity(&it.parity),
        "stub": it.stub,
        "gzippedTwice": it.is_gzipped_twice,
        "answers": it.answers,
        "p50": it.p50,
        "fallbacks": it.fallbacks.iter().map(fallback).collect::<Vec<_>>(),
        "versions": it.versions.iter().map(version).collect::<Vec<_>>(),
        "problems": it.problems.iter().map(problem).collect::<Vec<_>>(),
        "unasked": it.unasked.as_ref().map(fault),
    })
}

fn word(path: Option<Path>) -> &'static str {
    path.map_or("unknown", Path::as_str)
}

fn fallback(it: &Fallback) -> Value {
    json!({ "path": it.path, "reason": it.reason })
}

fn version(it: &Version) -> Value {
    json!({ "build": it.build, "core": it.core, "tables": it.tables })
}

fn problem(it: &Problem) -> Value {
    json!({ "code": it.code(), "message": it.says() })
}

fn fault(it: &Fault) -> Value {
    let after = match it {
        Fault::RateLimited { after } | Fault::Unavailable { after, .. } => *after,
        _ => None,
    };
    json!({ "code": it.code(), "message": it.to_string(), "help": it.hint(), "retryAfter": after })
}

fn parity(it: &Parity) -> Value {
    let none = Differences::default();
    let (state, known, differences): (_, &[Known], _) = match it {
        Parity::Equal => ("equal", &[], &none),
        Parity::Known(known) => ("known", known, &none),
        Parity::Differs(differences) => ("differs", &[], differences),
        Parity::Unjudged => ("unjudged", &[], &none),
    };
    let first = differences.first.iter();
    let first = first
        .map(|it| json!({ "at": it.at, "rule": it.rule, "ours": it.ours, "theirs": it.theirs }));
    json!({
        "state": state,
        "known": known.iter().map(|it| json!({ "code": it.code, "message": it.says })).collect::<Vec<_>>(),
        "differences": differences.count,
        "first": first.collect::<Vec<_>>(),
    })
}

/// `bloqr dispatch sample`
pub fn sample(
    url: &str,
    samples: &Samples,
    until: Option<(Until, bool)>,
    ok: Option<bool>,
) -> Value {
    let mut report = document("sample", url, ok);
    let of = |values: &mut Vec<u64>| {
        let [p50, p90, p99, max] = [50, 90, 99, 100].map(|it| sample::percentile(values, it));
        json!({ "p50": p50, "p90": p90, "p99": p99, "max": max })
    };
    let paths = samples.paths.iter().map(|(path, micros)| {
        let latency = of(&mut micros.clone());
        json!({ "path": word(*path), "answers": micros.len(), "latency": latency })
    });
    let versions = samples.versions.iter().map(|(it, count)| {
        let mut value = version(it);
        value["answers"] = (*count).into();
        value
    });
    let isolates =
        samples.isolates.iter().map(|(it, count)| (it.as_str().to_owned(), (*count).into()));
    let evidence =
        samples.kinds.iter().map(|(it, count)| (it.as_str().to_owned(), (*count).into()));
    let faults = samples.faults.iter();
    let faults = faults
        .map(|(code, (count, says))| json!({ "code": code, "count": count, "message": says }));
    let mut latencies = samples.latencies();
    let bins = sample::histogram(&latencies);
    let bins = bins.iter().map(|it| json!({ "from": it.from, "to": it.to, "answers": it.count }));
    let fields = json!({
        "answers": samples.answers(),
        "wrong": samples.wrong,
        "stub": samples.stub,
        "known": samples.known.iter().map(|(code, says)| json!({ "code": code, "message": says })).collect::<Vec<_>>(),
        "failed": samples.failed(),
        "limited": samples.limited,
        "paths": paths.collect::<Vec<_>>(),
        "versions": versions.collect::<Vec<_>>(),
        "isolates": isolates.collect::<Map<String, Value>>(),
        "evidence": evidence.collect::<Map<String, Value>>(),
        "faults": faults.collect::<Vec<_>>(),
        "latency": of(&mut latencies),
        "histogram": bins.collect::<Vec<_>>(),
        "until": until.map(|(it, met)| json!({ "path": it.path.as_str(), "percent": it.percent, "met": met })),
    });
    extend(&mut report, fields);
    Value::Object(report)
}

/// `bloqr dispatch audit`
pub fn audit(url: &str, rows: &[Row], ok: bool) -> Value {
    let mut report = document("audit", url, Some(ok));
    let rows = rows.iter().map(|it| {
        json!({
            "control": it.control,
            "code": it.code,
            "title": it.title,
            "state": it.state.as_str().replace(' ', "-"),
            "message": it.says,
            "shownBy": it.shown_by,
        })
    });
    report.insert("rows".to_owned(), rows.collect());
    Value::Object(report)
}

/// `bloqr dispatch explain`
pub fn explain(
    url: &str,
    config: &str,
    scope: &Scope,
    findings: &[Finding],
    verdicts: &[Verdict],
    agents: Option<&agents::Verdict>,
) -> Value {
    let falls_back = agents.is_some_and(|it| it.falls_back(verdicts));
    let ok = super::explain::agree(findings).map(|it| it && !falls_back);
    let mut report = document("explain", url, ok);
    let bindings = findings.iter().map(|it| {
        let mut reasons = it.reasons.iter().map(|reason| {
            let (message, help) = reason.says(it.binding, scope);
            json!({ "code": reason.code(), "message": message, "help": help })
        });
        json!({
            "binding": it.binding.name(),
            "configured": configured(&it.configured),
            "observed": observed(it.observed),
            "reason": reasons.next(),
            "otherReasons": reasons.collect::<Vec<_>>(),
        })
    });
    let fields = json!({
        "config": config,
        "environment": scope.env(),
        "bindings": bindings.collect::<Vec<_>>(),
        "endpoints": verdicts.iter().map(verdict).collect::<Vec<_>>(),
        "agents": agents.map(of_agents),
    });
    extend(&mut report, fields);
    Value::Object(report)
}

fn configured(it: &Configured) -> &'static str {
    match it {
        Configured::Bound { .. } => "bound",
        Configured::Dropped(_) => "dropped",
        Configured::CommentedOut { .. } => "commented-out",
        Configured::Absent => "absent",
    }
}

fn observed(it: Observed) -> &'static str {
    match it {
        Observed::Answered => "answered",
        Observed::NotBound => "not-bound",
        Observed::CouldNotStart => "could-not-start",
        Observed::Failed => "failed",
        Observed::NotUsed => "not-used",
        Observed::NotReached => "not-reached",
        Observed::NotShown => "not-shown",
        Observed::Unknown => "unknown",
    }
}

fn extend(report: &mut Map<String, Value>, fields: Value) {
    if let Value::Object(fields) = fields {
        report.extend(fields);
    }
}
