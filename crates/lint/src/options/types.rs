//! The types that options have.

use super::{Kind, Value, Wrong, value::Data};

/// A type of options.
pub(crate) trait OptionType: Sized + Clone {
    /// The values it is read from.
    const KIND: Kind;

    /// Reads a value that fits [`OptionType::KIND`].
    fn read(value: &Value) -> Result<Self, Wrong>;

    /// Adds what a second configuration has, where that is how lists are taken together.
    fn join(&mut self, more: &Self) {
        *self = more.clone();
    }
}

/// A whole number, at least `LEAST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count<const LEAST: u32>(pub(crate) usize);

impl<const LEAST: u32> OptionType for Count<LEAST> {
    const KIND: Kind = Kind::Count { least: LEAST };

    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.data {
            Data::Integer(it) => Ok(Count(usize::try_from(it).unwrap_or(usize::MAX))),
            _ => Err(Wrong::new(value.at, "this is not a whole number")),
        }
    }
}

impl OptionType for bool {
    const KIND: Kind = Kind::Flag;

    fn read(value: &Value) -> Result<Self, Wrong> {
        Ok(value.data == Data::Bool(true))
    }
}

impl OptionType for Vec<String> {
    const KIND: Kind = Kind::List(&Kind::Text);

    fn read(value: &Value) -> Result<Self, Wrong> {
        Ok(value.items().iter().filter_map(|it| it.as_text().map(str::to_owned)).collect())
    }

    fn join(&mut self, more: &Self) {
        self.extend(more.iter().cloned());
    }
}
