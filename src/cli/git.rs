//! What git knows of the files in a directory.

mod added;

pub(super) use self::added::{Added, root_of};

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The files in a directory that a `.gitignore` names but that git tracks: they
/// were added before, or by force, so git does not ignore them. Empty outside of a repository, and
/// without git.
pub(super) fn tracked_but_ignored(dir: &Path) -> Vec<PathBuf> {
    if !is_in_repository(dir) {
        return Vec::new();
    }
    let mut git = command(dir);
    git.args(["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"]);
    let Ok(output) = git.output() else { return Vec::new() };
    if !output.status.success() {
        return Vec::new();
    }
    let names = output.stdout.split(|it| *it == 0).filter(|it| !it.is_empty());
    names.filter_map(|it| Some(dir.join(path(it)?))).collect()
}

/// A command of git in a directory.
fn command(dir: &Path) -> Command {
    let mut git = Command::new("git");
    // A program that the repository's own configuration names is not run.
    git.args(["-c", "core.fsmonitor=false", "-c", "core.quotepath=off"]);
    // A hook of git sets these, for another directory.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(name);
    }
    git.current_dir(dir).stdin(Stdio::null()).stderr(Stdio::null());
    git
}

fn is_in_repository(dir: &Path) -> bool {
    let Ok(dir) = dir.canonicalize() else { return false };
    root_of(&dir).is_some()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    Some(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<&Path> {
    std::str::from_utf8(bytes).ok().map(Path::new)
}
