//! TOML: the tree from toml_edit's spans, and the lines between values, which toml_edit does not
//! give.

use std::ops::Range;

use toml_edit::{Item, Table, Value};

use super::{
    Invalid,
    lex::{self, Kind as Lex, Syntax},
    node::{Kind, Node},
};

/// One header, one `key = value`, one comment line or one blank line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The bytes of its lines, including the last line ending.
    pub(super) span: Range<usize>,
    pub(super) kind: PieceKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PieceKind {
    Blank,
    Comment,
    /// `[path]`, or with `array` `[[path]]`.
    Header {
        path: Vec<String>,
        array: bool,
    },
    /// The path from the root, including the path of its table.
    Statement(Vec<String>),
}

impl Piece {
    pub(super) fn header(&self) -> Option<&[String]> {
        match &self.kind {
            PieceKind::Header { path, .. } => Some(path),
            _ => None,
        }
    }

    pub(super) fn statement(&self) -> Option<&[String]> {
        match &self.kind {
            PieceKind::Statement(path) => Some(path),
            _ => None,
        }
    }

    pub(super) fn is_body(&self) -> bool {
        matches!(self.kind, PieceKind::Header { .. } | PieceKind::Statement(_))
    }
}

pub(super) fn parse(text: &str) -> Result<Node, Invalid> {
    let document = toml_edit::Document::parse(text).map_err(|err| Invalid {
        message: err.message().trim_end().replace('\n', ", "),
        span: err.span().unwrap_or(0..0),
    })?;
    Ok(table(document.as_table()))
}

fn table(table: &Table) -> Node {
    let entries: Vec<_> = table.iter().map(|(key, value)| (key.to_owned(), item(value))).collect();
    // The `a` of `[a.b]` has no header of its own.
    let at = table.span().map(|it| it.start).or(entries.first().map(|(_, it)| it.at));
    Node { at: at.unwrap_or(0), brackets: None, kind: Kind::Table(entries) }
}

fn item(item: &Item) -> Node {
    match item {
        Item::Table(it) => table(it),
        Item::ArrayOfTables(array) => {
            let at = start(array.iter().next().and_then(Table::span));
            Node { at, brackets: None, kind: Kind::Array(array.iter().map(table).collect()) }
        }
        Item::Value(it) => value(it),
        Item::None => Node { at: 0, brackets: None, kind: Kind::Other(String::new()) },
    }
}

fn value(item: &Value) -> Node {
    let (brackets, kind) = match item {
        Value::Array(array) => (item.span(), Kind::Array(array.iter().map(value).collect())),
        Value::InlineTable(table) => {
            let entries = table.iter().map(|(key, it)| (key.to_owned(), value(it))).collect();
            // The `a` of an inline `a.b = 1` is a table without its own brackets.
            let brackets = if table.is_dotted() { None } else { item.span() };
            (brackets, Kind::Table(entries))
        }
        Value::String(text) => (None, Kind::Text(text.value().clone())),
        Value::Integer(it) => (None, Kind::Other(it.value().to_string())),
        Value::Float(it) => (None, Kind::Other(format!("{:?}", it.value()))),
        Value::Boolean(it) => (None, Kind::Other(it.value().to_string())),
        Value::Datetime(it) => (None, Kind::Other(it.value().to_string())),
    };
    Node { at: start(item.span()), brackets, kind }
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |it| it.start)
}

/// Splits a valid text into pieces that cover all of it.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut table: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut line_start = 0;
    let mut tokens = Vec::new();
    let end = lex::Token { kind: Lex::Newline, span: text.len()..text.len() };
    for token in lex::tokens(text, Syntax::Toml).into_iter().chain([end]) {
        match token.kind {
            Lex::Open => depth += 1,
            Lex::Close => depth = depth.saturating_sub(1),
            Lex::Newline if depth == 0 => {
                let span = line_start..token.span.end;
                line_start = span.end;
                if !span.is_empty() {
                    pieces.push(Piece { span, kind: kind(text, &tokens, &mut table) });
                }
                tokens.clear();
                continue;
            }
            _ => (),
        }
        tokens.push(token);
    }
    pieces
}

/// The statement that the tokens of one piece make. `table` is the path of the last header.
fn kind(text: &str, tokens: &[lex::Token], table: &mut Vec<String>) -> PieceKind {
    let Some(first) = tokens.first() else { return PieceKind::Blank };
    match first.kind {
        Lex::LineComment => PieceKind::Comment,
        Lex::Open => {
            let opens = tokens.iter().take_while(|it| it.kind == Lex::Open).count();
            let close = tokens.iter().position(|it| it.kind == Lex::Close).unwrap_or(opens);
            *table = keys(&text[tokens[opens - 1].span.end..tokens[close].span.start]);
            PieceKind::Header { path: table.clone(), array: opens > 1 }
        }
        _ => {
            let equals = tokens.iter().find(|it| it.kind == Lex::Equals);
            let end = equals.map_or(first.span.end, |it| it.span.start);
            PieceKind::Statement([table.clone(), keys(&text[first.span.start..end])].concat())
        }
    }
}

/// The parts of a dotted key, unquoted.
fn keys(text: &str) -> Vec<String> {
    let keys = toml_edit::Key::parse(text.trim()).unwrap_or_default();
    keys.iter().map(|it| it.get().to_owned()).collect()
}
