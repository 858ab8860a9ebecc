//! `ads.example.com CNAME .`, and the same for `*.ads.example.com`.
//!
//! Source: draft-vixie-dnsop-dns-rpz-00, sections 4.1 (names) and 3 (`.` and `rpz-passthru.`).

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Rpz;

impl Language for Rpz {
    fn comment(&self) -> &'static str {
        ";"
    }

    fn before(&self) -> &'static str {
        "$TTL 3600\n@ SOA localhost. root.localhost. 1 3600 900 2592000 3600\n@ NS localhost.\n"
    }

    fn blocks_names_alone(&self) -> bool {
        true
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        if let Some(name) = said.own_name() {
            text.extend([name, " CNAME .\n"]);
        }
        if !matches!(said, BlockedName::Name(_)) {
            text.extend(["*.", said.name(), " CNAME .\n"]);
        }
        Ok(())
    }

    fn allow(&self, name: &str, text: &mut String) -> Result<(), Inexpressible> {
        text.extend([name, " CNAME rpz-passthru.\n*.", name, " CNAME rpz-passthru.\n"]);
        Ok(())
    }
}
