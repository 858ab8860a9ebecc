//! The trees of a text, piece by piece: a piece is read before the next one is made, so that their memory is
//! that of one piece.

use bloqr_syntax::{
    self as syntax,
    source::{Line, Newline, lines},
};
use bloqr_wire::{Options, flat::Flat};

/// How many words make a piece. A rule is never cut, so a piece can be longer.
const PIECE: usize = 1 << 15;

/// A text that is being read.
#[derive(Debug, Default)]
pub struct Tree {
    text: String,
    /// Where the next line starts, in bytes; `None` after the last one.
    at: Option<usize>,
    /// The same in UTF-16 code units.
    units: u32,
    /// Whether the whole text is one rule.
    is_rule: bool,
    options: syntax::Options,
    flat: Flat,
}

impl Tree {
    /// Starts with a text. `bits` are the [options](Options::NAMES) of AGTree, the first in the lowest bit; the
    /// next bit after them says that the text is one rule, whatever it contains.
    pub fn new(text: String, bits: u32) -> Tree {
        let is_rule = bits >> Options::NAMES.len() & 1 == 1;
        Tree { text, at: Some(0), is_rule, options: options(bits), ..Tree::default() }
    }

    /// The next records; none at the end.
    pub fn next_piece(&mut self) -> &[u32] {
        self.flat.clear();
        let Some(start) = self.at else { return self.flat.words() };
        if self.is_rule {
            self.at = None;
            write_rule(&mut self.flat, &self.text, &self.options);
            return self.flat.words();
        }
        let mut at = start;
        self.at = None;
        for line in lines(&self.text[start..]) {
            if self.flat.words().len() >= PIECE {
                self.at = Some(at);
                break;
            }
            let rule = syntax::parse(line.text, &self.options);
            self.units += self.flat.write(&rule, line, self.units);
            // A line ending has as many code units as bytes.
            let ending = line.newline.map_or(0, Newline::width);
            self.units += ending as u32;
            at += line.text.len() + ending;
        }
        self.flat.words()
    }
}

/// The record of a text that is one rule, in the place of what `flat` has. The bits are those of [`Tree::new`].
pub fn rule_record<'f>(flat: &'f mut Flat, text: &str, bits: u32) -> &'f [u32] {
    flat.clear();
    write_rule(flat, text, &options(bits));
    flat.words()
}

fn write_rule(flat: &mut Flat, text: &str, options: &syntax::Options) {
    flat.write(&syntax::parse(text, options), Line { text, newline: None }, 0);
}

fn options(bits: u32) -> syntax::Options {
    let mut options = Options::default();
    for (n, name) in Options::NAMES.iter().enumerate() {
        if let Some(option) = options.by_name(name) {
            *option = bits >> n & 1 == 1;
        }
    }
    options.syntax
}
