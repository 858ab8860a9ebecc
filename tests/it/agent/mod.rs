//! `bloqr agent`: against a desk on a loopback socket, and against the backend on workerd.

mod desk;
mod files;
mod others;
#[cfg(unix)]
mod watch;
mod watch_list;
#[cfg(feature = "workerd-tests")]
mod workerd;

use std::{fs, ops::Deref, path::Path};

use assert_cmd::Command;
use tempfile::TempDir;

use self::desk::{Desk, KEY};
use crate::support::bloqr;

/// A folder of a user, with a list and a cache.
struct User {
    dir: TempDir,
    url: String,
}

impl User {
    fn of(url: &str) -> User {
        User { dir: tempfile::tempdir().unwrap(), url: url.to_owned() }
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
        command.current_dir(self.path()).env("BLOQR_URL", &self.url);
        command.env("BLOQR_API_KEY", KEY).env("XDG_CACHE_HOME", self.path().join("cache"));
        command
    }

    /// `bloqr agent …`: exit code, stdout, stderr.
    #[track_caller]
    fn run(&self, args: &str) -> (i32, String, String) {
        let output = self.command().arg("agent").args(args.split(' ')).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The same, which must end with this exit code. Its stdout.
    #[track_caller]
    fn expect(&self, code: i32, args: &str) -> String {
        let (got, out, err) = self.run(args);
        assert_eq!(got, code, "{args}: {out}{err}");
        out
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

/// A desk on a socket, and a user of it.
struct Case {
    desk: Desk,
    user: User,
}

impl Case {
    fn new() -> Case {
        let desk = Desk::new();
        let user = User::of(&desk.server.url);
        Case { desk, user }
    }

    /// A list that the desk has, and a file that comes from it.
    fn with(text: &str) -> Case {
        let case = Case::new();
        case.save(text);
        case.expect(0, "push list.txt");
        case
    }
}

impl Deref for Case {
    type Target = User;

    fn deref(&self) -> &User {
        &self.user
    }
}
