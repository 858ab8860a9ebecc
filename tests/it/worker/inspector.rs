//! The memory of the worker as V8 counts it, asked through the inspector of workerd.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    time::Duration,
};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::{Backend, Worker, dev};

pub(crate) struct Inspector {
    socket: WebSocket<TcpStream>,
    next: u64,
}

impl Inspector {
    /// Starts the worker, and the inspector with it.
    #[track_caller]
    pub(crate) fn start(worker: Worker, options: &[&str]) -> (Backend, Inspector) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = dev();
        let of = |it: &std::process::Command| {
            let found = it.get_envs().find(|it| it.0 == "BLOQR_WORKERD").and_then(|it| it.1);
            found.unwrap().to_str().unwrap().to_owned()
        };
        // Only the workerd that serves: the one of the sandbox has no inspector.
        let script = format!(
            "#!/bin/sh\nshift\ncase \"$*\" in\n  *--control-fd*) set -- --inspector-addr=127.0.0.1:{port} \"$@\" ;;\n\
             esac\nexec '{}' serve \"$@\"\n",
            of(&command)
        );
        let file = worker.path().join("workerd");
        fs::write(&file, script).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        command.env("BLOQR_WORKERD", &file);
        let backend = worker.start_with(command, options);
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let socket = tungstenite::client("ws://localhost/main", stream).unwrap().0;
        (backend, Inspector { socket, next: 0 })
    }

    /// All that the worker holds now, in MiB: objects, and buffers outside of the heap. What nobody uses any more
    /// is in it until V8 collects it.
    pub(crate) fn memory(&mut self) -> f64 {
        let usage = self.call("Runtime.getHeapUsage");
        let sizes = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];
        sizes.iter().map(|it| usage[it].as_f64().unwrap()).sum::<f64>() / f64::from(1 << 20)
    }

    fn call(&mut self, method: &str) -> Value {
        self.next += 1;
        let id = self.next;
        self.socket.send(Message::text(json!({ "id": id, "method": method }).to_string())).unwrap();
        loop {
            let text = self.socket.read().unwrap();
            let Ok(text) = text.to_text() else { continue };
            let answer: Value = serde_json::from_str(text).unwrap();
            if answer["id"] == id {
                return answer["result"].clone();
            }
        }
    }
}
