//! The properties of CSS, by name, and what they take; blockers have added `remove`.

use super::{Table, css_values::Kind, rows::properties as rows};

/// What a property takes, simplified from its grammar: a value that does not fit is wrong, but not
/// each value that fits is right.
#[derive(Debug)]
pub(crate) struct Takes {
    /// How many words at most; 0 if there is no limit.
    pub(crate) most: u8,
    /// A bit for each kind of word that can be in a value.
    kinds: u16,
    /// The other words that can be in a value, between spaces; `*` for any word.
    words: &'static str,
}

impl Takes {
    /// Whether nothing is known of the words of a value.
    pub(crate) fn any(&self) -> bool {
        self.words == "*"
    }

    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.kinds >> kind as u16 & 1 == 1
    }

    /// The words that can be in a value.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.split(' ').filter(|it| !it.is_empty())
    }
}

/// For the generated rows.
pub(super) const fn takes(most: u8, kinds: &[Kind], words: &'static str) -> Takes {
    let (mut bits, mut n) = (0, 0);
    while n < kinds.len() {
        bits |= 1 << kinds[n] as u16;
        n += 1;
    }
    Takes { most, kinds: bits, words }
}

/// The properties, each with the number of what it takes.
pub(crate) static PROPERTIES: Table<u16, 2048> = Table::new(rows::PROPERTIES);

/// Whether the property exists; the name is in lower case. Custom properties and those with a
/// browser's prefix count as known.
pub(crate) fn is_known(name: &str) -> bool {
    name.starts_with('-') || PROPERTIES.has(name)
}

/// What a property takes, by its name in lower case; `None` if it is not in the table.
pub(crate) fn takes_of(name: &str) -> Option<&'static Takes> {
    PROPERTIES.find(name).map(|it| &rows::VALUES[usize::from(*it)])
}
