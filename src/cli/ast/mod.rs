//! `bloqr ast`: look at the syntax tree of filter lists.

mod backend;
mod found;
mod options;
mod parse;
mod serve;
mod summary;
mod tree;
mod walk;

use crate::{
    cli::{Error, Outcome, Ui},
    wire::Json,
};

/// Look at the syntax tree of filter lists
#[derive(clap::Subcommand)]
pub(super) enum Command {
    Parse(parse::Args),
    Walk(walk::Args),
    Serve(serve::Args),
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Parse(args) => parse::run(args, ui),
        Command::Walk(args) => walk::run(args, ui),
        Command::Serve(args) => serve::run(args, ui),
    }
}

/// `"file":"name",`
fn file_key(name: &str) -> String {
    let mut json = Json::new();
    json.raw("\"file\":");
    json.string(name);
    json.raw(",");
    String::from_utf8_lossy(&json.finish()).into_owned()
}
