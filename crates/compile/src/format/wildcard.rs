//! `*.ads.example.com`, which stands for the name too.

use super::{Language, Said, Unsaid};

pub(super) struct Wildcard;

impl Language for Wildcard {
    fn comment(&self) -> &'static str {
        "#"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        text.extend(["*.", said.name(), "\n"]);
        Ok(())
    }
}
