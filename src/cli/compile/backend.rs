//! `compile --backend`: a backend compiles the list. Files are sent with the request; the backend
//! fetches URLs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Args, outputs::Output, settings::Settings, sources};
use crate::{
    api::{Endpoint, MAX_BODY},
    cli::{Error, Outcome, Ui, client::Client},
    compile::{Config, Filters, Format, Step},
    dispatch::{self, Request},
    report::visible,
};

pub(super) fn run(
    args: &Args,
    settings: &Settings,
    outputs: &[Output],
    modified: &str,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    let stays_here = args.check
        || args.stats
        || args.diff.is_some()
        || args.explain.is_some()
        || args.report.is_some()
        || args.cache.is_some()
        || !args.defines.is_empty()
        || settings.config.sources.iter().any(|it| it.optional)
        || outputs.iter().any(|it| it.format != Format::Adblock);
    if stays_here {
        return Err(Error::new(
            "a backend only makes the list: it does not support other formats, --check, --diff, --explain, --stats, --report, --define, --cache and optional sources",
        )
        .hint("leave out --backend"));
    }
    let client = Client::new(&args.client, args.backend.as_deref(), ui)?;
    let (texts, files) = sources::read_files(args, settings, ui)?;
    super::outputs::refuse_inputs(outputs, args, settings, &files)?;
    let body = request(&settings.config, &texts, modified).to_string();
    if body.len() > MAX_BODY {
        return Err(Error::new(format!(
            "the files are too large for a backend: {} bytes of JSON, and a request has at most {MAX_BODY}",
            body.len()
        ))
        .hint("leave out --backend, or give sources as https URLs, which the backend fetches"));
    }
    let exchange = client.ask_patiently(&Request::post(Endpoint::Compile.path(), body), ui)?;
    let answer = dispatch::read(&exchange)?;
    let lines = answer.get("rules").and_then(Value::as_array);
    let lines = lines.and_then(|it| it.iter().map(Value::as_str).collect::<Option<Vec<&str>>>());
    let Some(lines) = lines else {
        let url = visible(client.url()).into_owned();
        return Err(Error::new(format!("the answer of {url} is not a list"))
            .hint("find out what answers: bloqr dispatch check --endpoint compile"));
    };
    let text = lines.join("\n");
    for output in outputs {
        output.write_text(&text, ui)?;
    }
    Ok(Outcome::Clean)
}

fn request(config: &Config, texts: &BTreeMap<String, String>, modified: &str) -> Value {
    let mut configuration = shared(&config.steps, &config.filters);
    configuration.insert("name".to_owned(), config.name.as_str().into());
    for (key, text) in [
        ("description", &config.description),
        ("homepage", &config.homepage),
        ("license", &config.license),
        ("version", &config.version),
    ] {
        if let Some(text) = text {
            configuration.insert(key.to_owned(), text.as_str().into());
        }
    }
    let sources = config.sources.iter().map(|it| {
        let mut source = shared(&it.steps, &it.filters);
        source.insert("source".to_owned(), it.source.as_str().into());
        if let Some(name) = &it.name {
            source.insert("name".to_owned(), name.as_str().into());
        }
        Value::Object(source)
    });
    configuration.insert("sources".to_owned(), sources.collect());
    json!({ "configuration": configuration, "preFetchedContent": texts, "date": modified })
}

/// The settings that both a configuration and a source can have.
fn shared(steps: &[Step], filters: &Filters) -> Map<String, Value> {
    let steps: Vec<&str> = steps.iter().map(|it| it.name()).collect();
    let mut fields = Map::new();
    fields.insert("transformations".to_owned(), steps.into());
    for (key, patterns) in [
        ("exclusions", &filters.exclusions),
        ("exclusions_sources", &filters.exclusions_sources),
        ("inclusions", &filters.inclusions),
        ("inclusions_sources", &filters.inclusions_sources),
    ] {
        fields.insert(key.to_owned(), patterns.clone().into());
    }
    fields
}
