use std::io::Write as _;

use clap_complete::Shell;

use crate::cli::{Error, Outcome, Ui};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr completions bash > ~/.local/share/bash-completion/completions/bloqr
  bloqr completions zsh > ~/.zfunc/_bloqr
  bloqr completions fish > ~/.config/fish/completions/bloqr.fish")]
pub(super) struct Args {
    /// The shell that runs the script
    shell: Shell,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    // Not directly to stdout, because clap_complete panics when it is closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "bloqr", &mut script);
    ui.out.write_all(&script)?;
    Ok(Outcome::Clean)
}
