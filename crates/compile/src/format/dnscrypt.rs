//! `ads.example.com` for the name and its subdomains, `=ads.example.com` for the name alone.
//!
//! Source: example-blocked-names.txt of dnscrypt-proxy 2.1.

use super::{Language, Said, Unsaid};

pub(super) struct Dnscrypt;

impl Language for Dnscrypt {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        match said {
            Said::Tree(name) => text.extend([name, "\n"]),
            Said::Name(name) => text.extend(["=", name, "\n"]),
            Said::Below(name) => text.extend(["*.", name, "\n"]),
        }
        Ok(())
    }
}
