use std::{io::Write, path::PathBuf};

use super::{Backend, check};
use crate::{
    api::Endpoint,
    cli::{
        Error, Outcome, Ui,
        client::{self, Client},
        text::wrap,
        wrangler_file::{File, problem_text},
    },
    dispatch::{
        Fault, agents,
        explain::{self, Configured, Finding, Observed},
        report,
        verdict::{self, Expectation, Problem, Verdict},
    },
    report::visible,
    wrangler::{self, Scope},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dispatch explain https://api.example.com
  bloqr dispatch explain --profile staging --env staging --config worker/wrangler.toml

Exit codes:
  0  the backend does what the configuration says
  1  it does not, or the answers do not show the path
  2  the backend could not be asked, or the configuration could not be read")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    backend: Backend,

    /// The wrangler configuration [default: the file that wrangler would read]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// The environment that is deployed there [default: the top level]
    #[arg(short, long, value_name = "NAME")]
    env: Option<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a terminal
    Text,
    /// bloqr.dispatch/1
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let here = std::env::current_dir()
        .map_err(|err| Error::new("cannot find the current directory").caused_by(err))?;
    let file = File::open(args.config.as_deref(), &here)?;
    let config = file.config()?;
    let scope = match &args.env {
        Some(name) => file.env(&config, name)?,
        None => Scope::Top,
    };
    let statuses = wrangler::status(&config, file.wrangler);
    let client = Client::new(&args.client, args.backend.url.as_deref(), ui)?;
    let canary = check::canary(None)?;
    let mut verdicts = Vec::new();
    for endpoint in [Endpoint::Parse, Endpoint::Validate] {
        let asked = check::ask(&client, endpoint, &canary, 2, ui);
        verdicts.push(verdict::judge(endpoint, &asked, &Expectation::default()));
    }
    if let Some(fault) = unanswered(&verdicts) {
        return Err(fault.into());
    }
    let is_foreign = verdicts.iter().any(|it| it.backend.is_foreign());
    let agents = (client.has_key() && !is_foreign)
        .then(|| agents::judge(&check::ask_agents(&client, ui), &[]))
        .filter(|it| it.is_there == Some(true));
    let falls_back = agents.as_ref().is_some_and(|it| it.falls_back(&verdicts));
    let findings = explain::explain(&statuses, &scope, client.host(), &verdicts);
    match args.format {
        Format::Json => {
            let (url, path) = (client.url(), file.path());
            let report = report::explain(url, &path, &scope, &findings, &verdicts, agents.as_ref());
            writeln!(ui.out, "{report:#}")?;
        }
        Format::Text => {
            print_head(client.url(), &file, &scope, ui)?;
            print(&findings, &scope, &verdicts, ui)?;
            if let Some(agents) = &agents {
                print_agents(agents, falls_back, ui)?;
            }
            print_sum(&findings, falls_back, ui)?;
        }
    }
    file.note_redirect(ui);
    Ok(match explain::agree(&findings) {
        Some(true) if !falls_back => Outcome::Clean,
        Some(_) | None => Outcome::Findings,
    })
}

/// The path of the agents, and why it is not LOADER.
fn print_agents(agents: &agents::Verdict, falls_back: bool, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (dim, name, warning, literal) = (styles.dim, styles.name, styles.warning, styles.literal);
    let observed = match agents.path {
        Some(path) => format!("served by {path}"),
        None => "they do not say where they are served".to_owned(),
    };
    writeln!(ui.out, "\n{name}agents{name:#}")?;
    writeln!(ui.out, "  {dim}{:10}{dim:#}  {observed}", "observed")?;
    if falls_back {
        let why = "the isolate of agents cannot start, and LOADER serves other requests";
        writeln!(ui.out, "  {warning}{:10}{warning:#}  {why}", "likely")?;
        let next = "read the log (wrangler tail): it says why";
        writeln!(ui.out, "  {dim}{:10}{dim:#}  {literal}{next}{literal:#}", "next")?;
    }
    Ok(())
}

/// Why there is no explanation, when no answer shows its path.
fn unanswered(verdicts: &[Verdict]) -> Option<Fault> {
    let fault = |verdict: &Verdict| {
        let of_problem = verdict.problems.iter().find_map(|it| match it {
            Problem::Fault(fault) => Some(fault.clone()),
            _ => None,
        });
        verdict.unasked.clone().or(of_problem).filter(|_| verdict.paths.is_empty())
    };
    let faults: Vec<Fault> = verdicts.iter().filter_map(fault).collect();
    faults.first().filter(|_| faults.len() == verdicts.len()).cloned()
}

fn print_head(url: &str, file: &File, scope: &Scope, ui: &mut Ui) -> Result<(), Error> {
    let bold = ui.styles().bold;
    let place = scope.env().map_or("top level".to_owned(), |it| format!("environment {it}"));
    writeln!(ui.out, "{bold}{}{bold:#}, {place}", file.path())?;
    Ok(writeln!(ui.out, "{bold}{}{bold:#}", visible(url))?)
}

fn print(
    findings: &[Finding],
    scope: &Scope,
    verdicts: &[Verdict],
    ui: &mut Ui,
) -> Result<(), Error> {
    let styles = ui.styles();
    let (dim, name, literal) = (styles.dim, styles.name, styles.literal);
    for finding in findings {
        writeln!(ui.out, "\n{name}{}{name:#}", finding.binding.name())?;
        let lines = [
            ("configured", configured(&finding.configured)),
            ("observed", observed(finding, verdicts)),
        ];
        for (label, text) in lines {
            let text = wrap(&text, 66).replace('\n', "\n              ");
            writeln!(ui.out, "  {dim}{label:10}{dim:#}  {text}")?;
        }
        let style = styles.warning;
        let indented = |text: &str| wrap(text, 66).replace('\n', "\n              ");
        for (n, reason) in finding.reasons.iter().enumerate() {
            let (why, next) = reason.says(finding.binding, scope);
            let label = if n == 0 { "likely" } else { "or" };
            writeln!(ui.out, "  {style}{label:10}{style:#}  {}", indented(&why))?;
            writeln!(
                ui.out,
                "  {dim}{:10}{dim:#}  {literal}{}{literal:#}",
                "next",
                indented(&next)
            )?;
        }
    }
    Ok(())
}

fn print_sum(findings: &[Finding], falls_back: bool, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let differ = findings.iter().filter(|it| !it.reasons.is_empty()).count();
    let (style, verdict) = match (explain::agree(findings), differ) {
        (None, _) => (styles.warning, "the answers do not show which path they took"),
        (Some(true), _) if falls_back => {
            (styles.error, "the agents are not served by LOADER, which is configured")
        }
        (Some(true), _) => (styles.good, "the backend does what the configuration says"),
        (_, 1) => (styles.error, "one binding differs from the configuration"),
        _ => (styles.error, "both bindings differ from the configuration"),
    };
    writeln!(ui.out, "\n{style}{verdict}{style:#}")?;
    Ok(())
}

fn configured(configured: &Configured) -> String {
    match configured {
        Configured::Bound { line } => format!("on, line {line}: wrangler binds it"),
        Configured::Dropped(problem) => format!("not bound: {}", problem_text(problem)),
        Configured::CommentedOut { line } => format!("commented out, line {line}"),
        Configured::Absent => "absent".to_owned(),
    }
}

fn observed(finding: &Finding, verdicts: &[Verdict]) -> String {
    let mut by: Vec<&str> = verdicts
        .iter()
        .flat_map(|it| &it.paths)
        .filter_map(|it| it.0.map(|it| it.as_str()))
        .collect();
    by.sort_unstable();
    by.dedup();
    let names = by.join(" and ");
    let answer = if by.len() == 1 { "answers" } else { "answer" };
    let by = format!("{names} {answer}");
    let path = explain::path_of(finding.binding);
    let stub = verdicts.iter().filter(|it| it.path() == Some(path)).find_map(|it| it.stub);
    match finding.observed {
        Observed::Answered => match stub {
            Some(why) => format!("it answers, but it is a stub: {why}"),
            None => "it answers".to_owned(),
        },
        Observed::NotBound => format!("the backend has no such binding; {by}"),
        Observed::CouldNotStart => format!("its isolate could not start; {by}"),
        Observed::Failed => "its isolate ran and failed".to_owned(),
        Observed::NotUsed => format!("not used; {by}"),
        Observed::NotReached => format!("not visible: {by} first, so this binding is not used"),
        Observed::NotShown => format!("not visible: answers do not show it; {by}"),
        Observed::Unknown => "unknown: no answer shows its path".to_owned(),
    }
}
