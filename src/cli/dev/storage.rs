//! The folder in which a local backend keeps what its Durable Objects store.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::cli::Error;

/// The folder below the configuration's that is used by default.
const DEFAULT: &str = ".bloqr/state";

/// How the names of temporary ones start, in the system's folder for temporary files.
const PREFIX: &str = "bloqr-state-";

/// The file in it that is locked while a backend runs.
const LOCK: &str = "bloqr.lock";

/// A folder that no other backend uses.
pub(super) struct Storage {
    pub(super) path: PathBuf,
    /// Whoever has this file open holds the lock; workerd gets it too, so that it is held until both have ended.
    lock: File,
    temporary: Option<TempDir>,
}

impl Storage {
    /// The folder that the user named, or the one of the project and this environment.
    pub(super) fn open(
        named: Option<&Path>,
        home: &Path,
        env: Option<&str>,
    ) -> Result<Storage, Error> {
        let dir = named.map_or_else(|| home.join(default(env)), Path::to_owned);
        let cannot = |err| Error::new(format!("cannot use {}", dir.display())).caused_by(err);
        fs::create_dir_all(&dir).map_err(cannot)?;
        if named.is_none() {
            // No version control should keep it.
            let ignore = home.join(".bloqr/.gitignore");
            if !ignore.exists() {
                fs::write(&ignore, "*\n").map_err(cannot)?;
            }
        }
        let path = fs::canonicalize(&dir).map_err(cannot)?;
        match lock_soon(&path) {
            Ok(lock) => Ok(Storage { path, lock, temporary: None }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::new(format!("another bloqr dev uses {}", dir.display()))
                    .hint("choose another folder with --state DIR, or --ephemeral for none"))
            }
            Err(TryLockError::Error(err)) => Err(cannot(err)),
        }
    }

    /// A folder that is deleted at the end. What killed processes left is deleted now.
    pub(super) fn temporary() -> Result<Storage, Error> {
        let cannot = |err| Error::new("cannot make a temporary folder").caused_by(err);
        // What cannot be deleted stays.
        _ = sweep(&std::env::temp_dir());
        let dir = tempfile::Builder::new().prefix(PREFIX).tempdir().map_err(cannot)?;
        let path = fs::canonicalize(dir.path()).map_err(cannot)?;
        let lock = lock(&path).map_err(|err| cannot(err.into()))?;
        Ok(Storage { path, lock, temporary: Some(dir) })
    }

    /// The lock, for another process.
    pub(super) fn lock(&self) -> io::Result<File> {
        self.lock.try_clone()
    }

    /// Deletes a temporary folder.
    pub(super) fn close(self) {
        // An error leaves it to the next run.
        _ = self.temporary.map(TempDir::close);
    }
}

/// Each environment has users and data of its own. Its name is a part of a file's name here, so it has
/// only characters that are safe in one.
fn default(env: Option<&str>) -> String {
    let Some(env) = env else { return DEFAULT.to_owned() };
    let safe = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(it).to_string(),
        other => format!("%{other:02x}"),
    };
    format!("{DEFAULT}-{}", env.bytes().map(safe).collect::<String>())
}

fn lock(dir: &Path) -> Result<File, TryLockError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let file = options.open(dir.join(LOCK)).map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

/// The same, when another backend is just ending: a process that was killed needs a moment.
fn lock_soon(dir: &Path) -> Result<File, TryLockError> {
    for _ in 0..20 {
        match lock(dir) {
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(100)),
            other => return other,
        }
    }
    lock(dir)
}

/// Deletes folders of processes that have ended: those with a lock that nobody holds.
fn sweep(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)?.flatten() {
        let is_named = entry.file_name().to_str().is_some_and(|it| it.starts_with(PREFIX));
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        // Another process may be making it: then it has no lock yet.
        let file = entry.path().join(LOCK);
        if is_named && is_folder && file.is_file() && lock(&entry.path()).is_ok() {
            _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_user() {
        let home = tempfile::tempdir().unwrap();
        let first = Storage::open(None, home.path(), None).unwrap();
        assert!(first.path.ends_with(DEFAULT));
        assert!(Storage::open(None, home.path(), None).is_err());
        // A process that got the lock holds it on.
        let handed_on = first.lock().unwrap();
        drop(first);
        assert!(Storage::open(None, home.path(), None).is_err());
        drop(handed_on);
        assert!(Storage::open(None, home.path(), None).is_ok());
    }

    #[test]
    fn only_folders_of_ended_processes_are_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = dir.path().join(name);
            fs::create_dir(&path).unwrap();
            path
        };
        let (left, used, other) = (make("bloqr-state-a"), make("bloqr-state-b"), make("other"));
        let unlocked = make("bloqr-state-c");
        drop(lock(&left).unwrap());
        drop(lock(&other).unwrap());
        let held = lock(&used).unwrap();
        sweep(dir.path()).unwrap();
        assert!(!left.exists() && used.exists() && other.exists() && unlocked.exists());
        drop(held);
    }
}
