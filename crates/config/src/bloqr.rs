//! `bloqr.toml`:
//!
//! ```toml
//! targets = ["ubo", "adg"]
//! exclude = ["archive/"]
//!
//! [rules]
//! single-selector = "warning"
//! short-rule = { severity = "error", min-length = 3 }
//!
//! [[overrides]]
//! files = ["mobile/*.txt"]
//! targets = ["adg_os_android"]
//! ```

use super::{
    Config, Error, Settings,
    keys::{FILE_KEYS, SETTING_KEYS},
    node, read, renamed,
};
use bloqr_lint::options::{InvalidValue, Value, unknown_key};

/// Reads the text of a `bloqr.toml`.
///
/// # Errors
///
/// [`Error`], with its place: the text is not TOML, or has an unknown key or a wrong value.
pub fn parse(text: &str) -> Result<Config, Error> {
    let read = || {
        let mut file = node::from_toml(text)?;
        let warnings = renamed::rename(&mut file)?;
        Ok((read_file(&file)?, warnings))
    };
    let (mut config, warnings) = read().map_err(|it| node::placed(text, it))?;
    config.warnings = warnings.into_iter().map(|it| node::placed(text, it)).collect();
    Ok(config)
}

/// Reads one section of a `bloqr.toml`, such as `backend`, and ignores all others: a command does not
/// fail because of the settings of another command.
///
/// # Errors
///
/// [`Error`], as [`parse`] has it.
pub fn parse_section(text: &str, section: &str) -> Result<Config, Error> {
    let read = || {
        let mut config = Config::default();
        let mut file = node::from_toml(text)?;
        // `validate`, which reads all of the file, warns about old names.
        renamed::rename(&mut file)?;
        for (key, value) in file.entries() {
            if key.name == section {
                read::set(FILE_KEYS, key, value, &mut config)?;
            }
        }
        Ok(config)
    };
    read().map_err(|it| node::placed(text, it))
}

/// Reads the settings for a list from JSON, with the keys of `bloqr.toml`: `targets`, `rules`, …
/// Old names work, too, and nobody is warned.
///
/// # Errors
///
/// [`Error`] without a place: it is no object, or has an unknown key or a wrong value.
pub fn settings_from_json(json: &serde_json::Value) -> Result<Settings, Error> {
    let read = || {
        let mut value = Value::from_json(json, 0);
        renamed::rename(&mut value)?;
        let mut settings = Settings::default();
        for (key, value) in read::table(&value, "options")? {
            if !read::set(SETTING_KEYS, key, value, &mut settings)? {
                return Err(unknown_key(&key.name, key.at, "", || {
                    SETTING_KEYS.iter().map(|it| it.name)
                }));
            }
        }
        Ok(settings)
    };
    read().map_err(|it: InvalidValue| Error::new(None, it.message, it.help))
}

fn read_file(file: &Value) -> Result<Config, InvalidValue> {
    let mut config = Config::default();
    for (key, value) in file.entries() {
        if !read::set(FILE_KEYS, key, value, &mut config)?
            && !read::set(SETTING_KEYS, key, value, &mut config.settings)?
        {
            return Err(unknown_key(&key.name, key.at, "", || {
                SETTING_KEYS.iter().map(|it| it.name).chain(FILE_KEYS.iter().map(|it| it.name))
            }));
        }
    }
    Ok(config)
}
