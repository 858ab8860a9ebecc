use clap::ValueEnum;
use serde_json::{Value, json};

use crate::{
    cli::{
        Error, Outcome, Ui,
        text::wrap,
        wrangler_file::{File, problem_text},
    },
    wrangler::{self, Binding, Problem, Scope, State, Status},
};

use super::{FileArgs, enable_command, move_command, place};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings status
  bloqr bindings status --env production
  bloqr bindings status --config worker/wrangler.jsonc --format json")]
pub(super) struct Args {
    /// Only this environment
    #[arg(short, long, value_name = "NAME")]
    env: Option<String>,

    /// Only the `previews` of the top level or of --env: what `wrangler preview` reads
    #[arg(long)]
    previews: bool,

    /// Output format
    #[arg(long, default_value = "text")]
    format: Format,

    #[command(flatten)]
    file: FileArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let file = args.file.open()?;
    let config = file.config()?;
    let scopes = super::scopes(&file, &config, args.env.as_deref(), args.previews)?;
    let mut statuses = wrangler::status(&config, file.wrangler);
    statuses.retain(|it| scopes.contains(&it.scope));
    match args.format {
        Format::Text => {
            table(&file, &statuses, ui)?;
            advice(&statuses, ui)?;
            file.note_redirect(ui);
        }
        Format::Json => writeln!(ui.out, "{:#}", report(&file, &statuses))?,
    }
    Ok(Outcome::Clean)
}

fn table(file: &File, statuses: &[Status], ui: &mut Ui) -> Result<(), Error> {
    let (bold, dim) = (ui.styles().bold, ui.styles().dim);
    let wrangler = match file.wrangler {
        Some(version) => format!("wrangler {version} is installed for it"),
        None => "no wrangler is installed for it".to_owned(),
    };
    writeln!(ui.out, "{bold}{}{bold:#} {dim}({wrangler}){dim:#}", file.path())?;
    let width =
        statuses.iter().map(|it| label(&it.scope).chars().count()).max().unwrap_or_default();
    for binding in Binding::ALL {
        let name = ui.styles().name;
        writeln!(ui.out, "\n{name}{}{name:#}", binding.name())?;
        for status in statuses.iter().filter(|it| it.binding == binding) {
            row(status, width, ui)?;
        }
    }
    Ok(())
}

fn row(status: &Status, width: usize, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let state = match status.state {
        State::On if status.bound => styles.good,
        State::On => styles.error,
        State::Off => styles.warning,
        State::CommentedOut | State::Absent => styles.dim,
    };
    let scope = label(&status.scope);
    let word = word(status.state);
    let verdict = match (status.bound, status.state) {
        (true, _) if status.problems.is_empty() => "bound",
        (true, _) => "deploy only",
        (false, State::On) => "not bound",
        _ => "",
    };
    let block = status.blocks.first();
    let block =
        block.map(|it| format!("line {:<5} {}", it.line, it.form.key())).unwrap_or_default();
    let line = format!(
        "  {scope:width$}  {state}{word:13}{state:#}  {block:38}  {state}{verdict}{state:#}"
    );
    writeln!(ui.out, "{}", line.trim_end())?;
    Ok(())
}

fn label(scope: &Scope) -> String {
    match (scope.env(), scope.is_previews()) {
        (None, false) => "top level".to_owned(),
        (None, true) => "previews".to_owned(),
        (Some(env), false) => env.to_owned(),
        (Some(env), true) => format!("{env} previews"),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::On => "on",
        State::Off => "off",
        State::CommentedOut => "commented out",
        State::Absent => "absent",
    }
}

/// Prints each problem, and the command that fixes it.
fn advice(statuses: &[Status], ui: &mut Ui) -> Result<(), Error> {
    let (warning, literal) = (ui.styles().warning, ui.styles().literal);
    for status in statuses {
        for problem in &status.problems {
            let (name, place) = (status.binding.name(), place(&status.scope));
            let why = problem_text(problem);
            let by = if problem.prevents_binding() { "" } else { " by `wrangler dev`" };
            let text = wrap(&format!("{name} is not bound{place}{by}: {why}"), 78);
            writeln!(ui.out, "\n{warning}{text}{warning:#}")?;
            let command = match problem {
                Problem::UnknownTable { .. } | Problem::NotInherited { .. } => {
                    enable_command(status.binding, &status.scope)
                }
                Problem::NotInDev { .. } => move_command(status.binding, &status.scope),
                _ => continue,
            };
            writeln!(ui.out, "  {literal}{command}{literal:#}")?;
        }
    }
    let any = |state| statuses.iter().any(|it| it.state == state);
    if !any(State::On) && !any(State::Off) {
        let first = statuses.first();
        let command = first.map(|it| enable_command(it.binding, &it.scope)).unwrap_or_default();
        writeln!(
            ui.out,
            "\nNo binding is on: the backend runs rules inline. To turn Dynamic Workers on:"
        )?;
        writeln!(ui.out, "  {literal}{command}{literal:#}")?;
    }
    Ok(())
}

/// `bloqr.bindings/1`.
fn report(file: &File, statuses: &[Status]) -> Value {
    let bindings: Vec<Value> = statuses.iter().map(entry).collect();
    json!({
        "schema": "bloqr.bindings/1",
        "config": file.path(),
        "wrangler": file.wrangler.map(|it| it.to_string()),
        "redirect": file.redirect,
        "bindings": bindings,
    })
}

fn entry(status: &Status) -> Value {
    let blocks = status.blocks.iter().map(|block| {
        json!({
            "form": block.form.key(),
            "known_to_wrangler": block.form.is_bound(),
            "line": block.line,
            "commented_out": block.commented_out,
        })
    });
    let problems =
        status.problems.iter().map(|it| json!({ "code": code(it), "message": problem_text(it) }));
    json!({
        "binding": status.binding.name(),
        "environment": status.scope.env(),
        "previews": status.scope.is_previews(),
        "state": word(status.state).replace(' ', "-"),
        "bound": status.bound,
        "blocks": blocks.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn code(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnknownTable { .. } => "unknown-table",
        Problem::NotInherited { .. } => "not-inherited",
        Problem::Taken { .. } => "name-taken",
        Problem::WrongShape { .. } => "wrong-shape",
        Problem::Duplicate { .. } => "duplicate",
        Problem::OldWrangler { .. } => "old-wrangler",
        Problem::NotInDev { .. } => "not-in-dev",
    }
}
