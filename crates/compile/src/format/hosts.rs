//! `0.0.0.0 ads.example.com`

use super::{Language, Said, Unsaid};

pub(super) struct Hosts;

impl Language for Hosts {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        let name = said.own_name().ok_or(Unsaid::Pattern)?;
        text.extend(["0.0.0.0 ", name, "\n"]);
        Ok(())
    }
}
