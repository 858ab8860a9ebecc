use crate::{
    cli::{Error, Outcome, Ui, text::wrap, wrangler_file::problem_text},
    wrangler::{self, Problem, State},
};

use super::{FileArgs, place};

/// Fail when wrangler would not bind a binding that is on
///
/// With --env NAME, a binding that is on at the top level counts as on in that environment too:
/// wrangler would drop it there.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings check
  bloqr bindings check --env production && wrangler deploy --env production

Exit codes:
  0  what is on will be bound
  1  something that is on will not
  2  the configuration could not be read")]
pub(super) struct Args {
    /// Only this environment
    #[arg(short, long, value_name = "NAME")]
    env: Option<String>,

    #[command(flatten)]
    file: FileArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let file = args.file.open()?;
    let config = file.config()?;
    let scopes = super::scopes(&file, &config, args.env.as_deref())?;
    let styles = ui.styles();
    let (good, error, warning) = (styles.good, styles.error, styles.warning);
    let mut outcome = Outcome::Clean;
    for status in wrangler::status(&config, file.wrangler) {
        let (name, place) = (status.binding.name(), place(&status.scope));
        if !scopes.contains(&status.scope) {
            continue;
        }
        let counts = status.state == State::On || args.env.is_some();
        let counts = counts && !matches!(status.state, State::Absent | State::CommentedOut);
        if counts && !status.bound {
            outcome = Outcome::Findings;
            for problem in &status.problems {
                let why = wrap(&problem_text(problem), 78).replace('\n', "\n  ");
                writeln!(ui.out, "{error}not bound{error:#}  {name}{place}\n  {why}")?;
            }
        } else if status.bound {
            writeln!(ui.out, "{good}bound{good:#}      {name}{place}")?;
        } else if let Some(problem @ Problem::NotInherited { .. }) = status.problems.first() {
            let why = wrap(&problem_text(problem), 78).replace('\n', "\n  ");
            writeln!(ui.out, "{warning}off{warning:#}        {name}{place}\n  {why}")?;
        }
    }
    file.note_redirect(ui);
    Ok(outcome)
}
