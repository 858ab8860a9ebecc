use std::path::PathBuf;

use crate::{
    cli::{
        Error, Outcome, Ui,
        ast::{file_key, found::Found, options},
        input::{self, Source},
        pieces::{Piece, Pieces},
        values::{WithValues, suggestion},
    },
    source::lines,
    syntax,
    wire::{
        Json,
        walk::{self, Form, Walk},
    },
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr ast walk list.txt --type Modifier | jq -r '.nodes[].node.name.value' | sort | uniq -c
  bloqr ast walk list.txt --type Domain --context --format ndjson
  bloqr ast walk list.txt --max-depth 1")]
pub(in crate::cli) struct Args {
    /// Lists, directories with lists in them, or `-` for stdin
    #[arg(value_name = "FILE|DIR|-", required = true)]
    paths: Vec<PathBuf>,

    /// Print nodes of this type only; may be repeated
    #[arg(long = "type", value_name = "TYPE", value_parser = WithValues::new(type_names, parse_type), hide_possible_values = true)]
    types: Vec<String>,

    /// Print nodes down to this depth: 0 is the list, 1 is its rules
    #[arg(long, value_name = "N")]
    max_depth: Option<usize>,

    /// Also print the key of the parent that holds each node, and the index under that key
    #[arg(long)]
    context: bool,

    /// What to print [default: ndjson on a terminal, otherwise json]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    #[command(flatten)]
    options: options::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// What `POST /api/ast/walk` answers
    Json,
    /// One node per line
    Ndjson,
}

/// The types of nodes, for completions.
fn type_names() -> Vec<&'static str> {
    walk::TYPES.to_vec()
}

fn parse_type(text: &str) -> Result<String, String> {
    match walk::TYPES.iter().find(|it| it.eq_ignore_ascii_case(text)) {
        Some(it) => Ok((*it).to_owned()),
        None => {
            Err(format!("unknown node type: {}", suggestion(text, walk::TYPES.iter().copied())))
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let form =
        args.format.unwrap_or(if ui.out_is_terminal() { Format::Ndjson } else { Format::Json });
    let form = match form {
        Format::Json => Form::Document,
        Format::Ndjson => Form::Lines,
    };
    let (types, max_depth) = (args.types.clone(), args.max_depth);
    let walk = Walk { types, max_depth, context: args.context, ..Walk::default() };
    let mut outcome = Outcome::Clean;
    let sources = input::find(&args.paths)?;
    for source in &sources {
        // With several lists, the output names the list.
        let key = if sources.len() > 1 { file_key(&source.name()) } else { String::new() };
        let (text, found) = read(source, args)?;
        let mut result = Ok(());
        let mut json = Json::draining(Box::new(|json| {
            if result.is_ok() {
                result = ui.out.for_json().write_all(json);
            }
        }));
        walk::write(&mut json, lines(&text), &walk, form, &args.options.options(), &key);
        if form == Form::Document {
            json.raw("\n");
        }
        json.finish();
        result?;
        found.warn(&source.name(), ui);
        if !found.is_clean() {
            outcome = Outcome::Findings;
        }
    }
    Ok(outcome)
}

/// The whole text, since its first node is the list.
fn read(source: &Source, args: &Args) -> Result<(String, Found), Error> {
    let options = args.options.options();
    let (reader, _) = source.open()?;
    let mut pieces = Pieces::new(reader);
    let cannot = |err| Error::new(format!("cannot read {}", source.name())).caused_by(err);
    let (mut text, mut found) = (String::new(), Found::default());
    while let Some(piece) = pieces.next(Piece::default()).map_err(cannot)? {
        let mut of_piece = Found::default();
        for line in piece.lines() {
            of_piece.add_rule(&syntax::parse(line.text, &options.syntax), line.text, line.text);
            of_piece.lines += 1;
        }
        text.push_str(&piece.text);
        found.add(&piece, of_piece);
    }
    Ok((text, found))
}
