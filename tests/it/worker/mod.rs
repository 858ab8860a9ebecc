//! The backend on a real workerd: `cargo test --features workerd-tests`. Wants worker/core.wasm
//! (worker/build-wasm.sh) and workerd (npm ci --prefix worker), and fails without them.

mod abuse;
mod agents;
mod answers;
mod bodies;
mod compile;
mod dev;
mod dispatch;
mod faults;
mod gates;
pub(crate) mod http;
mod inspector;
mod load;
mod log;
mod outages;
mod panic;
mod refusals;
mod site;
mod sources;
mod streams;
mod tenant;
mod user_code;
mod zero_trust;

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use self::http::Client;
use crate::support::{bloqr, files, root};

/// The key of every backend that is started here.
pub(crate) const KEY: &str = "blq_0123456789abcdef0123456789abcdef0123456789abcdef";

/// Each path by name, with the options that leave it as the first.
pub(crate) const PATHS: [(&str, &[&str]); 3] = [
    ("loader", &[]),
    ("dynamic-worker-loader", &["--without", "loader"]),
    ("inline", &["--without", "loader", "--without", "dynamic-worker-loader"]),
];

/// A copy of worker/ with both loaders on, which a test may change.
pub(crate) struct Worker {
    dir: TempDir,
}

impl Worker {
    pub(crate) fn new() -> Worker {
        let dir = tempfile::tempdir().unwrap();
        let worker = root().join("worker");
        let sources = ["ts", "js", "toml"].iter().flat_map(|it| files(&worker, it));
        for file in sources.filter(|it| !it.components().any(|it| it.as_os_str() == "node_modules"))
        {
            let copy = dir.path().join(file.strip_prefix(&worker).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(file, copy).unwrap();
        }
        let wasm = worker.join("core.wasm");
        assert!(wasm.is_file(), "no {}: run worker/build-wasm.sh", wasm.display());
        std::os::unix::fs::symlink(wasm, dir.path().join("core.wasm")).unwrap();
        bloqr().current_dir(&dir).args(["bindings", "enable", "all"]).assert().success();
        Worker { dir }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// With a file's text in another's place.
    pub(crate) fn with(self, file: &str, text: &str) -> Worker {
        fs::write(self.path().join(file), text).unwrap();
        self
    }

    /// With a piece of a file replaced, which must be there.
    #[track_caller]
    pub(crate) fn edit(self, file: &str, from: &str, to: &str) -> Worker {
        let text = fs::read_to_string(self.path().join(file)).unwrap();
        assert!(text.contains(from), "{file} holds no {from}");
        self.with(file, &text.replace(from, to))
    }

    /// Runs it: `bloqr dev` with these options.
    #[track_caller]
    pub(crate) fn start(self, options: &[&str]) -> Backend {
        self.start_with(dev(), options)
    }

    /// The same, as another program starts it.
    #[track_caller]
    pub(crate) fn start_with(self, mut command: Command, options: &[&str]) -> Backend {
        let log = self.path().join("stderr.log");
        command.current_dir(self.path()).args(options).env("BLOQR_DEV_KEY", KEY);
        command.stdout(Stdio::piped()).stderr(fs::File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        stdout.read_line(&mut url).unwrap();
        assert!(url.starts_with("http://"), "{}", fs::read_to_string(&log).unwrap());
        // The rest ends with the line that names the key.
        let mut rest = String::new();
        while !rest.contains("API key") && stdout.read_line(&mut rest).unwrap() > 0 {}
        Backend { child, url: url.trim_end().to_owned(), rest, worker: self }
    }
}

/// `bloqr dev` that runs, and workerd with it. Ends both when it is dropped.
pub(crate) struct Backend {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// What stood below the URL.
    pub(crate) rest: String,
    worker: Worker,
}

impl Backend {
    /// The backend as it is deployed with both loaders on.
    #[track_caller]
    pub(crate) fn start(options: &[&str]) -> Backend {
        Worker::new().start(options)
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.rsplit(':').next().unwrap().parse().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(self.port())
    }

    /// What it logged until now.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.worker.path().join("stderr.log")).unwrap()
    }

    /// The process that serves, as the kernel reports it.
    pub(crate) fn workerd(&self) -> u32 {
        let id = self.child.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
        children.split_whitespace().next().unwrap().parse().unwrap()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// `bloqr dev` with the workerd that is installed, and nothing else of the machine's.
pub(crate) fn dev() -> Command {
    let packaged = root().join("worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd");
    let workerd = env::var_os("BLOQR_WORKERD").map_or(packaged, PathBuf::from);
    assert!(workerd.is_file(), "no {}: run npm ci --prefix worker", workerd.display());
    // A test run in the background may ignore Ctrl-C, and so would all that it starts.
    let mut command = Command::new("/usr/bin/env");
    command.args(["--default-signal=INT,TERM", env!("CARGO_BIN_EXE_bloqr"), "dev"]);
    command.env_clear().env("BLOQR_WORKERD", workerd).stdin(Stdio::null());
    command
}
