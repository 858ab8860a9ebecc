//! `bloqr.toml`: what a project has set for every run. Each command reads its own section and lets
//! the others be.

use std::path::{Path, PathBuf};

use toml_edit::{Document, Item};

use crate::cli::{Error, atomic::TextFile};

const FILE: &str = "bloqr.toml";

/// The `[bindings]` section.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bindings {
    /// `form = "guide"`: the guide's tables instead of those that wrangler binds.
    pub(super) guide: bool,
}

/// The section for `[bindings]` of the nearest `bloqr.toml`, from `dir` upwards.
pub(super) fn bindings(dir: &Path) -> Result<Bindings, Error> {
    let Some(path) = nearest(dir) else { return Ok(Bindings::default()) };
    let file = TextFile::read(&path)?;
    let wrong = |message: String| Error::new(format!("{}: {message}", path.display()));
    let document = Document::parse(file.text.as_str()).map_err(|err| wrong(err.to_string()))?;
    let Some(section) = document.get("bindings") else { return Ok(Bindings::default()) };
    let section =
        section.as_table_like().ok_or_else(|| wrong("`bindings` is not a table".to_owned()))?;
    let mut bindings = Bindings::default();
    for (key, value) in section.iter() {
        bindings.guide = match (key, Item::as_str(value)) {
            ("form", Some("auto")) => false,
            ("form", Some("guide")) => true,
            ("form", _) => {
                return Err(wrong(
                    "`form` in `[bindings]` is neither \"auto\" nor \"guide\"".to_owned(),
                ));
            }
            _ => {
                return Err(wrong(format!("`[bindings]` has no key `{key}`"))
                    .hint("the only key of `[bindings]` is `form`"));
            }
        };
    }
    Ok(bindings)
}

fn nearest(dir: &Path) -> Option<PathBuf> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    std::path::absolute(dir).ok()?.ancestors().map(|it| it.join(FILE)).find(|it| it.is_file())
}
