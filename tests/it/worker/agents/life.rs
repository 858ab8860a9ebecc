//! What happens to an agent, and loses nothing: kills, restarts, other code, sleep.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::json;

use super::{DESK, socket::Socket, start_in, with_users};
use crate::worker::{Backend, PATHS, Worker};

const INLINE: &[&str] = &["--without", "loader"];

/// workerd is killed while 50 sockets edit. Each acknowledged edit is there afterwards; one that was not
/// acknowledged is there whole, or not at all.
#[test]
fn a_kill_loses_no_acknowledged_edit() {
    let dir = tempfile::tempdir().unwrap();
    let users = ["ann", "bob", "cid", "dan", "eve"];
    let lines_of_edit = 40;
    for (round, (_, options)) in PATHS.iter().enumerate() {
        let mut backend = start_in(dir.path(), options);
        let before: BTreeMap<&str, u64> = users.iter().map(|it| (*it, backend.rev(it))).collect();
        let port = backend.port();
        // Each socket adds blocks of lines with its name, at whatever revision is the current one.
        let counts: Arc<[AtomicUsize; 5]> = Arc::default();
        let edits = |user: &'static str, n: usize, counts: Arc<[AtomicUsize; 5]>| {
            move || {
                let mut socket = Socket::open(port, DESK, user);
                let (mut sent, mut acknowledged) = (Vec::new(), Vec::new());
                let Ok(state) = socket.frame().and_then(|_| socket.frame()) else {
                    return (sent, acknowledged);
                };
                let mut rev = state["state"]["rev"].as_u64().unwrap();
                for edit in 0.. {
                    let block = format!("! {round}-{user}-{n}-{edit}");
                    let lines: Vec<String> =
                        (0..lines_of_edit).map(|it| format!("{block}-{it}")).collect();
                    sent.push(block.clone());
                    loop {
                        let argument = json!({ "rev": rev, "from": 0, "to": 0, "lines": lines });
                        let Ok(id) = socket.ask("edit", &argument) else {
                            return (sent, acknowledged);
                        };
                        let answer = loop {
                            let Ok(frame) = socket.frame() else { return (sent, acknowledged) };
                            if let Some(new) = frame["state"]["rev"].as_u64() {
                                rev = rev.max(new);
                            }
                            if frame["id"] == *id {
                                break frame;
                            }
                        };
                        if answer["success"] == true {
                            rev = rev.max(answer["result"]["rev"].as_u64().unwrap());
                            acknowledged.push(block);
                            let place = users.iter().position(|it| *it == user).unwrap();
                            counts[place].fetch_add(1, Ordering::Relaxed);
                            break;
                        }
                        assert!(
                            answer["error"].as_str().unwrap().starts_with("agent-conflict"),
                            "{answer}"
                        );
                    }
                }
                (sent, acknowledged)
            }
        };
        let workers: Vec<_> = users
            .iter()
            .flat_map(|user| (0..10).map(|n| (*user, n)))
            .map(|(user, n)| (user, thread::spawn(edits(user, n, counts.clone()))))
            .collect();
        // Until each user has some, and all sockets are at work.
        while counts.iter().any(|it| it.load(Ordering::Relaxed) < 10) {
            thread::sleep(Duration::from_millis(10));
        }
        let workerd = backend.workerd().to_string();
        assert!(Command::new("kill").args(["-9", &workerd]).status().unwrap().success());
        backend.child.wait().unwrap();
        let mut all = BTreeMap::<&str, (Vec<String>, Vec<String>)>::new();
        for (user, worker) in workers {
            let (sent, acknowledged) = worker.join().unwrap();
            let entry = all.entry(user).or_default();
            entry.0.extend(sent);
            entry.1.extend(acknowledged);
        }
        drop(backend);
        let backend = start_in(dir.path(), options);
        for (user, (sent, acknowledged)) in all {
            assert!(acknowledged.len() >= 10, "{user}: only {} edits", acknowledged.len());
            let list = backend.list(user);
            for block in &sent {
                let found = (0..lines_of_edit).filter(|it| {
                    let line = format!("{block}-{it}\n");
                    list.contains(&line)
                });
                let found = found.count();
                assert!(found == 0 || found == lines_of_edit, "{block}: {found} lines");
                if acknowledged.contains(block) {
                    assert_eq!(found, lines_of_edit, "{block} is lost");
                }
            }
            assert!(backend.rev(user) >= before[user] + acknowledged.len() as u64);
        }
    }
}

#[test]
fn the_draft_is_the_same_with_loader_and_without() {
    let dir = tempfile::tempdir().unwrap();
    let mut rev = 0;
    for (options, path) in
        [(&[][..], "loader"), (INLINE, "inline"), (&[], "loader"), (&[], "loader")]
    {
        let backend = start_in(dir.path(), options);
        let state = backend.state("ann");
        assert_eq!((&state["rev"], &state["path"]), (&json!(rev), &json!(path)));
        let response = backend.ask("ann", "GET", DESK, &[], b"");
        assert_eq!(response.path(), Some(path));
        let edit = json!({ "rev": rev, "from": rev, "to": rev, "lines": [format!("! {rev}")] });
        rev = backend.rpc("ann", "edit", edit).unwrap()["rev"].as_u64().unwrap();
        let expected: String = (0..rev).map(|it| format!("! {it}\n")).collect();
        assert_eq!(backend.list("ann").trim_end(), expected.trim_end());
    }
}

/// The isolate of the agents has other code than the worker.
fn with_isolate(worker: Worker, code: &str) -> Worker {
    let entry = "'agents/isolate/agent.js': agent,";
    worker.edit("agents/code.ts", entry, &format!("'agents/isolate/agent.js': {},", json!(code)))
}

#[test]
fn code_that_cannot_start_runs_in_the_worker() {
    let dir = tempfile::tempdir().unwrap();
    let text = "||ads.example^\n";
    start_in(dir.path(), &[]).rpc("ann", "open", json!({ "text": text })).unwrap();
    let state = ["--state", dir.path().to_str().unwrap()];
    for code in [
        "export class RulesDesk {",
        "throw new Error('broken')",
        "export const nothing = 1",
        "import { DurableObject } from 'cloudflare:workers'\nexport class RulesDesk extends DurableObject { hello() { throw new Error('broken') } }",
        "import { DurableObject } from 'cloudflare:workers'\nexport class RulesDesk extends DurableObject { hello() { return 'other' } }",
        "import { DurableObject } from 'cloudflare:workers'\nexport class RulesDesk extends DurableObject { constructor() { throw new Error('broken') } }",
    ] {
        let backend = with_isolate(with_users(), code).start(&state);
        for _ in 0..3 {
            assert_eq!(backend.state("ann")["path"], "inline", "{code}: {}", backend.log());
            assert_eq!(backend.list("ann"), text, "{code}");
        }
        let mut socket = backend.socket("ann");
        assert_eq!(socket.state_when(|_| true)["path"], "inline");
        let warned = backend.log().matches("its isolate cannot start").count();
        assert_eq!(warned, 1, "{code}: {}", backend.log());
    }
    // With good code it is in an isolate again.
    let backend = start_in(dir.path(), &[]);
    assert_eq!(
        (backend.state("ann")["path"].clone(), backend.list("ann").as_str()),
        (json!("loader"), text)
    );
}

/// The core is ahead of the storage then, and must not stay so.
#[test]
fn a_change_that_cannot_be_stored_is_not_there() {
    let (from, to) = (
        "this.keep('rev', rev)",
        "if (rev === 2 && !globalThis.failed) { globalThis.failed = true; throw new Error('no space') }\n      this.keep('rev', rev)",
    );
    let backend = with_users().edit("agents/isolate/store.js", from, to).start(&[]);
    backend.rpc("ann", "open", json!({ "text": "! one" })).unwrap();
    let edit = |line: &str| json!({ "rev": 1, "from": 0, "to": 1, "lines": [line] });
    let problem = backend.rpc("ann", "edit", edit("! lost")).unwrap_err();
    assert_eq!((super::kind(&problem), &problem["status"]), ("core-failed", &json!(500)));
    assert!(!problem.to_string().contains("no space"), "{problem}");
    assert_eq!((backend.rev("ann"), backend.list("ann").as_str()), (1, "! one"));
    backend.rpc("ann", "edit", edit("! two")).unwrap();
    assert_eq!((backend.rev("ann"), backend.list("ann").as_str()), (2, "! two"));
    let history = backend.rpc("ann", "history", json!({})).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 2);
}

#[test]
fn an_agent_that_does_not_answer_starts_anew() {
    let (from, to) = (
        "if (named === undefined)",
        "if (method === 'break') this.broken = true\n      if (this.broken) throw new Error('broken')\n      if (named === undefined)",
    );
    let backend = with_users()
        .edit("agents/isolate/desk.js", from, to)
        .edit("agents/isolate/desk.js", "return 'hello'", "return this.broken ? 'broken' : 'hello'")
        .start(&[]);
    let mut socket = backend.socket("ann");
    socket.call("open", json!({ "text": "! one" })).unwrap();
    let error = socket.call("break", json!({})).unwrap_err();
    assert!(error.starts_with("core-failed: "), "{error}");
    assert!(socket.call("find", json!({ "text": "one" })).is_ok());
    assert_eq!(
        (backend.list("ann").as_str(), backend.state("ann")["path"].clone()),
        ("! one", json!("loader"))
    );
}

#[test]
fn other_code_keeps_sockets_and_state() {
    // What a new deployment changes is the version; here a request does.
    let (from, to) = (
        "if (known === undefined) {",
        "const it = globalThis as { testVersion?: string }\n  if (it.testVersion !== undefined) return it.testVersion\n  if (known === undefined) {",
    );
    let (route, set) = (
        "const { pathname, origin } = new URL(request.url)",
        "const { pathname, origin, searchParams } = new URL(request.url)\n  const version = searchParams.get('version')\n  if (version !== null) (globalThis as { testVersion?: string }).testVersion = version",
    );
    // Each start of an agent is logged.
    let log = "import { Desk } from './desk.js'\n";
    let backend = with_users()
        .edit("agents/code.ts", from, to)
        .edit("agents/route.ts", route, set)
        .edit("agents/isolate/rules.js", log, &format!("{log}console.log('the code starts')\n"))
        .start(&[]);
    let mut socket = backend.socket("ann");
    let starts = |backend: &Backend| backend.log().matches("the code starts").count();
    socket.call("open", json!({ "text": "||ads.example^\n" })).unwrap();
    let first = starts(&backend);
    for version in ["2", "3"] {
        assert_eq!(
            backend.ask("ann", "GET", &format!("{DESK}?version={version}"), &[], b"").status,
            200
        );
        assert_eq!(backend.list("ann"), "||ads.example^\n");
        let found = socket.call("find", json!({ "text": "ads" })).unwrap();
        assert!(found.to_string().contains("ads.example"), "{found}");
    }
    // It was new code each time.
    assert_eq!(starts(&backend), first + 2, "{}", backend.log());
    let edit = json!({ "rev": 1, "from": 0, "to": 0, "lines": ["! new"] });
    assert_eq!(socket.call("edit", edit).unwrap()["rev"], 2);
}

/// The platform frees the memory of an object that was idle for ten seconds, and keeps its sockets.
#[test]
fn an_idle_agent_sleeps_and_wakes() {
    let (from, to) = (
        "readonly #events = new Events()",
        "readonly #events = (console.log('a host starts'), new Events())",
    );
    let backend = with_users().edit("agents/host.ts", from, to).start(&[]);
    let starts = |backend: &Backend| backend.log().matches("a host starts").count();
    let mut sockets: Vec<Socket> = ["ann", "ann", "free-bob"].map(|it| backend.socket(it)).into();
    sockets[0].call("open", json!({ "text": "||ads.example^\n" })).unwrap();
    sockets[1].state_when(|it| it["rev"] == 1 && it["settled"] == true);
    // One more unreadable frame than these closes a socket: the number is kept with it.
    for _ in 0..3 {
        sockets[1].send("?").unwrap();
    }
    // The tier, too.
    sockets[2].call("find", json!({ "text": "a" })).unwrap();
    assert_eq!(starts(&backend), 2);
    thread::sleep(Duration::from_millis(11_500));
    let before = std::time::Instant::now();
    let edit = json!({ "rev": 1, "from": 0, "to": 0, "lines": ["! new"] });
    assert_eq!(sockets[0].call("edit", edit).unwrap()["rev"], 2);
    eprintln!("the first frame after sleep was answered in {:?}", before.elapsed());
    assert_eq!(starts(&backend), 3, "its memory was not freed: {}", backend.log());
    assert_eq!(sockets[1].state_when(|it| it["rev"] == 2)["lines"], 3);
    let last = sockets.pop().unwrap();
    let mut second = sockets.pop().unwrap();
    second.send("?").unwrap();
    assert_eq!(super::socket::closes(second), 1008);
    let mut last = last;
    for _ in 0..300 {
        _ = last.ask("find", &json!({ "text": "a" }));
    }
    assert_eq!(super::socket::closes(last), 4429);
}

#[test]
fn what_is_stored_outlives_bloqr_dev_or_not_as_it_was_asked() {
    let worker = with_users();
    let home = worker.path().to_owned();
    let temporary = tempfile::tempdir().unwrap();
    let start = |options: &[&str]| {
        let mut command = crate::worker::dev();
        command.env("TMPDIR", temporary.path());
        with_users().start_with(command, options)
    };
    // By default in the project, where no version control keeps it.
    let backend = worker.start(&[]);
    backend.rpc("ann", "open", json!({ "text": "! one" })).unwrap();
    let state = home.join(".bloqr");
    assert_eq!(std::fs::read_to_string(state.join(".gitignore")).unwrap(), "*\n");
    assert!(state.join("state").read_dir().unwrap().count() > 1);
    let refused = crate::worker::dev().current_dir(&home).output().unwrap();
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(
        message.contains("another bloqr dev uses") && message.contains("--ephemeral"),
        "{message}"
    );
    // Without storage it leaves nothing, however it ends; what a kill leaves, the next run deletes.
    for signal in ["TERM", "INT", "KILL", "TERM"] {
        let mut backend = start(&["--ephemeral"]);
        assert_eq!(backend.rev("ann"), 0);
        backend.rpc("ann", "open", json!({ "text": "! one" })).unwrap();
        let mut socket = backend.socket("ann");
        socket.until("cf_agent_state");
        // workerd would wait for the socket.
        let pid = backend.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let status = backend.child.wait().unwrap();
        assert_eq!(
            std::os::unix::process::ExitStatusExt::signal(&status),
            Some(match signal {
                "TERM" => 15,
                "INT" => 2,
                _ => 9,
            })
        );
        let left = temporary.path().read_dir().unwrap().count();
        assert_eq!(left, usize::from(signal == "KILL"), "{signal}");
    }
}
