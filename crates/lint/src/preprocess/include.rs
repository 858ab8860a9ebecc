//! Lines that include another file: `!#include`, python-abp's `%include NAME:path%`, and `@include
//! "path"` of FiltersCompiler's templates.

use crate::{Targets, engines::who};
use bloqr_syntax::source::Span;

/// A line that includes another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include<'a> {
    /// The number of the line, from 0.
    pub line: u32,
    /// The position of the path in the line.
    pub span: Span,
    /// The form of the include.
    pub form: Form<'a>,
}

/// The form of an include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form<'a> {
    /// `!#include path`. Adblock Plus and Brave never load it.
    Directive {
        /// The text up to the first blank: uBlock Origin's path.
        path: &'a str,
        /// The whole rest of the line: AdGuard's path. It is the same unless there is a blank.
        whole: &'a str,
    },
    /// `%include NAME:path%`, which a build replaces with a list. Without a name, the path is
    /// relative to the source of the list.
    PythonAbp {
        /// The source of lists that the path is relative to.
        name: Option<&'a str>,
        /// The path as it is written.
        path: &'a str,
    },
    /// `@include "path" /options` in a template that a build makes a list from.
    Template {
        /// The path as it is written, without its quotes.
        path: &'a str,
        /// The rules of this file are left out.
        exclude: Option<&'a str>,
    },
}

impl Include<'_> {
    /// The blockers that load the file when the list is published.
    pub fn loaded_by(&self) -> Targets {
        match self.form {
            Form::Directive { .. } => who!(|it| it.lines.includes),
            // The build inserts the file, for all blockers that read the list.
            Form::PythonAbp { .. } | Form::Template { .. } => Targets::EVERY,
        }
    }

    /// The path of the file. In a URL, `%20` and similar escapes are decoded.
    pub fn path(&self) -> String {
        match self.form {
            Form::Directive { path, .. } => decode(path),
            Form::PythonAbp { path, .. } | Form::Template { path, .. } => path.to_owned(),
        }
    }

    /// AdGuard's path, if it is different.
    pub fn other_path(&self) -> Option<String> {
        match self.form {
            Form::Directive { path, whole } if path != whole => Some(decode(whole)),
            _ => None,
        }
    }
}

/// Reads an include from a line. `line` is the number of the line.
pub(super) fn read(text: &str, line: u32) -> Option<Include<'_>> {
    let span = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + part.len())
    };
    if let Some(rest) = text.strip_prefix("!#include") {
        // uBlock Origin requires a space, and reads no other white space.
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
    // FiltersCompiler splits at spaces, so a path cannot contain a space, even in quotes.
    let mut words = rest.split(' ');
    let quoted = words.next().filter(|it| !it.trim().is_empty())?.trim();
    let path = unquoted(quoted);
    // Otherwise it is a pattern of an adblock list, which can start in this way.
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

/// The file that a URL names: without a query and a fragment, and with `%20` as a blank. Text that
/// cannot be decoded is not changed.
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
