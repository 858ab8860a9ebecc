//! The version of the desk's list that a file comes from. Without it, nobody can tell who changed a line.
//!
//! Each version is one file in the user's cache folder. When it is deleted, nothing is lost: the next
//! command asks, where it would have joined the changes.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::{connection::Connection, desk::Version};
use crate::cli::{
    Error,
    cache::Cache,
    client::{self, Client},
};

pub(super) struct Bases {
    cache: Cache,
}

impl Bases {
    /// In this folder, or in the user's cache folder.
    pub(super) fn open(dir: Option<&Path>) -> Result<Bases, Error> {
        let dir = match dir {
            Some(dir) => dir.to_owned(),
            None => folder().ok_or_else(|| {
                Error::new("cannot find your cache folder: HOME is not set")
                    .hint("name a folder with --cache")
            })?,
        };
        private(&dir);
        Ok(Bases { cache: Cache::open(&dir)? })
    }

    /// The file with the version, which another process can replace.
    pub(super) fn path(&self, name: &Name) -> PathBuf {
        self.cache.path(&name.0)
    }

    pub(super) fn find(&self, name: &Name) -> Option<Version> {
        let copy = self.cache.find(&name.0)?;
        let rev = copy.version.etag?.parse().ok()?;
        Some(Version { rev, text: String::from_utf8(copy.body).ok()? })
    }

    pub(super) fn store(&self, name: &Name, version: &Version) -> Result<(), Error> {
        let etag = Some(version.rev.to_string());
        let of = client::Version { etag, modified: None };
        self.cache.store(&name.0, version.text.as_bytes(), &of)
    }
}

/// A file, a backend, and a key: each key has a desk of its own.
pub(super) struct Name(String);

impl Name {
    pub(super) fn new(file: &Path, connection: &Connection) -> Name {
        let client: &Client = &connection.client;
        // A file that is a link is the file that it leads to.
        let file = crate::cli::atomic::place_of(file);
        let file = std::path::absolute(&file).unwrap_or(file);
        Name(format!("{} {} {}", client.url(), client.account(), file.display()))
    }
}

/// `bloqr/agent` in the cache folder of the user.
fn folder() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let dir = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))
    };
    Some(dir?.join("bloqr").join("agent"))
}

/// Makes the folder for the user alone: drafts are not published. What fails here fails again when the
/// folder is opened.
fn private(dir: &Path) {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    _ = builder.create(dir);
}
