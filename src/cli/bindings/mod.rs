//! `bloqr bindings`: shows, enables and disables the bindings for Dynamic Workers.

mod check;
mod edit;
mod explain;
mod status;

use std::path::PathBuf;

use clap::Subcommand;

use crate::{
    cli::{Error, Outcome, Ui, deferred::Deferred, wrangler_file::File},
    wrangler::{Binding, Config, Scope},
};

/// Show, enable and disable the LOADER bindings of a wrangler configuration
///
/// The backend runs rules in Dynamic Workers when `env.LOADER` or `env.DYNAMIC_WORKER_LOADER` is a
/// worker loader. These commands show whether the configuration has one, and add or remove it
/// without changing any other byte.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr bindings status                           show the bindings that are on, and whether wrangler binds them
  bloqr bindings enable loader --dry-run          show the change without making it
  bloqr bindings enable loader                    make the change
  bloqr bindings enable all --all-envs            both bindings, in every environment
  bloqr bindings disable loader --env staging     comment it out in one environment
  bloqr bindings check                            for CI: fail if wrangler would drop a binding")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show each binding in each environment, and whether wrangler will bind it
    Status(Deferred<status::Args>),
    /// Turn a binding on, in the form that wrangler binds
    ///
    /// Uncomments the block when the file has one, and otherwise writes a new block. Changes nothing
    /// else in the file. A block in the integration guide's form stays as it is: wrangler drops it.
    Enable(Deferred<edit::EnableArgs>),
    /// Turn a binding off: comment its block out, so that `enable` can restore it
    Disable(Deferred<edit::DisableArgs>),
    /// Fail when wrangler would not bind a binding that is on
    ///
    /// With --env NAME or --previews, a binding that is on in the scope around it counts as on there
    /// too: wrangler would drop it.
    Check(Deferred<check::Args>),
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    match &args.command {
        Command::Status(args) => status::run(args, ui),
        Command::Enable(args) => edit::enable(args, ui),
        Command::Disable(args) => edit::disable(args, ui),
        Command::Check(args) => check::run(args, ui),
    }
}

/// The configuration file.
#[derive(clap::Args)]
struct FileArgs {
    /// The wrangler configuration [default: the file that wrangler would read]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl FileArgs {
    fn open(&self) -> Result<File, Error> {
        let here = std::env::current_dir()
            .map_err(|err| Error::new("cannot find the current directory").caused_by(err))?;
        File::open(self.config.as_deref(), &here)
    }
}

/// The scopes that `--env` and `--previews` select: without both, all of them. An environment comes
/// with its `previews`.
fn scopes(
    file: &File,
    config: &Config<'_>,
    env: Option<&str>,
    previews: bool,
) -> Result<Vec<Scope>, Error> {
    let mut scopes = config.scopes();
    if env.is_none() && !previews {
        return Ok(scopes);
    }
    let owner = owner(file, config, env)?;
    scopes.retain(|it| it.owner() == owner && (it.is_previews() || !previews));
    if scopes.is_empty() {
        return Err(no_previews(file, config, &owner));
    }
    Ok(scopes)
}

/// The top level, or the environment that `--env` names.
fn owner(file: &File, config: &Config<'_>, env: Option<&str>) -> Result<Scope, Error> {
    env.map_or(Ok(Scope::Top), |it| file.env(config, it))
}

fn no_previews(file: &File, config: &Config<'_>, owner: &Scope) -> Error {
    let error = Error::new(format!("{} has no `previews`{}", file.path(), place(owner)));
    if config.inherits(&owner.previews()) {
        error.hint("leave out --env: the environment uses the `previews` of the top level")
    } else {
        let command = enable_command(Binding::Loader, &owner.previews());
        error.hint(format!("leave out --previews, or make them: {command}"))
    }
}

/// ` in dev`, ` in the previews of dev`, or an empty text for the top level.
fn place(scope: &Scope) -> String {
    match (scope.is_previews(), scope.env()) {
        (false, None) => String::new(),
        (false, Some(env)) => format!(" in {env}"),
        (true, None) => " in previews".to_owned(),
        (true, Some(env)) => format!(" in the previews of {env}"),
    }
}

/// The command that turns the binding on.
fn enable_command(binding: Binding, scope: &Scope) -> String {
    let env = scope.env().map(|it| format!(" --env {it}")).unwrap_or_default();
    let previews = if scope.is_previews() { " --previews" } else { "" };
    format!("bloqr bindings enable {}{env}{previews}", binding.slug())
}

/// The command that moves the binding from `unsafe.bindings` to `worker_loaders`.
fn move_command(binding: Binding, scope: &Scope) -> String {
    format!("{} --move", enable_command(binding, scope))
}
