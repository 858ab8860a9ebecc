use std::{io::Write, path::PathBuf};

use serde_json::json;

use super::{Backend, connection::wrong_answer, desk, pull, show};
use crate::cli::{Error, Outcome, Ui, diff::Diff};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent diff list.txt                from the desk to the file: what push would change
  bloqr agent diff --since 12              what the desk changed after revision 12

Exit codes:
  0  there is no difference
  1  there is one
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Compare the desk with this file
    #[arg(value_name = "FILE", required_unless_present = "since", conflicts_with = "since")]
    file: Option<PathBuf>,

    /// Compare a revision of the desk with the newest one
    #[arg(long, value_name = "REVISION")]
    since: Option<u64>,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let (diff, rev) = match (&args.file, args.since) {
        (Some(path), _) => {
            let file = pull::read(path)?;
            let text = file.as_ref().map_or("", |it| &it.text);
            let desk = connection.list(ui)?;
            let name = show::name(path);
            let names = (&*format!("desk at revision {}", desk.rev), &*name);
            let is_same = desk.text == text;
            let diff = (!is_same).then(|| Diff::new(names, &desk.text, text));
            (diff, Some(desk.rev))
        }
        (None, since) => {
            let answer = connection.call("diff", json!({ "from": since }), ui)?;
            let Some(text) = answer["diff"].as_str() else {
                return Err(wrong_answer(connection.client.url(), "is not a diff"));
            };
            let diff = (!text.is_empty()).then(|| Diff::of_text(text.to_owned()));
            (diff, desk::revision(&answer))
        }
    };
    let outcome = if diff.is_some() { Outcome::Findings } else { Outcome::Clean };
    if args.backend.is_json() {
        let diff = diff.as_ref().map_or("", Diff::text);
        let fields = json!({ "file": args.file, "since": args.since, "rev": rev, "diff": diff });
        writeln!(ui.out, "{:#}", show::document("diff", &connection, fields))?;
        return Ok(outcome);
    }
    match diff {
        Some(diff) if ui.out_is_terminal() => diff.print(ui.styles(), &mut ui.out)?,
        Some(diff) => diff.write(ui.list_out())?,
        None => ui.note("no difference"),
    }
    Ok(outcome)
}
