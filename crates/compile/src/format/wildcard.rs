//! `*.ads.example.com`, which also stands for the name itself.

use super::{BlockedName, Inexpressible, Language};

pub(super) struct Wildcard;

impl Language for Wildcard {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &BlockedName<'_>, text: &mut String) -> Result<(), Inexpressible> {
        text.extend(["*.", said.name(), "\n"]);
        Ok(())
    }
}
