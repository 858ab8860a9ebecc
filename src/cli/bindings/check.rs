use crate::{
    cli::{Error, Outcome, Ui, text::wrap, wrangler_file::problem_text},
    wrangler::{self, State},
};

use super::{FileArgs, place};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings check
  bloqr bindings check --env production && wrangler deploy --env production

Exit codes:
  0  wrangler will bind every binding that is on
  1  wrangler will not bind a binding that is on
  2  the configuration could not be read")]
pub(super) struct Args {
    /// Only this environment
    #[arg(short, long, value_name = "NAME")]
    env: Option<String>,

    /// Only the `previews` of the top level or of --env: what `wrangler preview` reads
    #[arg(long)]
    previews: bool,

    #[command(flatten)]
    file: FileArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let file = args.file.open()?;
    let config = file.config()?;
    let scopes = super::scopes(&file, &config, args.env.as_deref(), args.previews)?;
    let asked = scopes.first().filter(|_| args.env.is_some() || args.previews);
    let styles = ui.styles();
    let (good, error, warning) = (styles.good, styles.error, styles.warning);
    let mut outcome = Outcome::Clean;
    for status in wrangler::status(&config, file.wrangler) {
        let (name, place) = (status.binding.name(), place(&status.scope));
        if !scopes.contains(&status.scope) {
            continue;
        }
        let counts = match status.state {
            State::On => true,
            State::Off => asked == Some(&status.scope),
            State::CommentedOut | State::Absent => false,
        };
        let (word, style) = match (status.bound, counts, status.state) {
            (true, ..) => ("bound", good),
            (false, true, _) => ("not bound", error),
            (false, false, State::Off) => ("off", warning),
            (false, false, _) => continue,
        };
        if counts && !status.bound {
            outcome = Outcome::Findings;
        }
        let pad = " ".repeat(11 - word.len());
        if status.problems.is_empty() {
            writeln!(ui.out, "{style}{word}{style:#}{pad}{name}{place}")?;
        }
        for problem in &status.problems {
            let why = wrap(&problem_text(problem), 78).replace('\n', "\n  ");
            writeln!(ui.out, "{style}{word}{style:#}{pad}{name}{place}\n  {why}")?;
        }
    }
    file.note_redirect(ui);
    Ok(outcome)
}
