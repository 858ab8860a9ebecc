//! The types of options.

use super::{InvalidValue, Kind, Value, value::Data};

/// A type of an option.
pub(crate) trait OptionType: Sized + Clone {
    /// The values that it is read from.
    const KIND: Kind;

    /// Reads a value that fits [`OptionType::KIND`].
    fn read(value: &Value) -> Result<Self, InvalidValue>;

    /// Adds the values of a second configuration, if lists are joined.
    fn join(&mut self, more: &Self) {
        *self = more.clone();
    }
}

/// A whole number, at least `LEAST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count<const LEAST: u32>(pub(crate) usize);

impl<const LEAST: u32> OptionType for Count<LEAST> {
    const KIND: Kind = Kind::Count { least: LEAST };

    fn read(value: &Value) -> Result<Self, InvalidValue> {
        match value.data {
            Data::Integer(it) => Ok(Count(usize::try_from(it).unwrap_or(usize::MAX))),
            _ => Err(InvalidValue::new(value.at, "this is not a whole number")),
        }
    }
}

impl OptionType for bool {
    const KIND: Kind = Kind::Flag;

    fn read(value: &Value) -> Result<Self, InvalidValue> {
        Ok(value.data == Data::Bool(true))
    }
}

impl OptionType for Vec<String> {
    const KIND: Kind = Kind::List(&Kind::Text);

    fn read(value: &Value) -> Result<Self, InvalidValue> {
        Ok(value.items().iter().filter_map(|it| it.as_text().map(str::to_owned)).collect())
    }

    fn join(&mut self, more: &Self) {
        self.extend(more.iter().cloned());
    }
}
