//! `bloqr dev`: what it prints, what it binds, how it ends.

use std::{fs, net::TcpListener, process::Command, thread, time::Duration};

use super::{Backend, KEY, Worker, dev};

const BODY: &str = r#"{"rules":["||ads.example^"]}"#;

const GUIDE: &str = "
[[dynamic_dispatch_namespaces]]
binding = \"LOADER\"
namespace = \"bloqr-backend-dynamic\"

[[bindings]]
type = \"dynamic_worker_loader\"
name = \"DYNAMIC_WORKER_LOADER\"
";

#[test]
fn the_first_line_is_the_url_and_the_rest_says_what_is_there() {
    let backend = Backend::start(&["--without", "dynamic-worker-loader"]);
    assert_eq!(backend.url, format!("http://127.0.0.1:{}", backend.port()));
    let mut lines = backend.rest.lines().map(|it| it.split_whitespace().collect::<Vec<_>>());
    assert_eq!(lines.next().unwrap()[..2], ["loader", "on"]);
    assert_eq!(lines.next().unwrap(), ["dynamic-worker-loader", "off", "(--without)"]);
    assert_eq!(lines.next().unwrap(), ["inline", "always"]);
    // The key came from outside: it is not printed.
    assert!(!backend.rest.contains(KEY), "{}", backend.rest);
}

#[test]
fn each_path_is_what_is_left_of_the_ones_before() {
    let both = ["--without", "loader", "--without", "dynamic-worker-loader"];
    let cases: [(&[&str], &str, Option<&str>); 4] = [
        (&[], "loader", None),
        (&both[..2], "dynamic-worker-loader", Some("loader=not-bound")),
        (&both[2..], "loader", None),
        (&both, "inline", Some("loader=not-bound, dynamic-worker-loader=not-bound")),
    ];
    for (options, path, fallback) in cases {
        let backend = Backend::start(options);
        let response = backend.client().post("/api/ast/parse", BODY);
        assert_eq!(response.status, 200, "{options:?}");
        assert_eq!(response.path(), Some(path), "{options:?}");
        assert_eq!(response.header("x-bloqr-fallback"), fallback, "{options:?}");
        let timed =
            response.header("server-timing").is_some_and(|it| it.starts_with("isolate;dur="));
        assert_eq!(timed, path != "inline", "{options:?}");
    }
}

#[test]
fn only_an_isolate_that_cannot_start_falls_through() {
    let could_not = "loader=could-not-start, dynamic-worker-loader=could-not-start";
    let cases = [
        ("isolate-start", 200, "inline", Some(could_not)),
        ("isolate-throw", 502, "loader", None),
        ("isolate-garbage", 502, "loader", None),
        ("isolate-hang", 504, "loader", None),
    ];
    for (fault, status, path, fallback) in cases {
        let backend = Backend::start(&["--fault", fault]);
        // A hang takes its ten seconds: asked once.
        let endpoints = ["/api/validate", "/api/ast/parse"];
        for endpoint in &endpoints[..if status == 504 { 1 } else { 2 }] {
            let response = backend.client().post(endpoint, BODY);
            assert_eq!(response.status, status, "{fault}");
            assert_eq!(response.path(), Some(path), "{fault}");
            assert_eq!(response.header("x-bloqr-fallback"), fallback, "{fault}");
            let is_problem = status != 200;
            let kind = if is_problem { "application/problem+json" } else { "application/json" };
            assert_eq!(response.header("content-type"), Some(kind), "{fault}");
            assert_eq!(response.json()["instance"].is_string(), is_problem, "{fault}");
            let body = String::from_utf8(response.body).unwrap();
            assert!(!body.contains("asked to"), "{fault}: the isolate's words leak: {body}");
        }
    }
}

#[test]
fn the_guides_forms_are_bound_here_and_the_difference_is_reported() {
    let worker = Worker::new();
    let toml = fs::read_to_string(worker.path().join("wrangler.toml")).unwrap();
    let toml = toml.replace("[[worker_loaders]]", "[[unrelated]]") + GUIDE;
    let backend = worker.with("wrangler.toml", &toml).start(&[]);
    assert_eq!(backend.client().post("/api/validate", BODY).path(), Some("loader"));
    let warned = backend.rest.matches("wrangler would not bind it").count();
    assert_eq!(warned, 2, "{}", backend.rest);
    assert!(backend.rest.contains("bloqr bindings enable all"), "{}", backend.rest);
}

#[test]
fn a_configuration_with_no_loader_runs_inline_and_names_the_command() {
    let worker = Worker::new();
    let toml = fs::read_to_string(worker.path().join("wrangler.toml")).unwrap();
    let toml = toml.replace("[[worker_loaders]]", "[[unrelated]]");
    let backend = worker.with("wrangler.toml", &toml).start(&[]);
    assert_eq!(backend.client().post("/api/validate", BODY).path(), Some("inline"));
    assert!(backend.rest.contains("bloqr bindings enable all"), "{}", backend.rest);
}

#[test]
fn files_of_the_page_are_served_before_the_worker_is_asked() {
    let headers = "/*\n  X-All: a\n/docs/*\n  X-Docs: b\n";
    let worker = Worker::new().with("site/_headers", headers).with("site/.assetsignore", "/a.js\n");
    fs::create_dir_all(worker.path().join("site/docs/a b")).unwrap();
    let worker = worker
        .with("site/index.html", "the page")
        .with("site/docs/a b/index.html", "docs")
        .with("site/a.js", "");
    let backend = worker.start(&[]);
    assert!(backend.rest.contains("page     not built: run js/build.sh"), "{}", backend.rest);
    let mut client = backend.client();
    let page = client.get("/?a");
    assert_eq!((page.status, page.body.as_slice()), (200, b"the page".as_slice()));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!((page.header("x-all"), page.header("x-docs")), (Some("a"), None));
    // The worker did not answer.
    assert_eq!(page.header("x-request-id"), None);
    let docs = client.get("/docs/a%20b/");
    assert_eq!((docs.status, docs.header("x-docs")), (200, Some("b")));
    for (from, to) in
        [("/index.html?a=b", "/?a=b"), ("/index", "/"), ("/docs/a%20b", "/docs/a%20b/")]
    {
        let moved = client.get(from);
        assert_eq!((moved.status, moved.header("location")), (307, Some(to)), "{from}");
    }
    assert_eq!(client.post("/", "{}").status, 405);
    // The rest is the worker's, also files that are not for serving.
    let cases = [
        ("/api/version", 200),
        ("/_headers", 404),
        ("/.assetsignore", 404),
        ("/a.js", 404),
        ("/docs", 404),
        ("/..%2fwrangler.toml", 404),
    ];
    for (path, status) in cases {
        let answer = client.get(path);
        assert_eq!((answer.status, answer.header("x-all")), (status, None), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
    }
    assert_eq!(client.post("/api/validate", BODY).path(), Some("loader"));
}

#[test]
fn workerd_ends_however_bloqr_is_ended() {
    for signal in ["INT", "TERM", "KILL"] {
        let mut backend = Backend::start(&[]);
        let workerd = backend.workerd();
        assert!(is_alive(workerd));
        let pid = backend.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        backend.child.wait().unwrap();
        // The kernel signals it at once; the process may need a moment to end.
        for _ in 0..600 {
            if !is_alive(workerd) {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        assert!(!is_alive(workerd), "SIG{signal} left workerd running");
    }
}

/// Whether the process runs: it has not ended and is not a zombie.
fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|it| it.contains(|c: char| "RSDtT".contains(c)))
}

#[test]
fn nothing_is_left_on_disk_and_no_secret_is_handed_on() {
    let worker = Worker::new();
    let temporary = tempfile::tempdir().unwrap();
    let mut command = dev();
    command.current_dir(worker.path()).env("TMPDIR", temporary.path()).env("A_SECRET", "abc");
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.contains("API key") {
        assert!(std::io::BufRead::read_line(&mut stdout, &mut text).unwrap() > 0, "{text}");
    }
    let key = text.split_whitespace().last().unwrap().to_owned();
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "a temporary file is left");
    let id = child.id();
    let workerd = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    let workerd = workerd.trim();
    for file in ["environ", "cmdline"] {
        let seen = fs::read_to_string(format!("/proc/{workerd}/{file}")).unwrap();
        assert!(!seen.contains("abc") && !seen.contains(&key), "{file}: {seen}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(key.starts_with("blq_") && key.len() == 52, "{text}");
}

#[test]
fn what_is_missing_is_named_with_the_command_that_helps() {
    let worker = Worker::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = |change: &dyn Fn(&mut Command)| {
        let mut command = dev();
        command.current_dir(worker.path());
        change(&mut command);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let none = run(&|it| _ = it.env_remove("BLOQR_WORKERD"));
    assert!(
        none.contains("workerd is not installed") && none.contains("npm ci --prefix ."),
        "{none}"
    );
    let wrong = run(&|it| _ = it.env("BLOQR_WORKERD", "/nowhere"));
    assert!(wrong.contains("there is no /nowhere") && wrong.contains("BLOQR_WORKERD"), "{wrong}");
    let key = run(&|it| _ = it.env("BLOQR_DEV_KEY", "blq_secret"));
    assert!(
        key.contains("BLOQR_DEV_KEY is not an API key") && !key.contains("blq_secret"),
        "{key}"
    );
    let port = run(&|it| _ = it.args(["--port", &port]));
    assert!(port.contains("--port 0 chooses a free port"), "{port}");
    fs::remove_file(worker.path().join("core.wasm")).unwrap();
    let wasm = run(&|_| ());
    assert!(wasm.contains("core.wasm") && wasm.contains("build-wasm.sh to build it"), "{wasm}");
}
