//! `bloqr serve`: all tasks for other programs, with one JSON object on each line.

use serde_json::Value;

use crate::{
    cli::{
        Error, Outcome, Ui,
        compile::{date, steps},
        ndjson,
        threads::Threads,
    },
    compile::{self, Config, Defines, Dialect, Filters, Header, Options, Unread},
    convert::{self, Target},
    lint::{self, Targets},
    wire::{self, Json},
};

#[derive(clap::Args)]
#[command(after_help = "\
A request names a task. The command reads nothing from disk or network:
  {\"id\": 1, \"do\": \"transform\", \"transformations\": [\"Compress\"], \"input\": \"0.0.0.0 a.example\"}
  {\"id\": 2, \"do\": \"compile\", \"config\": {…}, \"sources\": {\"lists/a.txt\": \"text\"}}
  {\"id\": 3, \"do\": \"convert\", \"rule\": \"||a.example^$3p\", \"to\": \"adg\"}
  {\"id\": 4, \"do\": \"validate\", \"input\": \"||a.example^$thrid-party\", \"targets\": \"adg\"}
  {\"id\": 5, \"do\": \"ast\", \"kind\": \"rule\", \"input\": \"||a.example^\", \"options\": {}}
An answer is one line, in the order of the requests:
  {\"id\": 1, \"text\": \"||a.example^\"}  or  {\"id\": 1, \"error\": \"…\"}
  {\"id\": 3, \"rules\": [\"||a.example^$third-party\"]}  or  {\"id\": 3, \"error\": \"…\", \"reason\": \"…\"}

Example:
  echo '{\"id\":1,\"do\":\"transform\",\"transformations\":[\"Deduplicate\"],\"input\":\"a\\na\"}' | bloqr serve")]
pub(super) struct Args {}

pub(super) fn run(Args {}: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    ndjson::serve(ui, answer)
}

/// Answers one request. The answer to an invalid request is an error.
fn answer(request: &str, json: &mut Json<'_>) {
    let parsed = serde_json::from_str::<Value>(request);
    let id = parsed.as_ref().ok().and_then(|it| it.get("id")).map(Value::to_string);
    let task = parsed.as_ref().ok().and_then(|it| it.get("do")).and_then(Value::as_str);
    if task == Some("ast") {
        return wire::serve::answer(request, json);
    }
    let done = match (&parsed, task) {
        (Err(err), _) => Err(format!("the request is not JSON: {err}")),
        (Ok(request), Some("transform")) => transform(request).map(Answer::Text),
        (Ok(request), Some("compile")) => compile(request).map(Answer::Text),
        (Ok(request), Some("convert")) => convert(request).map(Answer::Json),
        (Ok(request), Some("validate")) => validate(request).map(Answer::Json),
        _ => Err(format!("`do` must be one of {}", TASKS.join(", "))),
    };
    json.raw("{\"id\":");
    json.raw(id.as_deref().unwrap_or("null"));
    match done {
        Ok(Answer::Text(text)) => {
            json.raw(",\"text\":");
            json.string(&text);
        }
        Ok(Answer::Json(fields)) => json.raw(&fields),
        Err(message) => {
            json.raw(",\"error\":");
            json.string(&message);
        }
    }
    json.raw("}\n");
}

/// The tasks that a request can name. A new task is a name here, an arm above, and a function
/// below.
const TASKS: [&str; 5] = ["transform", "compile", "convert", "validate", "ast"];

enum Answer {
    Text(String),
    /// Fields of the answer, with a comma before each.
    Json(String),
}

fn text<'r>(request: &'r Value, key: &str) -> Result<&'r str, String> {
    request.get(key).and_then(Value::as_str).ok_or_else(|| format!("`{key}` must be a text"))
}

fn texts(request: &Value, key: &str) -> Result<Vec<String>, String> {
    let wrong = || format!("`{key}` must be a list of texts");
    match request.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => {
            items.iter().map(|it| it.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn convert(request: &Value) -> Result<String, String> {
    let to = text(request, "to")?.parse::<Target>().map_err(|it| it.to_string())?;
    let rule = text(request, "rule")?;
    Ok(match convert::convert(rule, to) {
        Ok(converted) => format!(",\"rules\":{}", Value::from(converted.rules(rule))),
        Err(refusal) => {
            let message = Value::from(refusal.to_string());
            format!(",\"error\":{message},\"reason\":{}", Value::from(refusal.reason()))
        }
    })
}

fn transform(request: &Value) -> Result<String, String> {
    let steps = steps(&texts(request, "transformations")?).map_err(|err| err.to_string())?;
    let filters = Filters {
        exclusions: texts(request, "exclusions")?,
        inclusions: texts(request, "inclusions")?,
        ..Filters::default()
    };
    let input = text(request, "input")?.to_owned();
    let options = Options::default();
    let done = compile::transform("<input>", input, &steps, &filters, &options, &Threads);
    done.map(|it| it.text()).map_err(|err| err.to_string())
}

fn compile(request: &Value) -> Result<String, String> {
    let config = request.get("config").ok_or("`config` must be a table")?;
    let sources = request.get("sources").unwrap_or(&Value::Null);
    let date = request.get("date").and_then(Value::as_str).map(str::to_owned);
    let modified = date.map_or_else(|| date::modified(None), Ok).map_err(|it| it.to_string())?;
    let header = Header { modified, tool: crate::api::TOOL.to_owned() };
    let defines = texts(request, "defines")?.into_iter().collect::<Defines>();
    let run = || {
        let config = Config::from_value(config, Dialect::HostlistCompiler)?;
        let mut files = |name: &str| match sources.get(name).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None => Err(Unread::Missing),
        };
        let sources = compile::load(&config, &defines, &mut files)?;
        let options = Options { header, ..Options::default() };
        compile::compile(&config, sources, &options, &Threads)
    };
    run().map(|it| it.text()).map_err(|err| err.to_string())
}

fn validate(request: &Value) -> Result<String, String> {
    let targets = match request.get("targets").and_then(Value::as_str) {
        Some(names) => names.parse::<Targets>().map_err(|err| err.to_string())?,
        None => Targets::default(),
    };
    let config = lint::Config::for_targets(targets);
    let report = lint::lint(text(request, "input")?, &config);
    let findings = report.diagnostics.iter().map(|it| {
        serde_json::json!({
            "rule": it.rule,
            "severity": it.severity.as_str(),
            "message": it.message,
            "line": it.place.line + 1,
        })
    });
    Ok(format!(",\"findings\":{}", findings.collect::<Value>()))
}
