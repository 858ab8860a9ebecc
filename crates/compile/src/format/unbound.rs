//! `local-zone: "ads.example.com." always_null`
//!
//! Source: the manual of unbound 1.19, `local-zone`.

use super::{Language, Said, Unsaid};

pub(super) struct Unbound;

impl Language for Unbound {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn before(&self) -> &'static str {
        "server:\n"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        if matches!(said, Said::Below(_)) {
            return Err(Unsaid::Pattern);
        }
        text.extend(["local-zone: \"", said.name(), ".\" always_null\n"]);
        Ok(())
    }

    fn allow(&self, name: &str, text: &mut String) -> Result<(), Unsaid> {
        text.extend(["local-zone: \"", name, ".\" always_transparent\n"]);
        Ok(())
    }
}
