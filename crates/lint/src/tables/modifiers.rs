//! Modifiers: which blockers accept them, and how.

use super::{Table, is_same, rows::modifiers as rows};
use crate::Targets;

/// The modifiers, by their first names.
pub(crate) use super::rows::modifiers::MODIFIERS;

/// A modifier with all its names.
#[derive(Debug)]
pub(crate) struct Modifier {
    /// Every name. The first is used in messages.
    pub(crate) names: &'static [&'static str],
    pub(crate) role: Role,
    pub(crate) uses: &'static [Use],
}

/// What a modifier does to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A kind of request: `script`.
    Type,
    /// A kind of request that no resource can replace: `ping`.
    BareType,
    /// Something that is not exactly a request: `popup`, `inline-script`.
    Abstract,
    /// Switches off a part of the blocker: `elemhide`.
    Behaviour,
    /// Changes what happens: `csp`, `redirect`. A rule can have only one.
    Action,
    /// Limits where the rule applies: `domain`, `third-party`.
    Scope,
    Other,
}

/// How some platforms read a modifier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    pub(crate) who: Targets,
    pub(crate) value: Value,
    pub(crate) negatable: bool,
    pub(crate) only: Only,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    None,
    Optional,
    Required,
    /// Optional in exceptions, where no value means all values.
    RequiredToBlock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Only {
    Anywhere,
    Blocking,
    Exceptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Current,
    /// Still works. The text says what to use instead.
    Deprecated(&'static str),
    /// No longer works. The text says what to use instead.
    Removed(&'static str),
}

impl Modifier {
    pub(crate) fn name(&self) -> &'static str {
        self.names[0]
    }

    /// The blockers that know it by any of its names.
    pub(crate) fn known_to(&self) -> Targets {
        self.uses.iter().fold(Targets::NONE, |all, it| all | it.who)
    }
}

/// A modifier that was looked up by one of its names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ModifierRef {
    pub(crate) modifier: &'static Modifier,
    /// Its row, which identifies it.
    pub(crate) row: u8,
    /// The blockers that know it by that name.
    pub(crate) who: Targets,
}

/// The modifiers by all their names.
pub(super) static NAMES: Table<ModifierRef, 512> = Table::new(rows::NAMES);

#[inline]
pub(crate) fn find(name: &str) -> Option<ModifierRef> {
    NAMES.find(name).copied()
}

/// The row of a modifier that the code names.
pub(crate) const fn row(name: &str) -> u8 {
    let mut row = 0;
    while row < MODIFIERS.len() {
        let mut index = 0;
        while index < MODIFIERS[row].names.len() {
            if is_same(MODIFIERS[row].names[index].as_bytes(), name.as_bytes()) {
                return row as u8;
            }
            index += 1;
        }
        row += 1;
    }
    panic!("there is no such modifier")
}

// Short names for the generated rows.

pub(super) const fn on(who: Targets) -> Use {
    Use { who, value: Value::None, negatable: false, only: Only::Anywhere, state: State::Current }
}

impl Use {
    pub(super) const fn takes(self, value: Value) -> Use {
        Use { value, ..self }
    }

    pub(super) const fn negatable(self) -> Use {
        Use { negatable: true, ..self }
    }

    pub(super) const fn only(self, only: Only) -> Use {
        Use { only, ..self }
    }

    pub(super) const fn removed(self, instead: &'static str) -> Use {
        Use { state: State::Removed(instead), ..self }
    }

    pub(super) const fn deprecated(self, instead: &'static str) -> Use {
        Use { state: State::Deprecated(instead), ..self }
    }
}

pub(super) const fn modifier(
    names: &'static [&'static str],
    role: Role,
    uses: &'static [Use],
) -> Modifier {
    Modifier { names, role, uses }
}

pub(super) const fn named(row: u8, who: Targets) -> ModifierRef {
    ModifierRef { modifier: &MODIFIERS[row as usize], row, who }
}
