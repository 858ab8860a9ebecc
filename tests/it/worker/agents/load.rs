//! Many users at once: `cargo test --release --features workerd-tests agents::load -- --ignored --nocapture`.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{DESK, key_of, with_users};
use crate::worker::{Backend, http::Client};

const USERS: usize = 200;

/// The memory of workerd in MB, and its open files.
fn weight(backend: &Backend) -> (usize, usize) {
    let pid = backend.workerd();
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|it| it.starts_with("VmRSS:")).unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    (kib / 1024, fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count())
}

fn show(what: &str, times: &mut [Duration]) {
    times.sort();
    let of = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    eprintln!("{what:44} p50 {:6.2} ms   p99 {:6.2} ms", of(50), of(99));
}

#[test]
#[ignore = "measures"]
fn two_hundred_users_at_once() {
    for (name, options) in [("loader", &[][..]), ("inline", &["--without", "loader"])] {
        let backend = with_users().start(&[&["--ephemeral"], options].concat());
        backend.state("first");
        eprintln!("{name}: none {:?} (MB, files)", weight(&backend));
        let mut client = backend.client();
        let mut time = |user: &str, method: &str, path: &str, body: &str| {
            let bearer = format!("Bearer {}", key_of(user));
            let headers =
                [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let before = Instant::now();
            let response =
                client.request(method, &format!("{DESK}{path}"), &headers, body.as_bytes());
            assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
            before.elapsed()
        };
        let users: Vec<String> = (0..USERS).map(|it| format!("user-{it}")).collect();
        let mut times: Vec<_> = users.iter().map(|it| time(it, "GET", "", "")).collect();
        show("first request of a new user", &mut times);
        eprintln!("{name}: {USERS} agents {:?}", weight(&backend));
        let mut times: Vec<_> = (0..1000).map(|_| time("user-7", "GET", "", "")).collect();
        show("state, warm", &mut times);
        let list: String = (0..5000).map(|it| format!("||ads-{it}.example.com^\n")).collect();
        let body = json!({ "method": "open", "args": [{ "text": list }] }).to_string();
        let mut times: Vec<_> = users.iter().map(|it| time(it, "POST", "/rpc", &body)).collect();
        show("open of 5,000 lines", &mut times);
        let mut rev = 1;
        let mut times: Vec<_> = (0..200)
            .map(|n| {
                let edit = json!({ "rev": rev, "from": n, "to": n + 1, "lines": [format!("||new-{n}.example^")] });
                rev += 1;
                time("user-7", "POST", "/rpc", &json!({ "method": "edit", "args": [edit] }).to_string())
            })
            .collect();
        show("edit in 5,000 lines", &mut times);
        eprintln!("{name}: {USERS} lists of 5,000 lines {:?}", weight(&backend));
        // All at once: each user has a socket, and edits.
        let port = backend.port();
        let before = Instant::now();
        let threads: Vec<_> = users.into_iter().map(|user| {
            thread::spawn(move || {
                let mut client = Client::connect(port);
                let bearer = format!("Bearer {}", key_of(&user));
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
                let first = if user == "user-7" { 201 } else { 1 };
                for n in 0..10 {
                    let edit = json!({ "rev": first + n, "from": n, "to": n + 1, "lines": [format!("||at-once-{n}.example^")] });
                    let body = json!({ "method": "edit", "args": [edit] }).to_string();
                    let response = client.request("POST", &format!("{DESK}/rpc"), &headers, body.as_bytes());
                    assert_eq!(response.status, 200);
                }
            })
        }).collect();
        threads.into_iter().for_each(|it| it.join().unwrap());
        eprintln!(
            "{name}: 10 edits of {USERS} users at once in {:.1} s {:?}",
            before.elapsed().as_secs_f64(),
            weight(&backend)
        );
        thread::sleep(Duration::from_secs(12));
        eprintln!("{name}: idle for 12 s {:?}", weight(&backend));
        let mut times: Vec<_> =
            (0..USERS).map(|it| time(&format!("user-{it}"), "GET", "", "")).collect();
        show("wake after 12 s", &mut times);
        eprintln!("{name}: awake again {:?}", weight(&backend));
    }
}
