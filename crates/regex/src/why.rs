//! What can be wrong with an expression.

use std::fmt;

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A flag that JavaScript does not have, or one that is there already.
    Flag(char),
    /// Both `u` and `v`.
    BothUnicodeFlags,
    /// Two groups of one name that are not alternatives.
    SecondGroup(String),
    /// A `)` without a `(`.
    UnopenedGroup,
    /// A `(` without a `)`.
    UnclosedGroup,
    /// A `[` without a `]`.
    UnclosedClass,
    /// A brace or bracket that has to be escaped under the flag `u`.
    Lone(char),
    /// A quantifier, such as `*`, behind nothing that can be repeated.
    NothingToRepeat(String),
    /// `(?<1>a)`
    GroupName,
    /// `(?a)`
    Group,
    /// `a{3,1}`
    NumbersOutOfOrder,
    /// A backslash at the end.
    EscapesNothing,
    /// `\k<name>` without a group of that name.
    NoSuchGroup,
    /// An escape that the flag `u` does not have.
    Escape,
    /// `\p{…}` with a name that Unicode does not have.
    Property,
    /// `\u` without its digits.
    UnicodeEscape,
    /// `[z-a]`
    RangeOutOfOrder,
    /// `[\d-z]` under the flag `u`.
    RangeOfSets,
    /// The search here does not know the flag `v`.
    UnsupportedV,
    /// The search here does not know this property.
    UnsupportedProperty(String),
    /// The search here has no `\1`.
    BackReference,
    /// Groups in groups in groups.
    TooDeep {
        /// How deep they may be.
        most: usize,
    },
    /// The search would need too much memory.
    TooLarge,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Flag(flag) => write!(f, "invalid flag `{flag}`"),
            Why::BothUnicodeFlags => f.write_str("only one of the flags `u` and `v` can be"),
            Why::SecondGroup(name) => write!(f, "a second group `{name}`"),
            Why::UnopenedGroup => f.write_str("`)` closes nothing"),
            Why::UnclosedGroup => f.write_str("`(` is never closed"),
            Why::UnclosedClass => f.write_str("`[` is never closed"),
            Why::Lone(sign) => write!(f, "lone `{sign}`"),
            Why::NothingToRepeat(what) => write!(f, "nothing for `{what}` to repeat"),
            Why::GroupName => f.write_str("invalid group name"),
            Why::Group => f.write_str("invalid group"),
            Why::NumbersOutOfOrder => f.write_str("the numbers are out of order"),
            Why::EscapesNothing => f.write_str("`\\` at the end escapes nothing"),
            Why::NoSuchGroup => f.write_str("`\\k` refers to no group"),
            Why::Escape => f.write_str("invalid escape"),
            Why::Property => f.write_str("invalid property name"),
            Why::UnicodeEscape => f.write_str("invalid Unicode escape"),
            Why::RangeOutOfOrder => f.write_str("the range is out of order"),
            Why::RangeOfSets => f.write_str("a range is from one character to another"),
            Why::UnsupportedV => f.write_str("the flag `v` is not supported here, `u` is"),
            Why::UnsupportedProperty(name) => {
                write!(f, "the property `{name}` is not supported here")
            }
            Why::BackReference => f.write_str(
                "a reference back to a group takes unbounded time and is not supported here",
            ),
            Why::TooDeep { most } => write!(f, "groups nest deeper than {most}"),
            Why::TooLarge => {
                f.write_str("the expression is too large: count to less, or repeat less")
            }
        }
    }
}
