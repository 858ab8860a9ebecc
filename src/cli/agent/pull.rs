use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{
    Backend, CacheFolder,
    base::{Bases, Name},
    compare::{Sides, compare},
    connection::Connection,
    desk::{self, Version},
    edits,
    merge::{Keep, Merged, Overlap, merge},
    show,
};
use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{NewFile, TextFile},
    },
    report::visible_lines,
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr agent pull list.txt
  bloqr agent pull list.txt --keep file     keep lines of the file where both changed
  bloqr agent pull list.txt --keep desk     … of the desk, and save the file as it was

Nothing is lost: what --keep file leaves out stays in the desk's history. Before
--keep desk leaves out lines of the file, the file is copied to FILE.before-rN.

Exit codes:
  0  the file has all changes of the desk
  1  both changed the same lines: nothing was written
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// The list; a file that does not exist is made
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Where both sides changed the same lines, keep those of this side
    #[arg(long, value_name = "SIDE")]
    keep: Option<Keep>,

    #[command(flatten)]
    cache: CacheFolder,

    #[command(flatten)]
    backend: Backend,
}

/// What the desk's changes are in the file.
pub(super) enum Pulled {
    /// The file had everything of the desk already. Whether it has changes of its own.
    Nothing { has_own: bool },
    /// The file has the desk's list now.
    Taken,
    /// The file has the changes of both sides now.
    Joined,
    /// Nothing was written, because of these lines.
    Overlaps(Vec<Overlap>),
    /// Nothing was written, because there is no version that both come from.
    Unknown,
    /// Nothing was written, because the desk's list is empty.
    Emptied,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let bases = args.cache.open()?;
    let file = read(&args.file)?;
    let connection = args.backend.connect(desk::SLUG, ui)?;
    let name = Name::new(&args.file, &connection);
    let desk = connection.list(ui)?;
    if desk.rev == 0 && file.is_none() {
        return Err(Error::new("the desk has no list yet").hint("send one: bloqr agent push FILE"));
    }
    let (pulled, saved) = bring(&args.file, file.as_ref(), &desk, &bases, &name, args.keep)?;
    let before = file.as_ref().map_or("", |it| &it.text);
    if args.backend.is_json() {
        json(args, &connection, &desk, &pulled, saved.as_deref(), ui)?;
    } else {
        text(args, &desk, before, &pulled, saved.as_deref(), ui)?;
    }
    Ok(match pulled {
        Pulled::Nothing { .. } | Pulled::Taken | Pulled::Joined => Outcome::Clean,
        Pulled::Overlaps(_) | Pulled::Unknown | Pulled::Emptied => Outcome::Findings,
    })
}

/// The file, if there is one.
pub(super) fn read(path: &Path) -> Result<Option<TextFile>, Error> {
    match fs::symlink_metadata(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(None),
        _ => TextFile::read(path).map(Some),
    }
}

/// Brings the desk's changes into the file. Returns also the copy of the file that was made before.
pub(super) fn bring(
    path: &Path,
    file: Option<&TextFile>,
    desk: &Version,
    bases: &Bases,
    name: &Name,
    keep: Option<Keep>,
) -> Result<(Pulled, Option<PathBuf>), Error> {
    let base = bases.find(name);
    let text = file.map(|it| it.text.as_str());
    let mut saved = None;
    let pulled = match compare(base.as_ref(), text, desk) {
        Sides::Same => Pulled::Nothing { has_own: false },
        Sides::File => Pulled::Nothing { has_own: true },
        Sides::Desk => {
            write(path, file, &desk.text)?;
            Pulled::Taken
        }
        Sides::Both(base) => {
            let merged = merge(&base, text.unwrap_or_default(), &desk.text, keep);
            let Merged { text: joined, overlaps } = merged;
            if !overlaps.is_empty() {
                match keep {
                    None => return Ok((Pulled::Overlaps(overlaps), None)),
                    Some(Keep::Desk) => saved = save(path, file, desk.rev)?,
                    Some(Keep::File) => (),
                }
            }
            write(path, file, &joined)?;
            if joined == desk.text { Pulled::Taken } else { Pulled::Joined }
        }
        sides @ (Sides::Unknown | Sides::Emptied) => match keep {
            None if sides == Sides::Emptied => return Ok((Pulled::Emptied, None)),
            None => return Ok((Pulled::Unknown, None)),
            Some(Keep::File) => Pulled::Nothing { has_own: true },
            Some(Keep::Desk) => {
                saved = save(path, file, desk.rev)?;
                write(path, file, &desk.text)?;
                Pulled::Taken
            }
        },
    };
    // Only now: when this fails, the next command sees that the file has the changes.
    bases.store(name, desk)?;
    Ok((pulled, saved))
}

fn write(path: &Path, file: Option<&TextFile>, text: &str) -> Result<(), Error> {
    match file {
        Some(file) if file.text == text => Ok(()),
        Some(file) => file.replace(text, "bloqr agent diff"),
        None => {
            let mut new = NewFile::create(path)?;
            new.write_all(text.as_bytes())?;
            new.finish()
        }
    }
}

/// Copies the file as it is to a name that no file has.
fn save(path: &Path, file: Option<&TextFile>, rev: u64) -> Result<Option<PathBuf>, Error> {
    let Some(file) = file.filter(|it| !it.text.is_empty()) else { return Ok(None) };
    for n in 1_u32.. {
        let mut to = path.as_os_str().to_owned();
        to.push(match n {
            1 => format!(".before-r{rev}"),
            n => format!(".before-r{rev}-{n}"),
        });
        let to = PathBuf::from(to);
        let cannot = |err| Error::new(format!("cannot write {}", to.display())).caused_by(err);
        match fs::File::create_new(&to) {
            Ok(mut copy) => {
                copy.write_all(file.text.as_bytes())
                    .and_then(|()| copy.sync_all())
                    .map_err(cannot)?;
                return Ok(Some(to));
            }
            // The same copy of an earlier try.
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&to).is_ok_and(|it| it == file.text.as_bytes()) {
                    return Ok(Some(to));
                }
            }
            Err(err) => return Err(cannot(err)),
        }
    }
    Ok(None)
}

fn text(
    args: &Args,
    desk: &Version,
    before: &str,
    pulled: &Pulled,
    saved: Option<&Path>,
    ui: &mut Ui,
) -> Result<(), Error> {
    let (name, rev) = (show::name(&args.file), desk.rev);
    match pulled {
        Pulled::Nothing { has_own } => {
            writeln!(ui.out, "{name}: has all changes of the desk, which is at revision {rev}")?;
            if *has_own {
                ui.note(&format!(
                    "it also has changes of its own; send them: bloqr agent push {name}"
                ));
            }
        }
        Pulled::Taken => {
            let changes = show::changes(edits::counts(before, &desk.text));
            writeln!(ui.out, "{name}: revision {rev}, {changes}")?;
        }
        Pulled::Joined => {
            writeln!(
                ui.out,
                "{name}: has the changes of the desk up to revision {rev}, and its own"
            )?;
            ui.note(&format!("send its own: bloqr agent push {name}"));
        }
        Pulled::Overlaps(overlaps) => {
            self::overlaps(&name, overlaps, ui)?;
            let lines = if overlaps.len() == 1 { "place" } else { "places" };
            ui.warning(&format!(
                "nothing was written: the file and the desk, at revision {rev}, changed the same lines in {} {lines}",
                overlaps.len()
            ));
            choose(&name, ui);
        }
        Pulled::Unknown => {
            ui.warning(&format!(
                "nothing was written: {name} differs from the desk, at revision {rev}, and nothing tells which version both come from"
            ));
            ui.note(&format!("see what differs: bloqr agent diff {name}"));
            choose(&name, ui);
        }
        Pulled::Emptied => {
            ui.warning(&format!(
                "nothing was written: the desk's list is empty, at revision {rev}"
            ));
            ui.note("see who emptied it: bloqr agent history");
            choose(&name, ui);
        }
    }
    if let Some(saved) = saved {
        ui.note(&format!("the file as it was: {}", saved.display()));
    }
    Ok(())
}

fn choose(name: &str, ui: &mut Ui) {
    ui.note(&format!("keep the lines of the file: bloqr agent pull --keep file {name}"));
    ui.note(&format!("keep the lines of the desk: bloqr agent pull --keep desk {name}"));
}

/// Shows lines that both sides changed. At most ten places.
pub(super) fn overlaps(name: &str, overlaps: &[Overlap], ui: &mut Ui) -> Result<(), Error> {
    const SHOWN: usize = 10;
    let styles = ui.styles();
    let (bold, dim) = (styles.bold, styles.dim);
    for overlap in overlaps.iter().take(SHOWN) {
        writeln!(ui.out, "{bold}{name}:{}{bold:#}", overlap.line)?;
        for (label, text, style) in [
            ("was ", &overlap.base, styles.dim),
            ("file", &overlap.file, styles.good),
            ("desk", &overlap.desk, styles.name),
        ] {
            side(label, text, style, ui)?;
        }
    }
    if let Some(more) = overlaps.len().checked_sub(SHOWN).filter(|it| *it > 0) {
        writeln!(ui.out, "{dim}and {more} more places{dim:#}")?;
    }
    Ok(())
}

fn side(
    label: &str,
    text: &str,
    style: clap::builder::styling::Style,
    ui: &mut Ui,
) -> Result<(), Error> {
    const SHOWN: usize = 8;
    let dim = ui.styles().dim;
    if text.is_empty() {
        return Ok(writeln!(ui.out, "  {dim}{label}  no lines{dim:#}")?);
    }
    let lines: Vec<&str> = text.lines().collect();
    for line in lines.iter().take(SHOWN) {
        writeln!(ui.out, "  {dim}{label}{dim:#}  {style}{}{style:#}", visible_lines(line))?;
    }
    if lines.len() > SHOWN {
        let more = lines.len() - SHOWN;
        writeln!(ui.out, "  {dim}{label}  and {more} more lines{dim:#}")?;
    }
    Ok(())
}

fn json(
    args: &Args,
    connection: &Connection,
    desk: &Version,
    pulled: &Pulled,
    saved: Option<&Path>,
    ui: &mut Ui,
) -> Result<(), Error> {
    let result = match pulled {
        Pulled::Nothing { has_own: false } => "same",
        Pulled::Nothing { has_own: true } => "own-changes",
        Pulled::Taken => "taken",
        Pulled::Joined => "joined",
        Pulled::Overlaps(_) => "conflict",
        Pulled::Unknown => "unknown-base",
        Pulled::Emptied => "emptied",
    };
    let overlaps: Vec<Value> = match pulled {
        Pulled::Overlaps(overlaps) => overlaps.iter().map(overlap_json).collect(),
        _ => Vec::new(),
    };
    let fields = json!({
        "file": args.file,
        "result": result,
        "rev": desk.rev,
        "overlaps": overlaps,
        "saved": saved,
    });
    Ok(writeln!(ui.out, "{:#}", show::document("pull", connection, fields))?)
}

pub(super) fn overlap_json(it: &Overlap) -> Value {
    json!({ "line": it.line, "base": it.base, "file": it.file, "desk": it.desk })
}
