//! The workerd binary, and the bond between its process and ours.

use std::{
    env,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    process::Command,
};

use super::Error;

/// The path of npm's binary, relative to a folder that depends on workerd; `None` where there is none.
const PACKAGED: Option<&str> = if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
    Some("node_modules/@cloudflare/workerd-linux-64/bin/workerd")
} else if cfg!(all(target_os = "linux", target_arch = "aarch64")) {
    Some("node_modules/@cloudflare/workerd-linux-arm64/bin/workerd")
} else if cfg!(all(target_os = "macos", target_arch = "x86_64")) {
    Some("node_modules/@cloudflare/workerd-darwin-64/bin/workerd")
} else if cfg!(all(target_os = "macos", target_arch = "aarch64")) {
    Some("node_modules/@cloudflare/workerd-darwin-arm64/bin/workerd")
} else {
    None
};

/// The binary that `BLOQR_WORKERD` names.
pub(super) fn named() -> Result<Option<PathBuf>, Error> {
    let Some(named) = env::var_os("BLOQR_WORKERD").filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(named);
    if path.is_file() {
        return Ok(Some(path));
    }
    Err(Error::new(format!("there is no {}", path.display()))
        .hint("set BLOQR_WORKERD to the path of the workerd binary"))
}

/// The binary that npm installed for this folder, or for one above it.
pub(super) fn packaged(dir: &Path) -> Option<PathBuf> {
    let packaged = PACKAGED?;
    dir.ancestors().map(|it| it.join(packaged)).find(|it| it.is_file())
}

/// The binary on the PATH.
pub(super) fn on_path() -> Option<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&on_path)
        .map(|it| it.join("workerd"))
        .filter(|it| it.is_file())
        .find_map(binary)
}

/// npm can put a script in the place of the binary, which starts it as a process of its own.
fn binary(path: PathBuf) -> Option<PathBuf> {
    let mut start = [0; 2];
    File::open(&path).and_then(|mut it| it.read_exact(&mut start)).ok()?;
    if start != *b"#!" {
        return Some(path);
    }
    packaged(&fs::canonicalize(path).ok()?)
}

/// Makes the kernel end the child when we end, even by SIGKILL.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "what runs between fork and exec is the caller's promise")]
pub(super) fn die_with_us(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

    let us = getpid();
    let ask = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // If we were killed before this call, the child would get no signal.
        if getppid() == Some(us) { Ok(()) } else { Err(std::io::Error::other("bloqr has ended")) }
    };
    // SAFETY: two system calls without allocation or locks are allowed after a fork.
    unsafe { command.pre_exec(ask) };
}

#[cfg(not(target_os = "linux"))]
pub(super) fn die_with_us(_: &mut Command) {}
