//! Facts about the blockers, as data: the files of crates/lint/tables, made into Rust.
//!
//! `BLESS=1 cargo test` makes `rows/` from those files; tests/it/tables compares them.

pub(crate) mod comments;
pub(crate) mod css_values;
pub(crate) mod modifiers;
pub(crate) mod properties;
pub(crate) mod pseudos;
pub(crate) mod redirects;
#[rustfmt::skip]
mod rows;
pub(crate) mod scriptlets;
pub(crate) mod tokens;
pub(crate) mod values;

use crate::{Targets, target};

/// Identifies the content of the tables: a hash (FNV-1a) of the rows of all files.
pub const VERSION: u32 = rows::version::VERSION;

/// Rows by name, sorted, with the position of each name: a hash table with open addressing, made by
/// the compiler. `SLOTS` is a power of two, and at least twice the number of rows.
#[derive(Debug)]
pub(crate) struct Table<T: 'static, const SLOTS: usize> {
    rows: &'static [(&'static str, T)],
    /// The number of a row plus 1; 0 for an empty slot.
    slots: [u16; SLOTS],
}

impl<T, const SLOTS: usize> Table<T, SLOTS> {
    const fn new(rows: &'static [(&'static str, T)]) -> Table<T, SLOTS> {
        assert!(SLOTS.is_power_of_two() && SLOTS >= 2 * rows.len() && rows.len() < 1 << 16);
        let mut slots = [0; SLOTS];
        let mut row = 0;
        while row < rows.len() {
            let mut slot = hash(rows[row].0.as_bytes()) % SLOTS;
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            row += 1;
            slots[slot] = row as u16;
        }
        Table { rows, slots }
    }

    /// The row with exactly that name. Names are case-sensitive.
    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<&'static T> {
        let mut slot = hash(name.as_bytes()) % SLOTS;
        loop {
            let row = usize::from(self.slots[slot]).checked_sub(1)?;
            let (known, it) = &self.rows[row];
            if *known == name {
                return Some(it);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static (&'static str, T)> + Clone {
        self.rows.iter()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.rows.iter().map(|it| it.0)
    }
}

/// A hash of the first and the last eight bytes.
#[inline]
const fn hash(name: &[u8]) -> usize {
    let (first, last) = if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        (u32::from_le_bytes(*first) as u64, u32::from_le_bytes(*last) as u64)
    } else if let [first, .., last] = name {
        (*first as u64, (name[name.len() / 2] as u64) << 8 | *last as u64)
    } else if let [one] = name {
        (*one as u64, 0)
    } else {
        (0, 0)
    };
    let mixed = first ^ last.rotate_left(29) ^ name.len() as u64;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
}

pub(crate) const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The platforms of targets, by their names in `--target`: `ubo,brave`.
const fn all(names: &str) -> Targets {
    let mut all = Targets::NONE;
    let (mut rest, mut at) = (names.as_bytes(), 0);
    while at < rest.len() {
        if rest[at] == b',' {
            let (name, next) = rest.split_at(at);
            all = all.union(target::named(name));
            (rest, at) = (next.split_at(1).1, 0);
        }
        at += 1;
    }
    all.union(target::named(rest))
}

#[cfg(test)]
mod tests {
    use super::{
        comments, css_values, modifiers, properties, pseudos, redirects, scriptlets, tokens, values,
    };

    /// Each row is found by its name, and by no other name.
    #[test]
    fn rows_are_found() {
        macro_rules! holds {
            ($($table:expr),+ $(,)?) => {$(
                for (name, row) in $table.iter() {
                    assert!($table.find(name).is_some_and(|it| std::ptr::eq(it, row)), "{name}");
                    assert!(!$table.has(&format!("{name}\0")) && !$table.has(&name[1..].to_uppercase()));
                }
                assert!(!$table.has("") && !$table.has(&"x".repeat(1 << 20)));
            )+};
        }
        holds!(
            comments::HEADERS,
            css_values::COLORS,
            css_values::FUNCTIONS,
            css_values::UNITS,
            modifiers::NAMES,
            properties::PROPERTIES,
            pseudos::ELEMENTS,
            pseudos::PSEUDOS,
            redirects::REDIRECTS,
            scriptlets::SCRIPTLETS,
            tokens::TOKENS,
            values::CSP_DIRECTIVES,
            values::METHODS,
            values::PERMISSIONS,
            values::REFERRER_POLICIES,
            values::REMOVED_HEADERS,
            values::SAFETY_HEADERS,
            values::STEALTH_OPTIONS,
        );
    }
}
