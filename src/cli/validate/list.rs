//! A list that was read.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    cli::{Error, input::Source},
    filekind::{self, Recognised},
};

/// A list that was read.
pub(super) struct List {
    /// Its name in reports.
    pub(super) name: String,
    pub(super) path: Option<PathBuf>,
    pub(super) text: String,
    /// Whether it is valid UTF-8. Otherwise it cannot be written back.
    pub(super) is_utf8: bool,
    /// Whether its text was read from its path, so that it can be written back.
    pub(super) is_file: bool,
    /// The kind of the file, if it is not a filter list.
    pub(super) other: Option<Recognised>,
}

pub(super) fn read(source: &Source) -> Result<List, Error> {
    read_as(source, |bytes| match source {
        Source::File(_) | Source::Stdin | Source::StdinAs(_) => filekind::recognise(bytes),
        Source::Arguments(_) => None,
    })
}

/// The same for a list of a given kind.
pub(super) fn read_as(
    source: &Source,
    other: impl FnOnce(&[u8]) -> Option<Recognised>,
) -> Result<List, Error> {
    let path = match source {
        Source::File(path) | Source::StdinAs(path) => {
            Some(path.strip_prefix(".").unwrap_or(path).to_owned())
        }
        Source::Stdin | Source::Arguments(_) => None,
    };
    let name = path.as_ref().map_or_else(|| source.name(), |it| it.display().to_string());
    let (mut reader, len) = source.open()?;
    let mut bytes = Vec::with_capacity(len.map_or(0, |it| it as usize + 1));
    let read = reader.read_to_end(&mut bytes);
    read.map_err(|err| Error::read(Path::new(&name), err))?;
    let other = other(&bytes);
    let (text, is_utf8) = match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(err) => (String::from_utf8_lossy(err.as_bytes()).into_owned(), false),
    };
    let is_file = matches!(source, Source::File(_));
    Ok(List { name, path, text, is_utf8, is_file, other })
}
