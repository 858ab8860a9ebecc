//! Whose a file is, and who else gets at it.

use std::path::Path;

/// Why others could have written it, and what mends that.
#[cfg(unix)]
pub(super) fn open_to_others(path: &Path) -> Option<(&'static str, &'static str)> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let metadata = std::fs::metadata(path).ok()?;
    let owner = metadata.uid();
    if owner != 0 && owner != rustix::process::geteuid().as_raw() {
        return Some(("belongs to another user", "chown it to yourself:"));
    }
    let is_open = metadata.permissions().mode() & 0o022 != 0;
    is_open.then_some(("can be written by others", "chmod go-w"))
}

/// How others can read it.
#[cfg(unix)]
pub(super) fn shown_to_others(path: &Path) -> Option<&'static str> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let metadata = std::fs::metadata(path).ok().filter(|it| it.is_file())?;
    let owner = metadata.uid();
    if owner != 0 && owner != rustix::process::geteuid().as_raw() {
        return Some("belongs to another user");
    }
    (metadata.permissions().mode() & 0o077 != 0).then_some("can be read by others")
}

#[cfg(not(unix))]
pub(super) fn open_to_others(_: &Path) -> Option<(&'static str, &'static str)> {
    None
}

#[cfg(not(unix))]
pub(super) fn shown_to_others(_: &Path) -> Option<&'static str> {
    None
}
