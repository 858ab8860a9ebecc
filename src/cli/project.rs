//! Sections of `bloqr.toml` that commands other than `validate` read. `crates/config` declares the keys.

use std::path::{Path, PathBuf};

use toml_edit::Document;

use crate::{
    cli::{Error, atomic::TextFile},
    config::{self, Config},
};

const FILE: &str = "bloqr.toml";

/// Whether `[bindings]` of the nearest `bloqr.toml`, from `dir` upwards, says `form = "guide"`: write
/// the guide's tables instead of those that wrangler binds.
pub(super) fn has_guide_form(dir: &Path) -> Result<bool, Error> {
    let Some(file) = File::nearest(dir)? else { return Ok(false) };
    Ok(file.section("bindings")?.bindings_form.as_deref() == Some("guide"))
}

/// `url` of `[backend]`, in the nearest `bloqr.toml` from here upwards. Users clone projects
/// without reading their files, so a key, or a command that prints one, is refused there.
pub(super) fn backend() -> Result<Option<String>, Error> {
    let Some(file) = File::nearest(Path::new("."))? else { return Ok(None) };
    let keys = file.keys()?;
    let is_secret =
        |key: &&String| SECRETS.iter().any(|it| key.replace('_', "-").eq_ignore_ascii_case(it));
    if let Some(key) = keys.iter().find(is_secret) {
        return Err(file
            .wrong(&format!("`{key}` is not allowed in the bloqr.toml of a project"))
            .hint("put keys and profiles into profiles.toml in your own configuration directory"));
    }
    Ok(file.section("backend")?.backend_url)
}

/// The nearest `bloqr.toml` with a section `[compile]`: its path, and its text.
pub(super) fn compile() -> Result<Option<(PathBuf, String)>, Error> {
    let Some(file) = File::nearest(Path::new("."))? else { return Ok(None) };
    let has_section = file.document()?.contains_key("compile");
    Ok(has_section.then_some((file.0.path, file.0.text)))
}

/// Common names of settings for keys and their sources.
const SECRETS: [&str; 9] = [
    "profile",
    "profiles",
    "key",
    "api-key",
    "api-key-file",
    "key-env",
    "key-command",
    "token",
    "authorization",
];

/// The nearest `bloqr.toml`.
struct File(TextFile);

impl File {
    fn nearest(dir: &Path) -> Result<Option<File>, Error> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let Ok(dir) = std::path::absolute(dir) else { return Ok(None) };
        let path = dir.ancestors().map(|it| it.join(FILE)).find(|it| it.is_file());
        path.map(|it| TextFile::read(&it).map(File)).transpose()
    }

    /// What one section says.
    fn section(&self, name: &str) -> Result<Config, Error> {
        config::parse_section(&self.0.text, name).map_err(|it| Error::in_config(&self.0.path, it))
    }

    /// The keys of the file, and those of its `[backend]`.
    fn keys(&self) -> Result<Vec<String>, Error> {
        let document = self.document()?;
        let backend = document.get("backend").and_then(|it| it.as_table_like());
        let backend = backend.into_iter().flat_map(|it| it.iter());
        Ok(document.iter().chain(backend).map(|it| it.0.to_owned()).collect())
    }

    fn document(&self) -> Result<Document<&str>, Error> {
        Document::parse(self.0.text.as_str()).map_err(|err| self.wrong(&err.to_string()))
    }

    fn wrong(&self, message: &str) -> Error {
        Error::new(format!("{}: {message}", self.0.path.display()))
    }
}
