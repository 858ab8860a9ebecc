//! Reads a source: its lines, with included files, and without the lines that `!#if` leaves out.

mod condition;
mod include;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use bloqr_dns::{is_comment, trim};

pub use self::include::include_target;
use crate::{
    Config, Error, Filters, LoadError, Origin, PatternPlace, Source,
    lines::{File, Line, Lines},
    log::Why,
};

/// Names that are true in `!#if`, in addition to `true`.
pub type Defines = BTreeSet<String>;

/// Gives texts by name: a source, by its name in the configuration, or an included file, by its
/// name from [`include_target`].
pub trait Resolver {
    /// The text. It is shared, so that one that is read more than once is in memory once.
    ///
    /// # Errors
    ///
    /// [`Unread`] when there is none.
    fn read(&mut self, name: &str) -> Result<Arc<String>, Unread>;
}

impl<T: Into<Arc<String>>, F: FnMut(&str) -> Result<T, Unread>> Resolver for F {
    fn read(&mut self, name: &str) -> Result<Arc<String>, Unread> {
        self(name).map(Into::into)
    }
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// There is no such file.
    Missing,
    /// It cannot be read, for this reason.
    Failed(String),
}

/// A source that was read, with its included files, and its patterns from files.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    pub(crate) files: Vec<File>,
    pub(crate) lines: Lines,
    /// Lines that were left out, and why.
    pub(crate) skipped: Vec<(Line, Why)>,
    pub(crate) patterns: Patterns,
}

impl Loaded {
    /// How many lines there are, including those of included files.
    pub fn line_count(&self) -> usize {
        self.lines.lines.len()
    }

    /// Whether there are only blanks.
    pub fn is_empty(&self) -> bool {
        self.files.iter().all(|it| trim(&it.text).is_empty())
    }
}

/// A pattern of a filter that was read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub(crate) text: String,
    pub(crate) place: PatternPlace,
}

/// Patterns that were read from files: exclusions, then inclusions.
pub type Patterns = [Vec<Pattern>; 2];

/// All that a configuration asks for.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The sources, in the order of the configuration; `None` for a source that is left out.
    pub lists: Vec<Option<Loaded>>,
    pub(crate) patterns: Patterns,
}

impl Sources {
    /// Joins what was loaded separately. `patterns` are those of the whole list, from
    /// [`load_patterns`].
    pub fn new(lists: Vec<Option<Loaded>>, patterns: Patterns) -> Sources {
        Sources { lists, patterns }
    }
}

/// Reads everything that a configuration needs. An optional source that cannot be read is left out.
///
/// # Errors
///
/// [`Error::Load`] when another source cannot be read.
pub fn load(
    config: &Config,
    defines: &Defines,
    resolver: &mut dyn Resolver,
) -> Result<Sources, Error> {
    let mut lists = Vec::new();
    for source in &config.sources {
        match load_source(source, defines, resolver) {
            Ok(loaded) => lists.push(Some(loaded)),
            Err(_) if source.optional => lists.push(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Sources { lists, patterns: load_patterns(&config.filters, defines, resolver)? })
}

/// Reads one source, its included files, and the patterns of its filters.
///
/// # Errors
///
/// [`Error::Load`] when a file cannot be read.
pub fn load_source(
    source: &Source,
    defines: &Defines,
    resolver: &mut dyn Resolver,
) -> Result<Loaded, Error> {
    let mut loaded = load_file(&source.source, defines, resolver)?;
    loaded.patterns = load_patterns(&source.filters, defines, resolver)?;
    Ok(loaded)
}

/// Reads the patterns of filters from files: exclusions, then inclusions.
///
/// # Errors
///
/// [`Error::Load`] when a file cannot be read.
pub fn load_patterns(
    filters: &Filters,
    defines: &Defines,
    resolver: &mut dyn Resolver,
) -> Result<Patterns, Error> {
    let mut read = |names: &[String]| {
        let mut patterns = Vec::new();
        for name in names {
            let loaded = load_file(name, defines, resolver)?;
            let texts = crate::lines::Texts { files: &loaded.files, made: "" };
            for line in &loaded.lines.lines {
                let text = texts.stored(line);
                if is_comment(text) || trim(text).is_empty() {
                    continue;
                }
                let Origin { file, line } = line.origin();
                let file = loaded.files[file as usize].name.clone();
                let place = PatternPlace::Line { file, line };
                patterns.push(Pattern { text: text.to_owned(), place });
            }
        }
        Ok::<_, Error>(patterns)
    };
    Ok([read(&filters.exclusions_sources)?, read(&filters.inclusions_sources)?])
}

fn load_file(name: &str, defines: &Defines, resolver: &mut dyn Resolver) -> Result<Loaded, Error> {
    let mut loader = Loader {
        defines,
        resolver,
        loaded: Loaded::default(),
        known: HashMap::new(),
        open: Vec::new(),
        includes: 0,
    };
    let file = loader.file(name, None)?;
    loader.include(file, false)?;
    Ok(loader.loaded)
}

struct Loader<'l> {
    defines: &'l Defines,
    resolver: &'l mut dyn Resolver,
    loaded: Loaded,
    /// The index of each file, by its name.
    known: HashMap<String, u32>,
    /// The files that are being read, from the source to the innermost included file.
    open: Vec<u32>,
    includes: usize,
}

/// An `!#if`: its line, and whether its condition is true.
struct Open {
    line: u32,
    holds: bool,
    is_else: bool,
    /// The line of an enclosing `!#if` whose lines are not read.
    hidden_by: Option<u32>,
}

impl Open {
    /// The line of the `!#if` because of which its lines are not read: this one, or an outer one.
    fn hides(&self) -> Option<u32> {
        self.hidden_by.or((self.holds == self.is_else).then_some(self.line))
    }
}

impl Loader<'_> {
    const MOST_INCLUDES: usize = 10_000;
    const DEEPEST: usize = 64;
    /// How many lines at the start of an included file can have `! Diff-Path:`.
    const DIFF_PATH_LINES: u32 = 50;

    /// The index of the file with a name. The file is read only once.
    fn file(&mut self, name: &str, included: Option<(String, u32)>) -> Result<u32, LoadError> {
        if let Some(file) = self.known.get(name) {
            return Ok(*file);
        }
        let text = self.resolver.read(name).map_err(|err| match err {
            Unread::Missing => LoadError::Missing { name: name.to_owned(), included },
            Unread::Failed(reason) => LoadError::Failed { name: name.to_owned(), reason },
        })?;
        if u32::try_from(text.len()).is_err() {
            return Err(LoadError::TooLarge(name.to_owned()));
        }
        let file = self.loaded.files.len() as u32;
        self.loaded.files.push(File { name: name.to_owned(), text });
        self.known.insert(name.to_owned(), file);
        Ok(file)
    }

    fn name(&self, file: u32) -> String {
        self.loaded.files[file as usize].name.clone()
    }

    /// Adds the lines of a file.
    fn include(&mut self, file: u32, is_included: bool) -> Result<(), LoadError> {
        if self.open.contains(&file) {
            let chain = self.open.iter().chain([&file]).map(|it| self.name(*it)).collect();
            return Err(LoadError::IncludeLoop(chain));
        }
        self.includes += 1;
        if self.includes > Self::MOST_INCLUDES || self.open.len() >= Self::DEEPEST {
            let name = self.name(self.open.first().copied().unwrap_or(file));
            return Err(LoadError::TooManyIncludes { name, most: Self::MOST_INCLUDES });
        }
        self.open.push(file);
        let text = self.loaded.files[file as usize].text.clone();
        let done = self.lines(file, &text, is_included);
        self.open.pop();
        done
    }

    fn lines(&mut self, file: u32, text: &str, is_included: bool) -> Result<(), LoadError> {
        let trimmed = trim(text);
        let first = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        let first = if trimmed.is_empty() { text.len() } else { first };
        let mut number = line_ends(&text.as_bytes()[..first]);
        let mut conditions: Vec<Open> = Vec::new();
        let mut diff_path = 0;
        let mut lines = LinesOf { text: trimmed, at: 0 };
        let mut count = 0;
        while let Some((at, line, ends)) = lines.next() {
            number += 1;
            count += 1;
            let origin = Origin { file, line: number };
            let stored = Line::new(origin, first + at, line.len());
            number += ends.saturating_sub(1);
            let hidden_by = conditions.last().and_then(Open::hides);
            let directive = if line.starts_with("!#") { line } else { "" };
            if self.condition(directive, origin, &mut conditions)? {
                self.skip(stored, Why::Directive);
                continue;
            }
            if let Some(by) = hidden_by {
                self.skip(stored, Why::Condition(by));
                continue;
            }
            if let Some(path) = directive.strip_prefix("!#include") {
                let (name, path) = (self.name(file), trim(path).to_owned());
                let target = include_target(&name, &path).map_err(|reason| {
                    LoadError::IncludePath { name: name.clone(), line: origin.line, path, reason }
                })?;
                self.skip(stored, Why::Directive);
                let included = self.file(&target, Some((name, origin.line)))?;
                self.include(included, true)?;
                continue;
            }
            // HostlistCompiler keeps a second one that follows directly, and so do we.
            if is_included
                && count <= Self::DIFF_PATH_LINES
                && diff_path + 1 != count
                && line.trim_start().starts_with("! Diff-Path:")
            {
                diff_path = count;
                self.skip(stored, Why::Directive);
                continue;
            }
            if self.loaded.lines.lines.len() >= u32::MAX as usize {
                return Err(LoadError::TooLarge(self.name(file)));
            }
            self.loaded.lines.lines.push(stored);
        }
        match conditions.first() {
            Some(open) => {
                let reason = "there is no `!#endif` for this `!#if`";
                Err(LoadError::Directive { name: self.name(file), line: open.line, reason })
            }
            None => Ok(()),
        }
    }

    /// Returns whether the line is `!#if`, `!#else` or `!#endif`, and applies it.
    fn condition(
        &mut self,
        line: &str,
        origin: Origin,
        open: &mut Vec<Open>,
    ) -> Result<bool, LoadError> {
        let wrong = |name, reason| LoadError::Directive { name, line: origin.line, reason };
        if let Some(condition) = line.strip_prefix("!#if") {
            // A condition in a part that is not read is not evaluated.
            let hidden_by = open.last().and_then(Open::hides);
            let holds = hidden_by.is_none()
                && condition::evaluate(condition, self.defines)
                    .map_err(|reason| wrong(self.name(origin.file), reason))?;
            open.push(Open { line: origin.line, holds, is_else: false, hidden_by });
        } else if let Some(rest) = line.strip_prefix("!#else") {
            if !trim(rest).is_empty() {
                return Err(wrong(self.name(origin.file), "nothing can follow `!#else`"));
            }
            let missing = "there is no `!#if` for this `!#else`";
            let last = open.last_mut().ok_or_else(|| wrong(self.name(origin.file), missing))?;
            last.is_else = true;
        } else if line.starts_with("!#endif") {
            let missing = "there is no `!#if` for this `!#endif`";
            open.pop().ok_or_else(|| wrong(self.name(origin.file), missing))?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn skip(&mut self, line: Line, why: Why) {
        self.loaded.skipped.push((line, why));
    }
}

/// Lines between CRs and LFs, without empty ones; an empty text has one empty line.
struct LinesOf<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> LinesOf<'t> {
    /// The start of the line, the line, and how many line endings follow it.
    fn next(&mut self) -> Option<(usize, &'t str, u32)> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            let is_first = std::mem::replace(&mut self.at, 1) == 0;
            return (is_first && bytes.is_empty()).then_some((0, "", 0));
        }
        let start = self.at;
        let end =
            memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |it| start + it);
        let is_end = |it: &u8| matches!(it, b'\n' | b'\r');
        let next = end + bytes[end..].iter().take_while(|it| is_end(it)).count();
        self.at = next;
        Some((start, &self.text[start..end], line_ends(&bytes[end..next])))
    }
}

/// The number of line endings: LF, CR and CRLF.
fn line_ends(bytes: &[u8]) -> u32 {
    let mut count = 0;
    let mut before = 0;
    for byte in bytes {
        count += u32::from(*byte == b'\r' || *byte == b'\n' && before != b'\r');
        before = *byte;
    }
    count
}

#[cfg(test)]
mod tests;
