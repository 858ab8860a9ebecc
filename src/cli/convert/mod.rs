//! `bloqr convert`: converts rules to the syntax of another product.

mod piece;

use std::{
    io::{self, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use self::piece::{Counts, Made, Work};
use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{FileId, NewFile, cannot_write},
        input::Source,
        pieces::{self, Turn},
    },
    convert::{Converter, Target},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr convert --to ubo list.txt > ubo.txt
  bloqr convert --to abp -o abp.txt list.txt        replaces abp.txt when the list is complete
  bloqr convert --to adg --keep list.txt            keeps rules that cannot be converted as comments
  echo '||ads.example^$1p' | bloqr convert --to adg -

Exit codes:
  0  every rule was converted
  1  some rules could not be converted; everything else is printed
  2  the work could not be done")]
pub(super) struct Args {
    /// The list, or `-` for stdin
    #[arg(value_name = "FILE|-")]
    file: PathBuf,

    /// The product that will read the list
    #[arg(long, value_name = "PRODUCT")]
    to: To,

    /// Keep a rule that cannot be converted as a comment
    #[arg(long)]
    keep: bool,

    /// Write to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// AdGuard
    Adg,
    /// uBlock Origin
    Ubo,
    /// Adblock Plus
    Abp,
}

impl To {
    fn target(self) -> Target {
        match self {
            To::Adg => Target::Adg,
            To::Ubo => Target::Ubo,
            To::Abp => Target::Abp,
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let source =
        if args.file.as_os_str() == "-" { Source::Stdin } else { Source::File(args.file.clone()) };
    let counts = match &args.output {
        Some(path) => {
            let mut file = io::BufWriter::with_capacity(1 << 16, NewFile::create(path)?);
            let counts = stream(args, &source, Some((path, &mut file)), ui)?;
            let is_input = source
                .file()
                .is_some_and(|it| FileId::of(it).is_some_and(|it| FileId::of(path) == Some(it)));
            if is_input && counts.refused() > 0 && !args.keep {
                summarize(&counts, args.to.target(), ui);
                let path = path.display();
                return Err(Error::new(format!(
                    "{path} was not changed: it would lose the rules that cannot be converted"
                ))
                .hint(
                    "name another file for --output, or keep these rules as comments with --keep",
                ));
            }
            let file = file.into_inner().map_err(|err| cannot_write(path, err.into_error()))?;
            file.finish()?;
            counts
        }
        None => stream(args, &source, None, ui)?,
    };
    ui.out.flush()?;
    summarize(&counts, args.to.target(), ui);
    Ok(if counts.refused() == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// Converts piece by piece, on all cores. Without `file`, the list is written to stdout.
fn stream(
    args: &Args,
    source: &Source,
    mut file: Option<(&Path, &mut (dyn Write + Send))>,
    ui: &mut Ui,
) -> Result<Counts, Error> {
    let name = source.name();
    let (reader, len) = source.open()?;
    let mut progress = ui.progress(len);
    let converter = Converter::new(args.to.target());
    let work = Work { converter: &converter, keep: args.keep };
    let mut counts = Counts::default();
    pieces::for_each(
        &name,
        reader,
        |piece, made: &mut Made| work.convert(piece, made),
        |piece, turn| {
            let mut alone = Made::default();
            let made = match turn {
                Turn::Done(made) => made,
                Turn::Alone => {
                    work.convert(piece, &mut alone);
                    &mut alone
                }
            };
            if let Some(bad) = piece.bad_byte {
                let line = counts.lines + bad.line + 1;
                let message =
                    format!("{name} is not UTF-8: line {line} has the byte 0x{:02x}", bad.byte);
                return Err(Error::new(message).hint("save it as UTF-8"));
            }
            match &mut file {
                Some((path, file)) => {
                    file.write_all(&made.text).map_err(|err| cannot_write(path, err))?;
                }
                None => ui.list_out().write_all(&made.text)?,
            }
            for (line, refusal) in &made.refused {
                let line = counts.lines + line + 1;
                ui.note(&format!("{name}:{line}: {refusal}"));
            }
            counts.add(made);
            progress.advance(piece.bytes);
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(counts)
}

/// Prints how many lines were kept, changed and refused, and why.
fn summarize(counts: &Counts, to: Target, ui: &mut Ui) {
    let refused = counts.refused();
    ui.note(&format!(
        "for {}: {} line{} kept, {} changed, {refused} refused",
        to.product(),
        counts.kept,
        if counts.kept == 1 { "" } else { "s" },
        counts.changed,
    ));
    for (reason, count) in counts.reasons() {
        ui.note(&format!("  {count:>7}  {reason}"));
    }
}
