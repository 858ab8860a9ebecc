//! `bloqr.toml`: the settings of a project. Each command reads its own section and ignores the
//! others.

use std::path::{Path, PathBuf};

use toml_edit::{Document, Item};

use crate::cli::{Error, atomic::TextFile};

const FILE: &str = "bloqr.toml";

/// The `[bindings]` section.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bindings {
    /// `form = "guide"`: write the guide's tables instead of those that wrangler binds.
    pub(super) guide: bool,
}

/// The `[bindings]` section of the nearest `bloqr.toml`, from `dir` upwards.
pub(super) fn bindings(dir: &Path) -> Result<Bindings, Error> {
    let Some(file) = File::nearest(dir)? else { return Ok(Bindings::default()) };
    let wrong = |message: String| file.wrong(&message);
    let document = file.document()?;
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
                    "`form` in `[bindings]` must be \"auto\" or \"guide\"".to_owned(),
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

/// `url` of `[backend]`, in the nearest `bloqr.toml` from here upwards. Users clone projects
/// without reading their files, so a key, or a command that prints one, is refused there.
pub(super) fn backend() -> Result<Option<String>, Error> {
    let Some(file) = File::nearest(Path::new("."))? else { return Ok(None) };
    let document = file.document()?;
    let is_secret =
        |key: &str| SECRETS.iter().any(|it| key.replace('_', "-").eq_ignore_ascii_case(it));
    let refused = |key: &str| {
        file.wrong(&format!("`{key}` is not allowed in the bloqr.toml of a project"))
            .hint("put keys and profiles into profiles.toml in your own configuration directory")
    };
    if let Some((key, _)) = document.iter().find(|it| is_secret(it.0)) {
        return Err(refused(key));
    }
    let Some(section) = document.get("backend") else { return Ok(None) };
    let section = section.as_table_like().ok_or_else(|| file.wrong("`backend` is not a table"))?;
    let mut url = None;
    for (key, value) in section.iter() {
        match key {
            "url" => {
                url = Some(value.as_str().ok_or_else(|| file.wrong("`url` must be a string"))?)
            }
            _ if is_secret(key) => return Err(refused(key)),
            _ => {
                return Err(file
                    .wrong(&format!("`[backend]` has no key `{key}`"))
                    .hint("the only key of `[backend]` is `url`"));
            }
        }
    }
    Ok(url.map(str::to_owned))
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

    fn document(&self) -> Result<Document<&str>, Error> {
        Document::parse(self.0.text.as_str()).map_err(|err| self.wrong(&err.to_string()))
    }

    fn wrong(&self, message: &str) -> Error {
        Error::new(format!("{}: {message}", self.0.path.display()))
    }
}
