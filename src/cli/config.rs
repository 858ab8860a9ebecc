//! `bloqr config`: the keys of `bloqr.toml`.

use crate::{
    cli::{Error, Outcome, Ui},
    config,
};

/// Show what bloqr.toml can contain
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Print the JSON Schema of bloqr.toml, so that editors can complete and check it
    #[command(after_help = "\
Example:
  bloqr config schema > bloqr.schema.json      then, in the first line of bloqr.toml,
                                               #:schema ./bloqr.schema.json")]
    Schema,
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Schema => writeln!(ui.out, "{:#}", config::schema())?,
    }
    Ok(Outcome::Clean)
}
