//! Values of the kind that is wanted, or an error that says which kind that is.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    Error,
    node::{Data, Key, Node, Position},
};
use bloqr_lint::{Level, MinLength, Pattern, RULES, Rule, Targets, diagnostic::Severity, nearest};

pub(super) fn error(at: Position, message: impl Into<String>) -> Error {
    Error { at: Some(at), message: message.into(), help: None }
}

fn wanted(node: &Node, what: &str, kind: &str) -> Error {
    error(node.at, format!("`{what}` has to be {kind}, not {}", node.data.kind()))
}

pub(super) fn table<'a>(node: &'a Node, what: &str) -> Result<&'a [(Key, Node)], Error> {
    match &node.data {
        Data::Table(entries) => Ok(entries),
        _ => Err(wanted(node, what, "a table")),
    }
}

pub(super) fn list<'a>(node: &'a Node, what: &str) -> Result<&'a [Node], Error> {
    match &node.data {
        Data::List(items) => Ok(items),
        _ => Err(wanted(node, what, "a list")),
    }
}

pub(super) fn string<'a>(node: &'a Node, what: &str) -> Result<&'a str, Error> {
    match &node.data {
        Data::String(text) => Ok(text),
        _ => Err(wanted(node, what, "a string")),
    }
}

pub(super) fn bool(node: &Node, what: &str) -> Result<bool, Error> {
    match node.data {
        Data::Bool(value) => Ok(value),
        _ => Err(wanted(node, what, "true or false")),
    }
}

pub(super) fn count(node: &Node, what: &str) -> Result<usize, Error> {
    let value = match node.data {
        Data::Integer(value) => usize::try_from(value).ok(),
        _ => None,
    };
    value.ok_or_else(|| wanted(node, what, "a whole number from 0"))
}

pub(super) fn min_length(node: &Node, what: &str) -> Result<MinLength, Error> {
    count(node, what).map(MinLength::new)
}

/// What the lines of a list are searched for.
pub(super) fn regexes(node: &Node, what: &str) -> Result<Vec<Pattern>, Error> {
    let read = |item: &Node| {
        let pattern = Pattern::parse(string(item, what)?);
        pattern.map_err(|err| Error { help: err.help, ..error(item.at, err.message) })
    };
    list(node, what)?.iter().map(read).collect()
}

/// Patterns of paths as in `.gitignore`.
pub(super) fn globs(node: &Node, what: &str) -> Result<Gitignore, Error> {
    let mut builder = GitignoreBuilder::new("");
    for item in list(node, what)? {
        let glob = string(item, what)?;
        // Alone, to see whether it is anything: there are comments and blank lines in `.gitignore`.
        let mut alone = GitignoreBuilder::new("");
        let read = alone.add_line(None, glob).and_then(|it| it.build());
        let read = read.map_err(|err| error(item.at, format!("`{glob}` is no pattern: {err}")))?;
        let path = glob.strip_prefix('!').unwrap_or(glob).trim_matches('/').trim();
        if read.is_empty() || path.is_empty() {
            return Err(Error {
                help: Some("a name that starts with `#` is written `\\#`".to_owned()),
                ..error(item.at, format!("`{glob}` is no pattern: it matches no path"))
            });
        }
        builder.add_line(None, glob).map_err(|err| error(item.at, err.to_string()))?;
    }
    builder.build().map_err(|err| error(node.at, err.to_string()))
}

pub(super) fn targets(node: &Node, what: &str) -> Result<Targets, Error> {
    let items = match &node.data {
        Data::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items.iter().try_fold(Targets::NONE, |targets, item| {
        let more = string(item, what)?.parse::<Targets>();
        Ok(targets | more.map_err(|err| error(item.at, err.to_string()))?)
    })
}

/// The rules of that name; an unknown one is an error.
pub(super) fn rules(key: &str, at: Position) -> Result<Vec<&'static Rule>, Error> {
    let rules: Vec<_> = Rule::named(key).collect();
    match rules.is_empty() {
        false => Ok(rules),
        true => Err(Error {
            help: nearest(key, rule_names()).map(|it| format!("did you mean `{it}`?")),
            ..error(at, format!("there is no rule `{key}`"))
        }),
    }
}

/// The names that rules go by, AGLint's included.
fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().flat_map(|it| std::iter::once(it.name).chain(it.aliases.iter().copied()))
}

/// What severities are called in a configuration.
pub(super) const LEVELS: [&str; 4] = ["off", "info", "warning", "error"];

pub(super) fn level(node: &Node, what: &str) -> Result<Level, Error> {
    let text = string(node, what)?;
    match text {
        "off" => Ok(Level::Off),
        "info" => Ok(Level::On(Severity::Info)),
        "warning" | "warn" => Ok(Level::On(Severity::Warning)),
        "error" => Ok(Level::On(Severity::Error)),
        _ => Err(Error {
            help: Some(format!("it is one of {}", LEVELS.join(", "))),
            ..error(node.at, format!("`{text}` is no severity"))
        }),
    }
}

pub(super) fn unknown_key(key: &Key, whose: &str, known: &[&'static str]) -> Error {
    let near = nearest(&key.name, known.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Error { help: Some(help), ..error(key.at, format!("unknown key `{}`{whose}", key.name)) }
}
