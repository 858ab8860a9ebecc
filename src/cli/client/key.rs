use std::{fs, path::Path, process};

use reqwest::header::HeaderValue;
use sha2::{Digest, Sha256};

use super::file;
use crate::cli::{Error, Ui};

/// An API key. It cannot be printed, because it has neither `Debug` nor `Display`. It leaves only
/// as a header that is marked as secret.
pub(super) struct Key(String);

/// Replaces a key that an answer contains.
const REDACTED: &[u8] = b"[api key]";

impl Key {
    /// `from` is the source of the key, for error messages.
    pub(super) fn new(text: &str, from: &str) -> Result<Key, Error> {
        let key = text.trim();
        let is_token = |it: u8| it.is_ascii_alphanumeric() || b"-._~+/=".contains(&it);
        if key.is_empty() {
            return Err(Error::new(format!("{from} contains no API key: it is empty")));
        }
        // A shorter key could occur by chance, and would be removed, in any output.
        if !key.bytes().all(is_token) || key.len() < 8 {
            return Err(Error::new(format!("{from} does not contain an API key")).hint(
                "a key is one word of 8 letters or more; `bloqr key new` makes one for a backend",
            ));
        }
        Ok(Key(key.to_owned()))
    }

    /// Also warns when others can read the file.
    pub(super) fn from_file(path: &Path, ui: &mut Ui) -> Result<Key, Error> {
        if let Some(how) = file::shown_to_others(path) {
            let shown = path.display();
            ui.warning(&format!("{shown} {how}: protect the key with chmod 600 {shown}"));
        }
        let text = fs::read_to_string(path).map_err(|err| Error::read(path, err))?;
        Key::new(&text, &path.display().to_string())
    }

    pub(super) fn from_env(name: &str) -> Result<Option<Key>, Error> {
        match std::env::var(name) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => Key::new(&text, name).map(Some),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Error::new(format!("{name} does not contain an API key")))
            }
        }
    }

    /// The output of a program of the user. It runs directly, without a shell.
    pub(super) fn from_command(words: &[String]) -> Result<Key, Error> {
        let [program, arguments @ ..] = words else {
            return Err(Error::new("`key-command` is empty"));
        };
        let mut command = process::Command::new(program);
        command.args(arguments).stdin(process::Stdio::null()).stderr(process::Stdio::inherit());
        let output = command.output().map_err(|err| {
            Error::new(format!("cannot run `{program}` to get the key")).caused_by(err)
        })?;
        if output.status.success() {
            Key::new(
                &String::from_utf8_lossy(&output.stdout),
                &format!("the output of `{program}`"),
            )
        } else {
            Err(Error::new(format!("`{program}` failed and gave no key: {}", output.status)))
        }
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// A name for the key, from which nobody can find it.
    pub(super) fn fingerprint(&self) -> String {
        let hash = Sha256::digest(format!("a name for the key {}", self.0).as_bytes());
        hash[..8].iter().map(|it| format!("{it:02x}")).collect()
    }

    /// The key itself, to look for it in an answer.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// Removes the key from an answer: a server can repeat it, in capital letters or not.
    pub(super) fn redact(&self, bytes: Vec<u8>) -> Vec<u8> {
        let key = self.0.to_ascii_lowercase();
        let key = key.as_bytes();
        let small = bytes.to_ascii_lowercase();
        let mut found = memchr::memmem::find_iter(&small, key).peekable();
        if found.peek().is_none() {
            return bytes;
        }
        let mut clean = Vec::with_capacity(bytes.len());
        let mut from = 0;
        for at in found {
            clean.extend_from_slice(&bytes[from..at]);
            clean.extend_from_slice(REDACTED);
            from = at + key.len();
        }
        clean.extend_from_slice(&bytes[from..]);
        clean
    }

    /// Whether a text contains the key.
    pub(super) fn is_in(&self, text: &str) -> bool {
        text.contains(&self.0)
    }
}
