//! Sees that a file was saved.
//!
//! It asks for the file's times a few times a second. That is one system call for one file, works on all
//! systems, network drives and containers, and for editors that save by rename; a service of the kernel
//! (inotify, FSEvents) would need a library for each, and does not see changes on a network drive.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How often a file is looked at.
pub(super) const POLL: Duration = Duration::from_millis(150);

pub(super) struct SavedFile {
    path: PathBuf,
    seen: Option<Stamp>,
    /// What the last look found, when that was new. A file counts as saved when two looks find the same:
    /// an editor can be in the middle of writing.
    found: Option<Option<Stamp>>,
}

/// Differs whenever a file was written, or another file has its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    changed: (i64, i64, u64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Some(Stamp {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec(), metadata.ino()),
        })
    }
}

impl SavedFile {
    pub(super) fn new(path: &Path) -> SavedFile {
        SavedFile { path: path.to_owned(), seen: Stamp::of(path), found: None }
    }

    /// Whether the file was saved, made or removed since the last time that this was true.
    pub(super) fn is_saved(&mut self) -> bool {
        let now = Stamp::of(&self.path);
        if now == self.seen {
            self.found = None;
            return false;
        }
        if self.found.replace(now) != Some(now) {
            return false;
        }
        self.seen = now;
        self.found = None;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_save_is_seen_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list.txt");
        let other = dir.path().join("other");
        let mut file = SavedFile::new(&path);
        assert!(!file.is_saved());
        let ways: [(&str, &dyn Fn()); 5] = [
            ("made", &|| fs::write(&path, "a").unwrap()),
            ("written", &|| fs::write(&path, "ab").unwrap()),
            ("renamed over", &|| {
                fs::write(&other, "cd").unwrap();
                fs::rename(&other, &path).unwrap();
            }),
            ("removed", &|| fs::remove_file(&path).unwrap()),
            ("made again", &|| fs::write(&path, "ab").unwrap()),
        ];
        for (way, save) in ways {
            save();
            assert_eq!([0; 4].map(|_| file.is_saved()), [false, true, false, false], "{way}");
        }
    }
}
