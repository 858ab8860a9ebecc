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
    cli::{Error, Outcome, Ui, deferred::Deferred},
    wire::Json,
};

/// Look at the syntax tree of filter lists
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Print the syntax tree of filter lists
    Parse(Deferred<parse::Args>),
    /// Print the nodes of a list one by one, parents first
    ///
    /// Prints the type of each node, its depth (0 is the list, 1 is a rule) and the node itself.
    /// Offsets count from the start of the file.
    Walk(Deferred<walk::Args>),
    /// Answer parse requests from another program, one JSON object per line
    Serve(Deferred<serve::Args>),
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
