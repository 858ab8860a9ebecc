//! What each product does with the directives of a list before it reads the rules: which lines it
//! reads, and which files it loads.
//!
//! uBlock Origin and AdGuard evaluate `!#if`, each in its own way. Adblock Plus and Brave read
//! every directive as a comment, and read all lines. A directive must be at the very start of a
//! line: all blockers read ` !#if x` and `!# if x` as comments.

mod adguard;
mod include;
mod ubo;

pub use self::{
    adguard::Refusal,
    include::{Form, Include},
    ubo::Unread,
};
use crate::{
    Targets,
    engines::{Conditions, who},
    tables::tokens,
};
use bloqr_syntax::source::{Span, line_ends, lines};

/// Which blockers read which lines of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions<'a> {
    /// The blockers that read the lines from this line on. The first entry is for line 0.
    starts: Vec<(u32, Readers)>,
    /// Every `!#if`, in the order of the text.
    pub blocks: Vec<Block<'a>>,
    /// Directives for which AdGuard refuses the list, other than conditions.
    pub unbalanced: Vec<Unbalanced>,
    /// Lines that look like directives and are comments for all blockers.
    pub comments: Vec<u32>,
    /// The included files, by line.
    pub includes: Vec<Include<'a>>,
}

/// The blockers that read a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readers {
    /// The blockers that do read it.
    pub certain: Targets,
    /// The blockers that the author may mean as well: AdGuard defines no name for the browser, such
    /// as `env_firefox`, and never reads such a block, but lists for AdGuard have them.
    pub possible: Targets,
}

impl Readers {
    /// All blockers, or those that read the line that includes the list.
    pub const EVERY: Readers = Readers::only(Targets::EVERY);
    /// No blocker.
    pub const NONE: Readers = Readers::only(Targets::NONE);

    const fn only(targets: Targets) -> Readers {
        Readers { certain: targets, possible: targets }
    }

    /// The blockers that are in both.
    pub fn and(self, other: Readers) -> Readers {
        Readers { certain: self.certain & other.certain, possible: self.possible & other.possible }
    }

    /// The blockers that are in one of the two.
    pub fn or(self, other: Readers) -> Readers {
        Readers { certain: self.certain | other.certain, possible: self.possible | other.possible }
    }
}

/// An `!#if` and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'a> {
    /// The number of the line, from 0.
    pub line: u32,
    /// The condition without blanks at its ends; can be empty.
    pub condition: &'a str,
    /// The position of the condition in its line.
    pub span: Span,
    /// The line of its `!#else`.
    pub else_line: Option<u32>,
    /// The line of its `!#endif`.
    pub end_line: Option<u32>,
    /// The blockers that read the lines before `!#else`, if they read the lines around the block.
    pub then: Targets,
    /// The blockers that read the lines after `!#else`. Blockers that do not evaluate the condition
    /// read both parts; so do those where it depends on the browser.
    pub otherwise: Targets,
    /// The value of the condition for all products.
    pub verdict: Verdict,
    /// Why uBlock Origin does not evaluate the condition. It then reads both parts.
    pub unread: Option<Unread>,
    /// Why AdGuard refuses the list because of this condition.
    pub refusal: Option<Refusal>,
    /// Whether AdGuard drops a letter of a name, because an operator has no blank before it.
    pub loses_letter: bool,
}

impl Block<'_> {
    /// The blockers that read a part of the block; `certain` are those that do read it.
    pub(crate) fn readers(&self, certain: Targets) -> Readers {
        let is_sign = |it: char| !it.is_ascii_alphanumeric() && it != '_';
        let mut names = self.condition.split(is_sign).filter(|it| !it.is_empty());
        let possible = if names.all(|it| it.starts_with("env_") || it.starts_with("cap_")) {
            Targets::ADG
        } else {
            Targets::NONE
        };
        Readers { certain, possible: certain | possible }
    }

    /// Whether an `&&` follows an `||`: uBlock Origin evaluates from left to right, but for AdGuard
    /// `&&` binds tighter.
    pub(crate) fn mixes_operators(&self) -> bool {
        let or = memchr::memmem::find(self.condition.as_bytes(), b"||");
        or.is_some_and(|at| self.condition[at..].contains("&&"))
    }
}

/// The value of a condition when the blocker is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// False for every blocker that evaluates it.
    Never,
    /// True for every blocker that evaluates it.
    Always,
    /// It depends on the browser, or on a setting.
    Depends,
}

/// A directive without its counterpart: AdGuard refuses the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// An `!#if` that is never closed. What it leaves out, it leaves out to the end of the list.
    Open {
        /// Its line, from 0.
        line: u32,
    },
    /// An `!#else` without an `!#if`, which uBlock Origin ignores.
    Else {
        /// Its line, from 0.
        line: u32,
    },
    /// A second `!#else`. uBlock Origin reads what follows as if it were before the first.
    SecondElse {
        /// Its line, from 0.
        line: u32,
        /// The line of the first, from 0.
        first: u32,
    },
    /// An `!#else` with more text on its line.
    LongElse {
        /// Its line, from 0.
        line: u32,
    },
    /// An `!#endif` without an `!#if`, which uBlock Origin ignores.
    Endif {
        /// Its line, from 0.
        line: u32,
    },
}

/// An `!#if` that is not closed yet.
struct Open {
    block: usize,
    /// The blockers that read the lines around it.
    outside: Readers,
    is_else: bool,
}

impl<'a> Regions<'a> {
    /// Reads the directives of a list. `outside` are the blockers that read the line that includes
    /// it, or [`Targets::EVERY`]. Line numbers start at 0, as in [`lines`].
    ///
    /// ```
    /// use bloqr_lint::{Targets, preprocess::Regions};
    ///
    /// let text = "!#if ext_ublock\n||ads.example^\n!#else\n||b.example^\n!#endif\n";
    /// let regions = Regions::of(text, Targets::EVERY);
    /// assert!(regions.readers(1).contains(Targets::UBO));
    /// assert!(!regions.readers(1).intersects(Targets::ADG));
    /// assert!(regions.readers(3).contains(Targets::ADG));
    /// ```
    pub fn of(text: &'a str, outside: Targets) -> Regions<'a> {
        if has_directives(text) { Regions::read(text, outside) } else { Regions::none(outside) }
    }

    /// The regions of a text without directives.
    fn none(outside: Targets) -> Regions<'a> {
        Regions {
            starts: vec![(0, Readers::only(outside))],
            blocks: Vec::new(),
            unbalanced: Vec::new(),
            comments: Vec::new(),
            includes: Vec::new(),
        }
    }

    /// The regions of a text for which [`has_directives`] is true.
    pub(crate) fn read(text: &'a str, outside: Targets) -> Regions<'a> {
        Regions::read_lines(candidates(text), outside)
    }

    /// The same for the lines for which [`is_marked`] is true, or more of them, with their numbers.
    pub(crate) fn read_lines(
        lines: impl Iterator<Item = (u32, &'a str)>,
        outside: Targets,
    ) -> Regions<'a> {
        let mut regions = Regions::none(outside);
        let mut open: Vec<Open> = Vec::new();
        for (line, text) in lines.map(without_mark) {
            match text.as_bytes() {
                [b'!', b'#', b'i', b'f', ..] if is_named(text, "!#if") => {
                    regions.open(text, line, &mut open);
                }
                [b'!', b'#', b'e', b'l', ..] if is_named(text, "!#else") => {
                    regions.turn(text, line, &mut open);
                }
                [b'!', b'#', b'e', b'n', ..] if is_named(text, "!#endif") => match open.pop() {
                    Some(it) => {
                        regions.blocks[it.block].end_line = Some(line);
                        regions.start(line + 1, it.outside);
                    }
                    None => regions.unbalanced.push(Unbalanced::Endif { line }),
                },
                [b'!', b'#', b'i', ..] | [b'%' | b'@', b'i', ..] => {
                    regions.includes.extend(include::read(text, line));
                }
                _ if looks_like_directive(text) => regions.comments.push(line),
                [b' ' | b'\t', ..] => regions.includes.extend(include::read(text, line)),
                _ => (),
            }
        }
        let left = open.iter().map(|it| Unbalanced::Open { line: regions.blocks[it.block].line });
        regions.unbalanced.extend(left);
        regions
    }

    fn open(&mut self, text: &'a str, line: u32, open: &mut Vec<Open>) {
        let behind = &text["!#if".len()..];
        let condition = behind.trim();
        let start = text.len() - behind.trim_start().len();
        let start = start.min(text.trim_end().len());
        let span = Span::new(start, start + condition.len());
        let block = judged(condition, line, span);
        let outside = self.starts.last().map_or(Readers::EVERY, |it| it.1);
        self.start(line + 1, outside.and(block.readers(block.then)));
        open.push(Open { block: self.blocks.len(), outside, is_else: false });
        self.blocks.push(block);
    }

    fn turn(&mut self, text: &str, line: u32, open: &mut [Open]) {
        if text.trim_end() != "!#else" {
            self.unbalanced.push(Unbalanced::LongElse { line });
        }
        let Some(inner) = open.last_mut() else {
            self.unbalanced.push(Unbalanced::Else { line });
            return;
        };
        let block = &mut self.blocks[inner.block];
        match block.else_line {
            None => block.else_line = Some(line),
            Some(first) => self.unbalanced.push(Unbalanced::SecondElse { line, first }),
        }
        inner.is_else = !inner.is_else;
        let readers = if inner.is_else { block.otherwise } else { block.then };
        let readers = inner.outside.and(block.readers(readers));
        self.start(line + 1, readers);
    }

    fn start(&mut self, line: u32, readers: Readers) {
        self.starts.push((line, readers));
    }

    /// The blockers that read a line. A directive belongs to the lines before it.
    pub fn readers(&self, line: u32) -> Targets {
        self.all_readers(line).certain
    }

    /// The same, with the blockers that the author may mean.
    pub fn all_readers(&self, line: u32) -> Readers {
        let behind = self.starts.partition_point(|it| it.0 <= line);
        behind.checked_sub(1).map_or(Readers::NONE, |n| self.starts[n].1)
    }

    /// The line from which on other blockers may read the lines.
    pub(crate) fn same_until(&self, line: u32) -> u32 {
        let behind = self.starts.partition_point(|it| it.0 <= line);
        self.starts.get(behind).map_or(u32::MAX, |it| it.0)
    }

    /// The same list, if only these blockers read the line that includes it.
    pub fn within(mut self, outside: Readers) -> Regions<'a> {
        self.starts.iter_mut().for_each(|it| it.1 = it.1.and(outside));
        self
    }

    /// The block of the `!#if` on a line.
    pub(crate) fn block_at(&self, line: u32) -> Option<&Block<'a>> {
        let found = self.blocks.binary_search_by_key(&line, |it| it.line);
        found.ok().map(|n| &self.blocks[n])
    }

    /// The first line at or after this line that has an include, or looks like a directive.
    pub(crate) fn next_marked(&self, line: u32) -> u32 {
        let include = self.includes.partition_point(|it| it.line < line);
        let include = self.includes.get(include).map(|it| it.line);
        let comment = self.comments.partition_point(|it| *it < line);
        let comment = self.comments.get(comment).copied();
        include.unwrap_or(u32::MAX).min(comment.unwrap_or(u32::MAX))
    }

    /// The include on a line.
    pub(crate) fn include_at(&self, line: u32) -> Option<&Include<'a>> {
        let found = self.includes.binary_search_by_key(&line, |it| it.line);
        found.ok().map(|n| &self.includes[n])
    }

    /// Whether a line looks like a directive, and is a comment for all blockers.
    pub(crate) fn is_comment(&self, line: u32) -> bool {
        self.comments.binary_search(&line).is_ok()
    }

    /// Whether all blockers that read a line of the list read all lines.
    pub fn is_plain(&self) -> bool {
        self.starts.iter().all(|it| it.1 == self.starts[0].1)
    }
}

/// Only the includes of a text, without the products that read them.
pub fn includes(text: &str) -> impl Iterator<Item = Include<'_>> {
    let is_candidate = |it: &(u32, &str)| it.1.starts_with(['!', '%', '@', ' ', '\t']);
    let lines = lines_at(text, words(text)).map(without_mark).filter(is_candidate);
    lines.filter_map(|(line, text)| include::read(text, line))
}

/// The lines that can contain something to read here, with their numbers: lines with a `!` or the
/// word `include`. Most lines have neither and are skipped.
fn candidates(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut signs = memchr::memchr_iter(b'!', text.as_bytes()).peekable();
    let mut words = words(text).peekable();
    let places = std::iter::from_fn(move || match (signs.peek(), words.peek()) {
        (Some(sign), Some(word)) if word < sign => words.next(),
        (Some(_), _) => signs.next(),
        (None, _) => words.next(),
    });
    lines_at(text, places)
}

/// The lines of a text for which [`is_marked`] is true.
pub(crate) fn marked(text: &str) -> impl Iterator<Item = (u32, &str)> {
    candidates(text).filter(|it| is_marked(it.1))
}

/// Whether a line is something that [`Regions`] are made of, wherever it is in a list.
pub(crate) fn is_marked(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    match text.as_bytes() {
        [b'!', b'#', b'i', ..] | [b'!', b'#', b'e', b'l' | b'n', ..] => true,
        [b'%' | b'@' | b' ' | b'\t', ..] if include::read(text, 0).is_some() => true,
        _ => looks_like_directive(text),
    }
}

/// A byte order mark is none of the first line.
fn without_mark((line, text): (u32, &str)) -> (u32, &str) {
    (line, if line == 0 { text.trim_start_matches('\u{FEFF}') } else { text })
}

/// Where the word `include` stands.
fn words(text: &str) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"include")
}

/// The lines that hold some places, which are in order, with the numbers of the lines.
fn lines_at(
    text: &str,
    mut places: impl Iterator<Item = usize>,
) -> impl Iterator<Item = (u32, &str)> {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 0);
    std::iter::from_fn(move || {
        let found = places.find(|it| *it >= at)?;
        let start = memchr::memrchr3(b'\n', b'\r', b'\x0c', &bytes[at..found]);
        let start = start.map_or(at, |it| at + it + 1);
        let number = line + line_ends(&bytes[at..start]) as u32;
        let found = lines(&text[start..]).next()?;
        at = start + found.bytes() as usize;
        line = number + 1;
        Some((number, found.text))
    })
}

/// Whether a text can contain something to read here. Most lists do not, and their lines are
/// skipped.
pub(crate) fn has_directives(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_directive =
        |at: usize| matches!(&bytes[at + 1..], [b'#', ..] | [b' ' | b'\t', b'#', ..]);
    let is_include = |at: usize| match bytes[..at].last() {
        Some(b'%') => true,
        Some(b'@') => bytes[at..].starts_with(b"include "),
        _ => false,
    };
    memchr::memchr_iter(b'!', bytes).any(is_directive)
        || memchr::memmem::find_iter(bytes, b"include").any(is_include)
}

/// The members of `targets` for which a line is checked that `readers` read.
///
/// Adblock Plus and Brave read every line, also lines that are meant for others. So they count only
/// if no blocker that evaluates directives is among the targets. Blockers that the author may mean
/// count only if all blockers are targets.
pub(crate) fn judged_for(targets: Targets, readers: Readers) -> Targets {
    const EVALUATING: Targets = Targets::ADG.union(Targets::UBO);
    // DNS blockers read directives as comments.
    let dns = targets & Targets::DNS;
    let targets = targets.without(Targets::DNS);
    let readers = if targets == Targets::EVERY { readers.possible } else { readers.certain };
    if readers.contains(targets) || !targets.intersects(EVALUATING) {
        targets & readers | dns
    } else {
        targets & readers & EVALUATING | dns
    }
}

/// Whether a blocker knows a name in a condition.
pub(crate) fn is_known_name(name: &str) -> bool {
    tokens::token(name).is_some() || name.starts_with("cap_")
}

/// The names that conditions can contain.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    tokens::TOKENS.names()
}

/// Whether the text is that directive, and not one with a longer name.
fn is_named(text: &str, directive: &str) -> bool {
    text.strip_prefix(directive)
        .is_some_and(|rest| !rest.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '_'))
}

/// ` !#if x`, `!# if x`, `! #endif`: only people read this as a directive.
fn looks_like_directive(text: &str) -> bool {
    const NAMES: [&str; 4] = ["if", "else", "endif", "include"];
    let trimmed = text.trim_start();
    let Some(behind) = trimmed.strip_prefix('!') else { return false };
    let Some(name) = behind.trim_start().strip_prefix('#') else { return false };
    let is_exact = trimmed.len() == text.len() && behind.starts_with('#') && !name.starts_with(' ');
    let name = name.trim_start();
    !is_exact
        && NAMES.iter().any(|it| match name.strip_prefix(it) {
            // A comment such as `! #if is a directive` also continues with a blank. So the rest
            // must be a condition or a single path.
            Some(rest) => {
                let rest = rest.trim();
                let is_word = |it: &str| it.bytes().all(|it| it.is_ascii_graphic());
                match *it {
                    "else" | "endif" => rest.is_empty(),
                    "include" => !rest.is_empty() && is_word(rest),
                    _ => !rest.is_empty() && is_condition(rest),
                }
            }
            None => false,
        })
}

/// Whether the text consists of names with operators between them.
fn is_condition(text: &str) -> bool {
    let is_sign = |it: char| it.is_whitespace() || matches!(it, '!' | '&' | '|' | '(' | ')');
    let mut names = text.split(is_sign).filter(|it| !it.is_empty()).peekable();
    names.peek().is_some() && names.all(|it| tokens::token(it).is_some())
}

/// The block that a condition opens.
fn judged(condition: &str, line: u32, span: Span) -> Block<'_> {
    use tokens::{LIKE_ADGUARD, LIKE_UBO};
    let readers = who!(|it| matches!(it.lines.conditions, Conditions::Unread));
    let ubo = ubo::evaluate(condition);
    let adguard = adguard::evaluate(condition);
    let (ubo_yes, ubo_no) = ubo.map_or((LIKE_UBO, LIKE_UBO), |it| (it.yes, it.no));
    let (adg_yes, adg_no) = match adguard {
        Ok(yes) => (yes, LIKE_ADGUARD.without(yes)),
        // AdGuard reads nothing of the list at all; the condition must be fixed.
        Err(_) => (LIKE_ADGUARD, LIKE_ADGUARD),
    };
    let verdict = match (ubo.is_some(), adguard.is_ok()) {
        (false, false) => Verdict::Depends,
        (ubo, adg) => {
            let (yes, no) =
                (pick(ubo, ubo_yes) | pick(adg, adg_yes), pick(ubo, ubo_no) | pick(adg, adg_no));
            match () {
                () if yes.is_empty() => Verdict::Never,
                () if no.is_empty() => Verdict::Always,
                () => Verdict::Depends,
            }
        }
    };
    Block {
        line,
        condition,
        span,
        else_line: None,
        end_line: None,
        then: (ubo_yes | adg_yes | readers) & Targets::EVERY,
        otherwise: (ubo_no | adg_no | readers) & Targets::EVERY,
        verdict,
        unread: ubo.is_none().then(|| ubo::why(condition)),
        refusal: adguard.err(),
        loses_letter: adguard.is_ok() && loses_letter(condition),
    }
}

fn pick(is_it: bool, targets: Targets) -> Targets {
    if is_it { targets } else { Targets::NONE }
}

/// Whether `&&` or `||` follows anything but a blank.
fn loses_letter(condition: &str) -> bool {
    let bytes = condition.as_bytes();
    memchr::memchr2_iter(b'&', b'|', bytes).any(|at| {
        let is_operator = bytes.get(at + 1) == Some(&bytes[at]);
        is_operator && at > 0 && !bytes[at - 1].is_ascii_whitespace()
    })
}

/// The lines (from 0) that FiltersCompiler does not check, because the line before is `!+
/// NOT_VALIDATE`.
pub fn unvalidated(text: &str) -> Vec<u32> {
    unvalidating(text).map(|it| it.0 + 1).collect()
}

/// The lines of a text for which [`stops_validation`] is true.
pub(crate) fn unvalidating(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let words = memchr::memmem::find_iter(text.as_bytes(), b"NOT_VALIDATE");
    lines_at(text, words).filter(|it| stops_validation(it.1))
}

/// Whether FiltersCompiler does not check the line after this one.
pub(crate) fn stops_validation(line: &str) -> bool {
    let hint = line.trim_start().strip_prefix("!+");
    hint.is_some_and(|it| it.split_whitespace().any(|it| it == "NOT_VALIDATE"))
}

#[cfg(test)]
mod tests;
