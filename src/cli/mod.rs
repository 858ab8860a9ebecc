//! The command line: arguments, files, streams, exit codes. The core does not use any of these.

mod agent;
mod api_key;
mod ast;
mod atomic;
mod bindings;
mod cache;
mod client;
mod compare;
mod compile;
mod completions;
mod config;
mod convert;
mod decode;
mod deferred;
mod dev;
mod diff;
mod dispatch;
mod duration;
mod error;
mod git;
mod init;
mod input;
mod key;
mod ndjson;
mod pieces;
mod project;
mod renamed;
mod rules;
mod safe;
mod sandbox;
mod serve;
mod text;
mod threads;
mod transform;
mod ui;
mod validate;
mod values;
mod version;
mod workerd;
mod wrangler_file;

use std::{ffi::OsString, io::Write, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};

use self::deferred::Deferred;
use self::error::Error;
use self::ui::ColorChoice;
pub use self::ui::Ui;
use crate::lint::RENAMED;

/// Parse and check adblock filter lists, and run the backend that serves them
#[derive(Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,

    /// With --version: print what a bug report needs; it has no secrets
    #[arg(long, requires = "version")]
    verbose: bool,

    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done, without a problem
  1  done, and a problem was found
  2  the work could not be done";

#[derive(Subcommand)]
enum Command {
    #[command(subcommand)]
    Ast(ast::Command),
    Bindings(bindings::Args),
    /// Find problems in filter lists, and fix them
    Validate(Deferred<Box<validate::Args>>),
    /// Write a bloqr.toml for the lists of this directory
    Init(Deferred<init::Args>),
    /// Convert a list between AdGuard, uBlock Origin and Adblock Plus
    ///
    /// Prints the list with every rule in the syntax of the target. A line that the target reads
    /// unchanged stays byte for byte. A rule that cannot be converted is left out, and printed to
    /// stderr with its line and the reason.
    Convert(Deferred<convert::Args>),
    /// Make one filter list from many sources
    Compile(Deferred<Box<compile::Args>>),
    /// Apply transformations of `bloqr compile` to one list, or run a script on lists
    Transform(Deferred<transform::Args>),
    /// Compare two filter lists rule by rule
    Diff(Deferred<compare::Args>),
    /// Answer requests from another program, one JSON object per line
    Serve(Deferred<serve::Args>),
    /// List the rules of `bloqr validate`, or explain some of them
    Rules(Deferred<rules::Args>),
    #[command(subcommand)]
    Config(config::Command),
    /// Run the backend on this machine
    ///
    /// Starts the worker of a wrangler configuration in workerd, with the bindings that are on in the
    /// configuration, and serves until you stop it. What agents store is kept in `.bloqr/state`; all other data
    /// is in memory and is lost at the end.
    Dev(Deferred<dev::Args>),
    #[command(subcommand)]
    Dispatch(dispatch::Command),
    #[command(subcommand)]
    Agent(agent::Command),
    #[command(subcommand)]
    Key(key::Command),
    /// Print a completion script for a shell
    Completions(Deferred<completions::Args>),
}

/// The outcome of a command that did its work. A command that could not returns an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Clean,
    Findings,
}

pub fn main() -> ExitCode {
    run(std::env::args_os(), &mut Ui::stdio())
}

/// The whole command, with streams that the caller provides.
pub fn run(args: impl IntoIterator<Item = OsString>, ui: &mut Ui) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let is_for_report = version::is_for_report(&args);
    let (cli, warnings) = renamed::parse::<Cli>(args, RENAMED);
    let cli = match cli {
        Ok(cli) => cli,
        Err(err) if err.kind() == ErrorKind::DisplayVersion && is_for_report => {
            return exit(version::report(ui).map(|()| Outcome::Clean), ui);
        }
        Err(err) => return ui.usage(&err),
    };
    ui.set_colors(cli.color);
    warnings.iter().for_each(|it| ui.warning(it));
    let outcome = match &cli.command {
        Command::Ast(command) => ast::run(command, ui),
        Command::Bindings(args) => bindings::run(args, ui),
        Command::Validate(args) => validate::run(args, ui),
        Command::Init(args) => init::run(args, ui),
        Command::Convert(args) => convert::run(args, ui),
        Command::Compile(args) => compile::run(args, ui),
        Command::Transform(args) => transform::run(args, ui),
        Command::Diff(args) => compare::run(args, ui),
        Command::Serve(args) => serve::run(args, ui),
        Command::Rules(args) => rules::run(args, ui),
        Command::Config(command) => config::run(command, ui),
        Command::Dev(args) => dev::run(args, ui),
        Command::Dispatch(command) => dispatch::run(command, ui),
        Command::Agent(command) => agent::run(command, ui),
        Command::Key(command) => key::run(command, ui),
        Command::Completions(args) => completions::run(args, ui),
    };
    exit(outcome, ui)
}

/// Ends the output, and gives the exit code.
fn exit(outcome: Result<Outcome, Error>, ui: &mut Ui) -> ExitCode {
    let outcome = outcome.and_then(|it| {
        ui.end_line()?;
        ui.out.flush()?;
        Ok(it)
    });
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(err) if err.is_broken_pipe() => ExitCode::SUCCESS,
        Err(err) => {
            ui.error(&err);
            ExitCode::from(2)
        }
    }
}

/// The definition of the command line, for the tests that write completions/ and man/.
pub fn command() -> clap::Command {
    Cli::command()
}
