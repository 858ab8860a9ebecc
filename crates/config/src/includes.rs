//! `[includes]`: where the lists are that python-abp's `%include NAME:path%` names.
//!
//! ```toml
//! [includes]
//! easylist = "easylist"
//! ```

use std::collections::BTreeMap;

use super::{Error, node::Node, read};

/// Directories by the name of the source, relative to the configuration.
pub type Includes = BTreeMap<String, String>;

pub(super) fn parse(node: &Node) -> Result<Includes, Error> {
    let mut includes = Includes::new();
    for (name, dir) in read::table(node, "includes")? {
        includes.insert(name.name.clone(), read::string(dir, &name.name)?.to_owned());
    }
    Ok(includes)
}
