//! Values that a shell completes, although more than these are allowed.

use std::ffi::OsStr;

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
};

use crate::{
    compile::Step,
    lint::{RULES, nearest},
};

/// A parser of values whose names are known: completions offer them, and the parser also takes
/// others, or has a better message for them.
#[derive(Clone)]
pub(super) struct WithValues<P> {
    names: fn() -> Vec<&'static str>,
    parse: P,
}

impl<P> WithValues<P> {
    pub(super) fn new(names: fn() -> Vec<&'static str>, parse: P) -> WithValues<P> {
        WithValues { names, parse }
    }
}

impl<P: TypedValueParser> TypedValueParser for WithValues<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<P::Value, Error> {
        self.parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter().map(PossibleValue::new)))
    }
}

/// Names of lint rules. The command itself has a message for an unknown name.
pub(super) fn rule_parser() -> impl TypedValueParser<Value = String> {
    WithValues::new(|| RULES.iter().map(|it| it.name).collect(), StringValueParser::new())
}

/// Names of transformations. The command itself has a message for an unknown name.
pub(super) fn step_parser() -> impl TypedValueParser<Value = String> {
    WithValues::new(|| Step::ALL.map(Step::name).to_vec(), StringValueParser::new())
}

/// For an unknown name: the name that is meant, or else all names.
pub(super) fn suggestion<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let lower = name.to_lowercase();
    // Names with capitals are compared without them.
    let found = names.clone().find(|it| it.to_lowercase() == lower);
    match found.or_else(|| nearest(name, names.clone())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", names.collect::<Vec<_>>().join(", ")),
    }
}
