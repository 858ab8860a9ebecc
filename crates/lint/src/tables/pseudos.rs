//! Pseudo-classes and pseudo-elements: CSS's own, and those that blockers have added.

use super::{Table, rows::pseudos as rows};
use crate::Targets;

/// What stands between the parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    /// No parentheses at all.
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
    /// A text that may stand in quotes.
    Quotable,
    /// The name of an attribute or a class.
    Name,
    /// A word, or several between commas.
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
    /// How far up, or a selector.
    Upward,
    /// Declarations, at the end of the selector.
    Style,
    /// Nothing, but in parentheses.
    Empty,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Pseudo {
    pub(crate) name: &'static str,
    pub(crate) argument: Argument,
    pub(crate) who: Targets,
    /// No stylesheet can hold it: a script has to look for the elements.
    pub(crate) procedural: bool,
    action: bool,
}

impl Pseudo {
    /// Whether it does something with what was found, rather than look for it.
    pub(crate) fn is_action(&self) -> bool {
        self.action
    }
}

/// A pseudo-element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// Who takes it with one colon as well.
    pub(crate) one_colon: Targets,
}

pub(crate) static PSEUDOS: Table<Pseudo, 256> = Table::new(rows::PSEUDOS);

/// Those that may be written with two colons.
pub(crate) static ELEMENTS: Table<Element, 64> = Table::new(rows::ELEMENTS);

pub(crate) fn find(name: &str) -> Option<&'static Pseudo> {
    PSEUDOS.find(name)
}

/// Who takes the pseudo-element with one colon.
pub(crate) fn one_colon(name: &str) -> Targets {
    ELEMENTS.find(name).map_or(Targets::NONE, |it| it.one_colon)
}

// What the rows are written with.

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
