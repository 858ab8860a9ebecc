//! `ads.example.com`

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Domains;

impl Language for Domains {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        let name = said.own_name().ok_or(Inexpressible::Pattern)?;
        text.extend([name, "\n"]);
        Ok(())
    }
}
