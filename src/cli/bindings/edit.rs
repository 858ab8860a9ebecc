use std::path::Path;

use clap::ValueEnum;

use crate::{
    cli::{
        Error, Outcome, Ui,
        diff::Diff,
        project,
        wrangler_file::{File, problem_text},
    },
    wrangler::{self, Binding, Change, Config, Done, Edit, NAMESPACE, Scope, Task},
};

use super::{FileArgs, explain, move_command, no_previews, owner, place};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings enable loader
  bloqr bindings enable loader --dry-run
  bloqr bindings enable all --all-envs
  bloqr bindings enable dynamic-worker-loader --env production
  bloqr bindings enable loader --previews
  bloqr bindings enable loader --move
  bloqr bindings enable loader --form guide --namespace my-namespace

Exit codes:
  0  done, and wrangler will bind the binding
  1  done, but wrangler will not bind the binding; or --check, and a change is needed
  2  refused: the file is not changed")]
pub(super) struct EnableArgs {
    #[command(flatten)]
    edit: EditArgs,

    /// The dispatch namespace of a new LOADER block in the guide's form
    #[arg(long, value_name = "NAME")]
    namespace: Option<String>,

    /// Move a worker loader from `unsafe.bindings`, which `wrangler dev` leaves out, to
    /// `worker_loaders`
    #[arg(long)]
    r#move: bool,
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings disable loader
  bloqr bindings disable all --all-envs --dry-run
  bloqr bindings disable loader --env staging --remove

Exit codes:
  0  done
  1  done, but another block still binds it; or --check, and a change is needed
  2  refused: the file is not changed")]
pub(super) struct DisableArgs {
    #[command(flatten)]
    edit: EditArgs,

    /// Delete the block instead of commenting it out; a .json without comments always does this
    #[arg(long)]
    remove: bool,
}

#[derive(clap::Args)]
struct EditArgs {
    /// The binding
    binding: Which,

    /// Change this environment, not the top level
    #[arg(short, long, value_name = "NAME", conflicts_with = "all_envs")]
    env: Option<String>,

    /// Change the top level and every environment
    #[arg(long)]
    all_envs: bool,

    /// Change the `previews` of the top level, of --env, or of --all-envs: what `wrangler preview`
    /// reads
    #[arg(long)]
    previews: bool,

    /// `auto` writes the form that wrangler binds; `guide` writes the tables of the integration
    /// guide, which wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]
    #[arg(long)]
    form: Option<FormChoice>,

    /// Print the change without making it
    #[arg(long)]
    dry_run: bool,

    /// Like --dry-run, but exit with 1 if a change is needed
    #[arg(long)]
    check: bool,

    /// Accepted for scripts, without effect: the command never asks questions
    #[arg(short, long)]
    yes: bool,

    #[command(flatten)]
    file: FileArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    Loader,
    DynamicWorkerLoader,
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormChoice {
    Auto,
    Guide,
}

pub(super) fn enable(args: &EnableArgs, ui: &mut Ui) -> Result<Outcome, Error> {
    let change = if args.r#move { Change::Move } else { Change::Enable };
    run(&args.edit, change, args.namespace.as_deref(), ui)
}

pub(super) fn disable(args: &DisableArgs, ui: &mut Ui) -> Result<Outcome, Error> {
    let change = if args.remove { Change::Remove } else { Change::Disable };
    run(&args.edit, change, None, ui)
}

fn run(
    args: &EditArgs,
    change: Change,
    namespace: Option<&str>,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    let file = args.file.open()?;
    let guide = match args.form {
        Some(form) => form == FormChoice::Guide,
        None => project::has_guide_form(file.dir())?,
    };
    let namespace = match (namespace, guide) {
        (Some(_), false) => {
            return Err(Error::new("--namespace is for the guide's form").hint("add --form guide"));
        }
        (given, _) => given.unwrap_or(NAMESPACE),
    };
    if change == Change::Move && guide {
        return Err(Error::new("--move writes the form that wrangler binds, not the guide's")
            .hint("leave out --move, or add --form auto"));
    }
    let config = file.config()?;
    let scopes = scopes(args, &file, &config)?;
    let bindings: &[Binding] = match args.binding {
        Which::Loader => &[Binding::Loader],
        Which::DynamicWorkerLoader => &[Binding::DynamicWorkerLoader],
        Which::All => &Binding::ALL,
    };
    let tasks: Vec<Task<'_>> = scopes
        .iter()
        .flat_map(|scope| bindings.iter().map(move |it| (*it, scope)))
        .map(|(binding, scope)| Task { change, binding, scope, guide, namespace })
        .collect();
    let edits = wrangler::edit_all(&file.file.text, file.syntax, &tasks)
        .map_err(|(index, refusal)| explain::refusal(&file.file, &tasks[index], &refusal))?;
    let new = edits.first().map_or(file.file.text.as_str(), |it| it.text.as_str());
    let changed = new != file.file.text;
    let dry = args.dry_run || args.check;
    if changed && !dry {
        file.file.replace(new, "--dry-run")?;
    }
    let path = file.path();
    Diff::new((&path, &path), &file.file.text, new).print(ui.styles(), &mut ui.out)?;
    // Print messages after the change, also when both streams are the same terminal.
    ui.out.flush()?;
    if !changed || !dry {
        summarize(&tasks, &edits, ui);
    }
    let as_asked = verdict(&file, new, &tasks, changed && !dry, ui)?;
    match (as_asked, args.check && changed) {
        (true, false) => Ok(Outcome::Clean),
        _ => Ok(Outcome::Findings),
    }
}

/// Where to turn the binding on or off.
fn scopes(args: &EditArgs, file: &File, config: &Config<'_>) -> Result<Vec<Scope>, Error> {
    if args.all_envs {
        let mut scopes = config.scopes();
        scopes.retain(|it| it.is_previews() == args.previews);
        return match scopes.as_slice() {
            [] => Err(no_previews(file, config, &Scope::Top)),
            _ => Ok(scopes),
        };
    }
    let owner = owner(file, config, args.env.as_deref())?;
    Ok(vec![if args.previews { owner.previews() } else { owner }])
}

/// One line for each task.
fn summarize(tasks: &[Task<'_>], edits: &[Edit], ui: &mut Ui) {
    for (task, edit) in tasks.iter().zip(edits) {
        let (name, place, table) = (task.binding.name(), place(task.scope), edit.form.key());
        let text = match edit.done {
            Done::AlreadyOn { line } => {
                format!("{name} is already on{place}, on line {line}: nothing to do")
            }
            Done::Uncommented { line } => {
                format!("{name} is on{place}: uncommented the block on line {line}")
            }
            Done::Written => format!("{name} is on{place}: written as `{table}`"),
            Done::WrittenBelow { line } => format!(
                "{name} is on{place}: written as `{table}` below the guide's block on line {line}, \
                 which stays as it is because wrangler drops it"
            ),
            Done::Moved { line } => format!(
                "{name} is on{place}: moved from `unsafe.bindings` on line {line} to `{table}`"
            ),
            Done::CommentedOut { line } => {
                format!("{name} is off{place}: line {line} and its block are commented out")
            }
            Done::Removed { line } => {
                format!("{name} is off{place}: removed the block on line {line}")
            }
            Done::AlreadyOff { line: Some(line) } => {
                format!("{name} is already off{place}, commented out on line {line}: nothing to do")
            }
            Done::AlreadyOff { line: None } => format!("{name} is absent{place}: nothing to do"),
        };
        ui.note(&text);
    }
}

/// Whether wrangler will do what the user asked; prints notes and warnings.
fn verdict(
    file: &File,
    new: &str,
    tasks: &[Task<'_>],
    written: bool,
    ui: &mut Ui,
) -> Result<bool, Error> {
    let config = Config::parse(new, file.syntax)
        .map_err(|err| Error::new(format!("{}: {}", file.path(), err.message)))?;
    let statuses = wrangler::status(&config, file.wrangler);
    let mut as_asked = true;
    for task in tasks {
        let status =
            statuses.iter().find(|it| it.binding == task.binding && it.scope == *task.scope);
        let Some(status) = status else { continue };
        let (name, place) = (task.binding.name(), place(task.scope));
        let turns_on = task.change.turns_on();
        as_asked &= status.bound || !turns_on;
        for problem in status.problems.iter().filter(|_| turns_on) {
            let why = problem_text(problem);
            ui.warning(&if problem.prevents_binding() {
                format!("wrangler will not bind {name}{place}: {why}")
            } else {
                let command = move_command(task.binding, task.scope);
                format!(
                    "{name} is not bound{place} by `wrangler dev`: {why}; to move it: {command}"
                )
            });
        }
        let left = status.blocks.iter().find(|it| !it.commented_out);
        let Some(left) = left.filter(|_| !turns_on) else { continue };
        let (form, line) = (left.form.key(), left.line);
        if left.form.is_bound() {
            as_asked = false;
            ui.warning(&format!("{name} is still bound{place}, by `{form}` on line {line}"));
        } else {
            ui.note(&format!(
                "the guide's `{form}` on line {line} stays: wrangler drops it (--form guide comments it out)"
            ));
        }
    }
    if written && tasks.iter().any(|it| it.change.turns_on()) {
        ui.note("Dynamic Workers need access and a paid plan: https://developers.cloudflare.com/dynamic-workers/");
        file.note_redirect(ui);
    }
    Ok(as_asked)
}

impl File {
    fn dir(&self) -> &Path {
        self.file.path.parent().unwrap_or(Path::new(""))
    }
}
