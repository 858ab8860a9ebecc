//! Rules, as they are.

use super::{Language, Said, Unsaid};

pub(super) struct Adblock;

/// Only its comments are asked for: the lines are written as they are.
impl Language for Adblock {
    fn comment(&self) -> &'static str {
        "!"
    }

    fn entry(&self, said: &Said<'_>, text: &mut String) -> Result<(), Unsaid> {
        text.extend(["||", said.name(), "^\n"]);
        Ok(())
    }
}
