use std::io::Write;

use serde_json::{Value, json};

use super::{Backend, desk, show};
use crate::cli::{Error, Outcome, Ui};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent problems
  bloqr agent problems --lines 100-200
  bloqr agent problems --format json | jq '.problems[].errorType' | sort | uniq -c

Exit codes:
  0  there are no errors
  1  there are errors
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Only the problems of these lines, from 1
    #[arg(long, value_name = "FROM-TO", value_parser = parse_lines)]
    lines: Option<(u64, u64)>,

    #[command(flatten)]
    backend: Backend,
}

fn parse_lines(text: &str) -> Result<(u64, u64), String> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    match (from.trim().parse(), to.trim().parse()) {
        (Ok(from), Ok(to)) if from >= 1 && to >= from => Ok((from, to)),
        _ => Err("write it as 100-200, or as 100".to_owned()),
    }
}

/// How many problems are asked for at a time.
const PAGE: usize = 1000;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let mut problems: Vec<Value> = Vec::new();
    let (rev, settled, total) = loop {
        let mut argument = json!({ "offset": problems.len(), "limit": PAGE });
        if let Some((from, to)) = args.lines {
            argument["from"] = (from - 1).into();
            argument["to"] = to.into();
        }
        let mut answer = connection.call("problems", argument, ui)?;
        let page = answer["problems"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let is_last = page.len() < PAGE;
        problems.extend(page);
        if is_last {
            break (answer["rev"].take(), answer["settled"] != false, answer["total"].take());
        }
    };
    let has_errors = problems.iter().any(|it| it["severity"] == "error");
    if args.backend.is_json() {
        let fields =
            json!({ "rev": rev, "settled": settled, "total": total, "problems": problems });
        writeln!(ui.out, "{:#}", show::document("problems", &connection, fields))?;
    } else {
        for problem in &problems {
            show::problem("line ", problem, ui)?;
        }
        let count = show::amount(problems.len() as u64, "problem");
        let later = if settled { "" } else { "; the checks between rules are not done yet" };
        ui.note(&format!("{count} at revision {rev}{later}"));
    }
    Ok(if has_errors { Outcome::Findings } else { Outcome::Clean })
}
