//! `bloqr agent`: a list that a backend keeps, and published lists that it watches.

mod base;
mod compare;
mod connection;
mod desk;
mod diff;
mod edits;
mod fix;
mod history;
mod merge;
mod problems;
mod pull;
mod push;
mod show;
mod status;
mod undo;
mod watch;
mod watch_list;

use std::path::PathBuf;

use self::{base::Bases, connection::Connection};
use crate::cli::{Error, Outcome, Ui, client, deferred::Deferred};

/// Keep an unpublished list on a backend, shared by all your programs, and watch published lists
///
/// A backend has a draft desk for each user: it keeps a list with its history, and checks it after each
/// change. Send a file with `push`, get the desk's list with `pull`, or let `watch` do both while you
/// edit. No change is overwritten that you have not seen: changes of both sides are joined, and where
/// they overlap you choose.
#[derive(clap::Subcommand)]
#[command(after_help = "\
Examples:
  export BLOQR_URL=https://api.example.com BLOQR_API_KEY=blq_…
  bloqr agent push list.txt         send the file to the desk
  bloqr agent pull list.txt         bring the changes of others into the file
  bloqr agent watch list.txt        do both until Ctrl-C, and show problems
  bloqr agent status list.txt
  bloqr agent watch-list add https://example.com/list.txt

The backend is the one of --backend, --profile or BLOQR_URL. The key decides whose
desk it is: BLOQR_API_KEY, --api-key-file, or that of the profile.")]
pub(super) enum Command {
    /// Show the revision and the problems of the desk's list, and whether a file differs from it
    Status(Deferred<status::Args>),
    /// Send a file to the desk
    ///
    /// Only changes are sent. When the desk has changes that the file does not have, nothing is sent:
    /// get them with `bloqr agent pull` first.
    Push(Deferred<push::Args>),
    /// Bring the changes of the desk into a file
    ///
    /// Your own changes of the file stay. Where both sides changed the same lines, nothing is written
    /// and the lines are shown: choose with --keep.
    Pull(Deferred<pull::Args>),
    /// Send the changes of a file and bring those of others into it, until Ctrl-C
    ///
    /// Shows problems of the list as they appear and go. When the connection breaks, the command waits
    /// and connects again. Changes that overlap are shown, and the file is left alone until you have
    /// chosen with `bloqr agent pull --keep`, or edited the lines.
    Watch(Deferred<watch::Args>),
    /// Show what differs between the desk and a file, or between two revisions of the desk
    Diff(Deferred<diff::Args>),
    /// List the problems of the desk's list
    Problems(Deferred<problems::Args>),
    /// Fix what can be fixed safely in the desk's list
    Fix(Deferred<fix::Args>),
    /// Take back the last change of the desk's list
    ///
    /// Taking back is a change too: it has a revision of its own, and nothing is removed from the
    /// history. Repeat the command to take back the change before.
    Undo(Deferred<undo::Args>),
    /// List the revisions of the desk's list, the newest first
    History(Deferred<history::Args>),
    #[command(subcommand)]
    WatchList(watch_list::Command),
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::Status(args) => status::run(args, ui),
        Command::Push(args) => push::run(args, ui),
        Command::Pull(args) => pull::run(args, ui),
        Command::Watch(args) => watch::run(args, ui),
        Command::Diff(args) => diff::run(args, ui),
        Command::Problems(args) => problems::run(args, ui),
        Command::Fix(args) => fix::run(args, ui),
        Command::Undo(args) => undo::run(args, ui),
        Command::History(args) => history::run(args, ui),
        Command::WatchList(command) => watch_list::run(command, ui),
    }
}

/// The backend, for all commands.
#[derive(clap::Args)]
#[group(skip)]
struct Backend {
    /// The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]
    #[arg(long, value_name = "URL")]
    backend: Option<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a terminal
    Text,
    /// bloqr.agent/1: one object; `watch` prints one on each line
    Json,
}

impl Backend {
    fn connect(&self, slug: &'static str, ui: &mut Ui) -> Result<Connection, Error> {
        Connection::new(slug, self.backend.as_deref(), &self.client, ui)
    }

    fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

/// The folder with the versions that files come from.
#[derive(clap::Args)]
#[group(skip)]
struct CacheFolder {
    /// The folder that remembers which version of the desk's list each file comes from [default:
    /// bloqr/agent in your cache folder]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

impl CacheFolder {
    fn open(&self) -> Result<Bases, Error> {
        Bases::open(self.cache.as_deref())
    }
}
