//! Named backends in the user's own configuration directory: `profiles.toml`.
//!
//! ```toml
//! [production]
//! url = "https://api.example.com"
//! key-env = "BLOQR_PRODUCTION_KEY"
//!
//! [staging]
//! url = "https://staging.example.com"
//! key-command = ["pass", "show", "bloqr/staging"]
//! ```

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use toml_edit::{Document, Item};

use super::{file, key::Key};
use crate::{cli::Error, lint::nearest};

pub(super) struct Profile {
    pub(super) url: String,
    key: Source,
}

/// The source of the key. The file never contains the key itself.
enum Source {
    None,
    Env(String),
    Command(Vec<String>),
}

impl Profile {
    pub(super) fn find(name: &str) -> Result<Profile, Error> {
        let path = path()?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(err) if err.kind() == io::ErrorKind::NotFound => {
                return Err(Error::new(format!(
                    "unknown profile `{name}`: the file {} does not exist",
                    path.display()
                ))
                .hint(format!("create it with: [{name}] and url = \"https://…\"")));
            }
            Err(err) => return Err(Error::read(&path, err)),
        };
        guard(&path)?;
        parse(&text, name).map_err(|err| {
            let place = format!("{}: {}", path.display(), err.0);
            err.1.into_iter().fold(Error::new(place), Error::hint)
        })
    }

    pub(super) fn key(&self) -> Result<Option<Key>, Error> {
        match &self.key {
            Source::None => Ok(None),
            Source::Command(words) => Key::from_command(words).map(Some),
            Source::Env(name) => match Key::from_env(name)? {
                Some(key) => Ok(Some(key)),
                None => Err(Error::new(format!("the profile's key is missing: {name} is not set"))
                    .hint(format!("export {name}=blq_…"))),
            },
        }
    }
}

/// `$XDG_CONFIG_HOME/bloqr/profiles.toml`, or the same file in the default configuration directory.
fn path() -> Result<PathBuf, Error> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let dir = if cfg!(windows) {
        absolute("APPDATA")
    } else {
        absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))
    };
    let missing = || Error::new("cannot find profiles.toml: HOME is not set");
    Ok(dir.ok_or_else(missing)?.join("bloqr/profiles.toml"))
}

/// The file can name a command to run, so only the user may be able to write it and its directory.
fn guard(path: &Path) -> Result<(), Error> {
    for path in [Some(path), path.parent()].into_iter().flatten() {
        if let Some((why, next)) = file::open_to_others(path) {
            let shown = path.display();
            return Err(Error::new(format!(
                "{shown} {why}, which is not safe: profiles can name commands to run"
            ))
            .hint(format!("{next} {shown}")));
        }
    }
    Ok(())
}

/// A message, and a hint.
type Wrong = (String, Option<String>);

fn parse(text: &str, name: &str) -> Result<Profile, Wrong> {
    let document = Document::parse(text).map_err(|err| (err.to_string(), None))?;
    let Some(item) = document.get(name) else {
        let names: Vec<String> = document.iter().map(|it| it.0.to_owned()).collect();
        let hint = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has: {}", names.join(", ")),
        };
        return Err((format!("unknown profile `{name}`"), Some(hint)));
    };
    let wrong = |what: &str| (format!("in `{name}`, {what}"), None);
    let table = item.as_table_like().ok_or_else(|| (format!("`{name}` is not a table"), None))?;
    let mut url = None;
    let mut key = Source::None;
    for (field, value) in table.iter() {
        match field {
            "url" => url = value.as_str().map(str::to_owned),
            "key-env" | "key-command" if !matches!(key, Source::None) => {
                return Err(wrong("`key-env` and `key-command` cannot both be set"));
            }
            "key-env" => {
                let name = value.as_str().ok_or_else(|| {
                    wrong("`key-env` must be the name of an environment variable")
                })?;
                key = Source::Env(name.to_owned());
            }
            "key-command" => {
                let words = words(value).ok_or_else(|| {
                    wrong(
                        "`key-command` must be a list of strings: the program, then its arguments",
                    )
                })?;
                key = Source::Command(words);
            }
            "key" | "api-key" | "api_key" | "token" => {
                let hint = "name an environment variable (key-env) or a command (key-command)";
                return Err((
                    wrong("a profile cannot contain the key itself").0,
                    Some(hint.to_owned()),
                ));
            }
            _ => {
                let hint = "the keys are url, key-env and key-command";
                return Err((format!("`{name}` has no key `{field}`"), Some(hint.to_owned())));
            }
        }
    }
    let url = url.ok_or_else(|| {
        wrong("`url` is missing: write a string such as \"https://api.example.com\"")
    })?;
    Ok(Profile { url, key })
}

fn words(value: &Item) -> Option<Vec<String>> {
    let words = value.as_array()?;
    let words: Option<Vec<String>> =
        words.iter().map(|it| it.as_str().map(str::to_owned)).collect();
    words.filter(|it| !it.is_empty())
}
