//! `bloqr validate`: finds problems in lists, reports them, and fixes them.

mod aglint;
mod backend;
mod baseline;
mod fix;
mod include;
mod include_group;
mod judge;
mod list;
mod output;
mod readers;
mod run;
mod settings;
mod shelves;
mod show;
mod since;
mod statistics;
mod suppressions;
mod watch;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use self::settings::{config_files, unknown_rule};
use self::{
    baseline::Baselines,
    output::Output,
    run::Run,
    settings::{Flags, ResolvedSettings},
    since::Since,
    suppressions::Added,
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

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr validate                               every list below the current directory
  bloqr validate --target ubo,brave list.txt   check for uBlock Origin and Brave only
  bloqr validate --rule '||ads.example^$thrid-party'
  bloqr validate --with easylist.txt mine.txt  also finds exceptions without effect
  bloqr validate --diff lists/                 what --fix would change
  bloqr validate --fix lists/
  bloqr validate --write-baseline baseline.json    from now on, report only new problems:
  bloqr validate --baseline baseline.json
  bloqr validate --since origin/main           only problems on lines that this branch adds
  bloqr validate --strict --format sarif --output bloqr.sarif
  curl -s https://example.com/list.txt | bloqr validate -

Settings are read from the nearest bloqr.toml, or without one from AGLint's files; see
`bloqr config schema`. `bloqr rules` lists all checks, `bloqr rules NAME` explains one.

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

    /// A list or directory that the lists are used together with: also report exceptions and
    /// `badfilter`s that have no effect there, and rules that these lists make redundant; may be
    /// repeated
    #[arg(long, value_name = "LIST")]
    with: Vec<PathBuf>,

    /// Compare the rules of all lists with each other; without this, those of all lists below the
    /// directory if only one is given, else those of lists in the same directory
    #[arg(long)]
    across: bool,

    /// Compare only the rules of lists that include each other
    #[arg(long, conflicts_with = "across")]
    no_across: bool,

    /// Check stdin with the configuration of this file, which is not read: for editors
    #[arg(long, value_name = "PATH", conflicts_with_all = ["rules", "fix"])]
    stdin_filename: Option<PathBuf>,

    /// Skip named files that the configuration excludes, or that are not named like lists: for
    /// hooks that name the changed files
    #[arg(long)]
    force_exclude: bool,

    /// Read every file as a list of this kind, no matter what it contains
    #[arg(long = "as", value_name = "KIND", value_parser = kind_parser())]
    kind: Option<lint::Kind>,

    #[command(flatten)]
    flags: Flags,

    /// Output format [default: text; github inside GitHub Actions]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,

    /// List every finding; otherwise text and github list five findings of a rule in each list, and
    /// count the rest
    #[arg(long)]
    all: bool,

    /// Write the report to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Apply the fixes that do not change what a list does
    #[arg(long)]
    fix: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// With --fix or --diff: also apply fixes that can change what a list does
    #[arg(long)]
    unsafe_fixes: bool,

    /// Write a comment into the lists that hides each of today's problems
    #[arg(long, conflicts_with_all = ["fix", "rules", "stdin_filename"])]
    add_suppressions: bool,

    /// Leave out the problems that are in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write today's problems to this file. Problems of lists that are not checked stay in it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "min_severity", "fix", "diff", "add_suppressions", "rules", "stdin_filename"])]
    write_baseline: Option<PathBuf>,

    /// Leave out problems on lines that were there before: only lines count that were added since
    /// the branch left this revision, also when they are not committed
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff", "rules", "stdin_filename"])]
    since: Option<String>,

    /// Leave out findings that are less severe
    #[arg(long, value_name = "SEVERITY", default_value = "info", value_parser = severity_parser())]
    min_severity: Severity,

    /// Fail when there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,

    /// List at most so many findings; the others are counted
    #[arg(long, value_name = "N")]
    max_diagnostics: Option<usize>,

    /// Exit with 0 also when there are problems
    #[arg(long)]
    exit_zero: bool,

    /// Check again whenever a list or a configuration changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "add_suppressions", "write_baseline", "output", "rules", "stdin_filename", "backend"])]
    watch: bool,

    /// Count the findings of each rule instead of listing them
    #[arg(long)]
    statistics: bool,

    /// Print the settings for each list instead of checking it: its targets, its configuration, and
    /// which files are not checked
    #[arg(long, conflicts_with_all = ["fix", "diff", "statistics", "backend", "output", "format", "watch", "add_suppressions", "write_baseline"])]
    show_settings: bool,

    /// Print only the findings
    #[arg(long, short)]
    quiet: bool,

    /// Let this backend check each list in one request; it only gets --strict
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
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Error::new("--unsafe-fixes applies nothing alone").hint(
            "see the changes with `--diff --unsafe-fixes`, make them with `--fix --unsafe-fixes`",
        ));
    }
    if let Some(format) = args.format.filter(|_| args.statistics)
        && !matches!(format, Format::Text | Format::Concise | Format::Json)
    {
        return Err(Error::new(format!("--statistics counts findings, and {format} lists them"))
            .hint("--format text, or --format json for programs"));
    }
    if args.watch { watch::run(args, ui) } else { once(args, ui, &mut Vec::new()) }
}

/// Checks the lists once. Adds the files that were read to `watched`.
fn once(args: &Args, ui: &mut Ui, watched: &mut Vec<PathBuf>) -> Result<Outcome, Error> {
    let mut settings = ResolvedSettings::new(&args.flags)?;
    let found = find(args, &mut settings);
    settings.take_warnings().iter().for_each(|it| ui.warning(it));
    let (Found { sources, passed_over }, excluded) = found?;
    if args.show_settings {
        let left_out = show::LeftOut { excluded, passed_over };
        return show::settings(args, settings, sources, &left_out, ui);
    }
    if sources.is_empty() {
        // A program that reads the report gets one, also for a file that is excluded.
        if args.stdin_filename.is_some() {
            Output::start(args, ui)?.end(false, ui)?;
        }
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
        with: Vec::new(),
        baselines: Baselines::new(args.baseline.as_deref(), args.write_baseline.as_deref())?,
        since: args.since.as_deref().map(Since::new),
        suppressed: Added::default(),
        watched,
    };
    let outcome = if args.diff { run.diff(sources, ui)? } else { run.report(sources, ui)? };
    if let Some(error) = run.failed {
        return Err(error);
    }
    // A hook names the files that changed. It must pass when no filter list changed.
    if run.is_empty && run.other_kinds == 0 {
        Err(nothing())
    } else if run.is_empty && !args.force_exclude {
        Err(Error::new("no filter list is among the files")
            .hint("to check a file anyway, give its kind: `--as adblock`, `hosts` or `domains`"))
    } else {
        Ok(outcome)
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
    if let Some(path) = &args.stdin_filename {
        if args.paths.iter().any(|it| it != Path::new("-")) {
            return Err(Error::new("--stdin-filename is about stdin, and other lists are named")
                .hint("name no list, or only `-`"));
        }
        if settings.excludes(path)? {
            return Ok((Found::default(), vec![path.clone()]));
        }
        let sources = vec![Source::StdinAs(path.clone())];
        return Ok((Found { sources, ..Found::default() }, excluded));
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
            let is_left_out = match (is_named, args.force_exclude) {
                (true, false) => false,
                (true, true) => {
                    input::why_no_list(path, extensions.as_deref()).is_some()
                        || settings.excludes(path)?
                }
                (false, _) => settings.excludes(path)?,
            };
            if is_left_out {
                excluded.push(path.clone());
                continue;
            }
        }
        if known.insert(source.clone()) {
            sources.push(source);
        }
    }
    if !sources.is_empty() || args.force_exclude {
        Ok((Found { sources, passed_over: found.passed_over }, excluded))
    } else if before == 1 {
        Err(Error::new("the only list found is excluded by the configuration"))
    } else {
        Err(Error::new(format!("all {before} lists found are excluded by the configuration")))
    }
}
