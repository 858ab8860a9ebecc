//! `local=/ads.example.com/`: dnsmasq answers that the name does not exist.
//!
//! Source: the manual of dnsmasq 2.90: `--local`, and `--server` for names that are resolved
//! upstream.

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Dnsmasq;

impl Language for Dnsmasq {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        if matches!(said, BlockedName::Below(_)) {
            return Err(Inexpressible::Pattern);
        }
        text.extend(["local=/", said.name(), "/\n"]);
        Ok(())
    }

    fn allow(&self, name: &str, text: &mut String) -> Result<(), Inexpressible> {
        text.extend(["server=/", name, "/#\n"]);
        Ok(())
    }
}
