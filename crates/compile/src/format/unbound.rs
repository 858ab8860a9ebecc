//! `local-zone: "ads.example.com." always_null`
//!
//! Source: the manual of unbound 1.19, `local-zone`.

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Unbound;

impl Language for Unbound {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn before(&self) -> &'static str {
        "server:\n"
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        if matches!(said, BlockedName::Below(_)) {
            return Err(Inexpressible::Pattern);
        }
        text.extend(["local-zone: \"", said.name(), ".\" always_null\n"]);
        Ok(())
    }

    fn allow(&self, name: &str, text: &mut String) -> Result<(), Inexpressible> {
        text.extend(["local-zone: \"", name, ".\" always_transparent\n"]);
        Ok(())
    }
}
