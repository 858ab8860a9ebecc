//! The problems of an expression.

use std::fmt;

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A flag that JavaScript does not have, or that is given twice.
    Flag(char),
    /// Both `u` and `v`.
    BothUnicodeFlags,
    /// Two groups with the same name that are not alternatives.
    SecondGroup(String),
    /// A `)` without a `(`.
    UnopenedGroup,
    /// A `(` without a `)`.
    UnclosedGroup,
    /// A `[` without a `]`.
    UnclosedClass,
    /// A brace or bracket that must be escaped with the flag `u`.
    Lone(char),
    /// A quantifier, such as `*`, after nothing that can be repeated.
    NothingToRepeat(String),
    /// `(?<1>a)`
    GroupName,
    /// `(?a)`
    Group,
    /// `a{3,1}`
    NumbersOutOfOrder,
    /// A backslash at the end.
    EscapesNothing,
    /// `\k<name>`, but no group has this name.
    NoSuchGroup,
    /// An escape that is not allowed with the flag `u`.
    Escape,
    /// `\p{…}` with a name that Unicode does not have.
    Property,
    /// `\u` without its digits.
    UnicodeEscape,
    /// `[z-a]`
    RangeOutOfOrder,
    /// `[\d-z]` with the flag `u`.
    RangeOfSets,
    /// The search does not support the flag `v`.
    UnsupportedV,
    /// The search does not support this property.
    UnsupportedProperty(String),
    /// The search does not support `\1`.
    BackReference,
    /// Groups are nested too deep.
    TooDeep {
        /// The maximum depth.
        most: usize,
    },
    /// The search would need too much memory.
    TooLarge,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Flag(flag) => write!(f, "invalid flag `{flag}`"),
            Why::BothUnicodeFlags => f.write_str("use only one of the flags `u` and `v`"),
            Why::SecondGroup(name) => write!(f, "there is a second group `{name}`"),
            Why::UnopenedGroup => f.write_str("`)` has no matching `(`"),
            Why::UnclosedGroup => f.write_str("`(` is never closed"),
            Why::UnclosedClass => f.write_str("`[` is never closed"),
            Why::Lone(sign) => write!(f, "`{sign}` must be escaped"),
            Why::NothingToRepeat(what) => write!(f, "`{what}` has nothing to repeat"),
            Why::GroupName => f.write_str("invalid group name"),
            Why::Group => f.write_str("invalid group"),
            Why::NumbersOutOfOrder => f.write_str("the numbers are out of order"),
            Why::EscapesNothing => f.write_str("`\\` at the end escapes nothing"),
            Why::NoSuchGroup => f.write_str("no group has the name after `\\k`"),
            Why::Escape => f.write_str("invalid escape"),
            Why::Property => f.write_str("invalid property name"),
            Why::UnicodeEscape => f.write_str("invalid Unicode escape"),
            Why::RangeOutOfOrder => f.write_str("the range is out of order"),
            Why::RangeOfSets => f.write_str("a range must be from one character to another"),
            Why::UnsupportedV => f.write_str("the flag `v` is not supported: use `u`"),
            Why::UnsupportedProperty(name) => {
                write!(f, "the property `{name}` is not supported")
            }
            Why::BackReference => f.write_str(
                "back-references are not supported, because their search time has no limit",
            ),
            Why::TooDeep { most } => write!(f, "groups are nested more than {most} levels deep"),
            Why::TooLarge => {
                f.write_str("the expression is too large: use fewer or smaller repetitions")
            }
        }
    }
}
