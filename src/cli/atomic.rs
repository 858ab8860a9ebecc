//! A file read, and replaced as a whole: whoever looks, at any moment, sees the old text or the new.

use std::{
    fs::{self, File, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::cli::Error;

/// A text file as it was when it was read.
pub(super) struct TextFile {
    /// As the user named it.
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// What the path led to, links followed.
    target: PathBuf,
}

impl TextFile {
    pub(super) fn read(path: &Path) -> Result<TextFile, Error> {
        let target = fs::canonicalize(path).map_err(|err| Error::read(path, err))?;
        let bytes = fs::read(&target).map_err(|err| Error::read(path, err))?;
        let text = String::from_utf8(bytes).map_err(|err| {
            let valid = &err.as_bytes()[..err.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|it| **it == b'\n').count() + 1;
            Error::new(format!("{} is not UTF-8: line {line} holds other bytes", path.display()))
                .hint("save it as UTF-8")
        })?;
        Ok(TextFile { path: path.to_owned(), text, target })
    }

    /// Puts a new text in its place. A file that is read-only, or has changed since, stays.
    pub(super) fn replace(&self, text: &str) -> Result<(), Error> {
        let cannot =
            |err| Error::new(format!("cannot write {}", self.path.display())).caused_by(err);
        let metadata = fs::metadata(&self.target).map_err(cannot)?;
        if metadata.permissions().readonly() {
            let path = self.path.display();
            return Err(Error::new(format!("{path} is read-only")).hint(format!(
                "make it writable (chmod u+w {path}), or see the change with --dry-run"
            )));
        }
        let dir = self.target.parent().unwrap_or(Path::new("/"));
        let mut new =
            tempfile::Builder::new().prefix(".bloqr-").tempfile_in(dir).map_err(cannot)?;
        new.write_all(text.as_bytes()).map_err(cannot)?;
        keep_owner_and_mode(new.as_file(), &metadata).map_err(cannot)?;
        new.as_file().sync_all().map_err(cannot)?;
        // As late as can be: what is between this look and the rename cannot be seen by anybody.
        if fs::read(&self.target).map_err(cannot)? != self.text.as_bytes() {
            let message = format!("{} was changed by someone else meanwhile", self.path.display());
            return Err(Error::new(message).hint("run the command again"));
        }
        new.persist(&self.target).map_err(|err| cannot(err.error))?;
        // Without this a power cut could bring the old name back, which is the old text: no harm.
        _ = File::open(dir).and_then(|it| it.sync_all());
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
        let error = file.replace("ours").unwrap_err();
        assert!(error.to_string().ends_with("was changed by someone else meanwhile"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
