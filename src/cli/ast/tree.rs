//! `--format tree`: the tree of each rule, indented, for people.

use std::io::{self, Write};

use serde_json::Value;

use crate::{
    cli::{
        Error, Ui,
        ast::found::Found,
        input::Source,
        pieces::{Piece, Pieces},
        ui::Styles,
    },
    report::visible,
    syntax::{self, Rule},
    wire::{Json, Options, ast},
};

/// The number of rules of a list that are shown by default.
pub(super) const SHORT: u64 = 200;

/// Prints the rules of one source, the first `limit` of them if there is one.
pub(super) fn print(
    source: &Source,
    name: Option<&str>,
    limit: Option<u64>,
    options: &Options,
    ui: &mut Ui,
) -> Result<Found, Error> {
    let (reader, _) = source.open()?;
    let mut pieces = Pieces::new(reader);
    let cannot = |err| Error::new(format!("cannot read {}", source.name())).caused_by(err);
    let styles = ui.styles();
    let mut printer = Printer::start(name, limit, styles, &mut ui.out)?;
    let mut found = Found::default();
    while let Some(piece) = pieces.next(Piece::default()).map_err(cannot)? {
        let mut of_piece = Found::default();
        let mut base = piece.base;
        for line in piece.lines() {
            let rule = syntax::parse(line.text, &options.syntax);
            of_piece.add_rule(&rule, line.text, line.text);
            of_piece.lines += 1;
            // A blank line shows nothing.
            if !matches!(rule, Rule::Empty) && printer.has_room() {
                let mut json = Json::new();
                ast::write(&mut json, &rule, line, base, options.output, "");
                // What `ast::write` writes is JSON.
                let node = serde_json::from_slice(&json.finish()).unwrap_or_default();
                printer.rule(&node, found.lines + of_piece.lines, line.text, &mut ui.out)?;
            }
            base += line.units();
            if matches!(rule, Rule::Invalid(_)) && !options.tolerant {
                of_piece.is_stopped = true;
                break;
            }
        }
        found.add(&piece, of_piece);
        if found.is_stopped {
            break;
        }
    }
    printer.end(ui)?;
    found.warn(&source.name(), ui);
    Ok(found)
}

/// Prints rules one by one, up to the limit if there is one.
pub(super) struct Printer {
    styles: Styles,
    limit: Option<u64>,
    shown: u64,
    hidden: u64,
}

impl Printer {
    /// `name` is printed above the list, when there are several.
    pub(super) fn start(
        name: Option<&str>,
        limit: Option<u64>,
        styles: Styles,
        out: &mut dyn Write,
    ) -> io::Result<Printer> {
        if let Some(name) = name {
            writeln!(out, "{0}{name}{0:#}", styles.bold)?;
        }
        Ok(Printer { styles, limit, shown: 0, hidden: 0 })
    }

    /// Counts a rule, and returns whether to print it.
    pub(super) fn has_room(&mut self) -> bool {
        let has_room = self.limit.is_none_or(|limit| self.shown < limit);
        *(if has_room { &mut self.shown } else { &mut self.hidden }) += 1;
        has_room
    }

    /// `text` is the line of that number.
    pub(super) fn rule(
        &self,
        node: &Value,
        number: u64,
        text: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (dim, bold) = (self.styles.dim, self.styles.bold);
        let text = visible(text);
        writeln!(out, "{dim}{number:>5}{dim:#}  {bold}{text}{bold:#}")?;
        Tree { styles: self.styles, out }.node(None, node, 1)
    }

    /// Prints how many rules were not printed.
    pub(super) fn end(self, ui: &mut Ui) -> io::Result<()> {
        let hidden = self.hidden;
        if hidden > 0 {
            ui.out.flush()?;
            ui.note(&format!(
                "{hidden} more rules; --format tree prints all, --format summary counts them"
            ));
        }
        Ok(())
    }
}

struct Tree<'o> {
    styles: Styles,
    out: &'o mut dyn Write,
}

impl Tree<'_> {
    /// Prints one line for the node, then its children, indented. The node can come from a backend.
    fn node(&mut self, key: Option<&str>, node: &Value, depth: usize) -> io::Result<()> {
        let Styles { name, literal, dim, error, .. } = self.styles;
        let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
        write!(self.out, "{:indent$}", "", indent = 5 + 2 * depth)?;
        if let Some(key) = key {
            write!(self.out, "{dim}{}{dim:#} ", visible(key))?;
        }
        // The type `Value` adds no information.
        if kind != "Value" {
            let style = if kind.starts_with("Invalid") { error } else { name };
            write!(self.out, "{style}{}{style:#} ", visible(kind))?;
        }
        let scalars = node.as_object().into_iter().flatten();
        let scalars = scalars
            .filter(|(key, it)| is_in_line(key, it) || (kind == "ConfigNode" && *key == "value"));
        for (key, value) in scalars {
            match (key.as_str(), value) {
                ("value" | "message", Value::String(text)) => {
                    write!(self.out, "{literal}\"{}\"{literal:#} ", visible(text))?;
                }
                (key, Value::Bool(true)) => write!(self.out, "{} ", visible(key))?,
                (_, Value::Bool(false)) => (),
                (_, Value::String(text)) => write!(self.out, "{} ", visible(text))?,
                ("value", value) => write!(self.out, "{literal}{value}{literal:#} ")?,
                _ => (),
            }
        }
        let number = |key: &str| node.get(key).and_then(Value::as_u64);
        if let (Some(start), Some(end)) = (number("start"), number("end")) {
            write!(self.out, "{dim}{start}..{end}{dim:#}")?;
        }
        writeln!(self.out)?;
        for (key, child) in node.as_object().into_iter().flatten() {
            self.child(key, child, depth + 1)?;
        }
        Ok(())
    }

    fn child(&mut self, key: &str, child: &Value, depth: usize) -> io::Result<()> {
        match child {
            Value::Object(_) if key != "raws" && child.get("type").is_some() => {
                self.node(Some(key), child, depth)
            }
            Value::Array(children) if key == "children" => {
                children.iter().try_for_each(|child| self.node(None, child, depth))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a property is shown in the line of its node. Some properties are already visible there.
fn is_in_line(key: &str, value: &Value) -> bool {
    let says_enough =
        matches!(key, "type" | "start" | "end" | "raw" | "raws" | "category" | "separator");
    !(says_enough || value.is_object() || value.is_array())
}
