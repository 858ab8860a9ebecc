//! `bloqr transform`: applies steps of `bloqr compile` to one list, or runs a script on lists.

mod applied;
mod generate;
mod script;

use std::{
    fs,
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{FileId, NewFile, cannot_write},
        compile::steps,
        decode,
        threads::Threads,
        values::step_parser,
    },
    compile::{self, Filters, Options, Step},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr transform -t Compress,Validate list.txt
  bloqr transform -t RemoveComments --exclude '/^@@/' - <list.txt >rules.txt
  bloqr transform --list                       all transformations, with examples
  bloqr transform --script fix.js list.txt     shows what the script would change
  bloqr transform --script fix.js --write lists/*.txt
  bloqr transform --script drop-dead-domains.js --data dead=dead.txt list.txt
  bloqr transform --generate 'remove the rules for dead.example' -o fix.js

A script is JavaScript with `export function transform(rules, info)`. It runs in a sandbox, without
network and files, for at most two seconds. docs/transform.md in the repository says more.
--generate asks the model CODEGEN_MODEL of the server CODEGEN_URL, with the key CODEGEN_KEY.

Exit codes:
  0  done, and a script brings no new errors or warnings
  1  a script brings new errors or warnings; with --check, or would change a list
  2  the work could not be done; no file is changed")]
pub(super) struct Args {
    /// The list, or `-` for stdin; for a script, one list or more
    #[arg(value_name = "FILE|-", required_unless_present_any = ["list", "generate"])]
    inputs: Vec<PathBuf>,

    /// The transformations; their order does not matter
    #[arg(short, long, value_name = "NAME", value_delimiter = ',', value_parser = step_parser(), hide_possible_values = true)]
    transformations: Vec<String>,

    /// Remove lines that match this pattern: a text, a pattern with `*`, or a `/regular
    /// expression/`; may be repeated
    #[arg(long = "exclude", value_name = "PATTERN", allow_hyphen_values = true)]
    exclusions: Vec<String>,

    /// Keep only lines that match one of these patterns; may be repeated
    #[arg(long = "include", value_name = "PATTERN", allow_hyphen_values = true)]
    inclusions: Vec<String>,

    /// Write the list to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Explain the transformations
    #[arg(long, exclusive = true)]
    list: bool,

    #[command(flatten)]
    script: script::Flags,

    #[command(flatten)]
    generate: generate::Wish,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    if args.list {
        return explain(ui);
    }
    if let Some(wish) = args.generate.text() {
        args.check_alone("--generate", true)?;
        return generate::run(wish, &args.generate, &args.inputs, args.output.as_deref(), ui);
    }
    if let Some(file) = args.script.file() {
        args.check_alone("--script", false)?;
        return script::run(file, &args.script, &args.inputs, ui);
    }
    let [input] = args.inputs.as_slice() else {
        return Err(Error::new("transformations are done with one list")
            .hint("`bloqr compile` makes one list of several"));
    };
    let steps = steps(&args.transformations)?;
    let filters = Filters {
        exclusions: args.exclusions.clone(),
        inclusions: args.inclusions.clone(),
        ..Filters::default()
    };
    let (name, text) = read(input)?;
    let done = compile::transform(&name, text, &steps, &filters, &Options::default(), &Threads);
    let done = done.map_err(|err| match err {
        // Patterns are options here: there is no key to name.
        compile::Error::Filter { error, .. } => Error::new(error.to_string()),
        other => Error::new(other.to_string()),
    })?;
    match &args.output {
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, ui.list_out());
            done.write(|it| out.write_all(it.as_bytes()))?;
            out.flush()?;
        }
        Some(path) => {
            let cannot = |err| cannot_write(path, err);
            // stdin can be the same file.
            let read = if input == Path::new("-") { Path::new("/dev/stdin") } else { input };
            let same = FileId::of(path).is_some_and(|it| FileId::of(read) == Some(it));
            if same {
                let path = path.display();
                return Err(Error::new(format!(
                    "--output {path} would replace the list that is read"
                ))
                .hint("name another file for --output"));
            }
            let mut out = BufWriter::with_capacity(1 << 16, NewFile::create(path)?);
            done.write(|it| out.write_all(it.as_bytes())).map_err(cannot)?;
            out.into_inner().map_err(|err| cannot(err.into_error()))?.finish()?;
        }
    }
    Ok(Outcome::Clean)
}

impl Args {
    /// Transformations give a list, scripts change a file: which of both comes first is for the user.
    fn check_alone(&self, option: &str, takes_output: bool) -> Result<(), Error> {
        let others = [
            ("--transformations", self.transformations.is_empty()),
            ("--exclude", self.exclusions.is_empty()),
            ("--include", self.inclusions.is_empty()),
            ("--output", takes_output || self.output.is_none()),
        ];
        match others.iter().find(|it| !it.1) {
            None => Ok(()),
            Some((other, _)) => Err(Error::new(format!("{option} and {other} cannot be used together"))
                .hint("do one after the other: bloqr transform -t … list.txt | bloqr transform --script fix.js --write -")),
        }
    }
}

fn read(input: &Path) -> Result<(String, String), Error> {
    let (name, bytes) = if input == Path::new("-") {
        let mut bytes = Vec::new();
        let read = io::stdin().read_to_end(&mut bytes);
        read.map_err(|err| Error::new("cannot read stdin").caused_by(err))?;
        ("<stdin>".to_owned(), bytes)
    } else {
        let bytes = fs::read(input).map_err(|err| Error::read(input, err))?;
        (input.display().to_string(), bytes)
    };
    let text = decode::text(bytes).map_err(|err| Error::new(format!("{name}: {err}")))?;
    Ok((name, text))
}

/// Prints what each transformation does.
fn explain(ui: &mut Ui) -> Result<Outcome, Error> {
    let bold = ui.styles().bold;
    for step in Step::ALL {
        writeln!(ui.out, "{bold}{step}{bold:#}")?;
        for line in step.docs().lines() {
            let line = line.strip_prefix(' ').unwrap_or(line);
            if !line.starts_with("```") {
                writeln!(ui.out, "  {line}")?;
            } else if line == "```adblock" {
                writeln!(ui.out, "  --")?;
            }
        }
        writeln!(ui.out)?;
    }
    Ok(Outcome::Clean)
}
