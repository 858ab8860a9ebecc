//! `bloqr dispatch`: which path served each request of a deployed backend, and was the answer right.

mod audit;
mod check;
mod explain;
mod gate;
mod sample;
mod table;

use crate::cli::{Error, Outcome, Ui};

/// Ask a deployed backend which path serves its requests, and whether the answers are right
///
/// The backend answers from an isolate of LOADER, from one of DYNAMIC_WORKER_LOADER, or inline. It
/// says so in the header X-Bloqr-Dispatch; where there is none, the answer is looked at.
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
    Check(check::Args),
    Sample(sample::Args),
    Audit(audit::Args),
    Explain(explain::Args),
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Check(args) => check::run(args, ui),
        Command::Sample(args) => sample::run(args, ui),
        Command::Audit(args) => audit::run(args, ui),
        Command::Explain(args) => explain::run(args, ui),
    }
}

/// Which backend.
#[derive(clap::Args)]
struct Backend {
    /// The backend's root, as in https://api.example.com [env: BLOQR_URL]
    #[arg(value_name = "URL")]
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// bloqr.dispatch/1
    Json,
    /// Annotations of a workflow run, and the table
    Github,
}
