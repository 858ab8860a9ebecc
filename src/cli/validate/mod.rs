//! `bloqr validate`: finds problems in lists, reports them, and fixes them.

mod aglint;
mod backend;
mod fix;
mod include;
mod include_group;
mod judge;
mod list;
mod output;
mod readers;
mod repeated;
mod run;
mod settings;
mod show;
mod statistics;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use self::settings::unknown_rule;
use self::{
    run::Run,
    settings::{Flags, ResolvedSettings},
};
use crate::{
    cli::{
        Error, Outcome, Ui, client,
        input::{self, Found, Source},
    },
    diagnostic::Severity,
    lint,
    report::Format,
};

/// Find problems in filter lists, and fix them
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr validate                               every list below the current directory
  bloqr validate --target ubo,brave list.txt   as uBlock Origin and Brave see it
  bloqr validate --rule '||ads.example^$thrid-party'
  bloqr validate --with easylist.txt mine.txt  finds exceptions that cancel nothing, too
  bloqr validate --diff lists/                 what --fix would change
  bloqr validate --fix lists/
  bloqr validate --strict --format sarif --output bloqr.sarif
  curl -s https://example.com/list.txt | bloqr validate -

Settings are read from the nearest bloqr.toml, or from AGLint's files where there is none; see
`bloqr config schema`. `bloqr rules` lists what is looked for, `bloqr rules NAME` explains.

Exit codes:
  0  no errors, and no more warnings than --max-warnings
  1  errors, or too many warnings; with --diff, something to change
  2  the work could not be done, or there was nothing to check")]
pub(super) struct Args {
    /// Lists, directories with lists in them, or `-` for stdin [default: .]
    #[arg(value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,

    /// Check this rule; may be repeated
    #[arg(long = "rule", value_name = "TEXT", allow_hyphen_values = true)]
    rules: Vec<String>,

    /// A list or directory that the lists are used with: tell exceptions and `badfilter`s too that
    /// are of no use there; may be repeated
    #[arg(long, value_name = "LIST")]
    with: Vec<PathBuf>,

    /// Leave out what the configuration excludes, and what is called as no list is, though it is
    /// named: for hooks that name the files that changed
    #[arg(long)]
    force_exclude: bool,

    /// Take every file for a list of this kind, whatever is in it
    #[arg(long = "as", value_name = "KIND", value_parser = kind_parser())]
    kind: Option<lint::Kind>,

    #[command(flatten)]
    flags: Flags,

    /// How to report [default: text; github inside GitHub Actions]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,

    /// List every finding; text and github else list five of a rule in each list, and count the rest
    #[arg(long)]
    all: bool,

    /// Write the report here rather than to stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Fix what can be fixed without changing what a list does
    #[arg(long)]
    fix: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Leave out what is less severe
    #[arg(long, value_name = "SEVERITY", default_value = "info", value_parser = severity_parser())]
    min_severity: Severity,

    /// Fail when there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,

    /// Count the findings of each rule instead of listing them
    #[arg(long)]
    statistics: bool,

    /// Print what holds for each list instead of checking it: whom it is for, its configuration; and
    /// which files are left alone
    #[arg(long, conflicts_with_all = ["fix", "diff", "statistics", "backend", "output", "format"])]
    show_settings: bool,

    /// Print nothing but the findings
    #[arg(long, short)]
    quiet: bool,

    /// Let this backend check, a list a request; only --strict goes along
    #[arg(long, value_name = "URL")]
    backend: Option<String>,

    #[command(flatten)]
    client: client::Args,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let value = |it: Format| PossibleValue::new(it.as_str()).help(it.about());
    PossibleValuesParser::new(Format::ALL.iter().copied().map(value))
        .try_map(|it| it.parse::<Format>())
}

fn kind_parser() -> impl TypedValueParser<Value = lint::Kind> {
    const KINDS: [(&str, lint::Kind); 3] = [
        ("adblock", lint::Kind::Adblock),
        ("hosts", lint::Kind::Hosts),
        ("domains", lint::Kind::Domains),
    ];
    PossibleValuesParser::new(KINDS.map(|it| it.0)).map(move |name| {
        let found = KINDS.into_iter().find(|it| it.0 == name);
        found.map_or_else(lint::Kind::default, |it| it.1)
    })
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::as_str)).map(|it| {
        let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == it);
        found.unwrap_or(Severity::Info)
    })
}

/// What holds for a list when no flag says anything: the nearest configuration.
pub(super) fn config_for(list: Option<&Path>) -> Result<lint::Config, Error> {
    ResolvedSettings::new(&Flags::default())?.for_list(list)
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut settings = ResolvedSettings::new(&args.flags)?;
    let found = find(args, &mut settings);
    settings.take_warnings().iter().for_each(|it| ui.warning(it));
    let (Found { sources, passed_over }, excluded) = found?;
    if args.show_settings {
        let left_alone = show::LeftAlone { excluded, passed_over };
        return show::settings(args, settings, sources, &left_alone, ui);
    }
    if sources.is_empty() {
        return Ok(Outcome::Clean);
    }
    if args.client.is_wanted(args.backend.as_deref()) {
        return backend::run(args, settings, &sources, ui);
    }
    let mut run = Run {
        args,
        settings,
        failed: None,
        is_empty: true,
        other_kinds: 0,
        others: Vec::new(),
        passed_over,
        repeated: None,
    };
    let outcome = match args.diff {
        true => run.diff(sources, ui)?,
        false => run.report(sources, ui)?,
    };
    if let Some(error) = run.failed {
        return Err(error);
    }
    // A hook names the files that changed. It must pass when no filter list changed.
    match run.is_empty {
        true if run.other_kinds == 0 => Err(nothing()),
        true if !args.force_exclude => Err(Error::new("no filter list is among the files")
            .hint("to check a file anyway, give its kind: `--as adblock`, `hosts` or `domains`")),
        _ => Ok(outcome),
    }
}

/// The error for an empty input: a CI step that checked nothing must not look like a success.
fn nothing() -> Error {
    Error::new("the input is empty")
}

/// The lists to check: those that the user named, and those found that no configuration excludes.
/// Second, the files that are excluded.
fn find(args: &Args, settings: &mut ResolvedSettings) -> Result<(Found, Vec<PathBuf>), Error> {
    let mut excluded = Vec::new();
    let mut sources = Vec::new();
    if !args.rules.is_empty() {
        sources.push(Source::Arguments(args.rules.join("\n")));
    }
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() && sources.is_empty() { &here } else { &args.paths[..] };
    let extensions = settings.extensions()?;
    let found = input::search(paths, extensions.as_deref())?;
    let before = found.sources.len();
    let mut known: HashSet<Source> = sources.iter().cloned().collect();
    for source in found.sources {
        if let Source::File(path) = &source {
            let is_named = paths.contains(path);
            let is_left_alone = match (is_named, args.force_exclude) {
                (true, false) => false,
                (true, true) => {
                    input::why_no_list(path, extensions.as_deref()).is_some()
                        || settings.excludes(path)?
                }
                (false, _) => settings.excludes(path)?,
            };
            if is_left_alone {
                excluded.push(path.clone());
                continue;
            }
        }
        if known.insert(source.clone()) {
            sources.push(source);
        }
    }
    match sources.is_empty() && !args.force_exclude {
        true if before == 1 => {
            Err(Error::new("the only list found is excluded by the configuration"))
        }
        true => {
            Err(Error::new(format!("all {before} lists found are excluded by the configuration")))
        }
        false => Ok((Found { sources, passed_over: found.passed_over }, excluded)),
    }
}
