//! `bloqr agent`, against a backend on a loopback socket.

mod desk;
mod files;
mod others;
#[cfg(unix)]
mod watch;

use std::{fs, path::Path};

use assert_cmd::Command;
use tempfile::TempDir;

use self::desk::{Desk, KEY};
use crate::support::bloqr;

/// A desk, and a folder of a user.
struct Case {
    desk: Desk,
    dir: TempDir,
}

impl Case {
    fn new() -> Case {
        Case { desk: Desk::new(), dir: tempfile::tempdir().unwrap() }
    }

    /// A list that the desk has, and a file that comes from it.
    fn with(text: &str) -> Case {
        let case = Case::new();
        case.save(text);
        assert_eq!(case.run("push list.txt").0, 0);
        case
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn save(&self, text: &str) {
        fs::write(self.path().join("list.txt"), text).unwrap();
    }

    #[track_caller]
    fn file(&self) -> String {
        fs::read_to_string(self.path().join("list.txt")).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = bloqr();
        command.current_dir(self.path()).env("BLOQR_URL", &self.desk.server.url);
        command.env("BLOQR_API_KEY", KEY).env("XDG_CACHE_HOME", self.path().join("cache"));
        command.arg("agent");
        command
    }

    /// Exit code, stdout, stderr.
    #[track_caller]
    fn run(&self, args: &str) -> (i32, String, String) {
        let output = self.command().args(args.split(' ')).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// What else is in the folder.
    fn others(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap();
        let names = names.map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|it| it != "list.txt" && it != "cache").collect();
        names.sort();
        names
    }
}
