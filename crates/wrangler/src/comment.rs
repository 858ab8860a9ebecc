//! Blocks that are commented out: writes and finds them, also those that a user commented out.
//!
//! To find a block, this parses the comment without its markers, so the comment alone is enough to
//! restore the block byte for byte.

use std::ops::Range;

use super::{
    Binding, Config, Form, Scope, jsonc,
    lex::{self, Kind, Syntax},
    lines::{self, Splice},
    list::List,
    node::Node,
    place::Extent,
    toml::{self, Piece},
};

/// A block that is commented out.
#[derive(Debug, Clone)]
pub(super) struct Commented {
    pub(super) form: Form,
    pub(super) scope: Scope,
    pub(super) span: Range<usize>,
    pub(super) enclosure: Enclosure,
    /// The text that replaces the comment when the block is restored.
    restored: String,
    /// There is no space after the marker.
    pub(super) tight: bool,
}

/// The structure around a commented-out block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Enclosure {
    /// The body of a TOML table. `header`: a `[[table]]`; otherwise a `key = value`.
    Body { header: bool },
    /// A list between these brackets.
    List(Range<usize>),
    /// The comment is directly above the same statement without the binding, and replaces it.
    Above,
}

/// More lines than any block has. Limits the time for long comments.
const LONGEST: usize = 40;

/// Each line as a comment. A `tight` one has no space after the marker.
pub(super) fn out(lines: &str, syntax: Syntax, tight: bool) -> String {
    let space = if tight { "" } else { " " };
    let mut result = String::new();
    for line in lines.split_inclusive('\n') {
        let (body, ending) = lines::split_ending(line);
        let rest = body.trim_start_matches([' ', '\t']);
        let indent = &body[..body.len() - rest.len()];
        let space = if rest.is_empty() { "" } else { space };
        result += &format!("{indent}{}{space}{rest}{ending}", syntax.marker());
    }
    result
}

/// A line that contains only a comment.
struct CommentLine {
    span: Range<usize>,
    /// The line without the marker.
    body: String,
    /// `None` where nothing follows the marker.
    tight: Option<bool>,
}

/// The lines that contain only a comment, in runs of adjacent lines with the same style.
fn runs(config: &Config<'_>) -> Vec<Vec<CommentLine>> {
    let mut runs: Vec<Vec<CommentLine>> = Vec::new();
    for token in lex::tokens(config.text, config.syntax) {
        let indent = lines::indent(config.text, token.span.start);
        let (Kind::LineComment, Some(indent)) = (token.kind, indent) else { continue };
        let start = token.span.start - indent.len();
        let end = lines::line_end(config.text, start);
        let rest = &config.text[token.span.start + config.syntax.marker().len()..end];
        let tight = (!rest.trim().is_empty()).then(|| !rest.starts_with([' ', '\t']));
        let body = format!("{indent}{}", rest.strip_prefix(' ').unwrap_or(rest));
        let line = CommentLine { span: start..end, body, tight };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|it| it.span.end == start) => run.push(line),
            _ => runs.push(vec![line]),
        }
    }
    runs
}

/// Every commented-out block of a binding, in the order of the text.
pub(super) fn find(config: &Config<'_>, binding: Binding) -> Vec<Commented> {
    let mut found = Vec::new();
    let pieces = match config.syntax {
        Syntax::Toml => toml::pieces(config.text),
        Syntax::Jsonc | Syntax::Json => {
            found.extend(in_block_comments(config, binding));
            Vec::new()
        }
    };
    for run in runs(config) {
        let mut first = 0;
        while first < run.len() {
            match in_lines(config, &pieces, binding, &run[first..]) {
                Some((block, lines)) => {
                    found.push(block);
                    first += lines;
                }
                None => first += 1,
            }
        }
        if let Some(block) = above_statement(config, &pieces, binding, &run) {
            found.retain(|it: &Commented| it.span.start < block.span.start);
            found.push(block);
        }
    }
    found.sort_by_key(|it| it.span.start);
    found
}

/// The longest block that starts a run, and how many lines it has.
fn in_lines(
    config: &Config<'_>,
    pieces: &[Piece],
    binding: Binding,
    run: &[CommentLine],
) -> Option<(Commented, usize)> {
    let (start, tight) = (run[0].span.start, run[0].tight?);
    // Skip comments without the name; most comments are about something else.
    run.iter().take(LONGEST).find(|it| it.body.contains(binding.name()))?;
    let surroundings = Surroundings::of(config, pieces, start);
    let alike = run.iter().take_while(|it| it.tight.is_none_or(|it| it == tight));
    let mut restored = String::new();
    let mut longest = None;
    for (index, line) in alike.take(LONGEST).enumerate() {
        restored += &line.body;
        let blank = line.body.trim().is_empty();
        // A comment inside the block belongs to it; a comment below it does not.
        if blank || line.body.trim_start().starts_with(config.syntax.marker()) {
            continue;
        }
        let Some((form, scope, enclosure)) = surroundings.read(config.syntax, &restored, binding)
        else {
            continue;
        };
        let span = start..line.span.end;
        let block = Commented { form, scope, span, enclosure, restored: restored.clone(), tight };
        longest = Some((block, index + 1));
    }
    longest
}

/// The structure around a comment, as far as it decides what its content means.
enum Surroundings<'a> {
    /// A TOML table of this path.
    Body(&'a [String]),
    Table(Vec<&'a str>, Range<usize>),
    Array(Vec<&'a str>, Range<usize>),
}

impl<'a> Surroundings<'a> {
    fn of(config: &'a Config<'_>, pieces: &'a [Piece], place: usize) -> Surroundings<'a> {
        match config.root.around(place) {
            Some((path, node)) => {
                let brackets = node.brackets.clone().unwrap_or_default();
                match node.kind {
                    super::node::Kind::Array(_) => Surroundings::Array(path, brackets),
                    _ => Surroundings::Table(path, brackets),
                }
            }
            None => {
                let above = pieces.partition_point(|it| it.span.start <= place);
                let header = pieces[..above].iter().rev().find_map(Piece::header);
                Surroundings::Body(header.unwrap_or_default())
            }
        }
    }

    /// The block in the text, if the text is one block of the binding and nothing else.
    fn read(
        &self,
        syntax: Syntax,
        text: &str,
        binding: Binding,
    ) -> Option<(Form, Scope, Enclosure)> {
        if !text.contains(binding.name()) {
            return None;
        }
        match self {
            Surroundings::Body(table) => body(table, text, binding),
            Surroundings::Table(path, brackets) => {
                let root = jsonc::parse(&format!("{{{text}\n}}")).ok()?;
                let [(key, value)] = root.entries() else { return None };
                let path = [path.as_slice(), &[key.as_str()]].concat();
                let (form, scope, table) = only_table(path, value)?;
                let enclosure = Enclosure::List(brackets.clone());
                names(table, form, binding).then_some((form, scope, enclosure))
            }
            Surroundings::Array(path, brackets) => {
                let (form, scope) = form_and_scope(path)?;
                let root = match syntax {
                    Syntax::Toml => toml::parse(&format!("it = [{text}\n]")),
                    Syntax::Jsonc | Syntax::Json => {
                        jsonc::parse(&format!("{{\"it\": [{text}\n]}}"))
                    }
                };
                let root = root.ok()?;
                let it = root.key("it").filter(|it| it.elements().len() == 1)?;
                names(it, form, binding).then_some((form, scope, Enclosure::List(brackets.clone())))
            }
        }
    }
}

/// Parses the text as the body of a TOML table.
fn body(table: &[String], text: &str, binding: Binding) -> Option<(Form, Scope, Enclosure)> {
    let pieces = toml::pieces(text);
    let first = pieces.first()?;
    let (header, own) = match (first.header(), first.statement()) {
        (Some(path), _) => (true, path),
        (_, Some(path)) => (false, path),
        _ => return None,
    };
    let path = if header { own.to_vec() } else { [table, own].concat() };
    let mut body = pieces.iter().filter(|it| it.is_body());
    let of_block = |it: &Piece| match (it.header(), it.statement()) {
        (Some(path), _) | (_, Some(path)) => path.starts_with(own),
        _ => true,
    };
    let alone = if header { body.all(of_block) } else { body.count() == 1 };
    let root = toml::parse(text).ok().filter(|_| alone)?;
    let node = root.path(own.iter().map(String::as_str))?;
    let (form, scope, node) = only_table(path.iter().map(String::as_str).collect(), node)?;
    let one = !header || node.elements().len() == 1;
    (one && names(node, form, binding)).then_some((form, scope, Enclosure::Body { header }))
}

/// The table of a form at the path, or below it when nothing else is there: a property that has
/// only the table.
fn only_table<'a>(mut path: Vec<&'a str>, mut node: &'a Node) -> Option<(Form, Scope, &'a Node)> {
    loop {
        if let Some((form, scope)) = form_and_scope(&path) {
            return Some((form, scope, node));
        }
        let [(key, value)] = node.entries() else { return None };
        path.push(key);
        node = value;
    }
}

fn form_and_scope<T: AsRef<str>>(path: &[T]) -> Option<(Form, Scope)> {
    Form::ALL.into_iter().find_map(|form| Some((form, Scope::of(path, form)?)))
}

/// Whether a table of this form has a block of the binding.
fn names(table: &Node, form: Form, binding: Binding) -> bool {
    table.elements().iter().any(|it| it.declares(binding, form))
}

/// JSONC: blocks between `/*` and `*/`.
fn in_block_comments(config: &Config<'_>, binding: Binding) -> Vec<Commented> {
    let comments = lex::tokens(config.text, config.syntax).into_iter();
    let comments = comments.filter(|it| it.kind == Kind::BlockComment);
    comments
        .filter_map(|token| {
            let inside = config.text[token.span.clone()].strip_prefix("/*")?.strip_suffix("*/")?;
            let tight = !inside.starts_with(' ');
            let restored = inside.strip_prefix(' ').unwrap_or(inside);
            let restored = restored.strip_suffix(' ').unwrap_or(restored);
            let item = restored.trim_start().trim_start_matches(',');
            let surroundings = Surroundings::of(config, &[], token.span.start);
            let (form, scope, enclosure) = surroundings.read(config.syntax, item, binding)?;
            let restored = restored.to_owned();
            Some(Commented { form, scope, span: token.span, enclosure, restored, tight })
        })
        .collect()
}

/// TOML: a whole statement that is commented out, above the same statement without the element.
/// This removes an element of a one-line array, which cannot contain a comment.
fn above_statement(
    config: &Config<'_>,
    pieces: &[Piece],
    binding: Binding,
    run: &[CommentLine],
) -> Option<Commented> {
    let end = run.last()?.span.end;
    let below = pieces.iter().find(|it| it.span.start == end)?;
    let path = below.statement()?;
    let ending = lines::split_ending(&config.text[below.span.clone()]).1;
    let mut body = String::new();
    for line in run.iter().rev().take(LONGEST) {
        body.insert_str(0, &line.body);
        let same_key = || match toml::pieces(&body).as_slice() {
            [only] => only.statement().is_some_and(|own| path.ends_with(own)),
            _ => false,
        };
        if !body.contains(binding.name()) || !same_key() {
            continue;
        }
        let span = line.span.start..below.span.end;
        let restored = format!("{}{ending}", lines::split_ending(&body).0);
        let with =
            lines::apply(config.text, vec![Splice { span: span.clone(), with: restored.clone() }]);
        let Ok(with) = Config::parse(&with, config.syntax) else { continue };
        let without = &config.text[below.span.clone()];
        for (scope, form, taken) in with.statements_without(binding, span.start) {
            if taken == without {
                let tight = line.tight.unwrap_or_default();
                return Some(Commented {
                    form,
                    scope,
                    span,
                    enclosure: Enclosure::Above,
                    restored,
                    tight,
                });
            }
        }
    }
    None
}

impl Config<'_> {
    /// The statement that starts at `start` with the binding taken out, for each place in it where
    /// the binding is.
    fn statements_without(&self, binding: Binding, start: usize) -> Vec<(Scope, Form, String)> {
        let pieces = toml::pieces(self.text);
        let Some(statement) = pieces.into_iter().find(|it| it.span.start == start) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for scope in self.scopes_in_force() {
            for form in Form::ALL {
                let live = self.live(binding, &scope, form);
                let [block] = live.as_slice() else { continue };
                if !statement.span.contains(&block.at) {
                    continue;
                }
                let Ok(extent @ Extent::Item(..)) = Extent::of(self, block, &scope, form) else {
                    continue;
                };
                let without = lines::apply(self.text, extent.remove(self));
                let shorter = self.text.len() - without.len();
                let text = without[start..statement.span.end - shorter].to_owned();
                found.push((scope.clone(), form, text));
            }
        }
        found
    }
}

impl Commented {
    /// Restores the block.
    pub(super) fn restore(&self, config: &Config<'_>) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut restored = self.restored.clone();
        if let Enclosure::List(brackets) = &self.enclosure {
            let list = List::new(config.text, config.syntax, brackets.clone());
            let text = format!("[{restored}\n]");
            let own = List::new(&text, config.syntax, 0..text.len());
            let item = own.items.last();
            let (before, needs_comma) =
                list.commas_around(&self.span, item.is_some_and(|it| it.comma.is_some()));
            if !restored.starts_with(',') {
                splices.extend(before);
            }
            if let Some(item) = item.filter(|_| needs_comma) {
                restored.insert(item.span.end - 1, ',');
            }
        }
        splices.push(Splice { span: self.span.clone(), with: restored });
        splices
    }
}
