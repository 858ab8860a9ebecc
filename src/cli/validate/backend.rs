//! `validate --backend`: the report of a list, as a backend's `POST /api/validate` gives it.

use serde_json::{Value, json};

use super::{
    Args, nothing,
    output::{self, Output, OutputFile},
    read,
    settings::Settled,
};
use crate::{
    api::{Endpoint, MAX_BODY},
    cli::{Error, Outcome, Ui, client::Client, input::Source},
    diagnostic::{Diagnostic, Edit, Fix, Label, Place, Severity},
    dispatch::{self, Request},
    lint::{self, Counts, RULES, Report, Targets, preprocess::Regions},
    report::{Checked, Format, NotRun, Other},
    source::{Span, lines},
    wire::report,
};

/// Reports what a backend finds, in the same formats.
pub(super) fn run(
    args: &Args,
    mut settled: Settled<'_>,
    sources: &[Source],
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    if args.fix || args.diff || args.statistics || !args.with.is_empty() {
        return Err(Error::new(
            "a backend only reports: --fix, --diff, --with and --statistics are for here",
        )
        .hint("leave out --backend"));
    }
    let client = Client::new(&args.client, args.backend.as_deref(), ui)?;
    output::refuse_inputs(args, &mut settled, &sources.iter().collect::<Vec<_>>(), &[])?;
    let mut output = Output::start(args, ui)?;
    let mut was_read = false;
    for source in sources {
        let mut list = read(source)?;
        if let Some(found) = list.other.take_if(|_| args.kind.is_none()) {
            output.other(Other { name: list.name, found }, ui)?;
            continue;
        }
        was_read |= !list.text.is_empty();
        let config = settled.for_list(list.path.as_deref())?;
        let mut report = check(&list.name, &list.text, config.strict, &client, ui)?;
        report.diagnostics.retain(|it| it.severity >= args.min_severity);
        let not_run = not_run(&list.text, &config);
        // These have a line for each finding, and for nothing else.
        if matches!(output::format(args), Format::Concise | Format::Ndjson) && !args.quiet {
            for it in &not_run {
                ui.note(&format!("not run for {}: {}", list.name, it.says));
            }
        }
        let checked = Checked {
            name: &list.name,
            text: &list.text,
            report: &report,
            others: &[],
            not_run: &not_run,
        };
        output.list(&checked, ui)?;
    }
    let (totals, file) = output.end(was_read, ui)?;
    if !was_read {
        return Err(nothing());
    }
    file.map_or(Ok(()), OutputFile::keep)?;
    Ok(output::outcome(args, &totals, settled.max_warnings(), ui))
}

const INCLUDES: NotRun =
    NotRun { code: "includes", says: "included lists, which the backend does not get" };
const TARGETS: NotRun =
    NotRun { code: "targets", says: "targets, which stay here: the backend checks for every one" };
const SETTINGS: NotRun =
    NotRun { code: "settings", says: "settings, which stay here: only --strict goes along" };

/// What would need more than the request: other files, and settings, of which only `strict` goes
/// along.
fn not_run(text: &str, config: &lint::Config) -> Vec<NotRun> {
    let mut plain = config.clone();
    plain.strict = false;
    plain.targets = lint::Config::default().targets;
    let includes = !Regions::of(text, Targets::EVERY).includes.is_empty();
    let cases = [
        (includes, INCLUDES),
        (config.targets != plain.targets, TARGETS),
        (plain != lint::Config::default(), SETTINGS),
    ];
    cases.into_iter().filter(|it| it.0).map(|it| it.1).collect()
}

/// Asks about a list, in one request: rules are held against each other.
fn check(
    name: &str,
    text: &str,
    strict: bool,
    client: &Client,
    ui: &mut Ui,
) -> Result<Report, Error> {
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
    let reader = Reader { starts: starts(&rules), rules };
    reader.report(&answer).map_err(|what| {
        Error::new(format!("the answer of {} is no report: {what}", client.url()))
            .hint("see what is wrong: bloqr dispatch check --endpoint validate")
    })
}

/// Where each rule starts in their text, a line each.
fn starts(rules: &[&str]) -> Vec<usize> {
    let mut starts = Vec::with_capacity(rules.len());
    let mut at = 0;
    for rule in rules {
        starts.push(at);
        at += rule.len() + 1;
    }
    starts
}

/// Reads what [`report::finding`] writes.
struct Reader<'a> {
    rules: Vec<&'a str>,
    starts: Vec<usize>,
}

/// What is missing, or is not as it should be.
type Wrong = String;

impl Reader<'_> {
    fn report(&self, answer: &Value) -> Result<Report, Wrong> {
        let mut diagnostics = Vec::new();
        for severity in Severity::ALL {
            // A backend may know fewer severities.
            let list = answer.get(report::list(severity)).and_then(Value::as_array);
            for finding in list.into_iter().flatten() {
                diagnostics.push(self.finding(finding, severity)?);
            }
        }
        diagnostics.sort_by(|a, b| {
            a.place.cmp(&b.place).then_with(|| (a.rule, &a.message).cmp(&(b.rule, &b.message)))
        });
        let count = |key: &str| number(answer, key);
        let counts = Counts { total: count("totalRules")?, invalid: count("invalidRules")? };
        if counts.invalid > counts.total {
            return Err("invalidRules is more than totalRules".to_owned());
        }
        Ok(Report { diagnostics, counts, ..Report::default() })
    }

    fn finding(&self, it: &Value, severity: Severity) -> Result<Diagnostic, Wrong> {
        let name = text(it, "errorType")?;
        let rule = RULES
            .iter()
            .find(|rule| rule.name == name)
            .ok_or_else(|| format!("it found `{name}`, which this version does not know"))?;
        let labels = it.get("labels").and_then(Value::as_array).into_iter().flatten();
        let label = |it: &Value| Ok(Label::new(self.place(it)?, text(it, "message")?));
        Ok(Diagnostic {
            rule: rule.name,
            severity,
            place: self.place(it)?,
            message: text(it, "message")?.into(),
            labels: labels.map(label).collect::<Result<_, Wrong>>()?,
            help: it.get("help").and_then(Value::as_str).map(|it| it.to_owned().into()),
            fix: it.get("fix").map(|it| self.fix(it)).transpose()?,
        })
    }

    /// Columns count from 1, in characters.
    fn place(&self, it: &Value) -> Result<Place, Wrong> {
        let line = number(it, "line")?;
        let at = line.checked_sub(1);
        let (line, rule) =
            at.and_then(|at| Some((at, self.rules.get(at)?))).ok_or("a line that was not sent")?;
        let offset = |column: usize| {
            let before = column.checked_sub(1)?;
            rule.char_indices().map(|it| it.0).chain([rule.len()]).nth(before)
        };
        let end = offset(number(it, "endColumn")?).ok_or("an endColumn outside of its line")?;
        let start = offset(number(it, "column")?).ok_or("a column outside of its line")?;
        if start > end {
            return Err("a column behind its endColumn".to_owned());
        }
        Ok(Place { line: line as u32, span: Span::new(start, end) })
    }

    fn fix(&self, it: &Value) -> Result<Fix, Wrong> {
        let edits = it.get("edits").and_then(Value::as_array).into_iter().flatten();
        let edits = edits.map(|it| self.edit(it)).collect::<Result<_, Wrong>>()?;
        let safe = it.get("safe").and_then(Value::as_bool).unwrap_or(false);
        Ok(Fix { safe, title: text(it, "title")?.into(), edits })
    }

    /// Edits count in bytes of the whole text.
    fn edit(&self, it: &Value) -> Result<Edit, Wrong> {
        let (start, end, text) = (number(it, "start")?, number(it, "end")?, text(it, "text")?);
        let outside = || "an edit outside of the text".to_owned();
        let line =
            self.starts.partition_point(|it| *it <= start).checked_sub(1).ok_or_else(outside)?;
        let (rule, first) = (self.rules[line], self.starts[line]);
        let is_last = line + 1 == self.rules.len();
        let whole = first + rule.len() + usize::from(!is_last);
        if start == first && end == whole && text.is_empty() {
            return Ok(Edit::DeleteLine { line: line as u32 });
        }
        let (from, to) = (start - first, end.checked_sub(first).ok_or_else(outside)?);
        if from > to || rule.get(from..to).is_none() {
            return Err(outside());
        }
        let span = Span::new(from, to);
        Ok(Edit::Replace { place: Place { line: line as u32, span }, text })
    }
}

fn number(it: &Value, key: &str) -> Result<usize, Wrong> {
    let number = it.get(key).and_then(Value::as_u64);
    // Lines and bytes of what was sent; more is no place in it.
    number
        .and_then(|it| u32::try_from(it).ok())
        .map(|it| it as usize)
        .ok_or_else(|| format!("`{key}` is missing"))
}

fn text(it: &Value, key: &str) -> Result<String, Wrong> {
    it.get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("`{key}` is missing"))
}
