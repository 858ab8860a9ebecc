//! What each product makes of the directives in a list before it looks at the rules: which lines it
//! reads, and which files it asks for.
//!
//! uBlock Origin and AdGuard evaluate `!#if`, each in its own way; Adblock Plus and Brave take every
//! directive for a comment and read all lines. Directives stand at the very start of a line:
//! ` !#if x` and `!# if x` are comments to everybody.

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

/// Who reads which lines of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions<'a> {
    /// Who reads the lines from this one on. The first stands for line 0.
    starts: Vec<(u32, Readers)>,
    /// Every `!#if`, in the order of the text.
    pub blocks: Vec<Block<'a>>,
    /// What makes AdGuard refuse the list, beside conditions that do.
    pub unbalanced: Vec<Unbalanced>,
    /// Lines that look like directives and are comments to everybody.
    pub comments: Vec<u32>,
    /// The lists that are asked for, by line.
    pub includes: Vec<Include<'a>>,
}

/// Who reads a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readers {
    /// Those who do.
    pub really: Targets,
    /// Those whom the author may have meant as well: AdGuard defines no name that says something
    /// of the browser, `env_firefox`, and never reads the block, but lists for it have such.
    pub perhaps: Targets,
}

impl Readers {
    /// All, or those who read the line that includes a list.
    pub const EVERY: Readers = Readers::only(Targets::EVERY);
    /// No reader.
    pub const NONE: Readers = Readers::only(Targets::NONE);

    const fn only(targets: Targets) -> Readers {
        Readers { really: targets, perhaps: targets }
    }

    /// Those that are in both.
    pub fn and(self, other: Readers) -> Readers {
        Readers { really: self.really & other.really, perhaps: self.perhaps & other.perhaps }
    }

    /// Those that are in one of the two.
    pub fn or(self, other: Readers) -> Readers {
        Readers { really: self.really | other.really, perhaps: self.perhaps | other.perhaps }
    }
}

/// An `!#if` and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'a> {
    /// The line, from 0.
    pub line: u32,
    /// Without blanks at its ends; may be empty.
    pub condition: &'a str,
    /// Where the condition is in its line.
    pub span: Span,
    /// The line of its `!#else`.
    pub else_line: Option<u32>,
    /// The line of its `!#endif`.
    pub end_line: Option<u32>,
    /// Who reads the lines before `!#else`, if all that is outside is read.
    pub then: Targets,
    /// Who reads the lines behind `!#else`. Those who read no conditions read both, and those where
    /// it depends on the browser as well.
    pub otherwise: Targets,
    /// What the condition comes to for each product.
    pub verdict: Verdict,
    /// Why uBlock Origin does not evaluate the condition. It then reads both parts.
    pub unread: Option<Unread>,
    /// Why AdGuard refuses the list for this condition.
    pub refusal: Option<Refusal>,
    /// Whether AdGuard loses a letter of a name: an operator has no blank before it.
    pub loses_letter: bool,
}

impl Block<'_> {
    /// Who reads a part of the block, those being the ones that really do.
    pub(crate) fn readers(&self, really: Targets) -> Readers {
        let is_sign = |it: char| !it.is_ascii_alphanumeric() && it != '_';
        let mut names = self.condition.split(is_sign).filter(|it| !it.is_empty());
        let perhaps = if names.all(|it| it.starts_with("env_") || it.starts_with("cap_")) {
            Targets::ADG
        } else {
            Targets::NONE
        };
        Readers { really, perhaps: really | perhaps }
    }

    /// Whether an `&&` stands behind an `||`: uBlock Origin reads from left to right, and to AdGuard
    /// `&&` binds tighter.
    pub(crate) fn mixes_operators(&self) -> bool {
        let or = memchr::memmem::find(self.condition.as_bytes(), b"||");
        or.is_some_and(|at| self.condition[at..].contains("&&"))
    }
}

/// What can be said of a condition without knowing who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody who evaluates it ever fulfils it.
    Never,
    /// Everybody who evaluates it fulfils it.
    Always,
    /// It depends on the browser, or on a setting.
    Depends,
}

/// A directive without its partner: AdGuard refuses the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// An `!#if` that nothing ends. What it cuts out, it cuts out to the end of the list.
    Open {
        /// Its line, from 0.
        line: u32,
    },
    /// An `!#else` without an `!#if`, which uBlock Origin ignores.
    Else {
        /// Its line, from 0.
        line: u32,
    },
    /// A second `!#else`. uBlock Origin reads what follows as if it stood before the first.
    SecondElse {
        /// Its line, from 0.
        line: u32,
        /// The line of the first, from 0.
        first: u32,
    },
    /// An `!#else` with more on its line.
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

/// An `!#if` whose `!#endif` has not come yet.
struct Open {
    block: usize,
    /// Who reads what is outside of it.
    outside: Readers,
    is_else: bool,
}

impl<'a> Regions<'a> {
    /// Reads the directives of a list. `outside` is who reads the line that includes it, or
    /// [`Targets::EVERY`]. Line numbers count from 0, as [`lines`] has them.
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

    /// Of a text without directives.
    fn none(outside: Targets) -> Regions<'a> {
        Regions {
            starts: vec![(0, Readers::only(outside))],
            blocks: Vec::new(),
            unbalanced: Vec::new(),
            comments: Vec::new(),
            includes: Vec::new(),
        }
    }

    /// Of a text that [`has_directives`].
    pub(crate) fn read(text: &'a str, outside: Targets) -> Regions<'a> {
        let mut regions = Regions::none(outside);
        let mut open: Vec<Open> = Vec::new();
        for (line, text) in candidates(text).map(without_mark) {
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

    /// Who reads that line. A directive belongs to what stands before it.
    pub fn readers(&self, line: u32) -> Targets {
        self.all_readers(line).really
    }

    /// The same, with those who are meant perhaps.
    pub fn all_readers(&self, line: u32) -> Readers {
        let behind = self.starts.partition_point(|it| it.0 <= line);
        behind.checked_sub(1).map_or(Readers::NONE, |n| self.starts[n].1)
    }

    /// From which line on others may read the lines than those who read this one.
    pub(crate) fn same_until(&self, line: u32) -> u32 {
        let behind = self.starts.partition_point(|it| it.0 <= line);
        self.starts.get(behind).map_or(u32::MAX, |it| it.0)
    }

    /// The same list, read only by these: those who read the line that includes it.
    pub fn within(mut self, outside: Readers) -> Regions<'a> {
        self.starts.iter_mut().for_each(|it| it.1 = it.1.and(outside));
        self
    }

    /// The block that the `!#if` on a line opens.
    pub(crate) fn block_at(&self, line: u32) -> Option<&Block<'a>> {
        let found = self.blocks.binary_search_by_key(&line, |it| it.line);
        found.ok().map(|n| &self.blocks[n])
    }

    /// The first line from this one on that asks for something, or looks like a directive.
    pub(crate) fn next_marked(&self, line: u32) -> u32 {
        let include = self.includes.partition_point(|it| it.line < line);
        let include = self.includes.get(include).map(|it| it.line);
        let comment = self.comments.partition_point(|it| *it < line);
        let comment = self.comments.get(comment).copied();
        include.unwrap_or(u32::MAX).min(comment.unwrap_or(u32::MAX))
    }

    /// What a line asks for, if it does.
    pub(crate) fn include_at(&self, line: u32) -> Option<&Include<'a>> {
        let found = self.includes.binary_search_by_key(&line, |it| it.line);
        found.ok().map(|n| &self.includes[n])
    }

    /// Whether a line looks like a directive, and is a comment to everybody.
    pub(crate) fn is_comment(&self, line: u32) -> bool {
        self.comments.binary_search(&line).is_ok()
    }

    /// Whether everybody who reads a line of the list reads all of them.
    pub fn is_plain(&self) -> bool {
        self.starts.iter().all(|it| it.1 == self.starts[0].1)
    }
}

/// The [`Regions::includes`] alone, without those who read them.
pub fn includes(text: &str) -> impl Iterator<Item = Include<'_>> {
    let is_candidate = |it: &(u32, &str)| it.1.starts_with(['!', '%', '@', ' ', '\t']);
    let lines = lines_at(text, words(text)).map(without_mark).filter(is_candidate);
    lines.filter_map(|(line, text)| include::read(text, line))
}

/// The lines that may hold anything that is read here, with their numbers: they have a `!` in them,
/// or the word `include`. The others are not looked at, for most lines are others.
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

/// A byte order mark is none of the first line.
fn without_mark((line, text): (u32, &str)) -> (u32, &str) {
    (line, if line == 0 { text.trim_start_matches('\u{FEFF}') } else { text })
}

/// Where the word `include` stands.
fn words(text: &str) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"include")
}

/// The lines that hold some places, which are in order, with the numbers of the lines.
fn lines_at<'a>(
    text: &'a str,
    mut places: impl Iterator<Item = usize>,
) -> impl Iterator<Item = (u32, &'a str)> {
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

/// Whether a text may hold anything that is read here. Most lists hold nothing, and their lines are
/// not looked at.
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

/// Those of `targets` for whom a line is judged that `readers` read.
///
/// Adblock Plus and Brave read every line, also what is written for others on purpose. So they
/// count only where nobody who heeds directives is asked about. Who is meant perhaps counts where
/// everybody is asked about.
pub(crate) fn judged_for(targets: Targets, readers: Readers) -> Targets {
    const HEEDING: Targets = Targets::ADG.union(Targets::UBO);
    let readers = if targets == Targets::EVERY { readers.perhaps } else { readers.really };
    if readers.contains(targets) || !targets.intersects(HEEDING) {
        targets & readers
    } else {
        targets & readers & HEEDING
    }
}

/// Whether somebody knows a name in a condition.
pub(crate) fn is_known_name(name: &str) -> bool {
    tokens::token(name).is_some() || name.starts_with("cap_")
}

/// The names that conditions are made of.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    tokens::TOKENS.names()
}

/// Whether the directive is that one and not one whose name only starts so.
fn is_named(text: &str, directive: &str) -> bool {
    text.strip_prefix(directive)
        .is_some_and(|rest| !rest.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '_'))
}

/// ` !#if x`, `!# if x`, `! #endif`: a directive to people alone.
fn looks_like_directive(text: &str) -> bool {
    const NAMES: [&str; 4] = ["if", "else", "endif", "include"];
    let trimmed = text.trim_start();
    let Some(behind) = trimmed.strip_prefix('!') else { return false };
    let Some(name) = behind.trim_start().strip_prefix('#') else { return false };
    let is_exact = trimmed.len() == text.len() && behind.starts_with('#') && !name.starts_with(' ');
    let name = name.trim_start();
    !is_exact
        && NAMES.iter().any(|it| match name.strip_prefix(it) {
            // `! #if`, said in a comment, goes on with a blank as well: what follows has to be one
            // condition or one path.
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

/// Names with operators between them.
fn is_condition(text: &str) -> bool {
    let is_sign = |it: char| it.is_whitespace() || matches!(it, '!' | '&' | '|' | '(' | ')');
    let mut names = text.split(is_sign).filter(|it| !it.is_empty()).peekable();
    names.peek().is_some() && names.all(|it| tokens::token(it).is_some())
}

/// The block that this condition opens.
fn judged(condition: &str, line: u32, span: Span) -> Block<'_> {
    use tokens::{LIKE_ADGUARD, LIKE_UBO};
    let readers = who!(|it| matches!(it.lines.conditions, Conditions::Unread));
    let ubo = ubo::evaluate(condition);
    let adguard = adguard::evaluate(condition);
    let (ubo_yes, ubo_no) = ubo.map_or((LIKE_UBO, LIKE_UBO), |it| (it.yes, it.no));
    let (adg_yes, adg_no) = match adguard {
        Ok(yes) => (yes, LIKE_ADGUARD.without(yes)),
        // It reads nothing of the list at all, whatever is in it; the condition is to be mended.
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

/// The lines that FiltersCompiler does not check, because the line before says so:
/// `!+ NOT_VALIDATE`. From 0.
pub fn unvalidated(text: &str) -> Vec<u32> {
    if memchr::memmem::find(text.as_bytes(), b"NOT_VALIDATE").is_none() {
        return Vec::new();
    }
    let is_word = |it: &str| it == "NOT_VALIDATE";
    let says_so = |it: &str| {
        it.trim_start().strip_prefix("!+").is_some_and(|it| it.split_whitespace().any(is_word))
    };
    let hints = (0_u32..).zip(lines(text)).filter(|it| says_so(it.1.text));
    hints.map(|it| it.0 + 1).collect()
}

#[cfg(test)]
mod tests;
