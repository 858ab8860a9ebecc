//! Writes files as a whole: at any moment, the file has either the old text or the new text.

mod temporary;

use std::{
    fs::{self, File, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
};

use self::temporary::Temporary;
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
        new.write_all(text.as_bytes()).map_err(cannot)?;
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
    /// The path of the file, as the user gave it.
    pub(super) fn name(&self) -> String {
        self.file.path.display().to_string()
    }

    /// Puts it in the place of the file.
    pub(super) fn finish(self) -> Result<(), Error> {
        // Check as late as possible; a change between this check and the rename cannot be detected.
        self.check()?;
        self.new.rename().map_err(|err| cannot_write(&self.file.path, err))
    }

    /// Whether the file is still as it was read.
    pub(super) fn check(&self) -> Result<(), Error> {
        let TextFile { path, text, target } = self.file;
        let cannot = |err| cannot_write(path, err);
        if fs::read(target).map_err(cannot)? != text.as_bytes() {
            let message =
                format!("{} was changed by another program in the meantime", path.display());
            return Err(Error::new(message).hint("run the command again"));
        }
        Ok(())
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
        let to = match find(path)? {
            Found::Open(target) => To::Directly(open(&target).map_err(cannot)?),
            Found::File(target, old) => {
                To::Replacing(Box::new(Temporary::beside(&target, old).map_err(cannot)?))
            }
        };
        Ok(NewFile { path: path.to_owned(), to })
    }

    /// Whether a path can be written, as far as that can be told before.
    pub(super) fn check(path: &Path) -> Result<(), Error> {
        find(path).map(drop)
    }

    /// Whether it would replace a text.
    pub(super) fn replaces(path: &Path) -> Result<bool, Error> {
        Ok(matches!(find(path)?, Found::File(_, Some(old)) if old.len() > 0))
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

/// What a new file would be written to.
enum Found {
    /// What is no file on a disk.
    Open(PathBuf),
    /// A file, with what is there now.
    File(PathBuf, Option<Metadata>),
}

fn find(path: &Path) -> Result<Found, Error> {
    let cannot = |err| cannot_write(path, err);
    let target = match resolve(path).map_err(cannot)? {
        Place::OnDisk(target) => target,
        Place::Open(file) => return Ok(Found::Open(file)),
    };
    let old = match fs::metadata(&target) {
        Ok(it) if it.is_dir() => {
            let message = format!("cannot write {}: it is a directory", path.display());
            return Err(Error::new(message).hint("give the path of a file in it"));
        }
        Ok(it) if !it.is_file() => return Ok(Found::Open(target)),
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
    Ok(Found::File(target, old))
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Directly(file) => file.write(bytes),
            To::Replacing(new) => new.write(bytes),
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
