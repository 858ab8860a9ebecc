//! Old names of commands and of their options keep working, with a warning.

use std::ffi::{OsStr, OsString};

use clap::{
    Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::lint::{Renamed, What};

/// Parses arguments. A name that the parser does not know, but that the table has, is replaced by the new one; second,
/// what the user should know about it.
///
/// The parser decides what is a name: a value that looks like an old option stays as it is.
pub(super) fn parse<T: Parser>(
    mut args: Vec<OsString>,
    table: &[Renamed],
) -> (Result<T, clap::Error>, Vec<String>) {
    let mut warnings = Vec::new();
    loop {
        match T::try_parse_from(&args) {
            Err(error) if replace(&error, &mut args, table, &mut warnings) => (),
            parsed => return (parsed, warnings),
        }
    }
}

/// Whether an old name was the error, and is replaced.
fn replace(
    error: &clap::Error,
    args: &mut [OsString],
    table: &[Renamed],
    warnings: &mut Vec<String>,
) -> bool {
    let (what, context) = match error.kind() {
        ErrorKind::UnknownArgument => (What::Flag, ContextKind::InvalidArg),
        ErrorKind::InvalidSubcommand => (What::Command, ContextKind::InvalidSubcommand),
        _ => return false,
    };
    let Some(ContextValue::String(name)) = error.get(context) else { return false };
    let Some(row) = Renamed::find(table, what, name) else { return false };
    let found = args.iter_mut().skip(1).find_map(|arg| {
        let rest = arg.to_str()?.strip_prefix(row.was)?.to_owned();
        // `--name`, or `--name=value`.
        (rest.is_empty() || rest.starts_with('=')).then_some((arg, rest))
    });
    let Some((arg, rest)) = found else { return false };
    *arg = OsString::from(format!("{}{rest}", row.is));
    if !warnings.contains(&row.warning()) {
        warnings.push(row.warning());
    }
    // A row that is wrong must not keep us here.
    arg.as_os_str() != OsStr::new(row.was)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};

    const TABLE: &[Renamed] = &[
        Renamed { what: What::Flag, was: "--products", is: "--target", since: "0.2.0" },
        Renamed { what: What::Flag, was: "--pedantic", is: "--strict", since: "0.2.0" },
        Renamed { what: What::Command, was: "lint", is: "validate", since: "0.3.0" },
    ];

    fn told(line: &str) -> (Result<Cli, clap::Error>, Vec<String>) {
        parse(line.split(' ').map(OsString::from).collect(), TABLE)
    }

    #[test]
    fn old_names_work_and_are_reported_once() {
        let old = "bloqr lint --products=ubo --pedantic --products adg a.txt";
        let (cli, warnings) = told(old);
        assert!(matches!(cli.unwrap().command, Command::Validate(_)));
        assert_eq!(warnings.len(), 3, "{warnings:?}");
        assert_eq!(
            warnings[0],
            "`lint` is called `validate` since version 0.3.0: use the new name"
        );
    }

    #[test]
    fn what_is_no_name_stays() {
        let (cli, warnings) = told("bloqr validate --rule --pedantic -- lint --products");
        assert!(cli.is_ok());
        assert!(warnings.is_empty());
    }

    #[test]
    fn unknown_names_are_errors_as_before() {
        for line in
            ["bloqr validate --no-such-flag", "bloqr nothing", "bloqr convert --products ubo"]
        {
            let (cli, _) = told(line);
            assert!(cli.is_err(), "{line}");
        }
    }
}
