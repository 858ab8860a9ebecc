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

/// The keys and texts of a block.
pub(super) type Fields = Vec<(String, String)>;

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
        if let Some(array) = self.config.table(self.scope, self.form) {
            let Some(list) = list(array) else { return Vec::new() };
            let like = list.items.last().map(|it| &text[it.span.clone()]);
            let splices = list.insert(None, |layout| element(syntax, self.fields, like, layout));
            return vec![Candidate { splices, below: None }];
        }
        let owner = self.scope.owner();
        let there = |scope: &Scope| self.config.root.path(scope.path());
        // The first binding in `previews` can make them too.
        let (outer, node) = match (there(self.scope), there(&owner)) {
            (Some(node), _) => (self.scope, node),
            (None, Some(node)) => (&owner, node),
            (None, None) => return Vec::new(),
        };
        let Some(list) = list(node) else { return Vec::new() };
        let keys = &self.scope.path_to(self.form)[outer.path().len()..];
        let property = |layout: Layout<'_>| property(syntax, text, keys, self.fields, layout);
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
        for guide in self.guide() {
            let Some(end) = guide.end.filter(|_| !guide.in_list) else { continue };
            let splice = if guide.header { self.table(end) } else { self.statement(&pieces, end) };
            push(splice, Some(guide.line));
        }
        if let Some(array) = self.config.table(self.scope, self.form) {
            let last = array.elements().last();
            let extent =
                last.and_then(|it| Extent::of(self.config, it, self.scope, self.form).ok());
            if let Some(below) = extent.and_then(|it| it.below()) {
                push(self.table(below), None);
            }
        }
        let sections = self.sections(&pieces);
        if sections.is_empty() {
            for scope in [self.scope, &self.scope.owner()] {
                let dotted = pieces.iter().rfind(|piece| {
                    let path = piece.statement().unwrap_or_default();
                    path.len() > scope.path().len() && starts_with(path, &scope.path())
                });
                if let Some(dotted) = dotted.filter(|_| *scope != Scope::Top) {
                    push(self.statement(&pieces, dotted.span.end), None);
                }
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
            let array = config.table(self.scope, form)?;
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
        let path: Vec<String> = self.scope.path_to(self.form).into_iter().map(key).collect();
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
        let path = self.scope.path_to(self.form);
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
        let header = |it: &Piece| it.header().is_some();
        // The header below the last table of a scope.
        let below = |scope: &Scope| {
            let of_scope =
                |it: &Piece| it.header().is_some_and(|it| starts_with(it, &scope.path()));
            let last = pieces.iter().rposition(of_scope)?;
            let next = pieces[last + 1..].iter().position(header);
            Some(next.map(|it| last + 1 + it))
        };
        let first_env = || {
            pieces.iter().position(|it| matches!(it.header(), Some([first, ..]) if first == "env"))
        };
        let next = match self.scope {
            Scope::Top => Some(first_env()),
            Scope::Env(_) => below(self.scope),
            Scope::Previews(None) => below(self.scope).or_else(|| Some(first_env())),
            Scope::Previews(Some(_)) => below(self.scope).or_else(|| below(&self.scope.owner())),
        };
        let Some(next) = next else { return Vec::new() };
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

fn starts_with(path: &[String], with: &[&str]) -> bool {
    path.len() >= with.len() && path.iter().zip(with).all(|(a, b)| a == b)
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

/// A whole property, or item of an inline table: the keys that lead to the array, and the array.
fn property(
    syntax: Syntax,
    text: &str,
    keys: &[&str],
    fields: &Fields,
    layout: Layout<'_>,
) -> String {
    let (outer, name) = match keys {
        [outer @ .., name] => (outer, *name),
        [] => return String::new(),
    };
    match (syntax, layout) {
        (Syntax::Toml, _) => {
            let own = format!("{name} = {}", own_value(fields));
            outer.iter().rfold(own, |inner, key| format!("{key} = {{ {inner} }}"))
        }
        (_, Layout::Inline) => {
            let own = format!("{}: [{}]", quoted(name), object(fields, true));
            outer.iter().rfold(own, |inner, key| format!("{}: {{ {inner} }}", quoted(key)))
        }
        (_, Layout::Lines { indent, ending, trailing_comma }) => {
            let comma = if trailing_comma { "," } else { "" };
            let step = list::indent_step(text);
            let indents: Vec<String> =
                (0..keys.len() + 2).map(|it| format!("{indent}{}", step.repeat(it))).collect();
            let own = &indents[outer.len()..];
            let object = object_lines(fields, &own[1], &own[2], ending, comma);
            let own =
                format!("{}: [{ending}{}{object}{comma}{ending}{}]", quoted(name), own[1], own[0]);
            outer.iter().zip(&indents).zip(&indents[1..]).rfold(
                own,
                |own, ((key, indent), inner)| {
                    format!("{}: {{{ending}{inner}{own}{comma}{ending}{indent}}}", quoted(key))
                },
            )
        }
    }
}

/// The fields of the block, if all of them are strings.
fn fields_of(block: &Node) -> Option<Fields> {
    let fields = block.entries().iter();
    fields.map(|(key, node)| Some((key.clone(), node.text()?.to_owned()))).collect()
}

/// Whether a TOML array is written as [`own_value`] writes it.
pub(super) fn is_own_value(block: &Node, array: &str) -> bool {
    fields_of(block).is_some_and(|it| array == own_value(&it))
}

/// Whether an item is written as [`property`] writes it, with any indentation. Then it contains
/// only these blocks and is removed together with them.
pub(super) fn is_own_property(syntax: Syntax, keys: &[&str], blocks: &[Node], item: &str) -> bool {
    let blocks: Option<Vec<Fields>> = blocks.iter().map(fields_of).collect();
    let Some(blocks) = blocks else { return false };
    let (outer, name) = match keys {
        [outer @ .., name] => (outer, *name),
        [] => return false,
    };
    if syntax == Syntax::Toml {
        return matches!(blocks.as_slice(), [fields] if item == property(syntax, "", keys, fields, Layout::Inline));
    }
    let inline: Vec<String> = blocks.iter().map(|it| object(it, true)).collect();
    let inline = format!("{}: [{}]", quoted(name), inline.join(", "));
    if item == outer.iter().rfold(inline, |inner, key| format!("{}: {{ {inner} }}", quoted(key))) {
        return true;
    }
    let mut expected: Vec<String> =
        outer.iter().map(|key| format!("{}: {{", quoted(key))).collect();
    expected.push(format!("{}: [", quoted(name)));
    for fields in &blocks {
        expected.push("{".to_owned());
        expected.extend(
            fields.iter().map(|(key, value)| format!("{}: {}", quoted(key), quoted(value))),
        );
        expected.push("}".to_owned());
    }
    expected.push("]".to_owned());
    expected.extend(outer.iter().map(|_| "}".to_owned()));
    item.lines().map(|it| it.trim().trim_end_matches(',')).eq(expected)
}

impl Node {
    /// Whether this is a table of fields: what an array of blocks must contain.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table(_))
    }
}
