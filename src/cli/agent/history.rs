use std::io::Write;

use serde_json::{Value, json};

use super::{Backend, connection::wrong_answer, desk, show};
use crate::{
    cli::{Error, Outcome, Ui},
    report::visible,
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent history
  bloqr agent history -n 50 --format json
  bloqr agent diff --since 12              what changed after revision 12

Exit codes:
  0  done
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Show at most this many revisions
    #[arg(short, long, value_name = "N", default_value_t = 20)]
    number: u32,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let argument = json!({ "offset": 0, "limit": args.number });
    let mut answer = connection.call("history", argument, ui)?;
    let list = if answer.is_array() { answer } else { answer["revisions"].take() };
    let Value::Array(revisions) = list else {
        return Err(wrong_answer(connection.client.url(), "is not a history"));
    };
    if args.backend.is_json() {
        let fields = json!({ "revisions": revisions });
        writeln!(ui.out, "{:#}", show::document("history", &connection, fields))?;
        return Ok(Outcome::Clean);
    }
    if revisions.is_empty() {
        ui.note("the desk has no list yet; send one: bloqr agent push FILE");
    }
    let styles = ui.styles();
    let (name, good, bad, dim) = (styles.name, styles.good, styles.error, styles.dim);
    for revision in &revisions {
        let number = |key: &str| revision[key].as_u64().unwrap_or(0);
        let added = format!("+{}", show::thousands(number("added")));
        let removed = format!("-{}", show::thousands(number("removed")));
        let why = revision["why"].as_str().map(visible).unwrap_or_default();
        let undoes = revision["undoes"].as_u64().map(|it| format!(" of {it}")).unwrap_or_default();
        let age = show::ago(number("at"));
        writeln!(
            ui.out,
            "{name}{:>5}{name:#}  {dim}{age:>14}{dim:#}  {good}{added:>8}{good:#}  {bad}{removed:>8}{bad:#}  {why}{undoes}",
            number("rev"),
        )?;
    }
    Ok(Outcome::Clean)
}
