//! New blocks: their text, and where they can be written.

use super::{
    Binding, Config, Form, Scope, comment,
    comment::Enclosure,
    lex::Syntax,
    lines::{self, Splice},
    list::{self, Layout, List},
    node::{Kind, Node},
    place::Extent,
    toml::{self, Piece, PieceKind},
};

type Fields = Vec<(&'static str, String)>;

/// One way to write a block.
pub(super) struct Candidate {
    pub(super) splices: Vec<Splice>,
    /// The line of the guide's block above it.
    pub(super) below: Option<usize>,
}

/// The ways to write a new block, best first. The caller checks whether the result is right.
pub(super) fn candidates(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
    form: Form,
    fields: &Fields,
) -> Vec<Candidate> {
    let new = New { config, binding, scope, form, fields };
    let in_list = new.in_list();
    if !in_list.is_empty() || config.syntax != Syntax::Toml {
        return in_list;
    }
    new.in_toml()
}

struct New<'a, 'c> {
    config: &'a Config<'c>,
    binding: Binding,
    scope: &'a Scope,
    form: Form,
    fields: &'a Fields,
}

impl<'a> New<'a, '_> {
    /// In the existing array, or as an item of a table that is written between brackets.
    fn in_list(&self) -> Vec<Candidate> {
        let Config { text, syntax, .. } = *self.config;
        let list = |node: &Node| Some(List::new(text, syntax, node.brackets.clone()?));
        let Some(scope_node) = self.config.root.path(self.scope.path()) else { return Vec::new() };
        if let Some(array) = scope_node.key(self.form.key()) {
            let Some(list) = list(array) else { return Vec::new() };
            let like = list.items.last().map(|it| &text[it.span.clone()]);
            let splices = list.insert(None, |layout| element(syntax, self.fields, like, layout));
            return vec![Candidate { splices, below: None }];
        }
        let Some(list) = list(scope_node) else { return Vec::new() };
        let property = |layout: Layout<'_>| property(syntax, text, self.form, self.fields, layout);
        let guide = self.guide().into_iter().filter(|it| it.in_list).filter_map(|guide| {
            let splices = list.insert(Some(guide.end?), property);
            Some(Candidate { splices, below: Some(guide.line) })
        });
        let end = Candidate { splices: list.insert(None, property), below: None };
        guide.chain([end]).collect()
    }

    fn in_toml(&self) -> Vec<Candidate> {
        let pieces = toml::pieces(self.config.text);
        let mut candidates = Vec::new();
        let mut push = |splice: Splice, below| {
            candidates.push(Candidate { splices: vec![splice], below });
        };
        let scope_node = self.config.root.path(self.scope.path());
        for guide in self.guide() {
            let Some(end) = guide.end.filter(|_| !guide.in_list) else { continue };
            let splice = if guide.header { self.table(end) } else { self.statement(&pieces, end) };
            push(splice, Some(guide.line));
        }
        if let Some(array) = scope_node.and_then(|it| it.key(self.form.key())) {
            let last = array.elements().last();
            let extent =
                last.and_then(|it| Extent::of(self.config, it, self.scope, self.form).ok());
            if let Some(below) = extent.and_then(|it| it.below()) {
                push(self.table(below), None);
            }
        }
        let sections = self.sections(&pieces);
        if sections.is_empty() {
            let dotted = pieces.iter().rfind(|piece| {
                let path = piece.statement().unwrap_or_default();
                path.len() > 2 && path.iter().zip(self.scope.path()).all(|(a, b)| a == b)
            });
            if let (Scope::Env(_), Some(dotted)) = (self.scope, dotted) {
                push(self.statement(&pieces, dotted.span.end), None);
            }
        }
        for end in sections.into_iter().chain([end_of_text(&pieces)]) {
            push(self.table(end), None);
        }
        candidates
    }

    /// The guide's blocks in this scope, those that are on first. Only the form that wrangler binds
    /// is written below them.
    fn guide(&self) -> Vec<Guide> {
        if self.form != Form::WorkerLoaders {
            return Vec::new();
        }
        let config = self.config;
        let form = Form::of_guide(self.binding);
        let live = config.live(self.binding, self.scope, form).into_iter().filter_map(|block| {
            let line = config.line(block.at);
            let array = config.root.path(self.scope.path()).and_then(|it| it.key(form.key()))?;
            let extent = Extent::of(config, block, self.scope, form).ok()?;
            let (end, header) = match (&extent, &array.brackets) {
                (Extent::Table(span), _) => (Some(span.end), true),
                (Extent::Statement(span), _) => (Some(span.end), false),
                // The element is inside an array, so write below the array.
                (Extent::Item(..), Some(brackets)) => {
                    (Some(lines::line_end(config.text, brackets.end)), false)
                }
                (Extent::Item(..), None) => (None, false),
            };
            let scope_node = config.root.path(self.scope.path())?;
            Some(Guide { line, end, header, in_list: scope_node.brackets.is_some() })
        });
        let commented = comment::find(config, self.binding).into_iter();
        let commented = commented.filter(|it| it.form == form && it.scope == *self.scope);
        let commented = commented.filter_map(|block| {
            let line = config.line(block.span.start);
            let end = Some(block.span.end).filter(|end| config.text[..*end].ends_with('\n'));
            let end = end.or((block.span.end == config.text.len()).then_some(block.span.end));
            match block.enclosure {
                Enclosure::Body { header } => Some(Guide { line, end, header, in_list: false }),
                Enclosure::List(_) => Some(Guide { line, end, header: false, in_list: true }),
                Enclosure::Above => None,
            }
        });
        live.chain(commented).collect()
    }

    /// A `[[table]]` whose lines start at `end`, which is where a line that is not blank ends.
    fn table(&self, end: usize) -> Splice {
        let text = self.config.text;
        let ending = lines::ending(text, end);
        let path = [self.scope.path(), vec![self.form.key()]].concat();
        let path: Vec<String> = path.into_iter().map(key).collect();
        let fields = self.fields.iter().map(|(key, value)| format!("{key} = {}", quoted(value)));
        let header = format!("[[{}]]", path.join("."));
        let block: Vec<String> = [header].into_iter().chain(fields).collect();
        let block = block.join(ending);
        let with = match &text[..end] {
            "" => format!("{block}{ending}"),
            above if above.ends_with('\n') => format!("{ending}{block}{ending}"),
            _ => format!("{ending}{ending}{block}"),
        };
        Splice::insert(end, with)
    }

    /// A `key = [ { … } ]` on the line that starts at `end`.
    fn statement(&self, pieces: &[Piece], end: usize) -> Splice {
        let text = self.config.text;
        let ending = lines::ending(text, end);
        let above = pieces.iter().take_while(|it| it.span.start < end).collect::<Vec<_>>();
        let table = above.iter().rev().find_map(|it| it.header()).unwrap_or_default();
        let path = [self.scope.path(), vec![self.form.key()]].concat();
        let path: Vec<String> = path.into_iter().skip(table.len()).map(key).collect();
        let line = format!("{} = {}", path.join("."), own_value(self.fields));
        let with = match &text[..end] {
            above if above.ends_with('\n') => format!("{line}{ending}"),
            _ => format!("{ending}{line}"),
        };
        Splice::insert(end, with)
    }

    /// Where a table of the scope can be added, next to the other tables of the scope.
    fn sections(&self, pieces: &[Piece]) -> Vec<usize> {
        let of_env = |it: &Piece| match (it.header(), self.scope) {
            (Some([first, ..]), Scope::Top) => first == "env",
            (Some([first, name, ..]), Scope::Env(env)) => first == "env" && name == env,
            _ => false,
        };
        let next = match self.scope {
            Scope::Top => pieces.iter().position(of_env),
            Scope::Env(_) => {
                let Some(last) = pieces.iter().rposition(of_env) else { return Vec::new() };
                let next = pieces[last + 1..].iter().position(|it| it.header().is_some());
                next.map(|it| last + 1 + it)
            }
        };
        let Some(next) = next else { return vec![end_of_text(pieces)] };
        let Some(body) = pieces[..next].iter().rposition(Piece::is_body) else { return Vec::new() };
        let glued = pieces[body + 1..next].iter().take_while(|it| it.kind == PieceKind::Comment);
        let glued = glued.count();
        // A comment directly above the next header belongs to that header.
        let last = if body + 1 + glued == next { body } else { body + glued };
        let splits = pieces[next..].iter().filter_map(Piece::header).any(|sub| {
            pieces[..next].iter().any(|it| match &it.kind {
                PieceKind::Header { path, array: true } => {
                    sub.len() > path.len() && sub.starts_with(path)
                }
                _ => false,
            })
        });
        if splits { Vec::new() } else { vec![pieces[last].span.end] }
    }
}

struct Guide {
    line: usize,
    /// The start of the line below it.
    end: Option<usize>,
    header: bool,
    in_list: bool,
}

/// Where the last line that is not blank ends.
fn end_of_text(pieces: &[Piece]) -> usize {
    pieces.iter().rfind(|it| it.kind != PieceKind::Blank).map_or(0, |it| it.span.end)
}

fn key(key: &str) -> String {
    let bare = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
}

/// A string literal that is the same in TOML and JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn inline_table(fields: &Fields) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    format!("{{ {} }}", fields.join(", "))
}

/// An array that we add for this block. The inner spaces mark it as ours: it is removed together
/// with its block, but an empty array of the user stays.
fn own_value(fields: &Fields) -> String {
    format!("[ {} ]", inline_table(fields))
}

fn object(fields: &Fields, spaced: bool) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}: {}", quoted(key), quoted(value))).collect();
    let space = if spaced { " " } else { "" };
    format!("{{{space}{}{space}}}", fields.join(", "))
}

/// One element of an array, in the layout of the element before it.
fn element(syntax: Syntax, fields: &Fields, like: Option<&str>, layout: Layout<'_>) -> String {
    match (syntax, like, layout) {
        (Syntax::Toml, ..) => inline_table(fields),
        (_, Some(like), Layout::Lines { indent, ending, .. }) if like.contains('\n') => {
            let inner = lines::line_indent(like, like.find('\n').map_or(0, |it| it + 1));
            let inner = if inner.len() > indent.len() { inner } else { &format!("{indent}  ") };
            let comma = if like.trim_end_matches('}').trim_end().ends_with(',') { "," } else { "" };
            object_lines(fields, indent, inner, ending, comma)
        }
        (_, like, _) => object(fields, like.is_some_and(|it| !it.starts_with("{\""))),
    }
}

fn object_lines(fields: &Fields, indent: &str, inner: &str, ending: &str, comma: &str) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("{inner}{}: {}", quoted(key), quoted(value)))
        .collect();
    let fields = fields.join(&format!(",{ending}"));
    format!("{{{ending}{fields}{comma}{ending}{indent}}}")
}

/// A whole property, or item of an inline table.
fn property(syntax: Syntax, text: &str, form: Form, fields: &Fields, layout: Layout<'_>) -> String {
    match (syntax, layout) {
        (Syntax::Toml, _) => format!("{} = {}", form.key(), own_value(fields)),
        (_, Layout::Inline) => format!("{}: [{}]", quoted(form.key()), object(fields, true)),
        (_, Layout::Lines { indent, ending, trailing_comma }) => {
            let comma = if trailing_comma { "," } else { "" };
            let inner = format!("{indent}{}", list::indent_step(text));
            let innermost = format!("{inner}{}", list::indent_step(text));
            let object = object_lines(fields, &inner, &innermost, ending, comma);
            let key = quoted(form.key());
            format!("{key}: [{ending}{inner}{object}{comma}{ending}{indent}]")
        }
    }
}

/// The fields of the block, if all of them are strings.
fn fields_of(block: &Node) -> Option<Vec<(&str, &str)>> {
    block.entries().iter().map(|(key, node)| Some((key.as_str(), node.text()?))).collect()
}

/// Whether a TOML array is written as [`own_value`] writes it.
pub(super) fn is_own_value(block: &Node, array: &str) -> bool {
    let Some(fields) = fields_of(block) else { return false };
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    array == format!("[ {{ {} }} ]", fields.join(", "))
}

/// Whether an item is written as [`property`] writes it, with any indentation. Then it contains
/// only these blocks and is removed together with them.
pub(super) fn is_own_property(syntax: Syntax, form: Form, blocks: &[Node], item: &str) -> bool {
    if let (Syntax::Toml, [block]) = (syntax, blocks) {
        let array = item.strip_prefix(form.key()).and_then(|it| it.strip_prefix(" = "));
        return array.is_some_and(|it| is_own_value(block, it));
    }
    let fields = |block: &Node| -> Option<Vec<String>> {
        let fields = fields_of(block)?.into_iter();
        Some(fields.map(|(key, value)| format!("{}: {}", quoted(key), quoted(value))).collect())
    };
    let Some(blocks) = blocks.iter().map(fields).collect::<Option<Vec<_>>>() else { return false };
    let key = quoted(form.key());
    let inline: Vec<String> = blocks.iter().map(|it| format!("{{ {} }}", it.join(", "))).collect();
    if item == format!("{key}: [{}]", inline.join(", ")) {
        return true;
    }
    let mut expected = vec![format!("{key}: [")];
    for fields in blocks {
        expected.push("{".to_owned());
        expected.extend(fields);
        expected.push("}".to_owned());
    }
    expected.push("]".to_owned());
    item.lines().map(|it| it.trim().trim_end_matches(',')).eq(expected)
}

impl Node {
    /// Whether this is a table of fields: what an array of blocks must contain.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table(_))
    }
}
