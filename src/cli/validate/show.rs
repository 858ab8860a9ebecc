//! `--show-settings`: the settings for each list, and which files are not checked.

use std::{
    fmt::Write as _,
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    Args,
    include_group::Graph,
    judge,
    settings::{Origin, ResolvedSettings},
};
use crate::{
    cli::{Error, Outcome, Ui, input::Source},
    filekind::Recognised,
    lint::{Prelude, TARGETS, Targets},
    report::visible,
};

/// Files that are not checked.
pub(super) struct LeftOut {
    pub(super) excluded: Vec<PathBuf>,
    /// Each file with the reason.
    pub(super) passed_over: Vec<(PathBuf, &'static str)>,
}

pub(super) fn settings(
    args: &Args,
    mut settings: ResolvedSettings<'_>,
    sources: Vec<Source>,
    left_out: &LeftOut,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    let graph = Graph::new(sources, &mut settings)?;
    let mut others: Vec<(String, Recognised)> = Vec::new();
    for n in 0..graph.len() {
        let list = graph.look(n, |list| {
            let prelude = judge::prelude(&list.text, args.kind);
            let says = Prelude { regions: None, agents: prelude.agents, ..Prelude::default() };
            (list.name.clone(), list.path.clone(), list.other.clone(), says)
        });
        let Some((name, path, other, prelude)) = list else { continue };
        if let Some(other) = other.filter(|_| args.kind.is_none()) {
            others.push((name, other));
            continue;
        }
        let (origin, files) = settings.origin(path.as_deref())?;
        let config = settings.for_list(path.as_deref())?;
        let asked = config.targets;
        let (targets, origin) = match prelude.agents {
            Some(agents) if asked == Targets::EVERY => (agents, "the header of the list"),
            _ => (asked, said(origin)),
        };
        let files: Vec<String> = files.iter().map(|it| shown(it)).collect();
        let files = if files.is_empty() { "none".to_owned() } else { files.join(", ") };
        let mut text = String::new();
        _ = writeln!(text, "{}", visible(&name));
        _ = writeln!(text, "  targets: {} ({origin})", names(targets));
        if !config.trusted {
            _ = writeln!(text, "  trusted: no");
        }
        _ = writeln!(text, "  configuration: {files}");
        ui.out.write_all(text.as_bytes())?;
    }
    for (name, other) in &others {
        let (name, reason) = (visible(name), visible(&other.reason));
        writeln!(ui.out, "not checked: {name}: {}: {reason}", other.kind.title)?;
    }
    for path in &left_out.excluded {
        let (_, files) = settings.origin(Some(path))?;
        let by = files.first().map_or_else(|| "the configuration".to_owned(), |it| shown(it));
        writeln!(ui.out, "not checked: {}: excluded by {by}", shown(path))?;
    }
    for (path, why) in &left_out.passed_over {
        writeln!(ui.out, "not checked: {}: {why}", shown(path))?;
    }
    Ok(Outcome::Clean)
}

fn said(origin: Origin) -> &'static str {
    match origin {
        Origin::Flag => "--target",
        Origin::Configuration => "the configuration",
        Origin::Nobody => "default: no --target, no configuration and no header names targets",
    }
}

/// The path relative to the current directory, if it is below it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    visible(&path.strip_prefix(".").unwrap_or(path).display().to_string()).into_owned()
}

/// The names for `--target`: `ubo, adg_ext_any`.
fn names(targets: Targets) -> String {
    if targets == Targets::EVERY {
        return "every product".to_owned();
    }
    let mut left = targets;
    let mut names = Vec::new();
    for (name, some) in TARGETS {
        if targets.contains(*some) && left.intersects(*some) {
            names.push(*name);
            left = left.without(*some);
        }
    }
    names.join(", ")
}
