//! Lists that are watched: when they are fetched, what is told, what is kept, what is refused.

use std::{path::Path, thread, time::Duration};

use bloqr::watch::{Facts, Judge, look};
use serde_json::{Value, json};

use super::{events::Stream, kind, with_users};
use crate::worker::{
    Backend, Worker,
    site::{Reply, Site},
};

pub(super) const WATCH: &str = "/agents/watch-agent/me";
pub(super) const PRIVATE: &[&str] = &["--private-network"];

impl Backend {
    /// Calls a method of the watch agent: its result, or the problem.
    #[track_caller]
    pub(super) fn watch(&self, user: &str, method: &str, argument: Value) -> Result<Value, Value> {
        let body = json!({ "method": method, "args": [argument] }).to_string();
        let json = ("content-type", "application/json");
        let response = self.ask(user, "POST", &format!("{WATCH}/rpc"), &[json], body.as_bytes());
        let mut document = response.json();
        if response.status == 200 { Ok(document["result"].take()) } else { Err(document) }
    }

    #[track_caller]
    fn check(&self, user: &str, url: &str) -> Value {
        self.watch(user, "check", json!({ "url": url })).unwrap()
    }

    /// The reports of a user, the oldest first.
    #[track_caller]
    pub(super) fn reports(&self, user: &str) -> Vec<Value> {
        let page = self.watch(user, "reports", json!({})).unwrap();
        page["reports"].as_array().unwrap().iter().rev().cloned().collect()
    }

    #[track_caller]
    fn lists(&self, user: &str) -> Vec<Value> {
        let response = self.ask(user, "GET", WATCH, &[], b"");
        assert_eq!(response.status, 200);
        response.json()["lists"].as_array().unwrap().clone()
    }
}

/// Waits until something is there.
#[track_caller]
pub(super) fn until<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1200 {
        if let Some(found) = find() {
            return found;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{what} did not happen");
}

/// The kinds of news in a report.
pub(super) fn kinds(report: &Value) -> Vec<&str> {
    report["news"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect()
}

fn start_in(dir: &Path, worker: Worker) -> Backend {
    worker.start(&[&["--state", dir.to_str().unwrap()], PRIVATE].concat())
}

/// Times that are short enough for a test. No deployed configuration can set them.
pub(super) fn hurried() -> Worker {
    with_users()
        .edit("agents/watch/times.ts", "HOUR_MS = 3_600_000", "HOUR_MS = 20")
        .edit(
            "agents/watch/times.ts",
            "RETRY_MS = 15 * 60_000\n\n/** The longest time for one look",
            "RETRY_MS = 10\n\n/** The longest time for one look",
        )
        .edit("agents/watch/times.ts", "REDELIVER_MS = 60_000", "REDELIVER_MS = 10")
        .edit("agents/watch/times.ts", "DELIVERY_MS = 10_000", "DELIVERY_MS = 300")
        .edit("agents/watch/times.ts", "LOOK_MS = 30_000", "LOOK_MS = 500")
}

#[test]
fn what_is_new_is_told_by_rule_on_each_path() {
    for options in [&[][..], &["--without", "loader"]] {
        let site = Site::new();
        let backend = with_users().start(&[PRIVATE, options].concat());
        let url = site.url("/ads.txt");
        site.list("/ads.txt", "! Title: Ads\n||ads.example^\n||old.example^$scirpt\n");
        let mut events = Stream::open_of(backend.port(), WATCH, "ann");
        let first = events.next().2;
        assert_eq!(
            [&first["rev"], &first["lists"], &first["reports"]],
            [&json!(0), &json!([]), &json!(0)]
        );
        let added = backend.watch("ann", "add", json!({ "url": url })).unwrap();
        assert_eq!((&added["url"], &added["everyHours"]), (&json!(url), &json!(24)));
        // The first look follows by itself.
        let report = loop {
            let (name, _, data) = events.next();
            if name == "report" {
                break data;
            }
        };
        assert_eq!(kinds(&report), ["first-look", "new-problems"]);
        assert_eq!(report["news"][1]["problems"][0]["rule"], "||old.example^$scirpt");
        let list = &backend.lists("ann")[0];
        let facts = [&list["status"], &list["lines"], &list["errors"], &list["title"]];
        assert_eq!(facts, [&json!("ok"), &json!(3), &json!(1), &json!("Ads")]);
        assert_eq!(list["lastReport"]["id"], report["id"]);
        // The server says that nothing has changed.
        let unchanged = backend.check("ann", &url);
        assert_eq!(unchanged["report"], Value::Null);
        let seen = site.seen("/ads.txt");
        assert_eq!((seen.len(), seen[0].header("if-none-match")), (2, None));
        assert!(seen[1].header("if-none-match").is_some());
        // A rule that moves is no news; others are.
        site.list("/ads.txt", "||new.example^$thrid-party\n! Title: Ads\n||ads.example^\n");
        let report = backend.check("ann", &url)["report"].take();
        assert_eq!(kinds(&report), ["new-problems", "gone-problems"]);
        let problem = &report["news"][0]["problems"][0];
        let facts = [&problem["rule"], &problem["errorType"], &problem["line"], &problem["why"]];
        assert_eq!(
            facts,
            [
                &json!("||new.example^$thrid-party"),
                &json!("unknown-modifier"),
                &json!(1),
                &json!("rule")
            ]
        );
        assert_eq!(report["news"][1]["problems"][0]["rule"], "||old.example^$scirpt");
        // Nobody else sees it.
        assert_eq!(backend.lists("bob").len(), 0);
        assert_eq!(
            kind(&backend.watch("bob", "check", json!({ "url": url })).unwrap_err()),
            "invalid-request"
        );
        let removed = backend.watch("ann", "remove", json!({ "url": url })).unwrap();
        assert_eq!((removed, backend.lists("ann").len()), (json!({ "removed": url }), 0));
        assert_eq!(backend.reports("ann").len(), 2);
    }
}

#[test]
fn an_alarm_looks_at_each_list_in_its_time() {
    let site = Site::new();
    let backend = hurried().start(PRIVATE);
    for n in 0..3 {
        let path = format!("/{n}.txt");
        site.list(&path, "||ads.example^\n||b.example^\n");
        backend
            .watch("ann", "add", json!({ "url": site.url(&path), "everyHours": 6 + n }))
            .unwrap();
    }
    until("a second look", || {
        (0..3).all(|n| site.seen(&format!("/{n}.txt")).len() > 2).then_some(())
    });
    site.list("/1.txt", "||ads.example^\n||b.example^\n||c.example^$nothing\n");
    let report = until("a report", || {
        backend.reports("ann").into_iter().find(|it| kinds(it) == ["new-problems"])
    });
    assert_eq!(report["url"], site.url("/1.txt"));
    // After a look, a list waits again: there is no loop.
    let list = &backend.lists("ann")[1];
    assert!(list["nextAt"].as_u64() > list["checkedAt"].as_u64());
}

#[test]
fn failures_wait_longer_each_time_and_are_told_once() {
    let site = Site::new();
    let url = site.url("/ads.txt");
    let backend = with_users().start(PRIVATE);
    site.list("/ads.txt", "||ads.example^$scirpt\n");
    backend.watch("ann", "add", json!({ "url": url })).unwrap();
    until("the first look", || (backend.reports("ann").len() == 1).then_some(()));
    let mut waits = Vec::new();
    for (answer, why) in [
        (Reply::Status(500), "status 500"),
        (Reply::Broken("||ads".to_owned()), "broke off"),
        (Reply::Status(404), "status 404"),
        (Reply::Long(17 << 20), "larger than 16 MiB"),
        (Reply::Redirect("file:///etc/passwd".to_owned()), ""),
    ] {
        site.put("/ads.txt", answer);
        let list = backend.check("ann", &url)["list"].take();
        assert_eq!(list["status"], "failing");
        assert!(list["why"].as_str().unwrap().contains(why), "{list}");
        waits.push(list["nextAt"].as_u64().unwrap() - list["checkedAt"].as_u64().unwrap());
    }
    assert!(waits.is_sorted(), "{waits:?}");
    assert!(waits[0] < 20 * 60_000 && waits[4] > 15 * 3_600_000, "{waits:?}");
    let reports = backend.reports("ann");
    assert_eq!(reports[1..].iter().map(kinds).collect::<Vec<_>>(), [["unreachable"]]);
    // Nothing was forgotten.
    site.list("/ads.txt", "||ads.example^$scirpt\n");
    let report = backend.check("ann", &url)["report"].take();
    assert_eq!(kinds(&report), ["reachable-again"]);
}

#[test]
fn a_list_that_is_cut_off_and_what_is_none_are_told() {
    let site = Site::new();
    let url = site.url("/ads.txt");
    let backend = with_users().start(PRIVATE);
    let whole: String = (0..20).map(|n| format!("||ads{n}.example^$p{n}\n")).collect();
    site.list("/ads.txt", &whole);
    backend.watch("ann", "add", json!({ "url": url })).unwrap();
    until("the first look", || (backend.reports("ann").len() == 1).then_some(()));
    let told = |text: &str| {
        site.list("/ads.txt", text);
        let report = backend.check("ann", &url)["report"].take();
        let news = report["news"].as_array().cloned().unwrap_or_default();
        news.iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told("<!DOCTYPE html><p>Sign in</p>"), ["not-a-list"]);
    assert_eq!(backend.lists("ann")[0]["status"], "not-a-list");
    assert_eq!(told(""), ["not-a-list"]);
    assert_eq!(told(&whole), ["list-again"]);
    assert_eq!(told(&whole[..whole.len() / 2]), ["lines-down", "gone-problems"]);
    assert_eq!(told(&whole), ["lines-back"]);
    assert_eq!(told(&format!("{whole}! a comment\n")), [""; 0]);
}

#[test]
fn a_server_that_is_slow_is_not_waited_for() {
    let site = Site::new();
    let url = site.url("/ads.txt");
    let backend = hurried()
        .edit("agents/watch/times.ts", "HOUR_MS = 20", "HOUR_MS = 3_600_000")
        .start(PRIVATE);
    site.put_all("/ads.txt", &[Reply::Silent, Reply::Text("||ads.example^\n".to_owned())]);
    backend.watch("ann", "add", json!({ "url": url })).unwrap();
    // Tried again by itself.
    let report = until("a report", || backend.reports("ann").pop());
    assert_eq!(kinds(&report), ["first-look"]);
    assert_eq!(site.seen("/ads.txt").len(), 2);
}

/// workerd is killed between two looks. What is remembered is in the storage, by which path ever.
#[test]
fn a_restart_forgets_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let site = Site::new();
    let url = site.url("/ads.txt");
    site.list("/ads.txt", "||ads.example^\n||old.example^$scirpt\n");
    {
        let backend = start_in(dir.path(), with_users());
        backend.watch("ann", "add", json!({ "url": url })).unwrap();
        until("the first look", || (backend.reports("ann").len() == 1).then_some(()));
    }
    let backend = with_users().start(
        &[&["--state", dir.path().to_str().unwrap(), "--without", "loader"], PRIVATE].concat(),
    );
    assert_eq!(backend.lists("ann")[0]["errors"], 1);
    assert_eq!(backend.check("ann", &url)["report"], Value::Null);
    assert!(site.seen("/ads.txt")[1].header("if-none-match").is_some());
    site.list("/ads.txt", "||ads.example^\n||old.example^$scirpt\n||new.example^$nothing\n");
    let report = backend.check("ann", &url)["report"].take();
    assert_eq!(report["news"][0]["problems"].as_array().unwrap().len(), 1);
    assert_eq!(report["news"][0]["problems"][0]["rule"], "||new.example^$nothing");
}

/// A due look that workerd was stopped before follows after the start, without any request.
#[test]
fn an_alarm_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let site = Site::new();
    site.list("/ads.txt", "||ads.example^\n");
    {
        let backend = start_in(dir.path(), hurried());
        backend.watch("ann", "add", json!({ "url": site.url("/ads.txt") })).unwrap();
        until("the first look", || (!site.seen("/ads.txt").is_empty()).then_some(()));
    }
    let before = site.seen("/ads.txt").len();
    let _backend = start_in(dir.path(), hurried());
    until("a look", || (site.seen("/ads.txt").len() > before + 1).then_some(()));
}

/// The memory is one of a core with other tables, which found nothing in a rule of today's list.
#[test]
fn a_new_core_looks_at_the_text_again_and_names_what_it_judges_otherwise() {
    let older = Judge { tables: Judge::this().tables ^ 1, ..Judge::this() };
    let then = b"! bloqr-disable-next-line\n||ads.example^$scirpt\n";
    let memory = look(b"", &Facts::at(1).with_judge(older), then).memory;
    let bytes: Vec<String> = memory.iter().map(u8::to_string).collect();
    let worker = with_users().edit(
        "agents/isolate/watch-store.js",
        "keepMemory(id, memory) {",
        &format!(
            "keepMemory(id, memory) {{ if (this.newest() === 0) memory = new Uint8Array([{}])",
            bytes.join(", ")
        ),
    );
    let site = Site::new();
    let url = site.url("/ads.txt");
    let backend = worker.start(PRIVATE);
    site.list("/ads.txt", "||ads.example^$scirpt\n");
    backend.watch("ann", "add", json!({ "url": url })).unwrap();
    until("the first look", || (backend.reports("ann").len() == 1).then_some(()));
    // The text is the same, and is fetched without its tag.
    let report = backend.check("ann", &url)["report"].take();
    assert_eq!(site.seen("/ads.txt")[1].header("if-none-match"), None);
    let new = report["news"].as_array().unwrap().iter().find(|it| it["kind"] == "new-problems");
    let problem = &new.unwrap()["problems"][0];
    assert_eq!(
        (&problem["rule"], &problem["why"]),
        (&json!("||ads.example^$scirpt"), &json!("core"))
    );
    backend.check("ann", &url);
    assert!(site.seen("/ads.txt")[2].header("if-none-match").is_some());
}

#[test]
fn lists_and_webhooks_are_never_of_private_networks() {
    let site = Site::new();
    let port = site.address.port();
    let backend = with_users().start(&[]);
    let secret = "0123456789abcdef";
    for url in [
        site.url("/ads.txt"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("https://0x7f.1:{port}/"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://[::ffff:a9fe:a9fe]/".to_owned(),
        "https://metadata.google.internal/".to_owned(),
        "https://user:password@lists.example.com/".to_owned(),
        "http://lists.example.com/ads.txt".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:text/plain,x".to_owned(),
        "lists".to_owned(),
    ] {
        let list = backend.watch("ann", "add", json!({ "url": url })).unwrap_err();
        let webhook =
            backend.watch("ann", "webhook", json!({ "url": url, "secret": secret })).unwrap_err();
        assert_eq!((kind(&list), kind(&webhook)), ("source-refused", "source-refused"), "{url}");
        assert!(!list.to_string().contains("password@"), "{list}");
    }
    assert_eq!((backend.lists("ann").len(), site.connections()), (0, 0));
    assert_eq!(backend.watch("ann", "webhook", json!({})).unwrap()["webhook"], Value::Null);
}

/// Where the check of names is passed, redirects lead nowhere else, and workerd looks at the address.
#[test]
fn a_redirect_and_a_name_lead_to_no_private_network() {
    let (inside, outside) = (Site::new(), Site::new());
    inside.list("/secret", "||secret.example^\n");
    inside.put("/hook", Reply::Status(200));
    let rule = format!("if (PRIVATE_ALLOWED && url.port === '{}') return", outside.address.port());
    let trusting = with_users().edit("sources/public.ts", "if (PRIVATE_ALLOWED) return", &rule);
    let backend = trusting.start(PRIVATE);
    outside.put("/ads.txt", Reply::Redirect(inside.url("/secret")));
    backend.watch("ann", "add", json!({ "url": outside.url("/ads.txt") })).unwrap();
    let list =
        until("a failure", || backend.lists("ann").pop().filter(|it| it["status"] == "failing"));
    assert!(list["why"].as_str().unwrap().contains("redirected"), "{list}");
    assert_eq!(inside.connections(), 0);

    let open = with_users().edit("sources/public.ts", "if (PRIVATE_ALLOWED) return", "return");
    let backend = open.start(&[]);
    backend.watch("ann", "add", json!({ "url": inside.url("/secret") })).unwrap();
    let list =
        until("a failure", || backend.lists("ann").pop().filter(|it| it["status"] == "failing"));
    assert!(list["why"].as_str().unwrap().contains("cannot be reached"), "{list}");
    let hook = json!({ "url": inside.url("/hook"), "secret": "0123456789abcdef" });
    backend.watch("ann", "webhook", hook).unwrap();
    for _ in 0..2 {
        backend.check("ann", &inside.url("/secret"));
    }
    let hook = until("a delivery", || {
        let hook = backend.watch("ann", "webhook", json!({})).unwrap()["webhook"].take();
        hook["error"].is_string().then_some(hook)
    });
    assert_eq!(hook["error"], "the server cannot be reached");
    assert_eq!(inside.connections(), 0);
}

#[test]
fn what_a_user_may_is_bounded() {
    let site = Site::new();
    let backend = with_users()
        .edit("agents/isolate/watch.js", "MAX_LISTS = 50", "MAX_LISTS = 2")
        .start(PRIVATE);
    let add = |user: &str, path: &str| backend.watch(user, "add", json!({ "url": site.url(path) }));
    add("ann", "/1").unwrap();
    add("ann", "/2#part").unwrap();
    assert_eq!(backend.lists("ann")[1]["url"], site.url("/2"));
    // The same list again is no other one.
    add("ann", "/2").unwrap();
    assert_eq!(kind(&add("ann", "/3").unwrap_err()), "agent-full");
    // A tenth of the requests a minute of the tier free.
    add("free-bob", "/1").unwrap();
    for _ in 0..5 {
        backend.watch("free-bob", "check", json!({ "url": site.url("/1") })).unwrap();
    }
    let refused = backend.watch("free-bob", "check", json!({ "url": site.url("/1") })).unwrap_err();
    assert_eq!(kind(&refused), "rate-limited");
    for (method, argument) in [
        ("add", json!({})),
        ("add", json!({ "url": 1 })),
        ("add", json!({ "url": site.url("/1"), "everyHours": 5 })),
        ("add", json!({ "url": site.url("/1"), "everyHours": "6" })),
        ("add", json!({ "url": format!("{}{}", site.url("/"), "x".repeat(2000)) })),
        ("remove", json!({ "url": site.url("/9") })),
        ("remove", json!({})),
        ("reports", json!({ "offset": -1 })),
        ("webhook", json!({ "url": site.url("/hook") })),
        ("webhook", json!({ "url": site.url("/hook"), "secret": "short" })),
        ("webhook", json!({ "url": site.url("/hook"), "secret": "x".repeat(257) })),
    ] {
        let refused = backend.watch("ann", method, argument.clone()).unwrap_err();
        assert_eq!(kind(&refused), "invalid-request", "{method} {argument}");
    }
    for method in ["look", "keepMemory", "task", "failed", "constructor", "__proto__", "deliver"] {
        let refused = backend.watch("ann", method, json!({})).unwrap_err();
        assert_eq!(kind(&refused), "agent-method-unknown", "{method}");
    }
}

#[test]
fn a_list_of_16_mib_is_looked_at() {
    let site = Site::new();
    let url = site.url("/long.txt");
    let backend = with_users().start(PRIVATE);
    let mut text: String = (0..)
        .map(|n| format!("||ads{n}.example.com^$script\n"))
        .scan(0, |bytes, it| {
            *bytes += it.len();
            (*bytes < (16 << 20) - 100).then_some(it)
        })
        .collect();
    site.list("/long.txt", &text);
    backend.watch("ann", "add", json!({ "url": url })).unwrap();
    until("the first look", || (backend.reports("ann").len() == 1).then_some(()));
    text.push_str("||bad.example^$scirpt\n");
    site.list("/long.txt", &text);
    let report = backend.check("ann", &url)["report"].take();
    assert_eq!(report["news"][0]["problems"][0]["rule"], "||bad.example^$scirpt");
}
