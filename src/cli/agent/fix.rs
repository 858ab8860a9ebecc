use std::io::Write;

use serde_json::{Value, json};

use super::{
    Backend,
    connection::{Connection, Refused, wrong_answer},
    desk, show,
};
use crate::cli::{Error, Outcome, Ui};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent fix
  bloqr agent fix duplicate-rule invalid-domain       only the problems of these lint rules
  bloqr agent fix && bloqr agent pull list.txt

`bloqr rules` lists all lint rules. A fix can be taken back: bloqr agent undo

Exit codes:
  0  done; also when there was nothing to fix
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Only the problems of these lint rules
    #[arg(value_name = "RULE")]
    rules: Vec<String>,

    /// Only when the desk is at this revision
    #[arg(long, value_name = "N")]
    rev: Option<u64>,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let argument = if args.rules.is_empty() { json!({}) } else { json!({ "rules": args.rules }) };
    write(&connection, "fix", args.rev, argument, args.backend.is_json(), ui)?;
    Ok(Outcome::Clean)
}

/// Calls a method that changes the list at the revision that is given, or at the current one.
pub(super) fn write(
    connection: &Connection,
    method: &str,
    rev: Option<u64>,
    mut argument: Value,
    is_json: bool,
    ui: &mut Ui,
) -> Result<(), Error> {
    let now = connection.state(ui)?;
    let url = connection.client.url();
    let no_revision = || wrong_answer(url, "names no revision of the list");
    let now = desk::revision(&now).ok_or_else(no_revision)?;
    argument["rev"] = rev.unwrap_or(now).into();
    let answer = match connection.call(method, argument, ui) {
        Ok(answer) => answer,
        Err(Refused::Conflict) if rev.is_some() => {
            return Err(Error::new(format!("nothing was done: the desk is at revision {now}"))
                .hint("see its changes: bloqr agent history"));
        }
        Err(refused) => return Err(refused.into()),
    };
    let after = desk::revision(&answer).ok_or_else(no_revision)?;
    if is_json {
        let fields = json!({ "rev": after, "was": now, "answer": answer });
        return Ok(writeln!(ui.out, "{:#}", show::document(method, connection, fields))?);
    }
    if after == now {
        return Ok(writeln!(ui.out, "nothing changed: the desk stays at revision {now}")?);
    }
    let what = match method {
        "fix" => match answer["fixed"].as_u64() {
            Some(n) => format!("{} fixed", show::amount(n, "problem")),
            None => "fixed".to_owned(),
        },
        _ => "the last change is taken back".to_owned(),
    };
    writeln!(ui.out, "revision {after}: {what}")?;
    show::news("line ", &answer, ui)?;
    let state = if answer["state"].is_object() { &answer["state"] } else { &answer };
    let style = show::tally_style(state, ui.styles());
    writeln!(ui.out, "{style}{}{style:#}", show::tally(state))?;
    ui.note("bring it into your file: bloqr agent pull FILE");
    Ok(())
}
