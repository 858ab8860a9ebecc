use super::{Backend, desk, fix};
use crate::cli::{Error, Outcome, Ui};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent history                    see what the last change was
  bloqr agent undo                       take it back
  bloqr agent undo && bloqr agent pull list.txt

Exit codes:
  0  the change is taken back
  2  the work could not be done, or there is no change to take back")]
pub(in crate::cli) struct Args {
    /// Only when the desk is at this revision
    #[arg(long, value_name = "N")]
    rev: Option<u64>,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    fix::write(&connection, "undo", args.rev, serde_json::json!({}), args.backend.is_json(), ui)?;
    Ok(Outcome::Clean)
}
