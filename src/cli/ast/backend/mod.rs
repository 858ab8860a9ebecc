//! `ast parse --backend`: the same output, put together from what a backend answers to a list in
//! chunks.

mod document;
mod nodes;

use std::{collections::BTreeMap, io::Write};

use serde_json::value::RawValue;

pub(super) use self::{document::print as document, nodes::print as nodes};
use crate::{
    api::{Endpoint, MAX_BODY},
    cli::{
        Error, Ui,
        ast::found::Found,
        client::Client,
        input::Source,
        pieces::{Piece, Pieces},
    },
    dispatch::{self, Exchange, Fault, Request, evidence},
    report::visible,
    source::{Line, Newline},
};

/// What stands around the lines of a request.
struct Frame {
    endpoint: Endpoint,
    open: &'static str,
    separator: &'static str,
    close: String,
}

/// A line of a list, and how it stands in a request.
struct Item {
    json: Vec<u8>,
    /// From 1.
    number: u64,
    text: String,
    newline: Option<Newline>,
}

impl Item {
    fn line(&self) -> Line<'_> {
        Line { text: &self.text, newline: self.newline }
    }
}

/// What came back for some lines.
struct Answer<'a> {
    items: &'a [Item],
    exchange: &'a Exchange,
    fields: BTreeMap<String, &'a RawValue>,
    url: &'a str,
}

impl<'a> Answer<'a> {
    fn field(&self, name: &str) -> Result<&'a RawValue, Error> {
        self.fields.get(name).copied().ok_or_else(|| self.wrong(&format!("has no {name}")))
    }

    /// The elements of a field, of which there have to be so many.
    fn elements(&self, name: &str, wanted: usize) -> Result<Vec<&'a RawValue>, Error> {
        let elements: Vec<&RawValue> =
            serde_json::from_str(self.field(name)?.get()).map_err(|err| self.malformed(&err))?;
        match elements.len() == wanted {
            true => Ok(elements),
            false => Err(self.wrong(&format!("has {} {name} for {wanted}", elements.len()))),
        }
    }

    fn malformed(&self, err: &serde_json::Error) -> Error {
        Fault::of_json(self.exchange, err).into()
    }

    fn wrong(&self, what: &str) -> Error {
        Error::new(format!("the answer of {} {}", self.url, visible(what)))
            .hint("see what is wrong: bloqr dispatch check")
    }
}

/// What is printed of a list, once there is an answer to it. What of it is printed is whole, or what
/// ended it says where.
struct Printed {
    /// What stands before the first rule.
    head: Vec<u8>,
    /// The last line that is printed, from 1.
    line: u64,
}

impl Printed {
    fn new(head: Vec<u8>) -> Printed {
        Printed { head, line: 0 }
    }

    /// Prints what came of one answer.
    fn print(&mut self, answer: &Answer<'_>, made: &[u8], ui: &mut Ui) -> Result<(), Error> {
        ui.out.write_all(&std::mem::take(&mut self.head))?;
        ui.out.write_all(made)?;
        if !made.is_empty() {
            self.line = answer.items.last().map_or(self.line, |it| it.number);
        }
        Ok(())
    }

    /// Prints what stands behind the last rule.
    fn end(self, foot: &[u8], ui: &mut Ui) -> Result<(), Error> {
        ui.out.write_all(&self.head)?;
        Ok(ui.out.write_all(foot)?)
    }

    /// Says that it ends too early, if anything is printed.
    fn broken(&self, name: &str, err: Error, ui: &mut Ui) -> Error {
        if self.line > 0 {
            let line = self.line;
            ui.warning(&format!(
                "{name}: what is printed is not whole: it ends behind line {line}"
            ));
        }
        err
    }
}

/// Sends a list in as few requests as there may be, and hands on the answers in order. `json` makes
/// of a line what stands in the request, or nothing when it is left out. Of what was found only the
/// lines, and what is no text, are known here.
fn ask(
    source: &Source,
    frame: &Frame,
    client: &Client,
    json: impl Fn(&Line<'_>) -> Option<Vec<u8>>,
    take: &mut dyn FnMut(&Answer<'_>, &mut Ui) -> Result<(), Error>,
    ui: &mut Ui,
) -> Result<Found, Error> {
    let name = source.name();
    let (reader, len) = source.open()?;
    let mut progress = ui.progress(len);
    let mut pieces = Pieces::new(reader);
    let asking = Asking { name: &name, frame, client };
    let mut found = Found::default();
    let mut chunk = Vec::new();
    let mut bytes = 0;
    let cannot = |err| Error::new(format!("cannot read {name}")).caused_by(err);
    while let Some(piece) = pieces.next(Piece::default()).map_err(cannot)? {
        let mut lines = 0;
        for line in piece.lines() {
            lines += 1;
            let Some(json) = json(&line) else { continue };
            let number = found.lines + lines;
            let len = json.len() + frame.separator.len();
            if bytes + len > frame.room() {
                asking.ask(&chunk, take, ui)?;
                chunk.clear();
                bytes = 0;
            }
            if len > frame.room() {
                return Err(Error::new(format!(
                    "{name}:{number}: the rule is longer than a request may be"
                ))
                .hint(format!("a request has at most {MAX_BODY} bytes: leave out --backend")));
            }
            bytes += len;
            chunk.push(Item { json, number, text: line.text.to_owned(), newline: line.newline });
        }
        found.add(&piece, Found::of_lines(lines));
        progress.advance(piece.bytes);
    }
    asking.ask(&chunk, take, ui)?;
    drop(progress);
    Ok(found)
}

impl Frame {
    /// How many bytes there are for lines.
    fn room(&self) -> usize {
        MAX_BODY - self.open.len() - self.close.len()
    }

    fn request(&self, items: &[Item]) -> Request {
        let mut body = self.open.as_bytes().to_vec();
        for (n, item) in items.iter().enumerate() {
            if n > 0 {
                body.extend_from_slice(self.separator.as_bytes());
            }
            body.extend_from_slice(&item.json);
        }
        body.extend_from_slice(self.close.as_bytes());
        Request::post(self.endpoint.path(), body)
    }
}

struct Asking<'a> {
    name: &'a str,
    frame: &'a Frame,
    client: &'a Client,
}

impl Asking<'_> {
    /// Lines whose answer would be too long are asked for by halves.
    fn ask(
        &self,
        items: &[Item],
        take: &mut dyn FnMut(&Answer<'_>, &mut Ui) -> Result<(), Error>,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let Some(first) = items.first() else { return Ok(()) };
        let exchange = self.client.ask_patiently(&self.frame.request(items), ui)?;
        let document = match dispatch::document(&exchange) {
            Ok(document) => document,
            Err(Fault::TooLarge { .. }) if items.len() > 1 => {
                let (first, second) = items.split_at(items.len() / 2);
                self.ask(first, take, ui)?;
                return self.ask(second, take, ui);
            }
            Err(fault @ Fault::TooLarge { .. }) => {
                return Err(Error::new(format!(
                    "{}:{}: {}",
                    self.name,
                    first.number,
                    visible(&fault.to_string())
                ))
                .hint("leave out --backend: this rule alone is too much for it"));
            }
            Err(fault) => return Err(fault.into()),
        };
        let fields = serde_json::from_slice(document);
        let fields = fields.map_err(|err| Error::from(Fault::of_json(&exchange, &err)))?;
        let url = self.client.url();
        if let Some(why) = evidence::weigh(&exchange).stub {
            return Err(Error::new(format!("the answer of {url} is none: a stub answers: {why}"))
                .hint("see what answers: bloqr dispatch check"));
        }
        take(&Answer { items, exchange: &exchange, fields, url }, ui)
    }
}
