//! `bloqr ast`: look at the syntax tree of filter lists.

mod serve;

use crate::cli::{Error, Outcome, Ui};

/// Look at the syntax tree of filter lists
#[derive(clap::Subcommand)]
pub(super) enum Command {
    Serve(serve::Args),
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Serve(args) => serve::run(args, ui),
    }
}
