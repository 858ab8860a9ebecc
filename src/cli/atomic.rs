//! Writes files as a whole: at any moment, the file has either the old text or the new text.

use std::{
    fs::{self, File, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use crate::cli::Error;

/// A text file with the text that was read.
pub(super) struct TextFile {
    /// The path as the user gave it.
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// The path with links resolved.
    target: PathBuf,
}

impl TextFile {
    pub(super) fn read(path: &Path) -> Result<TextFile, Error> {
        let target = fs::canonicalize(path).map_err(|err| Error::read(path, err))?;
        let bytes = fs::read(&target).map_err(|err| Error::read(path, err))?;
        let text = String::from_utf8(bytes).map_err(|err| {
            let valid = &err.as_bytes()[..err.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|it| **it == b'\n').count() + 1;
            Error::new(format!("{} is not UTF-8: line {line} has invalid bytes", path.display()))
                .hint("save it as UTF-8")
        })?;
        Ok(TextFile { path: path.to_owned(), text, target })
    }

    /// Replaces the text. A file that is read-only or has changed since it was read stays as it is.
    /// `preview` is the option that shows the change without making it.
    pub(super) fn replace(&self, text: &str, preview: &str) -> Result<(), Error> {
        self.prepare(text, preview)?.finish()
    }

    /// The first half of [`TextFile::replace`]: everything that fails often, but nothing that changes
    /// the file. For several files that are replaced together.
    pub(super) fn prepare(&self, text: &str, preview: &str) -> Result<Replacement<'_>, Error> {
        let cannot = |err| cannot_write(&self.path, err);
        let old = fs::metadata(&self.target).map_err(cannot)?;
        if !old.is_file() {
            return Err(Error::new(format!(
                "{} is not a regular file and cannot be replaced",
                self.path.display()
            ))
            .hint(format!("see the change with {preview}")));
        }
        if is_read_only(&self.target, &old) {
            return Err(read_only(&self.path, &format!("see the change with {preview}")));
        }
        let mut new = Temporary::beside(&self.target, Some(old)).map_err(cannot)?;
        new.file.write_all(text.as_bytes()).map_err(cannot)?;
        new.settle().map_err(cannot)?;
        Ok(Replacement { file: self, new })
    }
}

/// A new text that is written beside its file.
pub(super) struct Replacement<'a> {
    file: &'a TextFile,
    new: Temporary,
}

impl Replacement<'_> {
    /// Puts it in the place of the file.
    pub(super) fn finish(self) -> Result<(), Error> {
        let TextFile { path, text, target } = self.file;
        let cannot = |err| cannot_write(path, err);
        // Check as late as possible; a change between this check and the rename cannot be detected.
        if fs::read(target).map_err(cannot)? != text.as_bytes() {
            let message =
                format!("{} was changed by another program in the meantime", path.display());
            return Err(Error::new(message).hint("run the command again"));
        }
        self.new.rename().map_err(cannot)
    }
}

/// A new file that replaces the old one when it is completely written; until then the old one
/// stays. A path that is not a file on a disk (a terminal, a pipe, `/dev/stdout`) is written
/// directly.
pub(super) struct NewFile {
    /// The path as the user gave it.
    path: PathBuf,
    to: To,
}

enum To {
    Directly(File),
    Replacing(Box<Temporary>),
}

impl NewFile {
    pub(super) fn create(path: &Path) -> Result<NewFile, Error> {
        let cannot = |err| cannot_write(path, err);
        let to = |to| Ok(NewFile { path: path.to_owned(), to });
        let target = match resolve(path).map_err(cannot)? {
            Place::OnDisk(target) => target,
            Place::Open(file) => return to(To::Directly(open(&file).map_err(cannot)?)),
        };
        let old = match fs::metadata(&target) {
            Ok(it) if it.is_dir() => {
                let message = format!("cannot write {}: it is a directory", path.display());
                return Err(Error::new(message).hint("give the path of a file in it"));
            }
            Ok(it) if !it.is_file() => {
                return to(To::Directly(open(&target).map_err(cannot)?));
            }
            Ok(it) if is_read_only(&target, &it) => {
                return Err(read_only(path, "choose another file"));
            }
            Ok(it) => Some(it),
            Err(err) if err.kind() == io::ErrorKind::NotFound => None,
            Err(err) => return Err(cannot(err)),
        };
        let dir = dir_of(&target);
        if !dir.is_dir() {
            let (path, dir) = (path.display(), dir.display());
            let message = format!("cannot write {path}: the directory {dir} does not exist");
            return Err(Error::new(message).hint(format!("create it: mkdir -p {dir}")));
        }
        to(To::Replacing(Box::new(Temporary::beside(&target, old).map_err(cannot)?)))
    }

    /// Puts the completely written file in its place.
    pub(super) fn finish(self) -> Result<(), Error> {
        let done = match self.to {
            To::Directly(_) => Ok(()),
            To::Replacing(mut new) => new.settle().and_then(|()| new.rename()),
        };
        done.map_err(|err| cannot_write(&self.path, err))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Directly(file) => file.write(bytes),
            To::Replacing(new) => new.file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a path would be written: links are resolved, also when the file does not exist.
pub(super) fn place_of(path: &Path) -> PathBuf {
    match resolve(path) {
        Ok(Place::OnDisk(target)) => {
            match (fs::canonicalize(dir_of(&target)), target.file_name()) {
                (Ok(dir), Some(name)) => dir.join(name),
                _ => target,
            }
        }
        Ok(Place::Open(file)) => file,
        Err(_) => path.to_owned(),
    }
}

pub(super) fn cannot_write(path: &Path, err: io::Error) -> Error {
    Error::new(format!("cannot write {}", path.display())).caused_by(err)
}

fn read_only(path: &Path, instead: &str) -> Error {
    let path = path.display();
    Error::new(format!("{path} is read-only"))
        .hint(format!("make it writable (chmod u+w {path}), or {instead}"))
}

/// Read-only by its mode (which also counts for root), or because it belongs to another user.
fn is_read_only(target: &Path, metadata: &Metadata) -> bool {
    let denied = |err: io::Error| err.kind() == io::ErrorKind::PermissionDenied;
    metadata.permissions().readonly() || File::options().write(true).open(target).is_err_and(denied)
}

/// Identifies a file, even when different symbolic or hard links lead to it.
#[derive(PartialEq, Eq)]
pub(super) struct FileId(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl FileId {
    /// `None` when the path does not exist or is not a file on a disk.
    pub(super) fn of(path: &Path) -> Option<FileId> {
        let found = fs::metadata(path).ok().filter(Metadata::is_file)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Some(FileId((found.dev(), found.ino())))
        }
        #[cfg(not(unix))]
        {
            _ = found;
            fs::canonicalize(path).ok().map(FileId)
        }
    }
}

/// The target of a path, with links resolved.
enum Place {
    /// A path on disk; the file need not exist.
    OnDisk(PathBuf),
    /// An open file of a process, such as `/dev/stdout`.
    Open(PathBuf),
}

/// Opens a path that is not a file on a disk. Our own streams are shared with other processes,
/// which continue to write where we end.
fn open(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let is = |fd: &str| {
            path.ends_with(fd) && !path.starts_with("/proc")
                || path == Path::new("/proc/self").join(fd)
        };
        if is("fd/1") {
            return io::stdout().as_fd().try_clone_to_owned().map(File::from);
        }
        if is("fd/2") {
            return io::stderr().as_fd().try_clone_to_owned().map(File::from);
        }
    }
    // Append: otherwise the write would start at the beginning and overwrite existing text.
    File::options().append(true).open(path)
}

fn resolve(path: &Path) -> io::Result<Place> {
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if ["/dev/fd", "/proc"].iter().any(|it| path.starts_with(it)) {
            return Ok(Place::Open(path));
        }
        if !fs::symlink_metadata(&path).is_ok_and(|it| it.is_symlink()) {
            return Ok(Place::OnDisk(path));
        }
        path = dir_of(&path).join(fs::read_link(&path)?);
    }
    Err(io::Error::other("too many links"))
}

fn dir_of(path: &Path) -> &Path {
    match path.parent() {
        None => Path::new("/"),
        Some(it) if it.as_os_str().is_empty() => Path::new("."),
        Some(it) => it,
    }
}

/// How the names of temporary files start.
const PREFIX: &str = ".bloqr-";

/// A file that will replace another one. On Linux it has no name until then, so that nothing is
/// left when the process is killed.
struct Temporary {
    file: File,
    name: Option<TempPath>,
    target: PathBuf,
    /// The current file.
    old: Option<Metadata>,
}

impl Temporary {
    fn beside(target: &Path, old: Option<Metadata>) -> io::Result<Temporary> {
        let dir = dir_of(target);
        let (file, name) = match nameless::create(dir) {
            Some(file) => (file, None),
            None => {
                let mut builder = tempfile::Builder::new();
                builder.prefix(PREFIX);
                // The mode of any new file, reduced by the umask; not only for the owner.
                #[cfg(unix)]
                builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
                let (file, name) = builder.tempfile_in(dir)?.into_parts();
                (file, Some(name))
            }
        };
        Ok(Temporary { file, name, target: target.to_owned(), old })
    }

    /// Sets owner and mode, and writes everything to the disk.
    fn settle(&mut self) -> io::Result<()> {
        if let Some(old) = &self.old {
            keep_owner_and_mode(&self.file, old)?;
        }
        self.file.sync_all()
    }

    fn rename(self) -> io::Result<()> {
        let dir = dir_of(&self.target);
        let name = self.name.map_or_else(|| nameless::name(&self.file, dir), Ok)?;
        name.persist(&self.target).map_err(|err| err.error)?;
        // Ignore errors: without this, a power cut could restore the old text, which does no harm.
        _ = File::open(dir).and_then(|it| it.sync_all());
        Ok(())
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
        let link = |path: &Path| {
            linkat(CWD, &own, CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from)
        };
        let named = tempfile::Builder::new().prefix(super::PREFIX).make_in(dir, link)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_since_it_was_read_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.toml");
        fs::write(&path, "old").unwrap();
        let file = TextFile::read(&path).unwrap();
        fs::write(&path, "theirs").unwrap();
        let error = file.replace("ours", "--dry-run").unwrap_err();
        assert!(
            error.to_string().ends_with("was changed by another program in the meantime"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
