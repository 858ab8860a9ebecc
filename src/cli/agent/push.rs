use std::{io::Write, path::PathBuf};

use serde_json::{Value, json};

use super::{
    Backend, CacheFolder,
    base::Name,
    compare::{Sides, compare},
    connection::{Connection, Refused},
    desk::{self, Version, Written},
    show,
};
use crate::cli::{Error, Outcome, Ui, atomic::TextFile};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent push list.txt
  bloqr agent push list.txt --backend http://127.0.0.1:8787
  bloqr agent push list.txt --format json | jq .state.errors

Exit codes:
  0  the desk has the list of the file
  1  the desk has changes that the file does not have: nothing was sent
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// The list
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    cache: CacheFolder,

    #[command(flatten)]
    backend: Backend,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let bases = args.cache.open()?;
    let file = TextFile::read(&args.file)?;
    let connection = args.backend.connect(desk::SLUG, ui)?;
    refuse_key(&connection, &file)?;
    let name = Name::new(&args.file, &connection);
    let base = bases.find(&name);
    let desk = connection.list(ui)?;
    let keep = |rev: u64| bases.store(&name, &Version { rev, text: file.text.clone() });
    match compare(base.as_ref(), Some(&file.text), &desk) {
        Sides::Same => {
            keep(desk.rev)?;
            same(args, &connection, desk.rev, ui)?;
            Ok(Outcome::Clean)
        }
        Sides::File => match connection.write(&desk, &file.text, ui) {
            Ok(written) => {
                keep(written.rev)?;
                sent(args, &connection, &written, ui)?;
                Ok(Outcome::Clean)
            }
            Err(Refused::Conflict) => {
                let now = connection.list(ui)?;
                conflict(args, &connection, Some(desk.rev), now.rev, ui)
            }
            Err(Refused::Other(error)) => Err(error),
        },
        Sides::Desk | Sides::Both(_) | Sides::Emptied | Sides::Unknown => {
            conflict(args, &connection, base.map(|it| it.rev), desk.rev, ui)
        }
    }
}

/// The client removes the key from every answer, so a list with it would not come back as it was.
pub(super) fn refuse_key(connection: &Connection, file: &TextFile) -> Result<(), Error> {
    if connection.is_key_in(&file.text) {
        let name = file.path.display();
        return Err(Error::new(format!("{name} contains your API key, and is not sent"))
            .hint("remove the key from the list"));
    }
    Ok(())
}

fn same(args: &Args, connection: &Connection, rev: u64, ui: &mut Ui) -> Result<(), Error> {
    if args.backend.is_json() {
        let fields = json!({ "file": args.file, "result": "same", "rev": rev });
        return Ok(writeln!(ui.out, "{:#}", show::document("push", connection, fields))?);
    }
    let name = show::name(&args.file);
    Ok(writeln!(ui.out, "{name}: the desk has this list already, at revision {rev}")?)
}

fn sent(args: &Args, connection: &Connection, written: &Written, ui: &mut Ui) -> Result<(), Error> {
    let Written { rev, answer, counts } = written;
    let state = if answer["state"].is_object() { &answer["state"] } else { answer };
    if args.backend.is_json() {
        let fields = json!({
            "file": args.file,
            "result": "sent",
            "rev": rev,
            "added": counts.added,
            "removed": counts.removed,
            "appeared": answer["appeared"],
            "gone": answer["gone"],
            "state": state,
        });
        return Ok(writeln!(ui.out, "{:#}", show::document("push", connection, fields))?);
    }
    let name = show::name(&args.file);
    writeln!(ui.out, "{name}: sent, revision {rev}, {}", show::changes(*counts))?;
    show::news(&format!("{name}:"), answer, ui)?;
    let style = show::tally_style(state, ui.styles());
    Ok(writeln!(ui.out, "{style}{}{style:#}", show::tally(state))?)
}

fn conflict(
    args: &Args,
    connection: &Connection,
    from: Option<u64>,
    desk: u64,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    if args.backend.is_json() {
        let fields = json!({
            "file": args.file,
            "result": "conflict",
            "rev": Value::Null,
            "fileRev": from,
            "deskRev": desk,
        });
        writeln!(ui.out, "{:#}", show::document("push", connection, fields))?;
        return Ok(Outcome::Findings);
    }
    let name = show::name(&args.file);
    let from = from.map_or("comes from no known revision".to_owned(), |it| {
        format!("comes from revision {it}")
    });
    ui.warning(&format!("nothing was sent: the desk is at revision {desk}, and {name} {from}"));
    ui.note(&format!("see what differs: bloqr agent diff {name}"));
    ui.note(&format!(
        "bring the desk's changes into the file, then send again: bloqr agent pull {name}"
    ));
    Ok(Outcome::Findings)
}
