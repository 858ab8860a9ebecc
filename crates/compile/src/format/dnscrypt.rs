//! `ads.example.com` for the name and its subdomains, `=ads.example.com` for the name alone.
//!
//! Source: example-blocked-names.txt of dnscrypt-proxy 2.1.

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Dnscrypt;

impl Language for Dnscrypt {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn blocks_names_alone(&self) -> bool {
        true
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        match said {
            BlockedName::Tree(name) => text.extend([name, "\n"]),
            BlockedName::Name(name) => text.extend(["=", name, "\n"]),
            BlockedName::Below(name) => text.extend(["*.", name, "\n"]),
        }
        Ok(())
    }
}
