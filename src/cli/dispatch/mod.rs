//! `bloqr dispatch`: finds out which path of a deployed backend answers, and whether it is right.

mod audit;
mod check;
mod explain;
mod gate;
mod sample;
mod table;

use crate::cli::{Error, Outcome, Ui, deferred::Deferred};

/// Ask a deployed backend which path serves its requests, and whether the answers are right
///
/// The backend answers from an isolate of LOADER, from one of DYNAMIC_WORKER_LOADER, or inline. It
/// names the path in the header X-Bloqr-Dispatch. Without the header, the command derives the path
/// from the answer.
#[derive(clap::Subcommand)]
#[command(after_help = "\
Examples:
  bloqr dispatch check https://api.example.com --expect loader
  bloqr dispatch sample https://api.example.com -n 200 --until loader=100% --deadline 5m
  bloqr dispatch audit --profile production
  bloqr dispatch explain https://api.example.com

Without a URL, BLOQR_URL, --profile or `[backend] url` in bloqr.toml names the backend. A key is
read from BLOQR_API_KEY, --api-key-file or the profile, and sent to that origin only.")]
pub(super) enum Command {
    /// Ask each endpoint, show which path answers, and compare the answers with those computed here
    Check(Deferred<check::Args>),
    /// Send many requests, and count paths, versions and latencies
    Sample(Deferred<sample::Args>),
    /// Test the guide's zero-trust controls from outside
    ///
    /// Sends requests that the backend must refuse, and checks that it refuses each of them and
    /// dispatches none. Marks the controls that cannot be seen from outside.
    Audit(Deferred<audit::Args>),
    /// Compare the bindings in wrangler.toml with what the backend shows, and explain differences
    Explain(Deferred<explain::Args>),
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Check(args) => check::run(args, ui),
        Command::Sample(args) => sample::run(args, ui),
        Command::Audit(args) => audit::run(args, ui),
        Command::Explain(args) => explain::run(args, ui),
    }
}

/// The backend.
#[derive(clap::Args)]
struct Backend {
    /// The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]
    #[arg(value_name = "URL")]
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a terminal
    Text,
    /// bloqr.dispatch/1
    Json,
    /// Annotations of a workflow run, and the table
    Github,
}
