//! Lines that ask for another file: `!#include`, python-abp's `%include NAME:path%`, and the
//! `@include "path"` of FiltersCompiler's templates.

use crate::Targets;
use bloqr_syntax::source::Span;

/// A line that asks for another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include<'a> {
    pub line: u32,
    /// Of the path as it is written, in the line.
    pub span: Span,
    pub form: Form<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form<'a> {
    /// `!#include path`. Adblock Plus and Brave never load it.
    Directive {
        /// Up to the first blank: what uBlock Origin asks for.
        path: &'a str,
        /// The whole rest of the line: what AdGuard asks for. The same, unless there is a blank.
        whole: &'a str,
    },
    /// `%include NAME:path%`, of which a build makes a list. Without a name, the path counts from
    /// the source of the list itself.
    PythonAbp { name: Option<&'a str>, path: &'a str },
    /// `@include "path" /options`, in a template of which a build makes a list.
    Template {
        path: &'a str,
        /// The rules of this file are left out.
        exclude: Option<&'a str>,
    },
}

impl Include<'_> {
    /// Who loads the file at all, as it is published.
    pub fn loaded_by(&self) -> Targets {
        match self.form {
            Form::Directive { .. } => Targets::ADG | Targets::UBO,
            // The build puts the file in, for whoever reads the list.
            Form::PythonAbp { .. } | Form::Template { .. } => Targets::EVERY,
        }
    }

    /// The path of the file, with `%20` and the like decoded where it is an address.
    pub fn path(&self) -> String {
        match self.form {
            Form::Directive { path, .. } => decode(path),
            Form::PythonAbp { path, .. } | Form::Template { path, .. } => path.to_owned(),
        }
    }

    /// The path that AdGuard asks for, when it is another one.
    pub fn other_path(&self) -> Option<String> {
        match self.form {
            Form::Directive { path, whole } if path != whole => Some(decode(whole)),
            _ => None,
        }
    }
}

/// What the line asks for, if it does. `line` is its number.
pub(super) fn read(text: &str, line: u32) -> Option<Include<'_>> {
    let span = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + part.len())
    };
    if let Some(rest) = text.strip_prefix("!#include") {
        // uBlock Origin wants a space, and nothing but spaces.
        let whole = rest.trim();
        let path = whole.split(char::is_whitespace).next().filter(|it| !it.is_empty())?;
        if !rest.starts_with(' ') {
            return None;
        }
        return Some(Include { line, span: span(path), form: Form::Directive { path, whole } });
    }
    let trimmed = text.trim();
    if let Some(rest) = trimmed.strip_prefix("%include").and_then(|it| it.strip_suffix('%')) {
        let target = rest.trim();
        if !rest.starts_with(char::is_whitespace) || target.is_empty() {
            return None;
        }
        let (name, path) = match target.split_once(':') {
            Some((name, path)) => (Some(name), path),
            None => (None, target),
        };
        return Some(Include { line, span: span(target), form: Form::PythonAbp { name, path } });
    }
    let rest = text.strip_prefix("@include ")?;
    // It splits at spaces, so a path cannot have one, quoted or not.
    let mut words = rest.split(' ');
    let quoted = words.next().filter(|it| !it.trim().is_empty())?.trim();
    let path = unquoted(quoted);
    // Else it is a pattern of an adblock list, which could well start like this.
    if path.len() == quoted.len() && !rest.contains(" /") && !path.contains(['.', '/']) {
        return None;
    }
    let exclude = words.find_map(|it| it.trim().strip_prefix("/exclude=")).map(unquoted);
    Some(Include { line, span: span(path), form: Form::Template { path, exclude } })
}

fn unquoted(text: &str) -> &str {
    let text = text.strip_prefix('"').unwrap_or(text);
    text.strip_suffix('"').unwrap_or(text)
}

/// What an address names: without a query and a fragment, and with `%20` as a blank. What cannot be
/// decoded stays as it is.
fn decode(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |n: usize| tail.get(n).and_then(|it| (*it as char).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}
