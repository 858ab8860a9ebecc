//! Compiles one list from many sources, whose texts are in the request.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::json;

use crate::{
    Endpoint, Fault, Problem, Refusal, list,
    request::{CompileRequest, Request},
};
use bloqr_compile::{
    Alone, Config, Defines, Dialect, Error, Header, LoadError, Options, PatternPlace, Sources,
    Unread, compile, load_patterns, load_source,
};
use bloqr_wire::Json;

/// How much text is compiled at once, in bytes: so much that the answer and all intermediate
/// results fit into an isolate.
pub const MAX_TEXTS: usize = 12 << 20;

/// How many lines are compiled at once. Each name of a hosts line counts.
pub const MAX_LINES: usize = 600_000;

/// With `explain`, the limits are smaller by this factor, because the log of each line is stored.
const EXPLAINED: usize = 4;

/// The name of the tool in the header of a list.
pub const TOOL: &str = concat!("bloqr ", env!("CARGO_PKG_VERSION"));

/// What a compilation needs before it can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The names of the texts that are not in the request, as far as they are known: a missing text
    /// can include others.
    pub missing: Vec<String>,
    /// The parts of the request that determine its answer, except for the texts: equal requests
    /// have equal values.
    pub canonical: String,
}

impl Plan {
    /// The plan as JSON, with the names of its fields.
    pub fn to_json(&self) -> Vec<u8> {
        json!({ "missing": self.missing, "canonical": self.canonical }).to_string().into_bytes()
    }
}

/// What the body of a compilation asks for. A body that is given away, as a `Vec`, is freed early.
///
/// # Errors
///
/// [`Problem`] when the request is not as it has to be, or a text is no list.
pub fn plan(body: impl AsRef<[u8]>) -> Result<Plan, Problem> {
    let request = Request::read(Endpoint::Compile, body.as_ref())?;
    drop(body);
    let Request::Compile(request) = request else {
        return Err(Problem::refuse(Refusal::CoreFailed, b"{}"));
    };
    let CompileRequest { config, texts, benchmark, explain, date } = request;
    let canonical = json!([config.canonical(), benchmark, explain, date]).to_string();
    let mut texts = Texts::new(texts, explain)?;
    load(&config, &mut texts)?;
    Ok(Plan { missing: texts.missing.into_iter().collect(), canonical })
}

/// `POST /api/compile`
///
/// # Errors
///
/// [`Problem`] when the text of a source is missing, or cannot be compiled.
pub(super) fn write(json: &mut Json<'_>, request: CompileRequest) -> Result<(), Problem> {
    let CompileRequest { config, texts, benchmark, explain, date } = request;
    let mut texts = Texts::new(texts, explain)?;
    let sources = load(&config, &mut texts)?;
    let faults = texts.missing.iter().map(|name| fault(name, "this text is missing"));
    let faults: Vec<Fault> = faults.collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(Endpoint::Compile, faults, 0));
    }
    drop(texts);
    let modified = date.clone().unwrap_or_default();
    let header = Header { modified, tool: TOOL.to_owned() };
    let options = Options { header, logs: explain, ..Options::default() };
    let compiled = compile(&config, sources, &options, &Alone).map_err(unusable)?;
    list::open(json, &compiled);
    if let Some(date) = date {
        json.raw(",\"compiledAt\":");
        json.string(&date);
    }
    let names: Vec<&str> = config.sources.iter().map(|it| it.source.as_str()).collect();
    list::stats(json, &compiled, &names);
    if benchmark {
        list::metrics(json, &compiled, names.len());
    }
    if explain {
        list::removed(json, &compiled);
    }
    json.raw("}");
    Ok(())
}

/// Reads the configuration of a request.
///
/// # Errors
///
/// The error, with the pointer to its place.
pub(super) fn read_config(value: &serde_json::Value) -> Result<Config, Fault> {
    Config::from_value(value, Dialect::HostlistCompiler).map_err(|error| Fault {
        pointer: format!("/configuration{}", pointer(&error.path)),
        detail: error.message,
    })
}

/// `sources[0].name` is `/sources/0/name` here.
pub(super) fn pointer(path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    format!("{slash}{}", path.replace(['.', '['], "/").replace(']', ""))
}

/// Refuses texts that are too long together.
pub(super) fn check_size<'t>(
    endpoint: Endpoint,
    texts: impl Iterator<Item = &'t str> + Clone,
    explain: bool,
) -> Result<(), Problem> {
    let bytes: usize = texts.clone().map(str::len).sum();
    let lines: usize = texts.map(count_lines).sum();
    let less = if explain { EXPLAINED } else { 1 };
    let (most_bytes, most_lines) = (MAX_TEXTS / less, MAX_LINES / less);
    if bytes <= most_bytes && lines <= most_lines {
        return Ok(());
    }
    let with = if explain { " with `explain`" } else { "" };
    let detail = format!(
        "The texts have {bytes} bytes in {lines} lines, and at most {most_bytes} bytes in \
         {most_lines} lines are read at once{with}."
    );
    let details = json!({ "detail": detail, "instance": endpoint.path() }).to_string();
    Err(Problem::refuse(Refusal::SourcesTooLarge, details.as_bytes()))
}

/// How many lines a text has. A hosts line counts as one for each of its names.
fn count_lines(text: &str) -> usize {
    let lines = text.as_bytes().split(|it| matches!(it, b'\n' | b'\r'));
    let names = |line: &[u8]| match line.iter().find(|it| !it.is_ascii_whitespace()) {
        Some(it) if it.is_ascii_hexdigit() || *it == b':' => {
            line.iter().filter(|it| it.is_ascii_whitespace()).count().max(1)
        }
        _ => 1,
    };
    lines.map(names).sum()
}

/// The texts of a request, and the names of missing texts.
struct Texts {
    texts: BTreeMap<String, Arc<String>>,
    missing: BTreeSet<String>,
}

impl Texts {
    fn new(texts: BTreeMap<String, String>, explain: bool) -> Result<Texts, Problem> {
        check_size(Endpoint::Compile, texts.values().map(String::as_str), explain)?;
        let texts = texts.into_iter().map(|(name, text)| (name, Arc::new(text))).collect();
        Ok(Texts { texts, missing: BTreeSet::new() })
    }

    fn read(&mut self, name: &str) -> Result<Arc<String>, Unread> {
        let Some(text) = self.texts.get(name) else {
            self.missing.insert(name.to_owned());
            return Err(Unread::Missing);
        };
        match bloqr_filekind::page(text.as_bytes()) {
            Some(kind) => Err(Unread::Failed(format!("it is {}, not a list", kind.title))),
            None => Ok(text.clone()),
        }
    }
}

/// Reads all texts. The names of missing texts are added to `texts`.
fn load(config: &Config, texts: &mut Texts) -> Result<Sources, Problem> {
    let defines = Defines::new();
    let mut read = |name: &str| texts.read(name);
    let mut lists = Vec::new();
    for source in &config.sources {
        lists.push(match load_source(source, &defines, &mut read) {
            Ok(loaded) if loaded.is_empty() => return Err(empty(&source.source)),
            other => known(other)?,
        });
    }
    let patterns = known(load_patterns(&config.filters, &defines, &mut read))?.unwrap_or_default();
    Ok(Sources::new(lists, patterns))
}

/// The result; `None` when a text is missing.
fn known<T>(read: Result<T, Error>) -> Result<Option<T>, Problem> {
    match read {
        Ok(it) => Ok(Some(it)),
        Err(Error::Load(LoadError::Missing { .. })) => Ok(None),
        Err(error) => Err(unusable(error)),
    }
}

fn empty(name: &str) -> Problem {
    Problem::invalid(Endpoint::Compile, vec![fault(name, "this source is empty")], 0)
}

/// The fault for the text of a source.
fn fault(name: &str, detail: &str) -> Fault {
    let name = name.replace('~', "~0").replace('/', "~1");
    Fault { pointer: format!("/preFetchedContent/{name}"), detail: detail.to_owned() }
}

fn unusable(error: Error) -> Problem {
    let fault = match &error {
        Error::Load(LoadError::Failed { name, reason }) => fault(name, reason),
        Error::Filter { pattern: Some(PatternPlace::Key(path)), error } => {
            Fault { pointer: format!("/configuration{}", pointer(path)), detail: error.to_string() }
        }
        Error::Filter { pattern: Some(PatternPlace::Line { file, line }), error } => {
            fault(file, &format!("line {line}: {error}"))
        }
        Error::Load(_) => {
            Fault { pointer: "/preFetchedContent".to_owned(), detail: error.to_string() }
        }
        _ => Fault { pointer: "/configuration".to_owned(), detail: error.to_string() },
    };
    Problem::invalid(Endpoint::Compile, vec![fault], 0)
}
