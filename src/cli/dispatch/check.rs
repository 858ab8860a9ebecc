use std::{fs, io::Write, path::PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Backend, Format, table};
use crate::{
    api::{self, Endpoint},
    cli::{
        Error, Outcome, Ui,
        client::{self, Client},
        duration::show_micros,
        text::wrap,
    },
    dispatch::{
        Fault, Outcome as Asked, Path,
        canary::Canary,
        evidence::{Kind, Version},
        parity::{Difference, Parity},
        report,
        verdict::{self, Expectation, Overall, Problem, Verdict},
    },
    report::{annotation, visible},
    source::lines,
};

/// Ask each endpoint which path answers, and hold the answers to what the core computes here
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dispatch check https://api.example.com
  bloqr dispatch check --profile production --expect loader
  bloqr dispatch check --expect loader,dynamic-worker-loader --format github
  bloqr dispatch check http://127.0.0.1:8787 --endpoint parse --rules list.txt --exact

Exit codes:
  0  every answer is right, and took a path that is expected
  1  a wrong path, a wrong answer, or a failure
  2  the backend could not be asked")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    backend: Backend,

    /// Which endpoints to ask
    #[arg(long, value_name = "ENDPOINT", value_delimiter = ',', default_value = "all", value_parser = endpoint_parser())]
    endpoint: Vec<Endpoints>,

    /// The paths that are fine, between commas [default: any]
    #[arg(long, value_name = "PATH", value_delimiter = ',', value_parser = path_parser())]
    expect: Vec<Path>,

    /// Send the rules of this list rather than one of each kind
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,

    /// How often to ask each endpoint
    #[arg(short, long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    number: u16,

    /// Count what is known to differ of the guide's backend, and fields that only the backend has
    #[arg(long)]
    exact: bool,

    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

/// One endpoint, or all.
#[derive(Clone, Copy)]
struct Endpoints(Option<Endpoint>);

fn endpoint_parser() -> impl TypedValueParser<Value = Endpoints> {
    let names = Endpoint::ALL.map(Endpoint::name).into_iter().chain(["all"]);
    PossibleValuesParser::new(names)
        .map(|it| Endpoints(Endpoint::ALL.into_iter().find(|endpoint| endpoint.name() == it)))
}

fn path_parser() -> impl TypedValueParser<Value = Path> {
    PossibleValuesParser::new(Path::ALL.map(Path::as_str)).try_map(|it| it.parse::<Path>())
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let canary = canary(args.rules.as_deref())?;
    let client = Client::new(&args.client, args.backend.url.as_deref(), ui)?;
    let expectation = Expectation { paths: args.expect.clone(), exact: args.exact };
    let mut verdicts = Vec::new();
    for endpoint in Endpoint::ALL {
        let wanted = |it: &Endpoints| it.0.is_none_or(|it| it == endpoint);
        if !args.endpoint.iter().any(wanted) {
            continue;
        }
        let asked = ask(&client, endpoint, &canary, usize::from(args.number), ui);
        // When nothing can be reached, the other endpoints cannot either.
        if let [Err(fault)] = asked.as_slice()
            && verdicts.is_empty()
            && is_about_the_host(fault)
        {
            return Err(fault.clone().into());
        }
        verdicts.push(verdict::judge(endpoint, &asked, &expectation));
    }
    let overall = verdict::overall(&verdicts);
    match args.format {
        Format::Json => {
            writeln!(ui.out, "{:#}", report::check(client.url(), &verdicts, overall))?;
        }
        Format::Text => print(client.url(), &verdicts, overall, args, ui)?,
        Format::Github => {
            print(client.url(), &verdicts, overall, args, ui)?;
            annotate(client.url(), &verdicts, overall, ui)?;
        }
    }
    match overall {
        Overall::Fine => Ok(Outcome::Clean),
        Overall::Wrong => Ok(Outcome::Findings),
        Overall::Unasked => {
            let fault = verdicts.into_iter().find_map(|it| it.unasked);
            Err(fault.map_or_else(|| Error::new("nothing could be asked"), Error::from))
        }
    }
}

pub(super) fn canary(rules: Option<&std::path::Path>) -> Result<Canary, Error> {
    let Some(path) = rules else { return Ok(Canary::new(client::random())) };
    let text = fs::read_to_string(path).map_err(|err| Error::read(path, err))?;
    let rules: Vec<String> = lines(&text).map(|it| it.text.to_owned()).collect();
    let canary = Canary::of_list(rules);
    match canary.fits() {
        true => Ok(canary),
        false => Err(Error::new(format!("{} is too large to send", path.display()))
            .hint(format!("a request has at most {} bytes: send a part of it", api::MAX_BODY))),
    }
}

/// Asks an endpoint several times; only once when it cannot be asked at all. The rate limit ends it
/// early, without harm when there are answers.
pub(super) fn ask(
    client: &Client,
    endpoint: Endpoint,
    canary: &Canary,
    times: usize,
    ui: &mut Ui,
) -> Vec<Asked> {
    let mut asked = Vec::new();
    for n in 0..times {
        let outcome = client.ask_patiently(&canary.request(endpoint, n), ui);
        let is_over = match &outcome {
            Err(_) => true,
            Ok(exchange) => matches!(exchange.response.status, 401 | 403 | 404 | 429),
        };
        asked.push(outcome);
        if is_over {
            break;
        }
    }
    asked
}

fn is_about_the_host(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Dns { .. }
            | Fault::Refused { .. }
            | Fault::Unreachable { .. }
            | Fault::Tls { .. }
            | Fault::ConnectTimeout { .. }
    )
}

fn print(
    url: &str,
    verdicts: &[Verdict],
    overall: Overall,
    args: &Args,
    ui: &mut Ui,
) -> Result<(), Error> {
    let styles = ui.styles();
    let (bold, dim) = (styles.bold, styles.dim);
    writeln!(ui.out, "{bold}{}{bold:#}\n", visible(url))?;
    let heading = ["endpoint", "path", "evidence", "status", "parity", "p50"];
    let rows: Vec<_> = verdicts.iter().map(|it| row(it, ui)).collect();
    table::print(&mut ui.out, &heading, dim, &rows)?;
    for verdict in verdicts {
        problems(verdict, args.client.verbose, ui)?;
    }
    writeln!(ui.out)?;
    let (style, line) = match overall {
        Overall::Fine => (styles.good, fine(verdicts)),
        Overall::Wrong => {
            let wrong = verdicts.iter().filter(|it| !it.is_fine()).count();
            let are = if wrong == 1 { "is" } else { "are" };
            (styles.error, format!("{wrong} of {} endpoints {are} not as expected", verdicts.len()))
        }
        Overall::Unasked => {
            let unasked = verdicts.iter().filter(|it| it.answers == 0).count();
            (
                styles.warning,
                format!("{unasked} of {} endpoints could not be asked", verdicts.len()),
            )
        }
    };
    writeln!(ui.out, "{style}{line}{style:#}")?;
    if let Some(next) = next(verdicts, overall) {
        writeln!(ui.out, "  {dim}next:{dim:#} {}", wrap(&next, 72).replace('\n', "\n        "))?;
    }
    Ok(())
}

fn row(verdict: &Verdict, ui: &Ui) -> (Vec<table::Cell>, Vec<String>) {
    let styles = ui.styles();
    let plain = clap::builder::styling::Style::new();
    let is_path_wrong = verdict.problems.iter().any(|it| matches!(it, Problem::WrongPath { .. }));
    let path = match verdict.paths.as_slice() {
        [] => ("-".to_owned(), styles.dim),
        [(None, _)] if is_path_wrong => ("unknown".to_owned(), styles.error),
        [(None, _)] => ("unknown".to_owned(), styles.warning),
        [(Some(path), _)] => {
            (path.to_string(), if is_path_wrong { styles.error } else { styles.good })
        }
        _ => ("mixed".to_owned(), if is_path_wrong { styles.error } else { styles.warning }),
    };
    let status = match (verdict.status, &verdict.unasked) {
        (Some(200), _) => ("200".to_owned(), plain),
        (Some(status), _) => (status.to_string(), styles.error),
        (None, Some(fault)) => (fault.code().to_owned(), styles.error),
        (None, None) => ("-".to_owned(), styles.dim),
    };
    let parity = match &verdict.parity {
        Parity::Equal => ("equal".to_owned(), styles.good),
        Parity::Known(_) => ("equal*".to_owned(), styles.warning),
        Parity::Differs(it) => (format!("{} differ", it.count), styles.error),
        Parity::Unjudged => ("-".to_owned(), styles.dim),
    };
    let p50 = verdict.p50.map_or("-".to_owned(), show_micros);
    let evidence = match verdict.kind {
        Kind::None => ("none".to_owned(), styles.dim),
        kind => (kind.as_str().to_owned(), plain),
    };
    let cells = vec![
        (verdict.endpoint.name().to_owned(), styles.name),
        path,
        evidence,
        status,
        parity,
        (p50, plain),
    ];
    (cells, below(verdict))
}

/// What a row has no room for.
fn below(verdict: &Verdict) -> Vec<String> {
    let mut lines = Vec::new();
    if verdict.paths.len() > 1 {
        let counts = verdict
            .paths
            .iter()
            .map(|(path, n)| format!("{} {n}", path.map_or("unknown", Path::as_str)));
        lines.push(counts.collect::<Vec<_>>().join(", "));
    }
    if !verdict.fallbacks.is_empty() {
        let taken = verdict.fallbacks.iter();
        let taken = taken
            .map(|it| format!("{} {}", visible(&it.path), visible(&it.reason.replace('-', " "))));
        lines.push(format!("fell back: {}", taken.collect::<Vec<_>>().join(", ")));
    }
    if matches!(verdict.kind, Kind::Body | Kind::Fingerprint) {
        lines.push(format!("seen: {}", verdict.says));
    } else if verdict.kind == Kind::None && verdict.answers > 0 {
        lines.push(visible(&verdict.says).into());
    }
    if let Parity::Known(known) = &verdict.parity {
        lines.extend(known.iter().map(|it| format!("* {}", visible(&it.says()))));
    }
    if let (Some(fault), true) = (&verdict.unasked, verdict.answers > 0) {
        let n = verdict.answers;
        lines.push(format!("asked {n} times only: {fault}"));
    }
    lines.iter().map(|it| wrap(it, 76).replace('\n', "\n    ")).collect()
}

fn problems(verdict: &Verdict, is_verbose: bool, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (error, dim) = (styles.error, styles.dim);
    let name = verdict.endpoint.name();
    let unasked = verdict.unasked.iter().filter(|_| verdict.answers == 0);
    for fault in unasked {
        writeln!(ui.out, "\n{error}{name}{error:#}: {}", told(fault))?;
    }
    for problem in &verdict.problems {
        match problem {
            Problem::Fault(fault) => writeln!(ui.out, "\n{error}{name}{error:#}: {}", told(fault))?,
            _ => {
                let says = wrap(&format!("{name}: {}", problem.says()), 78);
                let says = says.strip_prefix(name).unwrap_or(&says);
                writeln!(ui.out, "\n{error}{name}{error:#}{}", says.replace('\n', "\n  "))?;
            }
        }
        if let Problem::WrongAnswer(differences) = problem {
            let shown = if is_verbose { differences.first.len() } else { 5 };
            for difference in differences.first.iter().take(shown) {
                diff(difference, ui)?;
            }
            let more = differences.count.saturating_sub(shown.min(differences.first.len()));
            if more > 0 {
                let how = if is_verbose { "" } else { "; --verbose shows more" };
                writeln!(ui.out, "  {dim}and {more} more{how}{dim:#}")?;
            }
        }
    }
    Ok(())
}

fn told(fault: &Fault) -> String {
    wrap(&visible(&fault.to_string()), 78).replace('\n', "\n  ")
}

fn diff(it: &Difference, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (good, error, dim) = (styles.good, styles.error, styles.dim);
    let cut = |text: &str, width: usize| -> String {
        let text = visible(text);
        match text.chars().count() > width {
            true => text.chars().take(width - 1).chain(['…']).collect(),
            false => text.into_owned(),
        }
    };
    let rule = it.rule.as_ref().map(|it| format!("  in {it}")).unwrap_or_default();
    writeln!(ui.out, "  {}{dim}{}{dim:#}", cut(&it.at, 40), cut(&rule, 36))?;
    let value = |it: &Option<String>| cut(it.as_deref().unwrap_or("nothing"), 66);
    writeln!(ui.out, "    {good}here   {}{good:#}", value(&it.ours))?;
    writeln!(ui.out, "    {error}there  {}{error:#}", value(&it.theirs))?;
    Ok(())
}

fn fine(verdicts: &[Verdict]) -> String {
    let n = verdicts.len();
    let endpoints = if n == 1 { "1 endpoint".to_owned() } else { format!("all {n} endpoints") };
    let mut paths: Vec<Option<Path>> =
        verdicts.iter().flat_map(|it| it.paths.iter().map(|it| it.0)).collect();
    paths.sort();
    paths.dedup();
    let unjudged = verdicts.iter().filter(|it| it.parity == Parity::Unjudged).count();
    let right = match unjudged {
        0 => "the answers are right".to_owned(),
        _ if unjudged == n => "the answers could not be compared".to_owned(),
        _ => format!("the answers of {} are right", n - unjudged),
    };
    match paths.as_slice() {
        [Some(path)] => format!("{endpoints} answered by {path}, and {right}"),
        [None] => format!("{endpoints} answered, nobody knows by which path, and {right}"),
        _ => format!("{endpoints} answered by several paths, and {right}"),
    }
}

/// The one thing to do now.
fn next(verdicts: &[Verdict], overall: Overall) -> Option<String> {
    if overall == Overall::Fine {
        return None;
    }
    let problems = || verdicts.iter().flat_map(|it| &it.problems);
    let faults = problems().filter_map(|it| match it {
        Problem::Fault(fault) => Some(fault),
        _ => None,
    });
    let unasked = verdicts.iter().filter_map(|it| it.unasked.as_ref());
    if let Some(hint) = faults.chain(unasked).find_map(Fault::hint) {
        return Some(hint);
    }
    if problems().any(|it| matches!(it, Problem::WrongPath { .. })) {
        return Some("see why: bloqr dispatch explain, in the folder of wrangler.toml".to_owned());
    }
    let here = env!("CARGO_PKG_VERSION");
    let core = |it: &Version| it.core.clone();
    let mut cores = verdicts.iter().flat_map(|it| it.versions.iter().filter_map(core));
    match cores.find(|it| it != here) {
        Some(core) => Some(format!(
            "the backend runs core {}, and this is {here}: compare with the same version",
            visible(&core)
        )),
        None if problems().any(|it| matches!(it, Problem::WrongAnswer(_))) => {
            let is_named = verdicts.iter().any(|it| !it.versions.is_empty());
            let so = if is_named { "the versions agree and the answers do not: " } else { "" };
            Some(format!("{so}what is deployed there is not this core, or a stub of it"))
        }
        None => None,
    }
}

fn annotate(url: &str, verdicts: &[Verdict], overall: Overall, ui: &mut Ui) -> Result<(), Error> {
    let url = visible(url);
    for verdict in verdicts {
        let title = format!("dispatch of {}", verdict.endpoint.name());
        for problem in &verdict.problems {
            let message = format!("{url}: {}", visible(&problem.says()));
            annotation(&mut ui.out, "error", &title, &message)?;
        }
        if let (Some(fault), 0) = (&verdict.unasked, verdict.answers) {
            let message = format!("{url}: {}", visible(&fault.to_string()));
            annotation(&mut ui.out, "error", &title, &message)?;
        }
    }
    if overall == Overall::Fine {
        annotation(&mut ui.out, "notice", "dispatch", &format!("{url}: {}", fine(verdicts)))?;
    }
    Ok(())
}
