//! `bloqr agent watch`: keeps a file and the desk equal.

mod file;
mod listen;
mod said;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use serde_json::Value;

use self::{
    file::{POLL, SavedFile},
    listen::Heard,
    said::Said,
};
use super::{
    Backend, CacheFolder,
    base::{Bases, Name},
    compare::{Sides, compare},
    connection::{Connection, Refused},
    desk::{self, Version},
    edits,
    pull::{self, Pulled},
    push,
};
use crate::cli::{Error, Outcome, Ui};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent watch list.txt
  bloqr agent watch list.txt --format json | jq -c 'select(.event == \"problems\")'

Exit codes, after Ctrl-C:
  0  the file and the desk have the same list
  1  they differ: changes overlap, or could not be sent
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// The list; a file that does not exist is made
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    cache: CacheFolder,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let stop = stop_on_signals()?;
    let bases = args.cache.open()?;
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let name = Name::new(&args.file, &connection);
    // What cannot work is said now, not again and again.
    let state = connection.state(ui)?;
    let has_file = pull::read(&args.file)?.is_some();
    if desk::revision(&state) == Some(0) && !has_file {
        return Err(Error::new(format!(
            "there is no {}, and the desk has no list yet",
            args.file.display()
        ))
        .hint("name a file that exists"));
    }
    let said = Said::new(&args.file, args.backend.is_json());
    said.started(&connection, ui)?;
    let mut watch = Watch { args, connection: &connection, bases: &bases, name, desk: None, said };
    let (sender, heard) = mpsc::sync_channel(64);
    listen::start(Arc::clone(&connection.client), connection.path("/events"), sender);
    let mut file = SavedFile::new(&args.file);
    // `bloqr agent pull --keep file` in another terminal can change only this.
    let mut base = SavedFile::new(&bases.path(&watch.name));
    // When to compare the file and the desk.
    let mut due: Option<Instant> = None;
    let mut pause = RETRY.0;
    while !stop.load(Ordering::Relaxed) {
        let mut is_due = match heard.recv_timeout(POLL) {
            Ok(heard) => watch.hear(heard, ui)?,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return Err(Error::new("the listener stopped")),
        };
        is_due |= file.is_saved() | base.is_saved();
        is_due |= due.is_some_and(|it| it <= Instant::now());
        if !is_due {
            continue;
        }
        match watch.sync(ui) {
            Ok(()) => (due, pause) = (None, RETRY.0),
            Err(error) if error.is_broken_pipe() => return Err(error),
            Err(error) => {
                watch.said.failed(&error, ui)?;
                due = Some(Instant::now() + pause);
                pause = (pause * 2).min(RETRY.1);
            }
        }
    }
    let base = bases.find(&watch.name);
    let rev = base.as_ref().map(|it| it.rev);
    let is_equal = watch.is_equal(base.as_ref())?;
    watch.said.stopped(rev, is_equal, ui)?;
    Ok(if is_equal { Outcome::Clean } else { Outcome::Findings })
}

/// The first pause after a failure, and the longest one.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Becomes true at the first Ctrl-C, so that a write is finished. The second one ends the process.
fn stop_on_signals() -> Result<Arc<AtomicBool>, Error> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)))
            .map_err(|err| Error::new("cannot wait for Ctrl-C").caused_by(err))?;
    }
    Ok(stop)
}

struct Watch<'a> {
    args: &'a Args,
    connection: &'a Connection,
    bases: &'a Bases,
    name: Name,
    /// The revision of the desk, if it is known.
    desk: Option<u64>,
    said: Said,
}

impl Watch<'_> {
    /// Returns whether the file and the desk must be compared.
    fn hear(&mut self, heard: Heard, ui: &mut Ui) -> Result<bool, Error> {
        match heard {
            Heard::Connected => {
                self.said.connected(ui)?;
                // Whatever was missed, the list shows.
                self.desk = None;
                Ok(true)
            }
            Heard::Lost(fault) => {
                let why =
                    fault.map_or_else(|| "the backend closed it".to_owned(), |it| it.to_string());
                self.said.lost(&why, ui)?;
                Ok(false)
            }
            Heard::Refused(fault) => Err(fault.into()),
            Heard::Event(event) => {
                let Ok(state) = serde_json::from_str::<Value>(&event.data) else {
                    return Ok(false);
                };
                let Some(rev) = desk::revision(&state) else { return Ok(false) };
                self.said.news(rev, &state, ui)?;
                let is_new = self.desk != Some(rev);
                if is_new {
                    // An event can be older than what a write has answered.
                    self.desk = self.desk.is_none_or(|it| it < rev).then_some(rev);
                }
                Ok(is_new)
            }
        }
    }

    /// Makes the file and the desk equal, if no changes overlap.
    fn sync(&mut self, ui: &mut Ui) -> Result<(), Error> {
        // Each turn ends with what another program did in the middle of it.
        const TURNS: usize = 5;
        for _ in 0..TURNS {
            if self.turn(ui)? {
                return Ok(());
            }
        }
        Err(Error::new("the list changes faster than it can be sent"))
    }

    /// Returns whether there is nothing more to do.
    fn turn(&mut self, ui: &mut Ui) -> Result<bool, Error> {
        let path = &self.args.file;
        let file = pull::read(path)?;
        let base = self.bases.find(&self.name);
        if file.is_none() && base.is_some() {
            self.said.gone(ui)?;
            return Ok(true);
        }
        let desk = match &base {
            Some(base) if self.desk == Some(base.rev) => base.clone(),
            _ => self.connection.list(ui)?,
        };
        self.desk = Some(desk.rev);
        let text = file.as_ref().map(|it| it.text.as_str());
        let sides = compare(base.as_ref(), text, &desk);
        match (sides, &file) {
            (Sides::Same, Some(file)) => {
                self.keep(base.as_ref(), desk.rev, &file.text)?;
                self.said.equal();
                Ok(true)
            }
            (Sides::File, Some(file)) => {
                push::refuse_key(self.connection, file)?;
                match self.connection.write(&desk, &file.text, ui) {
                    Ok(written) => {
                        self.keep(None, written.rev, &file.text)?;
                        self.desk = Some(written.rev);
                        self.said.sent(&written, ui)?;
                        Ok(true)
                    }
                    Err(Refused::Conflict) => {
                        self.desk = None;
                        Ok(false)
                    }
                    Err(Refused::Other(error)) => Err(error),
                }
            }
            _ => {
                let brought = pull::bring(path, file.as_ref(), &desk, self.bases, &self.name, None);
                let pulled = match brought {
                    Ok((pulled, _)) => pulled,
                    // It was saved after it was read.
                    Err(_) if pull::read(path)?.map(|it| it.text).as_deref() != text => {
                        return Ok(false);
                    }
                    Err(error) => return Err(error),
                };
                let counts = edits::counts(base.as_ref().map_or("", |it| &it.text), &desk.text);
                self.said.pulled(desk.rev, counts, &pulled, ui)?;
                // The file's own changes are to be sent.
                Ok(!matches!(pulled, Pulled::Joined))
            }
        }
    }

    /// Whether the file has the list that the desk had when it was heard last.
    fn is_equal(&self, base: Option<&Version>) -> Result<bool, Error> {
        let file = pull::read(&self.args.file)?;
        Ok(base.is_some_and(|base| {
            self.desk == Some(base.rev) && file.is_some_and(|it| it.text == base.text)
        }))
    }

    /// Remembers what both have.
    fn keep(&self, base: Option<&Version>, rev: u64, text: &str) -> Result<(), Error> {
        let version = Version { rev, text: text.to_owned() };
        if base == Some(&version) { Ok(()) } else { self.bases.store(&self.name, &version) }
    }
}
