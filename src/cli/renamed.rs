//! Old names of commands and of their options keep working, with a warning.

use std::ffi::OsString;

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
        let parsed = T::try_parse_from(&args);
        let Some(row) = parsed.as_ref().err().and_then(|it| old_name(it, table)) else {
            return (parsed, warnings);
        };
        // The first argument with which the parser fails in this way.
        let is_here = |n: &usize| {
            let error = T::try_parse_from(&args[..=*n]).err();
            error.and_then(|it| old_name(&it, table)) == Some(row)
        };
        let Some(n) = (1..args.len()).find(is_here) else { return (parsed, warnings) };
        // `--name`, or `--name=value`.
        let Some(rest) = args[n].to_str().and_then(|it| it.strip_prefix(row.was)) else {
            return (parsed, warnings);
        };
        args[n] = OsString::from(format!("{}{rest}", row.is));
        if !warnings.contains(&row.warning()) {
            warnings.push(row.warning());
        }
    }
}

/// The row of the old name that an error is about.
fn old_name(error: &clap::Error, table: &[Renamed]) -> Option<Renamed> {
    let (what, context) = match error.kind() {
        ErrorKind::UnknownArgument => (What::Flag, ContextKind::InvalidArg),
        ErrorKind::InvalidSubcommand => (What::Command, ContextKind::InvalidSubcommand),
        _ => return None,
    };
    let Some(ContextValue::String(name)) = error.get(context) else { return None };
    Renamed::find(table, what, name)
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
    fn a_value_before_the_same_old_name_stays() {
        #[derive(Parser)]
        struct Args {
            #[arg(long, allow_hyphen_values = true)]
            rule: String,
            #[arg(long)]
            strict: bool,
        }
        let line = ["bloqr", "--rule", "--pedantic", "--pedantic"];
        let (args, warnings) = parse::<Args>(line.map(OsString::from).to_vec(), TABLE);
        let args = args.unwrap();
        assert_eq!((args.rule.as_str(), args.strict), ("--pedantic", true));
        assert_eq!(warnings.len(), 1, "{warnings:?}");
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
