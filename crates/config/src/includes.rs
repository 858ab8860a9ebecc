//! `[includes]`: the directories of the names in python-abp's `%include NAME:path%`.
//!
//! ```toml
//! [includes]
//! easylist = "easylist"
//! ```

use std::collections::BTreeMap;

use super::read;
use bloqr_lint::options::{InvalidValue, Kind, Value};

/// The directory of each name, relative to the configuration.
pub type Includes = BTreeMap<String, String>;

pub(super) fn parse(value: &Value) -> Result<Includes, InvalidValue> {
    let mut includes = Includes::new();
    for (name, dir) in read::table(value, "includes")? {
        Kind::Text.check(dir, &name.name)?;
        includes.insert(name.name.clone(), dir.as_text().unwrap_or_default().to_owned());
    }
    Ok(includes)
}
