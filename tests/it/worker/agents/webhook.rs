//! The webhook of a user: signed, repeated, and its secret never shown.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::watch::{PRIVATE, hurried, kinds, until};
use crate::worker::{
    Backend,
    site::{Reply, Seen, Site},
};

const SECRET: &str = "a secret that nobody sees";

/// Watches a list that has just changed, with a webhook that was there before.
fn watched(backend: &Backend, site: &Site) {
    site.list("/ads.txt", "||ads.example^$scirpt\n");
    let hook = json!({ "url": site.url("/hook"), "secret": SECRET });
    let answer = backend.watch("ann", "webhook", hook).unwrap();
    assert_eq!(answer["webhook"]["url"], site.url("/hook"));
    assert!(!answer.to_string().contains(SECRET));
    backend.watch("ann", "add", json!({ "url": site.url("/ads.txt"), "everyHours": 168 })).unwrap();
}

/// HMAC-SHA256 in hex, for keys of at most 64 bytes.
fn hmac(key: &str, text: &str) -> String {
    let pad = |with: u8| {
        let mut block = [with; 64];
        key.bytes().zip(&mut block).for_each(|(key, it)| *it ^= key);
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|it| format!("{it:02x}")).collect()
}

#[track_caller]
fn is_signed(delivery: &Seen) -> Value {
    let signature = delivery.header("x-bloqr-signature").unwrap();
    let (time, mac) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    assert_eq!(mac, hmac(SECRET, &format!("{time}.{}", delivery.body)));
    let body: Value = serde_json::from_str(&delivery.body).unwrap();
    assert_eq!(body["event"], "report");
    assert_eq!(delivery.header("x-bloqr-delivery").unwrap(), body["report"]["id"].to_string());
    body["report"].clone()
}

#[test]
fn a_report_is_signed_and_repeated_until_it_is_taken() {
    let site = Site::new();
    let elsewhere = Site::new();
    elsewhere.put("/hook", Reply::Status(200));
    let backend = hurried().start(PRIVATE);
    site.put_all(
        "/hook",
        &[
            Reply::Status(500),
            Reply::Redirect(elsewhere.url("/hook")),
            Reply::Mute,
            Reply::Status(404),
            // The answer itself is not read.
            Reply::Broken("ok".to_owned()),
        ],
    );
    watched(&backend, &site);
    until("a delivery", || (site.seen("/hook").len() >= 5).then_some(()));
    let taken = until("the end", || {
        let hook = backend.watch("ann", "webhook", json!({})).unwrap()["webhook"].take();
        (hook["failures"] == 0 && hook.get("nextAt").is_none()).then_some(hook)
    });
    assert_eq!((&taken["lost"], taken.get("error")), (&json!(0), None));
    let deliveries = site.seen("/hook");
    let reports: Vec<Value> = deliveries.iter().map(is_signed).collect();
    assert!(reports.iter().all(|it| *it == reports[0]), "{reports:?}");
    assert_eq!(kinds(&reports[0]), ["first-look", "new-problems"]);
    assert_eq!(reports[0], backend.reports("ann")[0]);
    // Redirects are not followed.
    assert_eq!(elsewhere.connections(), 0);
    // The secret is nowhere.
    let state = backend.ask("ann", "GET", super::watch::WATCH, &[], b"");
    assert!(!String::from_utf8(state.body).unwrap().contains(SECRET));
    assert!(!backend.log().contains(SECRET));
    // What came before a webhook is not delivered to it.
    let count = site.seen("/hook").len();
    let hook = json!({ "url": site.url("/other"), "secret": SECRET });
    backend.watch("ann", "webhook", hook).unwrap();
    site.put("/other", Reply::Status(204));
    site.list("/ads.txt", "||ads.example^$scirpt\n||b.example^$nothing\n");
    backend.watch("ann", "check", json!({ "url": site.url("/ads.txt") })).unwrap();
    until("a delivery", || (!site.seen("/other").is_empty()).then_some(()));
    assert_eq!(kinds(&is_signed(&site.seen("/other")[0])), ["new-problems"]);
    assert_eq!(site.seen("/hook").len(), count);
    let removed = backend.watch("ann", "webhook", json!({ "remove": true })).unwrap();
    assert_eq!(removed["webhook"], Value::Null);
}

#[test]
fn a_report_waits_for_its_delivery_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let options = [&["--state", dir.path().to_str().unwrap()], PRIVATE].concat();
    let site = Site::new();
    site.put("/hook", Reply::Status(500));
    {
        let backend = hurried().start(&options);
        watched(&backend, &site);
        until("a delivery", || (!site.seen("/hook").is_empty()).then_some(()));
    }
    site.put("/hook", Reply::Status(200));
    let before = site.seen("/hook").len();
    let _backend = hurried().start(&options);
    // Without any request.
    until("a delivery", || (site.seen("/hook").len() > before).then_some(()));
    assert_eq!(is_signed(site.seen("/hook").last().unwrap())["id"], 1);
}

#[test]
fn a_report_that_nobody_takes_is_given_up_and_counted() {
    let site = Site::new();
    site.put("/hook", Reply::Status(500));
    let backend = hurried()
        .edit("agents/watch/times.ts", "GIVE_UP_MS = 3 * 24 * 3_600_000", "GIVE_UP_MS = 30")
        .start(PRIVATE);
    watched(&backend, &site);
    let hook = until("the end", || {
        let hook = backend.watch("ann", "webhook", json!({})).unwrap()["webhook"].take();
        (hook["lost"] == 1).then_some(hook)
    });
    assert_eq!(hook["error"], "the server answered with status 500");
}
