//! `local=/ads.example.com/`: dnsmasq answers itself that there is no such name.
//!
//! Source: the manual of dnsmasq 2.90, `--local`, and `--server` for names that are asked for upstream.

use super::{Language, Said, Unsaid};

pub(super) struct Dnsmasq;

impl Language for Dnsmasq {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        if matches!(said, Said::Below(_)) {
            return Err(Unsaid::Pattern);
        }
        text.extend(["local=/", said.name(), "/\n"]);
        Ok(())
    }

    fn allow(&self, name: &str, text: &mut String) -> Result<(), Unsaid> {
        text.extend(["server=/", name, "/#\n"]);
        Ok(())
    }
}
