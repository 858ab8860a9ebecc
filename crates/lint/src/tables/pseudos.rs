//! Pseudo-classes and pseudo-elements: those of CSS, and those that blockers have added.

use super::{Table, rows::pseudos as rows};
use crate::Targets;

/// The argument of a pseudo-class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    /// No parentheses.
    None,
    Selectors,
    /// `> .a`
    RelativeSelectors,
    /// `2n + 1`, `odd`, `2n of .a`
    Nth,
    /// Any text.
    Text,
    /// Any text, or none.
    Anything,
    /// A text that can be in quotes.
    Quotable,
    /// The name of an attribute or a class.
    Name,
    /// A word, or several words separated by commas.
    Ident,
    /// A media query.
    Media,
    /// A text, or `/regex/`.
    Pattern,
    /// `color: red`, `color: /regex/`
    Property,
    /// `"name"="value"`
    Attribute,
    Number,
    /// How many levels up, or a selector.
    Upward,
    /// Declarations, at the end of the selector.
    Style,
    /// Empty parentheses.
    Empty,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Pseudo {
    pub(crate) name: &'static str,
    pub(crate) argument: Argument,
    pub(crate) who: Targets,
    /// No stylesheet supports it: a script must find the elements.
    pub(crate) procedural: bool,
    action: bool,
}

impl Pseudo {
    /// Whether it does something with the elements, instead of selecting them.
    pub(crate) fn is_action(&self) -> bool {
        self.action
    }
}

/// A pseudo-element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// The blockers that accept it with one colon, too.
    pub(crate) one_colon: Targets,
}

pub(crate) static PSEUDOS: Table<Pseudo, 256> = Table::new(rows::PSEUDOS);

/// The pseudo-elements that can be written with two colons.
pub(crate) static ELEMENTS: Table<Element, 64> = Table::new(rows::ELEMENTS);

pub(crate) fn find(name: &str) -> Option<&'static Pseudo> {
    PSEUDOS.find(name)
}

/// The blockers that accept the pseudo-element with one colon.
pub(crate) fn one_colon(name: &str) -> Targets {
    ELEMENTS.find(name).map_or(Targets::NONE, |it| it.one_colon)
}

// Short names for the generated rows.

pub(super) const fn css(
    name: &'static str,
    argument: Argument,
    who: Targets,
) -> (&'static str, Pseudo) {
    (name, Pseudo { name, argument, who, procedural: false, action: false })
}

pub(super) const fn procedural(
    name: &'static str,
    argument: Argument,
    who: Targets,
) -> (&'static str, Pseudo) {
    (name, Pseudo { name, argument, who, procedural: true, action: false })
}

pub(super) const fn action(
    name: &'static str,
    argument: Argument,
    who: Targets,
) -> (&'static str, Pseudo) {
    (name, Pseudo { name, argument, who, procedural: true, action: true })
}
