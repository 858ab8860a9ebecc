//! `ads.example.com`

use super::{Language, Said, Unsaid};

pub(super) struct Domains;

impl Language for Domains {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        let name = said.own_name().ok_or(Unsaid::Pattern)?;
        text.extend([name, "\n"]);
        Ok(())
    }
}
