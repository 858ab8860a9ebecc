mod text;

use std::{fs, path::PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Backend, Format};
use crate::{
    api::{self, Endpoint},
    cli::{
        Error, Outcome, Ui,
        client::{self, Client},
    },
    dispatch::{
        Fault, Outcome as Asked, Path, agents,
        canary::Canary,
        report,
        verdict::{self, Expectation, Overall, Verdict},
    },
    report::{annotation, visible},
    source::lines,
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dispatch check https://api.example.com
  bloqr dispatch check --profile production --expect loader
  bloqr dispatch check --expect loader,dynamic-worker-loader --format github
  bloqr dispatch check http://127.0.0.1:8787 --endpoint parse --rules list.txt --exact
  bloqr dispatch check --endpoint agents --expect loader

Exit codes:
  0  every answer is right and took an expected path
  1  a wrong path, a wrong answer, or a failure
  2  the backend could not be asked")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    backend: Backend,

    /// Which endpoints to ask; `agents` asks for the agent of the key's owner
    #[arg(long, value_name = "ENDPOINT", value_delimiter = ',', default_value = "all", value_parser = endpoint_parser())]
    endpoint: Vec<Asks>,

    /// The paths that are expected, separated by commas [default: any]
    #[arg(long, value_name = "PATH", value_delimiter = ',', value_parser = path_parser())]
    expect: Vec<Path>,

    /// Send the rules of this list instead of one rule of each kind
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,

    /// How often to ask each endpoint
    #[arg(short, long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    number: u16,

    /// Also count known differences of the backend, and fields that only its answers have
    #[arg(long)]
    exact: bool,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    All,
    One(Endpoint),
    Agents,
}

fn endpoint_parser() -> impl TypedValueParser<Value = Asks> {
    let names = Endpoint::ALL.map(Endpoint::name).into_iter().chain(["agents", "all"]);
    PossibleValuesParser::new(names).map(|name| match name.as_str() {
        "agents" => Asks::Agents,
        name => Endpoint::ALL.into_iter().find(|it| it.name() == name).map_or(Asks::All, Asks::One),
    })
}

fn path_parser() -> impl TypedValueParser<Value = Path> {
    PossibleValuesParser::new(Path::ALL.map(Path::as_str)).try_map(|it| it.parse::<Path>())
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let canary = canary(args.rules.as_deref())?;
    let client = Client::new(&args.client, args.backend.url.as_deref(), ui)?;
    let expectation = Expectation { paths: args.expect.clone(), exact: args.exact };
    let mut verdicts: Vec<Verdict> = Vec::new();
    for endpoint in Endpoint::ALL {
        // What a backend is known not to have is asked only when it is named.
        let has = verdicts.first().is_none_or(|it| it.backend.has(endpoint));
        let wanted = |it: &Asks| *it == Asks::One(endpoint) || *it == Asks::All && has;
        if !args.endpoint.iter().any(wanted) {
            continue;
        }
        let asked = ask(&client, endpoint, &canary, usize::from(args.number), ui);
        // If the host cannot be reached, the other endpoints cannot be reached either.
        if let [Err(fault)] = asked.as_slice()
            && verdicts.is_empty()
            && is_about_the_host(fault)
        {
            return Err(fault.clone().into());
        }
        verdicts.push(verdict::judge(endpoint, &asked, &expectation));
    }
    let agents = agents(&client, &verdicts, args, ui);
    if let Some(agents::Verdict { unasked: Some(fault), .. }) = &agents
        && verdicts.is_empty()
    {
        return Err(fault.clone().into());
    }
    let overall = match &agents {
        Some(agents) if !agents.is_fine() => Overall::Wrong,
        _ => verdict::overall(&verdicts),
    };
    let checked =
        Checked { url: client.url(), verdicts: &verdicts, agents: agents.as_ref(), overall };
    match args.format {
        Format::Json => {
            let report = report::check(client.url(), &verdicts, agents.as_ref(), overall);
            writeln!(ui.out, "{report:#}")?;
        }
        Format::Text => text::print(&checked, args, ui)?,
        Format::Github => {
            text::print(&checked, args, ui)?;
            annotate(&checked, ui)?;
        }
    }
    match overall {
        Overall::Fine => Ok(Outcome::Clean),
        Overall::Wrong => Ok(Outcome::Findings),
        Overall::Unasked => {
            let fault = verdicts.into_iter().find_map(|it| it.unasked);
            Err(fault.map_or_else(|| Error::new("no endpoint could be asked"), Error::from))
        }
    }
}

/// Everything that was found out.
struct Checked<'a> {
    url: &'a str,
    verdicts: &'a [Verdict],
    /// `None` when they were not asked.
    agents: Option<&'a agents::Verdict>,
    overall: Overall,
}

/// The verdict on the agents. They belong to the owner of a key, so without one they are not asked; and
/// a backend that answers nothing else is not asked for them either.
fn agents(
    client: &Client,
    verdicts: &[Verdict],
    args: &Args,
    ui: &mut Ui,
) -> Option<agents::Verdict> {
    let is_named = args.endpoint.contains(&Asks::Agents);
    let is_foreign = verdicts.iter().any(|it| it.backend.is_foreign());
    let answers = verdicts.iter().any(|it| it.answers > 0) && client.has_key();
    let is_wanted = args.endpoint.contains(&Asks::All) && answers && !is_foreign;
    // Agents have isolates of their own: that those of endpoints do not start says nothing about them.
    let is_expected = is_named || args.expect.contains(&Path::Loader);
    let expected = if is_expected { args.expect.as_slice() } else { &[] };
    (is_named || is_wanted).then(|| agents::judge(&ask_agents(client, ui), expected))
}

/// Asks for agents: the user's own, one of somebody else, one that does not exist.
pub(super) fn ask_agents(client: &Client, ui: &mut Ui) -> Vec<(agents::Purpose, Asked)> {
    let requests = agents::requests(client::random());
    requests.map(|(purpose, request)| (purpose, client.ask_patiently(&request, ui))).into()
}

pub(super) fn canary(rules: Option<&std::path::Path>) -> Result<Canary, Error> {
    let Some(path) = rules else { return Ok(Canary::new(client::random())) };
    let text = fs::read_to_string(path).map_err(|err| Error::read(path, err))?;
    let rules: Vec<String> = lines(&text).map(|it| it.text.to_owned()).collect();
    let canary = Canary::of_list(rules, client::random());
    if canary.fits() {
        Ok(canary)
    } else {
        Err(Error::new(format!("{} is too large to send", path.display())).hint(format!(
            "a request can have at most {} bytes: send a part of the list",
            api::MAX_BODY
        )))
    }
}

/// Asks an endpoint several times, but only once when it fails. The rate limit can end this early,
/// which is fine when there are already answers.
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
            Ok(exchange) => matches!(exchange.response.status, 401 | 403 | 404 | 429 | 503),
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

fn annotate(checked: &Checked<'_>, ui: &mut Ui) -> Result<(), Error> {
    let url = visible(checked.url);
    let mut error = |name: &str, says: &str| {
        let title = format!("dispatch of {name}");
        annotation(&mut ui.out, "error", &title, &format!("{url}: {}", visible(says)))
    };
    for verdict in checked.verdicts {
        let name = verdict.endpoint.name();
        for problem in &verdict.problems {
            error(name, &problem.says())?;
        }
        if let (Some(fault), 0) = (&verdict.unasked, verdict.answers) {
            error(name, &fault.to_string())?;
        }
    }
    for problem in checked.agents.iter().flat_map(|it| &it.problems) {
        error("agents", &problem.says())?;
    }
    if checked.overall == Overall::Fine {
        let message = format!("{url}: {}", text::fine(checked));
        annotation(&mut ui.out, "notice", "dispatch", &message)?;
    }
    Ok(())
}
