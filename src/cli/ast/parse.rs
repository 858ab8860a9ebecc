use std::{
    io::{self, Write},
    ops::ControlFlow,
    path::PathBuf,
};

use crate::{
    cli::{
        Error, Outcome, Ui,
        ast::{backend, file_key, found::Found, options, summary, tree},
        client::{self, Client},
        input::{self, Source},
        pieces::{self, Piece, Turn},
    },
    source::Line,
    syntax::{self, Rule},
    wire::{Json, Options, ast, list, parse},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr ast parse list.txt                     look at the first rules, on a terminal
  bloqr ast parse --rule '||ads.example^$script'
  bloqr ast parse --format summary lists/      count the rules of each kind, and list invalid rules
  bloqr ast parse --format ndjson list.txt | jq -c 'select(.type == \"NetworkRule\").pattern.value'
  curl -s https://example.com/list.txt | bloqr ast parse --format agtree -
  bloqr ast parse --backend https://api.example.com list.txt

Exit codes:
  0  every rule could be read
  1  a rule could not be read, or the text is not UTF-8; everything is printed anyway
  2  the work could not be done")]
pub(in crate::cli) struct Args {
    /// Lists, directories with lists in them, or `-` for stdin
    #[arg(value_name = "FILE|DIR|-", required_unless_present = "rules")]
    paths: Vec<PathBuf>,

    /// Parse this rule; may be repeated
    #[arg(long = "rule", value_name = "TEXT", allow_hyphen_values = true)]
    rules: Vec<String>,

    /// What to print [default: tree on a terminal, otherwise json]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    #[command(flatten)]
    options: options::Args,

    /// Send the lists to this backend, and print its answers in the same format
    #[arg(long, value_name = "URL")]
    backend: Option<String>,

    #[command(flatten)]
    client: client::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// What `POST /api/ast/parse` answers: offsets count from the start of each rule
    Json,
    /// AGTree's FilterList: offsets count from the start of the file
    Agtree,
    /// AGTree's rules, one per line, printed while the list is read
    Ndjson,
    /// An indented and coloured tree
    Tree,
    /// The number of rules of each kind, and the places of invalid rules
    Summary,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut sources = Vec::new();
    if !args.rules.is_empty() {
        sources.push(Source::Arguments(args.rules.join("\n")));
    }
    sources.extend(input::find(&args.paths)?);
    let options = args.options.options();
    let format =
        args.format.unwrap_or(if ui.out_is_terminal() { Format::Tree } else { Format::Json });
    // Limit the output on a terminal, unless the user asked for all.
    let limit = args.format.is_none().then_some(tree::SHORT);
    let client = client(args, &options, ui)?;
    let mut outcome = Outcome::Clean;
    let mut all = Found::default();
    for source in &sources {
        // With several lists, the output names the list.
        let name = (sources.len() > 1).then(|| source.name());
        let name = name.as_deref();
        let found = match (&client, format) {
            (Some(client), Format::Json) => backend::document(source, name, client, ui)?,
            (Some(client), _) => backend::nodes(source, name, format, limit, client, ui)?,
            (None, Format::Tree) => tree::print(source, name, limit, &options, ui)?,
            (None, _) => stream(source, name, format, &options, ui)?,
        };
        if format == Format::Summary {
            summary::print(&source.name(), &found, ui)?;
        }
        if !found.is_clean() {
            outcome = Outcome::Findings;
        }
        let is_stopped = found.is_stopped;
        all.merge(found);
        if is_stopped {
            break;
        }
    }
    if format == Format::Summary && sources.len() > 1 {
        summary::print_counts(&format!("all {} lists", sources.len()), &all, ui)?;
    }
    Ok(outcome)
}

/// The backend that parses, if there is one.
fn client(args: &Args, options: &Options, ui: &mut Ui) -> Result<Option<Client>, Error> {
    if !args.client.is_wanted(args.backend.as_deref()) {
        return Ok(None);
    }
    if *options != Options::LIST {
        return Err(Error::new(
            "--option cannot be used with --backend: the backend has its own options",
        )
        .hint("leave out --option or --backend"));
    }
    Client::new(&args.client, args.backend.as_deref(), ui).map(Some)
}

/// Reads, parses and prints piece by piece, so that lists of any size work.
fn stream(
    source: &Source,
    name: Option<&str>,
    format: Format,
    options: &Options,
    ui: &mut Ui,
) -> Result<Found, Error> {
    let (reader, len) = source.open()?;
    let mut progress = ui.progress(len);
    let writer = Writer { format, options, key: name.map(file_key).unwrap_or_default() };
    let mut found = Found::default();
    let mut units = 0;
    ui.out.write_all(&writer.head())?;
    let mut printer = Printer { out: ui.out.for_json(), skip: writer.separator().len() };
    let work = |piece: &Piece, (found, json): &mut (Found, Vec<u8>)| {
        json.clear();
        let mut writing = Json::on(std::mem::take(json));
        *found = writer.piece(piece, &mut writing);
        *json = writing.finish();
    };
    pieces::for_each(&source.name(), reader, work, |piece, turn| {
        let of_piece = match turn {
            Turn::Done((found, json)) => {
                printer.print(json)?;
                std::mem::take(found)
            }
            Turn::Alone => {
                let mut result = Ok(());
                let mut json = Json::draining(Box::new(|json| {
                    if result.is_ok() {
                        result = printer.print(json);
                    }
                }));
                let of_piece = writer.piece(piece, &mut json);
                json.finish();
                result?;
                of_piece
            }
        };
        progress.advance(piece.bytes);
        units = piece.base + piece.units;
        found.add(piece, of_piece);
        Ok(if found.is_stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    drop(progress);
    ui.out.write_all(&writer.foot(&found, units))?;
    found.warn(&source.name(), ui);
    Ok(found)
}

/// Prints rules that each start with a separator, except the first one of a list.
struct Printer<'o> {
    out: &'o mut (dyn Write + Send),
    skip: usize,
}

impl Printer<'_> {
    fn print(&mut self, rules: &[u8]) -> io::Result<()> {
        let skip = if rules.is_empty() { 0 } else { std::mem::take(&mut self.skip) };
        self.out.write_all(&rules[skip..])
    }
}

/// How a list is printed.
struct Writer<'o> {
    format: Format,
    options: &'o Options,
    /// JSON that names the list, when there are several.
    key: String,
}

impl Writer<'_> {
    fn head(&self) -> Vec<u8> {
        let mut json = Json::new();
        match self.format {
            Format::Json => parse::open(&mut json, &self.key),
            Format::Agtree => list::open(&mut json, &self.key),
            Format::Ndjson | Format::Summary | Format::Tree => (),
        }
        json.finish()
    }

    /// `units` is the length of the text in UTF-16 code units.
    fn foot(&self, found: &Found, units: u64) -> Vec<u8> {
        let mut json = Json::new();
        match self.format {
            Format::Json => parse::close(&mut json, &found.summary),
            Format::Agtree => list::close(&mut json, units, self.options.output),
            Format::Ndjson | Format::Summary | Format::Tree => return Vec::new(),
        }
        json.raw("\n");
        json.finish()
    }

    /// The text before every rule.
    fn separator(&self) -> &'static str {
        match self.format {
            Format::Json | Format::Agtree => ",",
            Format::Ndjson | Format::Summary | Format::Tree => "",
        }
    }

    fn piece(&self, piece: &Piece, json: &mut Json<'_>) -> Found {
        let mut found = Found::default();
        let mut base = piece.base;
        let is_ascii = piece.units == piece.text.len() as u64;
        for line in piece.lines() {
            let text = match self.format {
                // The document has the rules as a client would send them.
                Format::Json => parse::rule_text(line.text),
                // Users do not count the empty line after the last newline.
                Format::Summary if line.newline.is_none() && line.text.is_empty() => break,
                _ => Some(line.text),
            };
            if let Some(text) = text {
                let rule = syntax::parse(text, &self.options.syntax);
                self.rule(&rule, Line { text, ..line }, base, json);
                found.add_rule(&rule, line.text, text);
                if matches!(rule, Rule::Invalid(_)) && !self.options.tolerant {
                    found.is_stopped = true;
                    break;
                }
            }
            found.lines += 1;
            base += if is_ascii { line.bytes() } else { line.units() };
        }
        found
    }

    fn rule(&self, rule: &Rule<'_>, line: Line<'_>, base: u64, json: &mut Json<'_>) {
        json.raw(self.separator());
        match self.format {
            Format::Json => parse::write(json, rule, line.text, self.options),
            Format::Agtree => ast::write(json, rule, line, base, self.options.output, ""),
            Format::Ndjson => {
                ast::write(json, rule, line, base, self.options.output, &self.key);
                json.raw("\n");
            }
            Format::Summary | Format::Tree => (),
        }
    }
}
