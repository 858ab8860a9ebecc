//! The values that an option accepts: used to check values, and to write the schema.

use super::{
    InvalidValue,
    value::{Data, Value},
};
use crate::nearest;

/// The values that an option accepts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A whole number, at least `least`.
    Count {
        /// The smallest one.
        least: u32,
    },
    /// A number from 0 to 1.
    Share,
    /// `true` or `false`.
    Flag,
    /// A string that is not empty.
    Text,
    /// A JavaScript regular expression that is not empty.
    Pattern,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of such values.
    List(&'static Kind),
    /// A table of these entries.
    Table(&'static [Entry]),
    /// A value of one of these kinds. No two of them accept the same type.
    Either(&'static [Kind]),
}

/// An entry of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Its purpose.
    pub about: &'static str,
    /// The values that it accepts.
    pub kind: Kind,
    /// Whether it is required.
    pub is_needed: bool,
}

impl Kind {
    /// Checks whether a value is of this kind; `what` is its name in messages.
    pub fn check(&self, value: &Value, what: &str) -> Result<(), InvalidValue> {
        if !self.takes(&value.data) {
            let (kind, found) = (self.name(), value.data.kind());
            return Err(InvalidValue::new(
                value.at,
                format!("`{what}` must be {kind}, not {found}"),
            ));
        }
        match self {
            Kind::Count { .. } | Kind::Share | Kind::Flag => Ok(()),
            Kind::Text | Kind::Pattern => match value.as_text() {
                // An empty pattern is reported where patterns are read.
                Some("") if *self == Kind::Text => {
                    Err(InvalidValue::new(value.at, format!("`{what}` is empty")))
                }
                _ => Ok(()),
            },
            Kind::Word(words) => match value.as_text() {
                Some(word) if !words.contains(&word) => Err(InvalidValue {
                    help: Some(format!("use one of {}", words.join(", "))),
                    ..InvalidValue::new(value.at, format!("`{what}` cannot be `{word}`"))
                }),
                _ => Ok(()),
            },
            Kind::List(kind) => value.items().iter().try_for_each(|it| kind.check(it, what)),
            Kind::Table(entries) => check_table(entries, value, what),
            Kind::Either(kinds) => {
                let kind = kinds.iter().find(|it| it.takes(&value.data));
                kind.map_or(Ok(()), |it| it.check(value, what))
            }
        }
    }

    /// Whether it accepts values of this type.
    fn takes(&self, data: &Data) -> bool {
        match (self, data) {
            (Kind::Count { least }, Data::Integer(it)) => *it >= i64::from(*least),
            (Kind::Share, Data::Integer(it)) => matches!(it, 0 | 1),
            (Kind::Share, Data::Float(it)) => (0.0..=1.0).contains(it),
            (Kind::Flag, Data::Bool(_)) => true,
            (Kind::Text | Kind::Pattern | Kind::Word(_), Data::Text(_)) => true,
            (Kind::List(_), Data::List(_)) => true,
            (Kind::Table(_), Data::Table(_)) => true,
            (Kind::Either(kinds), _) => kinds.iter().any(|it| it.takes(data)),
            _ => false,
        }
    }

    /// Its name in messages: `a list`.
    pub fn name(&self) -> String {
        match self {
            Kind::Count { least } => format!("{least} or a larger whole number"),
            Kind::Share => "a number from 0 to 1".to_owned(),
            Kind::Flag => "true or false".to_owned(),
            Kind::Text | Kind::Pattern | Kind::Word(_) => "a string".to_owned(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Table(_) => "a table".to_owned(),
            Kind::Either(kinds) => {
                let names: Vec<String> = kinds.iter().map(Kind::name).collect();
                names.join(" or ")
            }
        }
    }
}

fn check_table(entries: &[Entry], value: &Value, what: &str) -> Result<(), InvalidValue> {
    for (key, value) in value.entries() {
        let Some(entry) = entries.iter().find(|it| it.name == key.name) else {
            return Err(unknown_key(&key.name, key.at, &format!(" of `{what}`"), || {
                entries.iter().map(|it| it.name)
            }));
        };
        entry.kind.check(value, entry.name)?;
    }
    let missing = entries.iter().find(|it| it.is_needed && value.get(it.name).is_none());
    match missing {
        Some(entry) => {
            Err(InvalidValue::new(value.at, format!("`{what}` has no `{}`", entry.name)))
        }
        None => Ok(()),
    }
}

/// The error for an unknown key; `whose` is empty, or like ` of an override`.
pub fn unknown_key<N: Iterator<Item = &'static str>>(
    name: &str,
    at: usize,
    whose: &str,
    known: impl Fn() -> N,
) -> InvalidValue {
    let help = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", known().collect::<Vec<_>>().join(", ")),
    };
    InvalidValue {
        help: Some(help),
        ..InvalidValue::new(at, format!("unknown key `{name}`{whose}"))
    }
}
