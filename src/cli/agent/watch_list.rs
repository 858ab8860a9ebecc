//! `bloqr agent watch-list`: published lists that a backend watches.

use std::{io::Write, path::PathBuf};

use serde_json::{Value, json};

use super::{
    Backend,
    connection::{Connection, wrong_answer},
    show,
};
use crate::{
    cli::{Error, Outcome, Ui, deferred::Deferred, text::wrap},
    report::{visible, visible_lines},
};

/// The slug of the agent.
const SLUG: &str = "watch-agent";

/// Let the backend watch published lists: it remembers each list and reports what is new
///
/// The backend fetches each list again and again and compares it with the last time. It reports new
/// problems, a list that lost a fifth of its lines (a truncated upload), a list that expired or was not
/// updated, and rules that a new version of the checks judges in another way.
#[derive(clap::Subcommand)]
#[command(after_help = "\
Examples:
  bloqr agent watch-list add https://example.com/list.txt
  bloqr agent watch-list add https://example.com/list.txt --every 6
  bloqr agent watch-list list
  bloqr agent watch-list reports
  bloqr agent watch-list webhook https://example.com/hook")]
pub(in crate::cli) enum Command {
    /// Watch a list
    Add(Deferred<Add>),
    /// Show the lists that are watched
    List(Deferred<List>),
    /// Watch a list no more; the backend forgets what it knew about it
    Remove(Deferred<OneList>),
    /// Fetch a list now instead of at its time
    Check(Deferred<OneList>),
    /// Show what the backend has found, the newest first
    Reports(Deferred<Reports>),
    /// Have each report sent to a URL
    ///
    /// Each report is a POST with JSON. Its header `X-Bloqr-Signature: t=TIME,v1=HMAC` signs the text
    /// `TIME.BODY` with the secret (HMAC-SHA256, in hex), so that the receiver knows who sent it.
    Webhook(Deferred<Webhook>),
}

#[derive(clap::Args)]
#[command(after_help = "\
Exit codes:
  0  done
  2  the work could not be done")]
pub(in crate::cli) struct Add {
    /// The URL of the list: https, and reachable by the backend
    #[arg(value_name = "URL")]
    url: String,

    /// How often to fetch it, in hours, from 6 to 168
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(6..=168))]
    every: Option<u16>,

    #[command(flatten)]
    backend: Backend,
}

#[derive(clap::Args)]
#[command(after_help = "\
Exit codes:
  0  no list has an error, and all could be fetched
  1  a list has an error, or could not be fetched
  2  the work could not be done")]
pub(in crate::cli) struct List {
    #[command(flatten)]
    backend: Backend,
}

#[derive(clap::Args)]
#[command(after_help = "\
Exit codes:
  0  done
  2  the work could not be done")]
pub(in crate::cli) struct OneList {
    /// The URL of the list
    #[arg(value_name = "URL")]
    url: String,

    #[command(flatten)]
    backend: Backend,
}

#[derive(clap::Args)]
#[command(after_help = "\
Exit codes:
  0  done
  2  the work could not be done")]
pub(in crate::cli) struct Reports {
    /// Show at most this many reports
    #[arg(short, long, value_name = "N", default_value_t = 10)]
    number: u32,

    #[command(flatten)]
    backend: Backend,
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent watch-list webhook https://example.com/hook                    prints a new secret
  bloqr agent watch-list webhook https://example.com/hook --secret-file FILE
  bloqr agent watch-list webhook                                             shows where they go
  bloqr agent watch-list webhook --remove

Exit codes:
  0  done
  2  the work could not be done")]
pub(in crate::cli) struct Webhook {
    /// Where reports are sent: https, and not in a private network
    #[arg(value_name = "URL", conflicts_with = "remove")]
    url: Option<String>,

    /// Read the secret for signatures from this file [default: a new one, which is printed once]
    #[arg(long, value_name = "FILE", requires = "url")]
    secret_file: Option<PathBuf>,

    /// Send no more reports
    #[arg(long)]
    remove: bool,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Add(args) => {
            let mut argument = json!({ "url": args.url });
            if let Some(hours) = args.every {
                argument["everyHours"] = hours.into();
            }
            let said = format!("watching {}", visible(&args.url));
            done("add", argument, &said, &args.backend, ui)
        }
        Command::List(args) => list(&args.backend, ui),
        Command::Remove(args) => {
            let said = format!("not watching {} any more", visible(&args.url));
            done("remove", json!({ "url": args.url }), &said, &args.backend, ui)
        }
        Command::Check(args) => {
            let said = format!("checked {}", visible(&args.url));
            done("check", json!({ "url": args.url }), &said, &args.backend, ui)
        }
        Command::Reports(args) => reports(args, ui),
        Command::Webhook(args) => webhook(args, ui),
    }
}

/// Calls a method, and says that it is done.
fn done(
    method: &str,
    argument: Value,
    said: &str,
    backend: &Backend,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    let connection = backend.connect(SLUG, ui)?;
    let answer = connection.call(method, argument, ui)?;
    if backend.is_json() {
        print_json(method, &connection, json!({ "answer": answer }), ui)?;
    } else {
        writeln!(ui.out, "{said}")?;
        // What the method has found out about the list.
        let list = if answer["list"].is_object() { &answer["list"] } else { &answer };
        if list["url"].is_string() {
            print_list(list, ui)?;
        }
        if method == "check" {
            let report =
                if answer["report"].is_object() { &answer["report"] } else { &Value::Null };
            print_report(report, ui)?;
        }
    }
    Ok(Outcome::Clean)
}

fn print_json(
    method: &str,
    connection: &Connection,
    fields: Value,
    ui: &mut Ui,
) -> Result<(), Error> {
    let command = format!("watch-list {method}");
    Ok(writeln!(ui.out, "{:#}", show::document(&command, connection, fields))?)
}

fn list(backend: &Backend, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = backend.connect(SLUG, ui)?;
    let state = connection.state(ui)?;
    let lists = state["lists"].as_array();
    let lists = lists.ok_or_else(|| wrong_answer(connection.client.url(), "has no lists"))?;
    let is_bad = |it: &&Value| it["errors"].as_u64().unwrap_or(0) > 0 || is_failed(it);
    let is_clean = !lists.iter().any(|it| is_bad(&it));
    if backend.is_json() {
        print_json("list", &connection, json!({ "state": state }), ui)?;
    } else {
        for list in lists {
            print_list(list, ui)?;
        }
        if lists.is_empty() {
            ui.note("no list is watched; watch one: bloqr agent watch-list add URL");
        }
        let reports = state["reports"].as_u64().unwrap_or(0);
        if reports > 0 {
            ui.note(&format!(
                "{}: bloqr agent watch-list reports",
                show::amount(reports, "report")
            ));
        }
    }
    Ok(if is_clean { Outcome::Clean } else { Outcome::Findings })
}

/// Whether the list could not be fetched the last time, or is something else.
fn is_failed(list: &Value) -> bool {
    matches!(list["status"].as_str(), Some("failing" | "not-a-list"))
}

fn print_list(list: &Value, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (name, dim, error) = (styles.name, styles.dim, styles.error);
    let text = |key: &str| list[key].as_str().map(visible_lines);
    writeln!(ui.out, "{name}{}{name:#}", text("url").unwrap_or_default())?;
    let style = show::tally_style(list, styles);
    let state = match list["status"].as_str() {
        Some("failing") => {
            let why = text("why").unwrap_or_else(|| "no reason given".into());
            format!("{error}not fetched: {why}{error:#}")
        }
        Some("not-a-list") => {
            let what = text("instead").unwrap_or_else(|| "something else".into());
            format!("{error}no list: {what}{error:#}")
        }
        Some("waiting") => "not fetched yet".to_owned(),
        _ => {
            let lines = show::amount(list["lines"].as_u64().unwrap_or(0), "line");
            format!("{lines}, {style}{}{style:#}", show::tally(list))
        }
    };
    writeln!(ui.out, "  {state}")?;
    let times = [
        list["checkedAt"].as_u64().map(|it| format!("checked {}", show::ago(it))),
        list["updatedAt"].as_u64().map(|it| format!("updated {}", show::ago(it))),
        list["nextAt"].as_u64().map(|it| match it.saturating_sub(show::now()) {
            0 => "next look is due".to_owned(),
            left => format!("next look in {}", hours(left)),
        }),
    ];
    let times: Vec<String> = times.into_iter().flatten().collect();
    Ok(writeln!(ui.out, "  {dim}{}{dim:#}", times.join(", "))?)
}

fn reports(args: &Reports, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(SLUG, ui)?;
    let argument = json!({ "offset": 0, "limit": args.number });
    let mut answer = connection.call("reports", argument, ui)?;
    let list = if answer.is_array() { answer } else { answer["reports"].take() };
    let Value::Array(reports) = list else {
        return Err(wrong_answer(connection.client.url(), "has no reports"));
    };
    if args.backend.is_json() {
        print_json("reports", &connection, json!({ "reports": reports }), ui)?;
        return Ok(Outcome::Clean);
    }
    for report in &reports {
        print_report(report, ui)?;
    }
    if reports.is_empty() {
        ui.note("no reports: nothing has changed for the worse");
    }
    Ok(Outcome::Clean)
}

fn print_report(report: &Value, ui: &mut Ui) -> Result<(), Error> {
    if !report.is_object() {
        return Ok(());
    }
    let styles = ui.styles();
    let (name, dim) = (styles.name, styles.dim);
    let url = report["url"].as_str().map(visible_lines).unwrap_or_default();
    let at = report["at"].as_u64().map(show::ago).unwrap_or_default();
    writeln!(ui.out, "{name}{url}{name:#}  {dim}{at}{dim:#}")?;
    for news in report["news"].as_array().into_iter().flatten() {
        print_news(news, ui)?;
    }
    Ok(())
}

/// What a report says, and at most ten problems by their rules.
fn print_news(news: &Value, ui: &mut Ui) -> Result<(), Error> {
    const SHOWN: usize = 10;
    let styles = ui.styles();
    let (warning, good, dim) = (styles.warning, styles.good, styles.dim);
    let kind = news["kind"].as_str().map(visible_lines).unwrap_or_default();
    let style = match &*kind {
        "gone-problems" | "lines-back" | "list-again" | "reachable-again" => good,
        "first-look" => dim,
        _ => warning,
    };
    let text = news["text"].as_str().map(visible_lines).unwrap_or_else(|| kind.clone());
    writeln!(ui.out, "  {style}{}{style:#}", wrap(&text, 76).replace('\n', "\n  "))?;
    let problems = news["problems"].as_array().map(Vec::as_slice).unwrap_or_default();
    for problem in problems.iter().take(SHOWN) {
        let text = |key: &str| problem[key].as_str().map(visible_lines).unwrap_or_default();
        let line = problem["line"].as_u64().map(|it| format!("line {it}: ")).unwrap_or_default();
        let (severity, lint) = (text("severity"), text("errorType"));
        writeln!(ui.out, "    {line}{severity}[{lint}] {}", text("message"))?;
        writeln!(ui.out, "      {dim}{}{dim:#}", text("rule"))?;
    }
    let shown = problems.len().min(SHOWN) as u64;
    let total = news["total"].as_u64().unwrap_or(0);
    if let Some(more) = total.checked_sub(shown).filter(|it| *it > 0) {
        writeln!(ui.out, "    {dim}and {} more: --format json{dim:#}", show::thousands(more))?;
    }
    Ok(())
}

fn webhook(args: &Webhook, ui: &mut Ui) -> Result<Outcome, Error> {
    let connection = args.backend.connect(SLUG, ui)?;
    let Some(url) = &args.url else {
        let argument = if args.remove { json!({ "remove": true }) } else { json!({}) };
        let answer = connection.call("webhook", argument, ui)?;
        if args.backend.is_json() {
            print_json("webhook", &connection, json!({ "answer": answer }), ui)?;
        } else if args.remove {
            writeln!(ui.out, "no more reports are sent")?;
        } else {
            print_webhook(&answer["webhook"], ui)?;
        }
        return Ok(Outcome::Clean);
    };
    let (secret, is_new) = match &args.secret_file {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|err| Error::read(path, err))?;
            (text.trim().to_owned(), false)
        }
        None => (random()?, true),
    };
    if secret.len() < 16 {
        return Err(Error::new("the secret is too short: anybody could guess it")
            .hint("use 16 letters or more, or leave out --secret-file to get a new one"));
    }
    let answer = connection.call("webhook", json!({ "url": url, "secret": secret }), ui)?;
    if args.backend.is_json() {
        let secret = is_new.then_some(secret);
        print_json("webhook", &connection, json!({ "answer": answer, "secret": secret }), ui)?;
        return Ok(Outcome::Clean);
    }
    writeln!(ui.out, "reports are sent to {}", visible(url))?;
    if is_new {
        let (bold, dim) = (ui.styles().bold, ui.styles().dim);
        writeln!(ui.out, "{dim}secret{dim:#}  {bold}{secret}{bold:#}")?;
        ui.note("the secret is shown only once; the receiver needs it to check signatures");
    }
    Ok(Outcome::Clean)
}

/// Where reports are sent, and whether they are taken.
fn print_webhook(webhook: &Value, ui: &mut Ui) -> Result<(), Error> {
    let Some(url) = webhook["url"].as_str() else {
        return Ok(writeln!(ui.out, "reports are sent nowhere")?);
    };
    writeln!(ui.out, "reports are sent to {}", visible(url))?;
    let failures = webhook["failures"].as_u64().unwrap_or(0);
    if failures > 0 {
        let why = webhook["error"].as_str().map(visible_lines).unwrap_or_default();
        let tries = if failures == 1 { "try" } else { "tries" };
        ui.warning(&format!("{failures} {tries} failed: {why}"));
    }
    let lost = webhook["lost"].as_u64().unwrap_or(0);
    if lost > 0 {
        ui.warning(&format!("{} could not be delivered", show::amount(lost, "report")));
    }
    Ok(())
}

fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|err| Error::new("cannot get random numbers").caused_by(err))?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}

/// `5 hours`, `20 minutes`
fn hours(millis: u64) -> String {
    match millis / 60_000 {
        minutes @ 0..120 => show::amount(minutes.max(1), "minute"),
        minutes => show::amount(minutes / 60, "hour"),
    }
}
