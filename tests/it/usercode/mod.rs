//! `bloqr transform --script`. What runs a script wants workerd: `cargo test --features workerd-tests`.

mod arguments;
#[cfg(feature = "workerd-tests")]
mod attacks;
#[cfg(feature = "workerd-tests")]
mod examples;
#[cfg(feature = "workerd-tests")]
mod generate;
#[cfg(feature = "workerd-tests")]
mod lists;
#[cfg(feature = "workerd-tests")]
mod process;

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::support::bloqr;

/// A folder with a script and lists.
pub(crate) struct Folder {
    dir: TempDir,
}

/// What a run gave.
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        Folder { dir }
    }

    /// With `fix.js`.
    pub(crate) fn of(source: &str, list: &str) -> Folder {
        Folder::new(&[("fix.js", source), ("list.txt", list)])
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    #[cfg(feature = "workerd-tests")]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// `bloqr transform` in it, with the workerd that is installed.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = bloqr();
        command.current_dir(self.path()).arg("transform").args(args);
        command.env("BLOQR_WORKERD", workerd());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Told {
        Told::of(&mut self.command(args))
    }

    #[cfg(feature = "workerd-tests")]
    /// `bloqr transform --script fix.js list.txt`
    pub(crate) fn fix(&self) -> Told {
        self.run(&["--script", "fix.js", "list.txt"])
    }
}

impl Told {
    pub(crate) fn of(command: &mut Command) -> Told {
        let output = command.output().unwrap();
        Told {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn workerd() -> PathBuf {
    let packaged = "worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd";
    let packaged = crate::support::root().join(packaged);
    std::env::var_os("BLOQR_WORKERD").map_or(packaged, PathBuf::from)
}
