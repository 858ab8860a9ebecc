//! Copies of texts of servers in a directory: sources, and lists of agents.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::cli::{Error, atomic::NewFile, client::Version};

pub(in crate::cli) struct Cache {
    dir: PathBuf,
}

/// A copy, with the version that its server named.
pub(in crate::cli) struct Copy {
    pub(in crate::cli) body: Vec<u8>,
    pub(in crate::cli) version: Version,
}

impl Cache {
    pub(in crate::cli) fn open(dir: &Path) -> Result<Cache, Error> {
        fs::create_dir_all(dir).map_err(|err| {
            Error::new(format!("cannot make the directory {}", dir.display())).caused_by(err)
        })?;
        Ok(Cache { dir: dir.to_owned() })
    }

    pub(in crate::cli) fn path(&self, url: &str) -> PathBuf {
        let hash = Sha256::digest(url.as_bytes());
        self.dir.join(format!("{}.txt", hex(&hash[..16])))
    }

    /// A copy is one file: a line of JSON, then the body. So both are always from the same version.
    pub(in crate::cli) fn find(&self, url: &str) -> Option<Copy> {
        let bytes = fs::read(self.path(url)).ok()?;
        let end = memchr::memchr(b'\n', &bytes)?;
        let head: serde_json::Value = serde_json::from_slice(&bytes[..end]).ok()?;
        if head["url"].as_str() != Some(url) {
            return None;
        }
        let body = &bytes[end + 1..];
        // An incomplete copy is ignored.
        if head["sha256"].as_str() != Some(&hex(&Sha256::digest(body))) {
            return None;
        }
        let text = |key: &str| head[key].as_str().map(str::to_owned);
        let version = Version { etag: text("etag"), modified: text("modified") };
        Some(Copy { body: body.to_owned(), version })
    }

    pub(in crate::cli) fn store(
        &self,
        url: &str,
        body: &[u8],
        version: &Version,
    ) -> Result<(), Error> {
        let head = serde_json::json!({
            "url": url,
            "etag": version.etag,
            "modified": version.modified,
            "sha256": hex(&Sha256::digest(body)),
        });
        let mut file = NewFile::create(&self.path(url))?;
        let write = |file: &mut NewFile| -> io::Result<()> {
            file.write_all(head.to_string().as_bytes())?;
            file.write_all(b"\n")?;
            file.write_all(body)
        };
        write(&mut file)?;
        file.finish()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
