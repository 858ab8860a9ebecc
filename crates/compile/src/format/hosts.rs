//! `0.0.0.0 ads.example.com`

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Hosts;

impl Language for Hosts {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        let name = said.own_name().ok_or(Inexpressible::Pattern)?;
        text.extend(["0.0.0.0 ", name, "\n"]);
        Ok(())
    }
}
