//! `validate --backend`: the report of a backend's `POST /api/validate` on a list, if it can be
//! trusted.

mod answer;

use serde_json::json;

use self::answer::Reader;
use super::{
    Args,
    baseline::Baselines,
    list::read,
    nothing,
    output::{self, Output, OutputFile},
    settings::ResolvedSettings,
};
use crate::{
    api::{Endpoint, MAX_BODY},
    cli::{Error, Outcome, Ui, client::Client, input::Source},
    dispatch::{
        self, Request,
        backend::{Backend, Validates},
        evidence,
        trust::{self, Trust},
    },
    lint::{self, Report, preprocess},
    report::{Checked, NotRun, Other, visible},
    source::lines,
};

/// Reports what a backend finds, in the same formats.
pub(super) fn run(
    args: &Args,
    mut settings: ResolvedSettings<'_>,
    sources: &[Source],
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    if args.fix || args.diff || args.statistics || !args.with.is_empty() {
        return Err(Error::new(
            "a backend only reports: it does not support --fix, --diff, --with and --statistics",
        )
        .hint("leave out --backend"));
    }
    if args.since.is_some() || args.add_suppressions {
        return Err(Error::new(
            "a backend only reports: it does not support --since and --add-suppressions",
        )
        .hint("leave out --backend"));
    }
    let mut baselines = Baselines::new(args.baseline.as_deref(), args.write_baseline.as_deref())?;
    let client = Client::new(&args.client, args.backend.as_deref(), ui)?;
    output::refuse_inputs(args, &mut settings, &sources.iter().collect::<Vec<_>>(), &[])?;
    // Nothing is printed before all answers are there, so the output is complete.
    let (mut answered, mut others, mut known) = (Vec::new(), Vec::new(), 0);
    for source in sources {
        let mut list = read(source)?;
        if let Some(found) = list.other.take_if(|_| args.kind.is_none()) {
            others.push(Other { name: list.name, found });
            continue;
        }
        let config = settings.for_list(list.path.as_deref())?;
        let (mut report, backend) = check(&list.name, &list.text, config.strict, &client, ui)?;
        known += baselines.hide(&list, &mut report, &mut settings)?;
        report.diagnostics.retain(|it| it.severity >= args.min_severity);
        let not_run = not_run(&list.text, &config, backend);
        answered.push((list, report, not_run));
    }
    let mut output = Output::start(args, ui)?;
    output.known(known);
    for other in others {
        output.other(other, ui)?;
    }
    let was_read = answered.iter().any(|it| !it.0.text.is_empty());
    for (list, report, not_run) in &answered {
        if !output::format(args).has_notes() && !args.quiet {
            for it in not_run {
                ui.note(&format!("not run for {}: {}", list.name, it.says));
            }
        }
        let checked = Checked { name: &list.name, text: &list.text, report, others: &[], not_run };
        output.list(&checked, ui)?;
    }
    let (totals, file) = output.end(was_read, ui)?;
    if !was_read {
        return Err(nothing());
    }
    file.map_or(Ok(()), OutputFile::keep)?;
    baselines.finish(args.quiet, ui)?;
    Ok(output::outcome(args, &totals, settings.max_warnings(), ui))
}

const INCLUDES: NotRun =
    NotRun { code: "includes", says: "included lists: the backend does not get them" };
const TARGETS: NotRun =
    NotRun { code: "targets", says: "targets: the backend checks for all of them" };
const SETTINGS: NotRun =
    NotRun { code: "settings", says: "settings: the backend only gets --strict" };

/// The checks that need more than the request has (other files, and all settings except `strict`),
/// and those that the backend does not have.
fn not_run(text: &str, config: &lint::Config, backend: &Backend) -> Vec<NotRun> {
    let mut plain = config.clone();
    plain.strict = false;
    plain.targets = lint::Config::default().targets;
    let includes = preprocess::includes(text).next().is_some();
    let cases = [
        (includes, INCLUDES),
        (config.targets != plain.targets, TARGETS),
        (plain != lint::Config::default(), SETTINGS),
    ];
    let limits = match &backend.reading.validates {
        Validates::Unreadable { limits, .. } => *limits,
        Validates::Lint => &[],
    };
    let limits = limits.iter().map(|it| NotRun { code: it.code, says: it.says });
    cases.into_iter().filter(|it| it.0).map(|it| it.1).chain(limits).collect()
}

/// Sends a list in one request, because rules are compared with each other.
fn check(
    name: &str,
    text: &str,
    strict: bool,
    client: &Client,
    ui: &mut Ui,
) -> Result<(Report, &'static Backend), Error> {
    let rules: Vec<&str> = lines(text).map(|it| it.text).collect();
    let body = json!({ "rules": rules, "strict": strict }).to_string();
    if body.len() > MAX_BODY {
        return Err(Error::new(format!(
            "{name} is too large for a backend: {} bytes of JSON, and a request has at most {MAX_BODY}",
            body.len()
        ))
        .hint("leave out --backend, or split the list"));
    }
    let request = Request::post(Endpoint::Validate.path(), body);
    let exchange = client.ask_patiently(&request, ui)?;
    let answer = dispatch::read(&exchange)?;
    let see = "find out what answers: bloqr dispatch check --endpoint validate";
    let url = client.url();
    let evidence = evidence::weigh(&exchange);
    let report = Reader::new(rules, evidence.backend).report(&answer).map_err(|what| {
        let message = format!("the answer of {url} is not a report: {}", visible(&what));
        Error::new(message).hint(see)
    });
    // A stub has a known reason for an invalid answer.
    let report = if evidence.stub.is_some() { Ok(Report::default()) } else { report }?;
    match trust::weigh(&exchange, &answer) {
        Trust::Believed => (),
        Trust::Doubted(what) => {
            ui.warning(&format!("{name}: the answer of {url} has {}", visible(&what)));
        }
        Trust::Refused(why) => {
            let message =
                format!("{name}: the answer of {url} cannot be trusted: {}", visible(&why));
            return Err(Error::new(message).hint(see));
        }
    }
    Ok((report, evidence.backend))
}
