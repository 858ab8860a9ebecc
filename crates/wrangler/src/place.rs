//! The text that a block takes up, and the text without it or with it commented out.

use std::ops::Range;

use super::{
    Config, Form, Refusal, Scope, comment,
    comment::{Commented, Enclosure},
    lex::Syntax,
    lines::{self, Splice},
    list::List,
    node::Node,
    toml::{self, Piece},
    write,
};

/// The text that is commented out or removed: it contains the whole block.
pub(super) enum Extent<'a> {
    /// A TOML `[[table]]` with its sub-tables.
    Table(Range<usize>),
    /// A TOML `key = value` with no other content.
    Statement(Range<usize>),
    /// An item of a list.
    Item(List<'a>, usize),
}

impl<'a> Extent<'a> {
    pub(super) fn of(
        config: &'a Config<'_>,
        block: &Node,
        scope: &Scope,
        form: Form,
    ) -> Result<Extent<'a>, Refusal> {
        let wrong = || Refusal::WrongShape { form, line: config.line(block.at) };
        let table = config.table(scope, form).ok_or_else(wrong)?;
        let list =
            |brackets: &Range<usize>| List::new(config.text, config.syntax, brackets.clone());
        let Some(brackets) = &table.brackets else {
            return Ok(Extent::Table(table_span(config, block.at)?));
        };
        if table.elements().len() == 1 {
            if let Some(own) = Extent::whole_property(config, scope, form) {
                return Ok(own);
            }
            if write::is_own_value(block, &config.text[brackets.clone()]) {
                let pieces = toml::pieces(config.text);
                let path = scope.path_to(form);
                let own = pieces.into_iter().find(|piece| {
                    piece.statement().is_some_and(|it| it.iter().eq(path.iter()))
                        && piece.span.contains(&block.at)
                });
                if let Some(own) = own {
                    return Ok(Extent::Statement(own.span));
                }
            }
        }
        let list = list(brackets);
        let index = list.index_at(block.at).ok_or_else(wrong)?;
        Ok(Extent::Item(list, index))
    }

    /// A property that contains only our blocks, with all of them: the largest one that is written
    /// as we write it.
    pub(super) fn whole_property(
        config: &'a Config<'_>,
        scope: &Scope,
        form: Form,
    ) -> Option<Extent<'a>> {
        let table = config.table(scope, form)?;
        let owner = scope.owner();
        let inside = [Some(&owner).filter(|_| scope.is_previews()), Some(scope)];
        inside.into_iter().flatten().find_map(|outer| {
            let parent = config.root.path(outer.path())?.brackets.clone()?;
            let parent = List::new(config.text, config.syntax, parent);
            let index = parent.index_at(table.at)?;
            let text = &config.text[parent.items[index].span.clone()];
            let keys = &scope.path_to(form)[outer.path().len()..];
            let own = write::is_own_property(config.syntax, keys, table.elements(), text);
            own.then_some(Extent::Item(parent, index))
        })
    }

    /// The start of the line below the whole text.
    pub(super) fn below(&self) -> Option<usize> {
        match self {
            Extent::Table(span) | Extent::Statement(span) => Some(span.end),
            Extent::Item(list, index) => list.own_lines(*index).map(|it| it.end),
        }
    }

    pub(super) fn remove(&self, config: &Config<'_>) -> Vec<Splice> {
        match self {
            Extent::Table(span) => vec![Splice::delete(with_separator(config.text, span.clone()))],
            Extent::Statement(span) => vec![Splice::delete(whole_lines(config.text, span.clone()))],
            Extent::Item(list, index) => list.remove(*index),
        }
    }

    /// The ways to comment it out, best first. Some ways cannot be undone in some texts.
    pub(super) fn comment_out(&self, config: &Config<'_>) -> Vec<Vec<Splice>> {
        let out = |span: &Range<usize>, tight| {
            let with = comment::out(&config.text[span.clone()], config.syntax, tight);
            Splice { span: span.clone(), with }
        };
        let (list, index) = match self {
            Extent::Table(span) | Extent::Statement(span) => {
                return vec![vec![out(span, false)], vec![out(span, true)]];
            }
            Extent::Item(list, index) => (list, *index),
        };
        if let Some(lines) = list.own_lines(index) {
            let comma = list.comma_before_last(index).map(|it| Splice::delete(it..it + 1));
            let mut ways = Vec::new();
            for comma in [comma, None] {
                for tight in [false, true] {
                    ways.push(comma.iter().cloned().chain([out(&lines, tight)]).collect());
                }
            }
            return ways;
        }
        match config.syntax {
            Syntax::Toml => self.copy_above(config, list, index),
            Syntax::Jsonc | Syntax::Json => {
                let item = &list.items[index];
                let end = item.comma.map_or(item.span.end, |it| it + 1);
                let span = list.comma_before_last(index).unwrap_or(item.span.start)..end;
                let inside = &config.text[span.clone()];
                vec![vec![Splice { span: span.clone(), with: format!("/* {inside} */") }]]
            }
        }
    }

    /// TOML has no comment inside a line, so the whole statement is commented out, above a copy
    /// without the item.
    fn copy_above(&self, config: &Config<'_>, list: &List<'_>, index: usize) -> Vec<Vec<Splice>> {
        let at = list.items[index].span.start;
        let pieces = toml::pieces(config.text);
        let Some(Piece { span, .. }) = pieces.into_iter().find(|it| it.span.contains(&at)) else {
            return Vec::new();
        };
        let mut copy = config.text[span.clone()].to_owned();
        if !copy.ends_with('\n') {
            copy += lines::ending(config.text, span.start);
        }
        let way = |tight| {
            let copy = comment::out(&copy, config.syntax, tight);
            list.remove(index).into_iter().chain([Splice::insert(span.start, copy)]).collect()
        };
        vec![way(false), way(true)]
    }
}

impl Commented {
    pub(super) fn remove(&self, config: &Config<'_>) -> Vec<Splice> {
        let span = self.span.clone();
        let span = match &self.enclosure {
            Enclosure::Body { header: true } => with_separator(config.text, span),
            Enclosure::Body { header: false } => whole_lines(config.text, span),
            Enclosure::List(_) => span,
            Enclosure::Above => {
                let pieces = toml::pieces(config.text);
                let statement = pieces.iter().rfind(|it| it.span.end == span.end);
                span.start..statement.map_or(span.end, |it| it.span.start)
            }
        };
        vec![Splice::delete(span)]
    }
}

/// The lines of the `[[table]]` whose header is at `at`, with its sub-tables.
fn table_span(config: &Config<'_>, at: usize) -> Result<Range<usize>, Refusal> {
    let pieces = toml::pieces(config.text);
    let scattered = || Refusal::Scattered { line: config.line(at) };
    let header = pieces.iter().position(|it| it.span.contains(&at)).ok_or_else(scattered)?;
    let path = pieces[header].header().ok_or_else(scattered)?;
    let belongs = |it: &Piece| match it.header() {
        Some(it) => it.len() > path.len() && it.starts_with(path),
        None => true,
    };
    let rest = &pieces[header + 1..];
    let own = rest.iter().take_while(|it| belongs(it)).count();
    let until_next = rest.iter().take_while(|it| it.header() != Some(path));
    if until_next.skip(own).any(|it| it.header().is_some() && belongs(it)) {
        return Err(scattered());
    }
    let last = rest[..own].iter().rfind(|it| it.is_body()).unwrap_or(&pieces[header]);
    Ok(pieces[header].span.start..last.span.end)
}

/// The lines. At the end of a text without a final line break, also the line break before them.
fn whole_lines(text: &str, span: Range<usize>) -> Range<usize> {
    let above = &text[..span.start];
    let line_break = ["\r\n", "\n"].into_iter().find(|it| above.ends_with(it));
    if text[span.clone()].ends_with('\n') {
        span
    } else {
        span.start - line_break.map_or(0, str::len)..span.end
    }
}

/// The lines, and the empty line that separates them from the lines above.
fn with_separator(text: &str, span: Range<usize>) -> Range<usize> {
    let above = &text[..span.start];
    let separator = ["\r\n", "\n"].into_iter().find(|it| {
        above.strip_suffix(it).is_some_and(|above| above.is_empty() || above.ends_with('\n'))
    });
    whole_lines(text, span.start - separator.map_or(0, str::len)..span.end)
}
