//! The new file while it is written, and what a killed process left of one.

use std::{
    collections::BTreeSet,
    fs::{File, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use tempfile::TempPath;

use super::dir_of;

/// How the names of temporary files start.
const PREFIX: &str = ".bloqr-";

/// A file that will replace another one. On Linux it has no name until then, so that a process that
/// is killed leaves nothing: but for the moment between its name and the rename. What was left in
/// that moment is deleted when the next file is written to the same directory.
pub(super) struct Temporary {
    file: File,
    name: Option<TempPath>,
    target: PathBuf,
    /// The current file.
    old: Option<Metadata>,
}

impl Temporary {
    pub(super) fn beside(target: &Path, old: Option<Metadata>) -> io::Result<Temporary> {
        let dir = dir_of(target);
        sweep_once(dir);
        let (file, name) = match nameless::create(dir) {
            Some(file) => (file, None),
            None => {
                let mut builder = tempfile::Builder::new();
                builder.prefix(PREFIX);
                // The mode of any new file, reduced by the umask; not only for the owner.
                #[cfg(unix)]
                builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
                let named = builder.tempfile_in(dir).map_err(without_name)?;
                let (file, name) = named.into_parts();
                let name = left::rename_to_own(&file, name, dir);
                (file, Some(name))
            }
        };
        Ok(Temporary { file, name, target: target.to_owned(), old })
    }

    /// Sets owner and mode, and writes everything to the disk.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        if let Some(old) = &self.old {
            keep_owner_and_mode(&self.file, old)?;
        }
        self.file.sync_all()
    }

    pub(super) fn rename(self) -> io::Result<()> {
        let dir = dir_of(&self.target);
        let name = self.name.map_or_else(|| nameless::name(&self.file, dir), Ok)?;
        name.persist(&self.target).map_err(|err| err.error)?;
        // Ignore errors: without this, a power cut could restore the old text, which does no harm.
        _ = File::open(dir).and_then(|it| it.sync_all());
        Ok(())
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The error alone: it names a file that the user does not know.
fn without_name(err: io::Error) -> io::Error {
    match err.kind() {
        io::ErrorKind::Other => err,
        kind => kind.into(),
    }
}

/// Deletes what killed processes left in a directory, the first time that this one writes there.
fn sweep_once(dir: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let is_first = SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(dir.to_owned());
    if is_first {
        // A directory that cannot be read is no reason not to write into it.
        _ = left::sweep(dir);
    }
}

#[cfg(target_os = "linux")]
mod nameless {
    use std::{fs::File, io, os::fd::AsRawFd, path::Path};

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use tempfile::TempPath;

    /// `None` when the file system has no such files, or the file could not get a name later.
    pub(super) fn create(dir: &Path) -> Option<File> {
        let mode = Mode::from_raw_mode(0o666);
        let file = open(dir, OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC, mode).ok()?;
        let file = File::from(file);
        own_path(&file).symlink_metadata().ok()?;
        Some(file)
    }

    /// Gives the file a temporary name to rename, because a link cannot replace a file.
    pub(super) fn name(file: &File, dir: &Path) -> io::Result<TempPath> {
        let own = own_path(file);
        let prefix = super::left::own_prefix(file);
        let link = |path: &Path| {
            linkat(CWD, &own, CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from)
        };
        let named = tempfile::Builder::new().prefix(&prefix).make_in(dir, link);
        let named = named.map_err(super::without_name)?;
        Ok(named.into_temp_path())
    }

    fn own_path(file: &File) -> std::path::PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }
}

#[cfg(not(target_os = "linux"))]
mod nameless {
    use std::{fs::File, io, path::Path};

    use tempfile::TempPath;

    pub(super) fn create(_: &Path) -> Option<File> {
        None
    }

    pub(super) fn name(_: &File, _: &Path) -> io::Result<TempPath> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Files of processes that were killed. Two things prove that one can be deleted: its name has its
/// own number on the disk, which no copy and no file of a user has; and nobody holds its lock, which
/// the process that made it holds until it ends.
#[cfg(unix)]
mod left {
    use std::{
        fs::{self, File, Metadata},
        io,
        os::unix::fs::{MetadataExt, OpenOptionsExt},
        path::Path,
    };

    use rustix::fs::OFlags;
    use tempfile::TempPath;

    use super::PREFIX;

    /// How many random characters are behind the number.
    const RANDOM: usize = 6;

    /// Locks a file that has no such name yet, and returns how its name has to start. Without the
    /// lock it gets a name that is never deleted.
    pub(super) fn own_prefix(file: &File) -> String {
        match (file.try_lock(), file.metadata()) {
            (Ok(()), Ok(metadata)) => format!("{PREFIX}{:x}-", metadata.ino()),
            _ => PREFIX.to_owned(),
        }
    }

    /// Gives a file that has a name one that starts like that.
    pub(super) fn rename_to_own(file: &File, name: TempPath, dir: &Path) -> TempPath {
        let prefix = own_prefix(file);
        let rename = |path: &Path| match path.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(&name, path),
        };
        match tempfile::Builder::new().prefix(&prefix).make_in(dir, rename) {
            Ok(renamed) => {
                // There is nothing at the old name to delete.
                _ = name.keep();
                renamed.into_temp_path()
            }
            Err(_) => name,
        }
    }

    /// Deletes what is left in a directory. What cannot be deleted stays.
    pub(super) fn sweep(dir: &Path) -> io::Result<()> {
        for entry in fs::read_dir(dir)?.flatten() {
            if let Some(number) = entry.file_name().to_str().and_then(number_in) {
                _ = delete_if_left(&entry.path(), number);
            }
        }
        Ok(())
    }

    /// The number in a name of ours.
    fn number_in(name: &str) -> Option<u64> {
        let (number, random) = name.strip_prefix(PREFIX)?.split_once('-')?;
        let is_random =
            random.len() == RANDOM && random.bytes().all(|it| it.is_ascii_alphanumeric());
        let number = u64::from_str_radix(number, 16).ok().filter(|it| format!("{it:x}") == number);
        number.filter(|_| is_random)
    }

    fn delete_if_left(path: &Path, number: u64) -> io::Result<()> {
        let is_ours = |it: &Metadata| it.is_file() && it.ino() == number;
        if !is_ours(&fs::symlink_metadata(path)?) {
            return Ok(());
        }
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = File::options().write(true).custom_flags(flags.bits() as i32).open(path)?;
        // From here on nobody who keeps to the lock can be at work on it.
        file.try_lock()?;
        // It can have been renamed, and written anew, before the lock.
        if is_ours(&file.metadata()?) && is_ours(&fs::symlink_metadata(path)?) {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use std::os::unix::fs::symlink;

        use super::*;
        use crate::cli::atomic::temporary::Temporary;

        #[test]
        fn only_files_of_dead_processes_are_deleted() {
            let dir = tempfile::tempdir().unwrap();
            let path = |name: &str| dir.path().join(name);
            let make = |name: &str| fs::write(path(name), "text").unwrap();
            let number = |name: &str| fs::metadata(path(name)).unwrap().ino();
            let named_after_itself = |name: &str, end: &str| {
                make(name);
                let own = format!("{PREFIX}{:x}-{end}", number(name));
                fs::rename(path(name), path(&own)).unwrap();
                own
            };
            let dead = named_after_itself("dead", "abc123");
            let living = named_after_itself("living", "abc123");
            let lock = File::open(path(&living)).unwrap();
            lock.lock().unwrap();
            let mut stay = vec![living.clone()];
            // Names that a user can have, and copies of ours, which have another number.
            let others = [".bloqr-backup", ".bloqr-", ".bloqr-1-abc123", ".bloqr-0-000000", "a"];
            for name in others {
                make(name);
                stay.push(name.to_owned());
            }
            stay.push(named_after_itself("short", "abc12"));
            stay.push(named_after_itself("long", "abc1234"));
            stay.push(named_after_itself("odd", "abc.12"));
            let link = format!("{PREFIX}{:x}-linked", number("a"));
            symlink("a", path(&link)).unwrap();
            stay.push(link);
            fs::create_dir(path("dir")).unwrap();
            let folder = format!("{PREFIX}{:x}-folder", number("dir"));
            fs::rename(path("dir"), path(&folder)).unwrap();
            stay.push(folder);

            sweep(dir.path()).unwrap();
            assert!(!path(&dead).exists());
            for name in stay {
                assert!(path(&name).symlink_metadata().is_ok(), "{name}");
            }
            drop(lock);
            sweep(dir.path()).unwrap();
            assert!(!path(&living).exists());
        }

        #[test]
        fn what_is_being_written_stays() {
            let dir = tempfile::tempdir().unwrap();
            let new = Temporary::beside(&dir.path().join("a.txt"), None).unwrap();
            let prefix = own_prefix(&new.file);
            let name = super::super::nameless::name(&new.file, dir.path());
            let name = name.unwrap_or_else(|_| new.name.unwrap());
            let shown = name.file_name().unwrap().to_str().unwrap();
            assert!(shown.starts_with(&prefix) && number_in(shown).is_some(), "{shown}");
            sweep(dir.path()).unwrap();
            assert!(name.exists());
            // The process is killed: the lock goes, the name stays.
            drop(new.file);
            let name = name.keep().unwrap();
            sweep(dir.path()).unwrap();
            assert!(!name.exists());
        }

        #[test]
        fn a_file_that_has_a_name_gets_one_that_can_be_deleted() {
            let dir = tempfile::tempdir().unwrap();
            let (file, name) = tempfile::Builder::new()
                .prefix(PREFIX)
                .tempfile_in(dir.path())
                .unwrap()
                .into_parts();
            let first = name.to_path_buf();
            let name = rename_to_own(&file, name, dir.path());
            assert!(!first.exists() && name.exists());
            let shown = name.file_name().unwrap().to_str().unwrap();
            assert_eq!(number_in(shown), Some(file.metadata().unwrap().ino()));
            name.persist(dir.path().join("a.txt")).unwrap();
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        }
    }
}

/// Without the numbers of files there is no proof, so nothing is deleted.
#[cfg(not(unix))]
mod left {
    use std::{fs::File, io, path::Path};

    use tempfile::TempPath;

    pub(super) fn rename_to_own(_: &File, name: TempPath, _: &Path) -> TempPath {
        name
    }

    pub(super) fn sweep(_: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
fn keep_owner_and_mode(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    // After the owner: changing that may clear bits of the mode.
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_owner_and_mode(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}
