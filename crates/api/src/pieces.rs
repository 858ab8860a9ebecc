//! The answer to a parse, made in pieces: nobody has to hold it whole. All checks come before the first
//! piece, so that no error can follow one.

use crate::{Answer, Endpoint, MAX_ANSWER, Problem, body::Strings};
use bloqr_syntax as syntax;
use bloqr_wire::{Json, Options, parse};

/// A piece is handed over when it has this many bytes.
const PIECE: usize = 1 << 18;

/// The longest rule that is answered in pieces, in bytes. A rule is never divided, and its tree can have
/// 80 times as many bytes.
const LONGEST: usize = 1 << 16;

/// An answer that is whole, or that is made piece by piece.
pub enum Begun {
    /// All of it.
    Whole(Answer),
    /// It has the status 200.
    InPieces(Box<Pieces>),
}

impl Begun {
    /// The answer in one.
    pub fn into_whole(self) -> Answer {
        match self {
            Begun::Whole(answer) => answer,
            Begun::InPieces(pieces) => Answer { status: 200, body: pieces.into_whole() },
        }
    }
}

/// The rest of an answer with the status 200.
pub struct Pieces {
    rules: Strings,
    /// The next rule.
    at: usize,
    summary: parse::Summary,
    part: Part,
}

#[derive(PartialEq)]
enum Part {
    Start,
    Rules,
    Done,
}

impl Pieces {
    /// # Errors
    ///
    /// [`Problem`], when a rule is too long to be answered in pieces and the answer is too large.
    pub(super) fn begin(rules: Strings) -> Result<Begun, Problem> {
        #[cfg(feature = "panic-for-tests")]
        assert!(!rules.iter().any(|it| it == "panic for tests"), "as requested");
        let is_long = rules.iter().any(|it| it.len() > LONGEST);
        let mut pieces =
            Pieces { rules, at: 0, summary: parse::Summary::default(), part: Part::Start };
        if !is_long {
            return Ok(Begun::InPieces(Box::new(pieces)));
        }
        let mut json = Json::limited(MAX_ANSWER);
        pieces.write(&mut json, usize::MAX);
        if json.is_full() {
            return Err(Problem::answer_too_large(Endpoint::Parse));
        }
        Ok(Begun::Whole(Answer { status: 200, body: json.finish() }))
    }

    /// The next piece of the document, JSON in UTF-8 that can end anywhere between two characters.
    /// `None` after the last one.
    pub fn next_piece(&mut self) -> Option<Vec<u8>> {
        if self.is_done() {
            return None;
        }
        let mut json = Json::on(Vec::with_capacity(PIECE + PIECE / 8));
        self.write(&mut json, PIECE);
        Some(json.finish())
    }

    /// Whether there is no piece left.
    pub fn is_done(&self) -> bool {
        self.part == Part::Done
    }

    fn into_whole(mut self) -> Vec<u8> {
        let mut json = Json::new();
        self.write(&mut json, usize::MAX);
        json.finish()
    }

    fn write(&mut self, json: &mut Json<'_>, enough: usize) {
        if self.part == Part::Start {
            self.part = Part::Rules;
            parse::open(json, "");
        }
        while let Some(text) = self.rules.get(self.at) {
            if json.len() >= enough || json.is_full() {
                return;
            }
            self.at += 1;
            let Some(text) = parse::rule_text(text) else { continue };
            if self.summary.total() > 0 {
                json.raw(",");
            }
            let rule = syntax::parse(text, &Options::LIST.syntax);
            parse::write(json, &rule, text, &Options::LIST);
            self.summary.add(&rule);
        }
        parse::close(json, &self.summary);
        self.part = Part::Done;
    }
}
