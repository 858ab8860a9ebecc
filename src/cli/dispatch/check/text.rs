//! The verdicts as text: a table, the problems, a summary line, and what to do next.

use std::io::Write;

use super::{Args, Checked};
use crate::{
    cli::{Error, Ui, dispatch::table, duration::show_micros, text::wrap, ui::Styles},
    dispatch::{
        Fault, Path, agents,
        evidence::{Kind, Version},
        parity::{Difference, Differences, Parity},
        verdict::{Overall, Problem, Verdict},
    },
    report::visible,
};

pub(super) fn print(checked: &Checked<'_>, args: &Args, ui: &mut Ui) -> Result<(), Error> {
    let Checked { url, verdicts, agents, overall } = *checked;
    let styles = ui.styles();
    let (bold, dim) = (styles.bold, styles.dim);
    writeln!(ui.out, "{bold}{}{bold:#}\n", visible(url))?;
    let heading = ["endpoint", "path", "evidence", "status", "parity", "p50"];
    let mut rows: Vec<_> = verdicts.iter().map(|it| row(it, ui)).collect();
    rows.extend(agents.filter(|it| it.is_there != Some(false)).map(|it| row_of_agents(it, ui)));
    table::print(&mut ui.out, &heading, dim, &rows)?;
    if agents.is_some_and(|it| it.is_there == Some(false)) {
        writeln!(ui.out, "{dim}this backend has no agents{dim:#}")?;
    }
    known(verdicts, ui)?;
    if let Some(backend) = verdicts.iter().map(|it| it.backend).find(|it| it.is_foreign()) {
        let text = format!("this is {}: {}, {}", backend.title, backend.source, backend.date);
        writeln!(ui.out, "\n{dim}{}{dim:#}", wrap(&text, 78))?;
    }
    problems(verdicts, args.client.verbose, ui)?;
    problems_of_agents(agents, ui)?;
    writeln!(ui.out)?;
    let all = match verdicts.len() {
        1 => "1 endpoint".to_owned(),
        n => format!("{n} endpoints"),
    };
    let (style, line) = match overall {
        Overall::Fine => (styles.good, fine(checked)),
        Overall::Wrong if verdicts.iter().all(Verdict::is_fine) => {
            (styles.error, "the agents are not as expected".to_owned())
        }
        Overall::Wrong => {
            let wrong = verdicts.iter().filter(|it| !it.is_fine()).count();
            let are = if wrong == 1 { "is" } else { "are" };
            (styles.error, format!("{wrong} of {all} {are} not as expected"))
        }
        Overall::Unasked => {
            let is_unasked = |it: &&Verdict| it.answers == 0 && it.unasked.is_some();
            let unasked = verdicts.iter().filter(is_unasked).count();
            (styles.warning, format!("{unasked} of {all} could not be asked"))
        }
    };
    writeln!(ui.out, "{style}{}{style:#}", wrap(&line, 78))?;
    if let Some(next) = next(checked) {
        writeln!(
            ui.out,
            "  {dim}next:{dim:#} {}",
            wrap(&visible(&next), 72).replace('\n', "\n        ")
        )?;
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
        _ if verdict.stub.is_some() => ("stub".to_owned(), styles.error),
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

/// The agents are not computed here, so there is no parity.
fn row_of_agents(agents: &agents::Verdict, ui: &Ui) -> (Vec<table::Cell>, Vec<String>) {
    let styles = ui.styles();
    let plain = clap::builder::styling::Style::new();
    let is_path_wrong =
        agents.problems.iter().any(|it| matches!(it, agents::Problem::WrongPath { .. }));
    let path = match agents.path {
        Some(path) => (path.to_string(), if is_path_wrong { styles.error } else { styles.good }),
        None => ("-".to_owned(), styles.dim),
    };
    let evidence = match agents.path {
        Some(_) => (Kind::Header.as_str().to_owned(), plain),
        None => ("none".to_owned(), styles.dim),
    };
    let status = match (agents.status, &agents.unasked) {
        (Some(200), _) => ("200".to_owned(), plain),
        (Some(status), _) => (status.to_string(), styles.error),
        (None, Some(fault)) => (fault.code().to_owned(), styles.error),
        (None, None) => ("-".to_owned(), styles.dim),
    };
    let time = agents.micros.map_or("-".to_owned(), show_micros);
    let name = ("agents".to_owned(), styles.name);
    let below = match (&agents.unasked, agents.is_private) {
        (Some(fault), _) => vec![format!("not asked: {}", visible(&fault.to_string()))],
        (None, Some(true)) => vec!["those of other users are not found".to_owned()],
        (None, _) => Vec::new(),
    };
    (vec![name, path, evidence, status, ("-".to_owned(), styles.dim), (time, plain)], below)
}

fn problems_of_agents(agents: Option<&agents::Verdict>, ui: &mut Ui) -> Result<(), Error> {
    let Styles { error, .. } = ui.styles();
    for problem in agents.iter().flat_map(|it| &it.problems) {
        let says = wrap(&format!("agents: {}", visible(&problem.says())), 78);
        let says = says["agents".len()..].replace('\n', "\n  ");
        writeln!(ui.out, "\n{error}agents{error:#}{says}")?;
    }
    Ok(())
}

/// Details that do not fit into the row.
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
    if verdict.is_gzipped_twice {
        lines.push("gzipped twice: the backend compresses its answers, and its runtime compresses them again".into());
    }
    if let (Some(fault), true) = (&verdict.unasked, verdict.answers > 0) {
        let n = verdict.answers;
        lines.push(format!("asked only {n} times: {}", visible(&fault.to_string())));
    }
    lines.iter().map(|it| wrap(it, 76).replace('\n', "\n    ")).collect()
}

/// Prints each known difference once, with all its endpoints.
fn known(verdicts: &[Verdict], ui: &mut Ui) -> Result<(), Error> {
    let dim = ui.styles().dim;
    let mut printed: Vec<(&str, Vec<&str>)> = Vec::new();
    for verdict in verdicts {
        let Parity::Known(known) = &verdict.parity else { continue };
        for known in known {
            let name = verdict.endpoint.name();
            match printed.iter_mut().find(|it| it.0 == known.says) {
                Some((_, names)) => names.push(name),
                None => printed.push((&known.says, vec![name])),
            }
        }
    }
    if !printed.is_empty() {
        writeln!(ui.out, "\n{dim}* known to differ{dim:#}")?;
    }
    for (says, names) in printed {
        let line = format!("{}: {}", names.join(", "), visible(says));
        writeln!(ui.out, "{dim}  {}{dim:#}", wrap(&line, 76).replace('\n', "\n    "))?;
    }
    Ok(())
}

/// Prints each problem once, with all its endpoints.
fn problems(verdicts: &[Verdict], is_verbose: bool, ui: &mut Ui) -> Result<(), Error> {
    let Styles { error, .. } = ui.styles();
    let mut printed: Vec<(String, Vec<&str>, Option<&Differences>)> = Vec::new();
    for verdict in verdicts {
        let unasked = verdict.unasked.iter().filter(|_| verdict.answers == 0);
        let unasked = unasked.map(|it| (it.to_string(), None));
        let problems = verdict.problems.iter().map(|it| match it {
            Problem::WrongAnswer(differences) => (it.says(), Some(differences)),
            // For a stub, the reason of all differences is known.
            Problem::Stub(_, differences) if is_verbose => (it.says(), Some(differences)),
            _ => (it.says(), None),
        });
        let name = verdict.endpoint.name();
        for (says, differences) in unasked.chain(problems) {
            let same = |entry: &&mut (String, Vec<&str>, Option<&Differences>)| {
                entry.0 == says && entry.2.is_none() && differences.is_none()
            };
            match printed.iter_mut().find(same) {
                Some((_, names, _)) => names.push(name),
                None => printed.push((says, vec![name], differences)),
            }
        }
    }
    for (says, names, differences) in printed {
        let names = names.join(", ");
        let says = visible(&says);
        // One name is on the same line as its problem; several names have their own line.
        let says = if names.contains(',') {
            format!("\n{}", wrap(&says, 76))
        } else {
            wrap(&format!("{}: {says}", &names), 78)[names.len() + 1..].to_owned()
        };
        writeln!(ui.out, "\n{error}{names}{error:#}:{}", says.replace('\n', "\n  "))?;
        if let Some(differences) = differences {
            diffs(differences, is_verbose, ui)?;
        }
    }
    Ok(())
}

fn diffs(differences: &Differences, is_verbose: bool, ui: &mut Ui) -> Result<(), Error> {
    let Styles { dim, .. } = ui.styles();
    let shown = if is_verbose { differences.first.len() } else { 5 };
    for difference in differences.first.iter().take(shown) {
        diff(difference, ui)?;
    }
    let more = differences.count.saturating_sub(shown.min(differences.first.len()));
    if more > 0 {
        let how = if is_verbose { "" } else { "; --verbose shows more" };
        writeln!(ui.out, "  {dim}and {more} more{how}{dim:#}")?;
    }
    Ok(())
}

fn diff(difference: &Difference, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (good, error, dim) = (styles.good, styles.error, styles.dim);
    let cut = |text: &str, width: usize| -> String {
        let text = visible(text);
        if text.chars().count() > width {
            text.chars().take(width - 1).chain(['…']).collect()
        } else {
            text.into_owned()
        }
    };
    let rule = difference.rule.as_ref().map(|it| format!("  in {it}")).unwrap_or_default();
    writeln!(ui.out, "  {}{dim}{}{dim:#}", cut(&difference.at, 40), cut(&rule, 36))?;
    let value = |it: &Option<String>| cut(it.as_deref().unwrap_or("nothing"), 66);
    writeln!(ui.out, "    {good}here   {}{good:#}", value(&difference.ours))?;
    writeln!(ui.out, "    {error}there  {}{error:#}", value(&difference.theirs))?;
    Ok(())
}

/// The summary line when there is no problem.
pub(super) fn fine(checked: &Checked<'_>) -> String {
    let verdicts = checked.verdicts;
    if let ([], Some(agents)) = (verdicts, checked.agents) {
        return match agents.path {
            Some(path) => format!("the agents are served by {path}, each for its owner alone"),
            None => "there are no agents".to_owned(),
        };
    }
    let refused = verdicts.iter().filter(|it| it.answers == 0).count();
    let n = verdicts.len() - refused;
    let endpoints = match (n, refused) {
        (1, 0) => "1 endpoint".to_owned(),
        (n, 0) => format!("all {n} endpoints"),
        (n, refused) => format!("{n} of {} endpoints", n + refused),
    };
    let mut paths: Vec<Option<Path>> =
        verdicts.iter().flat_map(|it| it.paths.iter().map(|it| it.0)).collect();
    paths.sort();
    paths.dedup();
    let is_unjudged = |it: &&Verdict| it.answers > 0 && it.parity == Parity::Unjudged;
    let unjudged = verdicts.iter().filter(is_unjudged).count();
    let right = match unjudged {
        0 => "the answers are right".to_owned(),
        _ if unjudged == n => "the answers could not be compared".to_owned(),
        _ => format!("the answers of {} are right", n - unjudged),
    };
    let line = match paths.as_slice() {
        [Some(path)] => format!("{endpoints} answered by {path}, and {right}"),
        [None] => format!("{endpoints} answered by an unknown path, and {right}"),
        _ => format!("{endpoints} answered by several paths, and {right}"),
    };
    match refused {
        0 => line,
        1 => format!("{line}; 1 always refuses"),
        n => format!("{line}; {n} always refuse"),
    }
}

/// The next step for the user.
fn next(checked: &Checked<'_>) -> Option<String> {
    let Checked { verdicts, agents, overall, .. } = *checked;
    if overall == Overall::Fine {
        return None;
    }
    if verdicts.iter().all(Verdict::is_fine)
        && let Some(problem) = agents.and_then(|it| it.problems.first())
    {
        return match problem {
            agents::Problem::Fault(fault) => fault.hint(),
            agents::Problem::WrongPath { .. } => {
                Some("see why: bloqr dispatch explain, in the folder of wrangler.toml".to_owned())
            }
            it if it.is_leak() => Some(
                "switch the agents off until this is mended: others can reach drafts".to_owned(),
            ),
            _ => None,
        };
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
    if problems().any(|it| matches!(it, Problem::Stub(..))) {
        return Some(
            "do not rely on these answers: switch the binding off (bloqr bindings disable), or deploy isolates that do the work".to_owned(),
        );
    }
    if problems().any(|it| matches!(it, Problem::WrongPath { .. })) {
        return Some("see why: bloqr dispatch explain, in the folder of wrangler.toml".to_owned());
    }
    let here = env!("CARGO_PKG_VERSION");
    let core = |it: &Version| it.core.clone();
    let mut cores = verdicts.iter().flat_map(|it| it.versions.iter().filter_map(core));
    match cores.find(|it| it != here) {
        Some(core) => Some(format!(
            "the backend runs core {}, and this command has core {here}: compare with the same version",
            visible(&core)
        )),
        None if problems().any(|it| matches!(it, Problem::WrongAnswer(_))) => {
            let is_named = verdicts.iter().any(|it| !it.versions.is_empty());
            let so = if is_named { "the versions are equal but the answers are not: " } else { "" };
            Some(format!("{so}the backend runs another core, or a stub"))
        }
        None => None,
    }
}
