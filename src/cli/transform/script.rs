//! `--script`: a script that changes lists, run in the sandbox.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::applied::{Applied, List};
use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{FileId, Replacement, TextFile},
        sandbox::{Failure, Sandbox},
        validate,
    },
    report::visible,
    usercode::{Done, Job, Preview, Refusal, limits, source_lines},
};

#[derive(clap::Args)]
#[command(next_help_heading = "Scripts")]
pub(super) struct Flags {
    /// Run this script, a JavaScript module, with each list
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,

    /// Give the script the text of a file, as `info.data.NAME`; may be repeated
    #[arg(long, value_name = "NAME=FILE", requires = "script")]
    data: Vec<String>,

    /// Show what would change, as a diff, and change nothing: the default
    #[arg(long, requires = "script", conflicts_with_all = ["write", "check"])]
    diff: bool,

    /// Change the lists; that of stdin goes to stdout
    #[arg(long, requires = "script", conflicts_with = "check")]
    write: bool,

    /// Change and show nothing, and fail when a list would change
    #[arg(long, requires = "script")]
    check: bool,

    /// Run the script twice, and fail when it gives two results
    #[arg(long, requires = "script")]
    check_deterministic: bool,

    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text", requires = "script")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A diff, and a line for each new problem on stderr
    Text,
    /// One JSON object, with the fields of POST /api/transform for each list
    Json,
}

impl Flags {
    pub(super) fn file(&self) -> Option<&Path> {
        self.script.as_deref()
    }
}

/// A script, with its name for messages.
struct Script<'a> {
    path: &'a Path,
    source: String,
    data: Vec<(String, String)>,
}

pub(super) fn run(
    file: &Path,
    args: &Flags,
    inputs: &[PathBuf],
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    if args.format == Format::Json
        && (args.diff || args.write && inputs.iter().any(|it| is_stdin(it)))
    {
        return Err(Error::new("--format json has the place of the other output")
            .hint("leave out --diff: the document has it; and name a file for --write"));
    }
    check_once(inputs)?;
    let script = Script::read(file, &args.data)?;
    // workerd starts while the lists are read.
    let mut sandbox = Sandbox::open()?;
    if let Some(missing) = Sandbox::MISSING {
        ui.warning(missing);
    }
    let lists = inputs.iter().map(|it| read(it)).collect::<Result<Vec<_>, _>>()?;
    // Run all before a file is changed: when one fails, every file stays as it is.
    let mut all = Vec::new();
    for list in &lists {
        match script.apply(list, args, &mut sandbox) {
            Ok(applied) => {
                script.print_log(&applied.done.log, ui);
                all.push(applied);
            }
            Err(Failure::Failed(error)) => return Err(error),
            Err(Failure::Refused(refusal)) => {
                script.print_log(&refusal.log, ui);
                if args.format == Format::Json {
                    let problem: serde_json::Value =
                        serde_json::from_slice(&refusal.to_json()).unwrap_or_default();
                    let file = json!({ "name": list.name(), "success": false, "problem": problem });
                    writeln!(ui.out, "{}", json!({ "files": [file] }))?;
                }
                return Err(script.error(&refusal, Some(list).filter(|_| lists.len() > 1)));
            }
        }
    }
    if args.write {
        write(&all, ui)?;
    }
    if args.format == Format::Json {
        let files: Vec<_> = all.iter().map(Applied::to_json).collect();
        writeln!(ui.out, "{}", json!({ "files": files }))?;
    } else if !args.write && !args.check {
        for it in &all {
            it.show(ui)?;
        }
    }
    ui.out.flush()?;
    for it in &all {
        it.report(args.write, ui);
    }
    let is_wrong =
        all.iter().any(|it| it.has_new_problems() || args.check && !it.preview.is_same());
    Ok(if is_wrong { Outcome::Findings } else { Outcome::Clean })
}

/// What can fail is done for all lists before the first file is replaced.
fn write(all: &[Applied<'_>], ui: &mut Ui) -> Result<(), Error> {
    let prepared = all.iter().map(Applied::prepare).collect::<Result<Vec<_>, _>>()?;
    let prepared: Vec<_> = prepared.into_iter().flatten().collect();
    all.iter().try_for_each(|it| it.print(ui))?;
    ui.out.flush()?;
    prepared.iter().try_for_each(Replacement::check)?;
    let mut written = Vec::new();
    for it in prepared {
        let name = it.name();
        if let Err(error) = it.finish() {
            written.iter().for_each(|name| ui.note(&format!("{name} is written")));
            return Err(error);
        }
        written.push(name);
    }
    Ok(())
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// A list that is given twice would be written twice.
fn check_once(inputs: &[PathBuf]) -> Result<(), Error> {
    let is_same = |a: &PathBuf, b: &PathBuf| {
        a == b || FileId::of(a).is_some_and(|it| FileId::of(b) == Some(it))
    };
    let twice = (1..inputs.len()).find(|n| inputs[..*n].iter().any(|it| is_same(it, &inputs[*n])));
    match twice {
        None => Ok(()),
        Some(n) => Err(Error::new(format!("{} is given twice", inputs[n].display()))
            .hint("name each list once")),
    }
}

pub(super) fn read(input: &Path) -> Result<List, Error> {
    if !is_stdin(input) {
        return TextFile::read(input).map(List::File);
    }
    let mut bytes = Vec::new();
    let read = io::stdin().read_to_end(&mut bytes);
    read.map_err(|err| Error::new("cannot read stdin").caused_by(err))?;
    let text = String::from_utf8(bytes);
    text.map(List::Stdin).map_err(|_| Error::new("<stdin> is not UTF-8").hint("save it as UTF-8"))
}

impl<'a> Script<'a> {
    fn read(path: &'a Path, data: &[String]) -> Result<Script<'a>, Error> {
        if path.extension().is_some_and(|it| it == "ts" || it == "mts") {
            return Err(Error::new(format!("{} is TypeScript", path.display()))
                .hint("a script is JavaScript: remove the types, as `tsc` does"));
        }
        let source = text_of(path, limits::SOURCE)?;
        let mut named: Vec<(String, String)> = Vec::new();
        for it in data {
            let Some((name, file)) = it.split_once('=').filter(|it| !it.0.is_empty()) else {
                return Err(Error::new(format!("--data {it} has no name"))
                    .hint("give the name that the script knows: --data dead=dead.txt"));
            };
            if named.iter().any(|it| it.0 == name) {
                return Err(Error::new(format!("--data has the name {name} twice"))
                    .hint("each file has a name of its own"));
            }
            named.push((name.to_owned(), text_of(Path::new(file), limits::DATA)?));
        }
        let script = Script { path, source, data: named };
        if let Err(refusal) = Job::new(&script.source, "", &script.data) {
            return Err(script.error(&refusal, None));
        }
        Ok(script)
    }

    fn apply<'l>(
        &self,
        list: &'l List,
        args: &Flags,
        sandbox: &mut Sandbox,
    ) -> Result<Applied<'l>, Failure> {
        let job = Job::new(&self.source, list.text(), &self.data).map_err(|it| {
            Error::new(format!("{}: {it}", list.name()))
                .hint("cut the list into several files; `bloqr compile` makes one of them")
        })?;
        let done: Done = sandbox.run(&job)?;
        if args.check_deterministic {
            done.check_same(&sandbox.run(&job)?)?;
        }
        let config = validate::config_for(list.path())?;
        let preview = Preview::new(&job, &done.change, &config);
        let document = (args.format == Format::Json).then(|| preview.to_json(&job, &done));
        Ok(Applied { list, done, preview, document })
    }

    /// What the script printed, on stderr. The terminal is safe from it, as from all that we print.
    fn print_log(&self, log: &str, ui: &mut Ui) {
        let name = self.path.display();
        log.lines().for_each(|line| ui.note(&format!("{name}: {line}")));
    }

    /// `fix.js:3:16: TypeError: …`, with the line of the source.
    fn error(&self, refusal: &Refusal, list: Option<&List>) -> Error {
        let name = self.path.display();
        let at = refusal.at.map(|it| format!(":{}:{}", it.line, it.column)).unwrap_or_default();
        // The text can be the script's. None of its lines looks like one of ours.
        let detail = refusal.detail.replace('\n', "\n  : ");
        let mut message = format!("{name}{at}: {detail}");
        if let Some(index) = refusal.index {
            message += &format!(", at index {index} of the result");
        }
        if let Some(list) = list {
            message += &format!(" (with {})", list.name());
        }
        if let Some(at) = refusal.at {
            message += &self.quote(at.line as usize, at.column as usize).unwrap_or_default();
        }
        Error::new(message)
    }

    /// The line of the source, with a mark below its column.
    fn quote(&self, line: usize, column: usize) -> Option<String> {
        /// The most characters before and behind the place.
        const AROUND: usize = 60;
        let text = source_lines(&self.source).nth(line.checked_sub(1)?)?;
        let mut units = 0;
        let place = text.char_indices().find(|(_, c)| {
            let here = units;
            units += c.len_utf16();
            here + 1 >= column
        });
        let at = place.map_or(text.len(), |it| it.0);
        let before: Vec<char> = text[..at].chars().collect();
        let before: String = before[before.len().saturating_sub(AROUND)..].iter().collect();
        let behind: String = text[at..].chars().take(AROUND).collect();
        let (before, behind) = (visible(&before), visible(&behind));
        let number = line.to_string();
        let (space, mark) = (" ".repeat(number.len()), " ".repeat(before.width()));
        Some(format!("\n  {number} | {before}{behind}\n  {space} | {mark}^"))
    }
}

/// The text of a file. One that is too long is read far enough to be refused.
fn text_of(path: &Path, most: usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|it| it.take(most as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|err| Error::read(path, err))?;
    if bytes.len() > most {
        let most = most >> 10;
        return Err(Error::new(format!("{} has more than {most} KiB", path.display()))
            .hint("make it shorter: a script and its data have limits"));
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::new(format!("{} is not UTF-8", path.display())).hint("save it as UTF-8")
    })
}
