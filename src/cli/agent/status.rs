use std::{io::Write, path::PathBuf};

use serde_json::{Value, json};

use super::{
    Backend, CacheFolder,
    base::Name,
    compare::{Sides, compare},
    desk::{self, Version},
    edits, pull, show,
};
use crate::{
    cli::{Error, Outcome, Ui, text::wrap},
    report::visible,
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent status
  bloqr agent status list.txt
  bloqr agent status --format json | jq .state.errors

Exit codes:
  0  there is no error in the desk's list, and the file has the same list
  1  there is an error, or the file differs
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Also compare this file with the desk
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    #[command(flatten)]
    cache: CacheFolder,

    #[command(flatten)]
    backend: Backend,
}

/// How a file differs from the desk.
struct Compared {
    /// Stable, for programs.
    result: &'static str,
    says: String,
    next: Option<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let state = connection.state(ui)?;
    let compared = match &args.file {
        None => None,
        Some(path) => {
            let file = pull::read(path)?;
            let text = file.as_ref().map(|it| it.text.as_str());
            let base = args.cache.open()?.find(&Name::new(path, &connection));
            let desk = connection.list(ui)?;
            Some(says(&show::name(path), base.as_ref(), text, &desk))
        }
    };
    if args.backend.is_json() {
        let file = args.file.as_ref().zip(compared.as_ref());
        let file = file.map(|(path, it)| json!({ "path": path, "result": it.result }));
        let fields = json!({ "agent": desk::SLUG, "state": state, "file": file });
        writeln!(ui.out, "{:#}", show::document("status", &connection, fields))?;
    } else {
        writeln!(ui.out, "{0}{1}{0:#}\n", ui.styles().bold, visible(connection.client.url()))?;
        text(&state, ui)?;
        if let Some(compared) = &compared {
            let says = wrap(&compared.says, 66).replace('\n', "\n            ");
            row("file", &says, ui.styles().name, ui)?;
        }
        first(&state, ui)?;
        let is_new = desk::revision(&state) == Some(0);
        match compared.as_ref().map(|it| it.next.as_ref()) {
            Some(Some(next)) => ui.note(next),
            None if is_new => ui.note("send one: bloqr agent push FILE"),
            _ => (),
        }
    }
    let is_same = compared.is_none_or(|it| it.result == "same");
    let has_errors = state["errors"].as_u64().unwrap_or(0) > 0;
    Ok(if is_same && !has_errors { Outcome::Clean } else { Outcome::Findings })
}

fn text(state: &Value, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let number = |key: &str| state[key].as_u64().unwrap_or(0);
    let plain = clap::builder::styling::Style::new();
    if number("rev") == 0 {
        row("revision", "none: the desk has no list yet", plain, ui)?;
    } else {
        row("revision", &show::thousands(number("rev")), plain, ui)?;
        let size = size(number("bytes"));
        row("list", &format!("{}, {size}", show::amount(number("lines"), "line")), plain, ui)?;
        let mut tally = show::tally(state);
        if state["settled"] == false {
            tally += "; the checks between rules are not done yet";
        }
        row("problems", &tally, show::tally_style(state, styles), ui)?;
    }
    let path = state["path"].as_str().unwrap_or("unknown");
    row("path", &visible(path), styles.good, ui)?;
    let version = |key: &str| state[key].as_str().map(visible);
    if let (Some(core), Some(tables)) = (version("core"), version("tables")) {
        row("core", &format!("{core}, tables {tables}"), plain, ui)?;
    }
    Ok(())
}

fn row(
    label: &str,
    text: &str,
    style: clap::builder::styling::Style,
    ui: &mut Ui,
) -> Result<(), Error> {
    let dim = ui.styles().dim;
    Ok(writeln!(ui.out, "  {dim}{label:8}{dim:#}  {style}{text}{style:#}")?)
}

/// The first problems.
fn first(state: &Value, ui: &mut Ui) -> Result<(), Error> {
    let Some(first) = state["first"].as_array().filter(|it| !it.is_empty()) else { return Ok(()) };
    writeln!(ui.out)?;
    for finding in first.iter().take(5) {
        show::problem("line ", finding, ui)?;
    }
    let all: u64 =
        ["errors", "warnings", "infos"].iter().filter_map(|it| state[*it].as_u64()).sum();
    if all > 5 {
        ui.note(&format!("and {} more: bloqr agent problems", show::thousands(all - 5)));
    }
    Ok(())
}

fn says(name: &str, base: Option<&Version>, file: Option<&str>, desk: &Version) -> Compared {
    let of = |from: &str, to: &str| show::changes(edits::counts(from, to));
    let text = file.unwrap_or_default();
    let (result, says, next) = match compare(base, file, desk) {
        _ if file.is_none() => {
            let next = (desk.rev > 0).then(|| format!("get it: bloqr agent pull {name}"));
            ("missing", format!("there is no {name}"), next)
        }
        Sides::Same => ("same", format!("{name} has the same list"), None),
        Sides::File => (
            "own-changes",
            format!("{name} has changes of its own: {}", of(&desk.text, text)),
            Some(format!("send them: bloqr agent push {name}")),
        ),
        Sides::Desk => (
            "behind",
            format!("{name} does not have the desk's changes: {}", of(text, &desk.text)),
            Some(format!("get them: bloqr agent pull {name}")),
        ),
        Sides::Both(base) => (
            "both-changed",
            format!(
                "{name} and the desk both have changes: {} here, {} there",
                of(&base, text),
                of(&base, &desk.text)
            ),
            Some(format!("join them: bloqr agent pull {name}")),
        ),
        Sides::Emptied => (
            "emptied",
            format!("the desk's list was emptied, and {name} has lines"),
            Some("see who emptied it: bloqr agent history".to_owned()),
        ),
        Sides::Unknown => (
            "unknown-base",
            format!("{name} differs: {}", of(&desk.text, text)),
            Some(format!("see what differs: bloqr agent diff {name}")),
        ),
    };
    Compared { result, says, next }
}

/// `113 kB`
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
