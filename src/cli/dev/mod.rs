//! `bloqr dev`: the backend on this machine, in workerd.

mod assets;
mod config;
mod ending;
mod modules;
mod server;
mod storage;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::json;

use self::{assets::Assets, config::Run, server::Workerd, storage::Storage};
use crate::{
    cli::{
        Error, Outcome, Ui,
        api_key::{ApiKey, Tier, record},
        sandbox, workerd,
        wrangler_file::File,
    },
    wrangler::{self, Binding, Scope, State, Status},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dev                               prints the URL, the paths and an API key
  bloqr dev --port 8787
  bloqr dev --without loader              run as if LOADER were not bound
  bloqr dev --fault isolate-throw         see what clients get when isolates throw
  bloqr dev --env staging                 with the bindings and variables of an environment
  bloqr dev --private-network             compile sources that this machine serves
  bloqr dev --ephemeral                   forget at the end what agents store
  BLOQR_DEV_KEY=blq_… bloqr dev           use your own key
  bloqr bindings enable all --config worker/wrangler.toml && bloqr dev

Files:
  worker/core.wasm                        the core: run worker/build-wasm.sh to build it
  worker/site                             the page at /: run js/build.sh and worker/build-site.sh to build it
  worker/.bloqr/state                     what agents store, beside the configuration
  worker/.bloqr/state-NAME                the same for --env NAME
  worker/node_modules                     workerd: run npm ci --prefix worker to install it
                                          (or BLOQR_WORKERD, or the PATH)")]
pub(super) struct Args {
    /// Listen on this port; 0 chooses a free port
    #[arg(long, value_name = "N", default_value = "0")]
    port: u16,

    /// Leave out this loader, even if the configuration has it on
    #[arg(long, value_name = "LOADER", value_parser = loader())]
    without: Vec<Binding>,

    /// Make isolates fail in this way
    #[arg(long)]
    fault: Option<Fault>,

    /// Let the worker reach this machine and private networks, and fetch sources there over http
    #[arg(long)]
    private_network: bool,

    /// Keep what agents store in this folder [default: .bloqr/state beside the configuration]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,

    /// Forget at the end what agents store
    #[arg(long, conflicts_with = "state")]
    ephemeral: bool,

    /// The tier of the API key
    #[arg(long, default_value = "admin")]
    tier: Tier,

    /// Run this environment of the configuration, not the top level
    #[arg(short, long, value_name = "NAME")]
    env: Option<String>,

    /// The wrangler configuration [default: wrangler.toml here, in worker/ or above]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The module that replaces the isolates' module.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Fault {
    /// The isolate cannot start
    #[value(name = "isolate-start")]
    Start,
    /// The isolate throws on every request
    #[value(name = "isolate-throw")]
    Throw,
    /// The isolate never answers
    #[value(name = "isolate-hang")]
    Hang,
    /// The isolate answers with something that is not JSON
    #[value(name = "isolate-garbage")]
    Garbage,
}

impl Fault {
    fn module(self) -> &'static str {
        match self {
            Fault::Start => include_str!("faults/isolate-start.js"),
            Fault::Throw => include_str!("faults/isolate-throw.js"),
            Fault::Hang => include_str!("faults/isolate-hang.js"),
            Fault::Garbage => include_str!("faults/isolate-garbage.js"),
        }
    }
}

/// Replaces the worker's module that refuses sources of private networks.
const PRIVATE_NETWORK: &str = "export const PRIVATE_ALLOWED: boolean = true\n";

/// Reads the name of a loader.
fn loader() -> impl TypedValueParser<Value = Binding> {
    PossibleValuesParser::new(Binding::ALL.map(Binding::slug)).map(|slug| {
        let named = Binding::ALL.into_iter().find(|it| it.slug() == slug);
        named.expect("it is one of the possible values")
    })
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let file = open(args)?;
    let configuration = file.config()?;
    let scope = match &args.env {
        Some(name) => file.env(&configuration, name)?,
        None => Scope::Top,
    };
    let worker = configuration.worker(&scope);
    let home = file.home();
    let binary = find(&home)?;
    let mut statuses = wrangler::status(&configuration, file.wrangler);
    statuses.retain(|it| it.scope == scope);
    let is_on = |it: &&Status| it.state == State::On && !args.without.contains(&it.binding);
    let loaders: Vec<Binding> = statuses.iter().filter(is_on).map(|it| it.binding).collect();
    let (key, is_ours) = key()?;

    let cannot = |err| Error::new("cannot write a temporary configuration").caused_by(err);
    let dir = tempfile::Builder::new().prefix("bloqr-dev-").tempdir().map_err(cannot)?;
    let mut replaced = Vec::new();
    replaced.extend(args.fault.map(|it| (modules::ISOLATE, it.module())));
    replaced.extend(args.private_network.then_some((modules::PRIVATE, PRIVATE_NETWORK)));
    let assets = Assets::find(&home, &worker)?;
    let modules = modules::collect(&home, &worker, &replaced, dir.path())?;
    let sandbox = serve_sandbox(&binary)?;
    let storage = if args.ephemeral {
        Storage::temporary()?
    } else {
        Storage::open(args.state.as_deref(), &home, args.env.as_deref())?
    };
    let run = Run {
        worker: &worker,
        sandbox: &sandbox,
        state: &storage.path,
        assets: assets.as_ref(),
        modules,
        loaders: &loaders,
        private_network: args.private_network,
        api_keys: json!({ key.hash(): record(args.tier, "dev") }),
    };
    let path = dir.path().join("workerd.capnp");
    fs::write(&path, config::write(&run)).map_err(cannot)?;
    let server = Workerd::start(&binary, &path, args.port, storage.lock().map_err(cannot)?)?;
    // workerd has read all files. Remove them now, so that they cannot be left behind.
    dir.close().map_err(|err| Error::new("cannot remove a temporary folder").caused_by(err))?;

    writeln!(ui.out, "http://127.0.0.1:{}", server.port)?;
    paths(&statuses, args, &file, ui)?;
    workflows(&worker.workflows, ui)?;
    if assets.is_some_and(|it| !it.is_built()) {
        let (dim, literal) = (ui.styles().dim, ui.styles().literal);
        let command = format!("js/build.sh && {}", home.join("build-site.sh").display());
        writeln!(
            ui.out,
            "{dim}page{dim:#}     not built: {dim}run{dim:#} {literal}{command}{literal:#}"
        )?;
    }
    let dim = ui.styles().dim;
    if is_ours {
        writeln!(ui.out, "{dim}API key{dim:#}  {}", key.secret())?
    } else {
        writeln!(ui.out, "{dim}API key{dim:#}  the one in BLOQR_DEV_KEY")?
    }
    ui.out.flush()?;
    let end = server.wait(|line| ui.note(line));
    let (status, ending) =
        end.map_err(|err| Error::new("cannot wait for workerd").caused_by(err))?;
    storage.close();
    ending.finish();
    Err(Error::new(format!("workerd has stopped ({status})")))
}

#[cfg(target_os = "linux")]
fn serve_sandbox(binary: &Path) -> Result<String, Error> {
    sandbox::serve(binary)
}

/// `find` has refused these systems.
#[cfg(not(target_os = "linux"))]
fn serve_sandbox(_: &Path) -> Result<String, Error> {
    Err(Error::new("there is no sandbox on this system"))
}

/// The binary that `BLOQR_WORKERD` names, that is installed for the worker, or that is on the PATH.
fn find(home: &Path) -> Result<PathBuf, Error> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let here = format!("{} {}", env::consts::OS, env::consts::ARCH);
        return Err(Error::new(format!(
            "bloqr dev runs only on Linux x86_64, but this machine is {here}"
        ))
        .hint("run npx wrangler dev in the worker's folder: it runs the same worker"));
    }
    let found = workerd::named()?.or_else(|| workerd::packaged(home)).or_else(workerd::on_path);
    found.ok_or_else(|| {
        Error::new("workerd is not installed").hint(format!("npm ci --prefix {}", home.display()))
    })
}

/// The given file, or `worker/wrangler.toml` when the command runs in the repository's root.
fn open(args: &Args) -> Result<File, Error> {
    let here = env::current_dir()
        .map_err(|err| Error::new("cannot find the current directory").caused_by(err))?;
    let below = PathBuf::from("worker/wrangler.toml");
    let is_meant = !here.join("wrangler.toml").is_file() && here.join(&below).is_file();
    let named = args.config.clone().or(is_meant.then_some(below));
    File::open(named.as_deref(), &here)
}

/// The key of this run, and whether we made it.
fn key() -> Result<(ApiKey, bool), Error> {
    match env::var("BLOQR_DEV_KEY") {
        Err(_) => Ok((ApiKey::random()?, true)),
        Ok(text) => match ApiKey::parse(&text) {
            Some(key) => Ok((key, false)),
            // Do not quote the text: it can be a secret with a typing error.
            None => Err(Error::new("BLOQR_DEV_KEY is not an API key")
                .hint("a key is `blq_` and 48 hex digits (0 to 9, a to f)")),
        },
    }
}

/// Says that workerd alone runs no Workflows: their engine is a part of wrangler.
fn workflows(names: &[String], ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (dim, literal) = (styles.dim, styles.literal);
    for name in names {
        let why = "not in bloqr dev: workerd has no Workflows. Use";
        writeln!(
            ui.out,
            "{dim}off{dim:#}      {name}  {dim}{why}{dim:#} {literal}npx wrangler dev{literal:#}"
        )?;
    }
    Ok(())
}

/// Prints the paths and where they are configured, then the command that turns on more.
fn paths(statuses: &[Status], args: &Args, file: &File, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (name, dim, warning) = (styles.name, styles.dim, styles.warning);
    let path = file.path();
    let mut missing = Vec::new();
    for status in statuses {
        let slug = status.binding.slug();
        write!(ui.out, "  {name}{slug:23}{name:#}")?;
        match status.blocks.first().filter(|_| status.state == State::On) {
            _ if args.without.contains(&status.binding) => {
                writeln!(ui.out, "off  {dim}(--without){dim:#}")?;
            }
            None => {
                writeln!(ui.out, "off  {dim}{path}{dim:#}")?;
                missing.push(slug);
            }
            Some(block) => {
                let (good, form) = (styles.good, block.form.key());
                writeln!(ui.out, "{good}on{good:#}   {dim}{path}:{}  {form}{dim:#}", block.line)?;
                if !status.bound {
                    let why = "     only in bloqr dev: wrangler would not bind it";
                    writeln!(ui.out, "{:25}{warning}{why}{warning:#}", "")?;
                    missing.push(slug);
                }
            }
        }
    }
    writeln!(ui.out, "  {name}{:23}{name:#}always", "inline")?;
    let which = match missing[..] {
        [] => return Ok(()),
        [one] => one,
        _ => "all",
    };
    let literal = styles.literal;
    let env = args.env.as_ref().map(|it| format!(" --env {it}")).unwrap_or_default();
    let command = format!("bloqr bindings enable {which}{env} --config {path}");
    writeln!(ui.out, "{dim}turn on{dim:#}  {literal}{command}{literal:#}")?;
    Ok(())
}
