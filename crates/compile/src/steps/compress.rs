use std::collections::HashSet;

use bloqr_dns::{Allow, Hosts, Verdict, check, is_ipv4, is_loopback_name, is_plain_domain, trim};
use hashbrown::{HashTable, hash_table::Entry};

use crate::{
    Difference, Error, Origin, Workers,
    lines::{ALLOWED, DEAD, File, HEADER, Line, Lines, MADE, NAMED, Texts, WRAPPED},
    log::{What, Why},
    pass::{Notes, Run},
};

super::docs! {
    /// Converts domains and hosts lines to `||name^`, each name once, and removes names that
    /// another name covers: `||example.com^` covers `||ads.example.com^`. Rules with modifiers,
    /// exceptions and patterns stay. A rule covers nothing if `Validate` removes it afterwards, if
    /// `$badfilter` disables it, or if it is for an IP address.
    ///
    /// ```adblock
    /// 0.0.0.0 ads.example.com a.example.org
    /// 127.0.0.1 localhost
    /// example.com
    /// ||B.Example.org^
    /// ||b.example.org^
    /// ||example.com^$important
    /// ||example.net^
    /// ||ads.example.net^
    /// ||example.net^$badfilter
    /// ```
    ///
    /// ```adblock
    /// ||a.example.org^
    /// ||example.com^
    /// ||B.Example.org^
    /// ||example.com^$important
    /// ||example.net^
    /// ||ads.example.net^
    /// ||example.net^$badfilter
    /// ```
}

/// What Compress must know of the other steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compress<'c> {
    /// What a later step that validates allows.
    pub(crate) later: Option<Allow>,
    /// The names that `$badfilter` disables in some source, in lower case.
    pub(crate) disabled: &'c HashSet<String>,
    /// Whether names that another name covers stay.
    pub(crate) keeps_covered: bool,
}

impl Compress<'_> {
    pub(super) fn run<W: Workers>(
        &self,
        lines: &mut Lines,
        run: &mut Run<'_, W>,
    ) -> Result<(), Error> {
        let more = run.pieces(lines, |piece, texts, notes| {
            let mut more = Vec::new();
            for (index, line) in piece.lines.iter_mut().enumerate() {
                if !line.is(HEADER | ALLOWED) {
                    find_names(line, index, texts, notes, &mut |line, text| {
                        more.push(More { behind: piece.before + index, line, text });
                    });
                }
            }
            more
        })?;
        add(lines, more.into_iter().flatten().collect())?;
        let names = Names::of(lines, run);
        if !self.keeps_covered {
            names.remove_covered(self, lines, run);
        }
        Ok(())
    }

    /// Whether a rule for this name covers the names below it. The error is the difference from
    /// HostlistCompiler.
    fn covers(&self, name: &str) -> Result<(), Difference> {
        if !self.disabled.is_empty() && self.disabled.contains(&name.to_ascii_lowercase()) {
            return Err(Difference::Badfilter);
        }
        if is_ipv4(name) {
            return Err(Difference::AddressSuffix);
        }
        let is_removed = |allow| {
            matches!(check(&["||", name, "^"].concat(), allow).verdict, Verdict::Refused(_))
        };
        if self.later.is_some_and(is_removed) {
            return Err(Difference::CompressThenValidate);
        }
        Ok(())
    }
}

/// A further name of a hosts line, and the line that it follows.
struct More {
    behind: usize,
    line: Line,
    /// Its text, if it is not part of the line.
    text: Option<String>,
}

/// Finds the names to compress: converts domains and hosts lines to `||name^`, and marks them.
fn find_names(
    line: &mut Line,
    index: usize,
    texts: Texts<'_>,
    notes: &mut Notes,
    more: &mut impl FnMut(Line, Option<String>),
) {
    let text = texts.stored(line);
    if line.is(WRAPPED) {
        if !text.is_empty() {
            line.set(NAMED);
        }
        return;
    }
    match text.as_bytes().first() {
        None | Some(b'!' | b'#') => (),
        Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b':') => {
            if is_plain_domain(text) {
                let old = *line;
                let made = become_name(line, &old, text, text, notes);
                if let Some(made) = made {
                    notes.replace(index, line, &made);
                    line.set(WRAPPED);
                }
                notes.action.changed += 1;
                changed(line, text, notes);
            } else if let Some(hosts) = Hosts::read(text) {
                split_hosts(line, index, text, &hosts, notes, more);
            }
        }
        Some(b'|' | b' ' | b'\t' | 0x80..) => match rule_name(text) {
            // The same text, stored as its name.
            Some(name) if name.len() + 3 == text.len() => {
                line.cut(2..text.len() - 1);
                line.set(WRAPPED | NAMED);
            }
            Some(_) => line.set(NAMED),
            None => (),
        },
        _ => (),
    }
}

/// The name of `||name^` without modifiers.
fn rule_name(text: &str) -> Option<&str> {
    let rule = trim(text).strip_prefix("||")?;
    let end = rule.bytes().position(|it| !is_name_byte(it))?;
    let (name, rest) = rule.split_at(end);
    (!name.is_empty() && matches!(rest, "^" | "^$")).then_some(name)
}

fn is_name_byte(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.')
}

fn split_hosts(
    line: &mut Line,
    index: usize,
    text: &str,
    hosts: &Hosts<'_>,
    notes: &mut Notes,
    more: &mut impl FnMut(Line, Option<String>),
) {
    if hosts.address.bytes().any(|it| it.is_ascii_uppercase()) {
        notes.differ(Difference::UpperAddress);
    }
    let old = *line;
    let mut is_first = true;
    for name in hosts.names() {
        if is_loopback_name(name) {
            notes.differ(Difference::LoopbackName);
            let why = Why::Refused(bloqr_dns::Refusal::LoopbackName);
            notes.log(&old, || What::Removed { text: name.to_owned(), why });
            continue;
        }
        let mut new = old;
        let made = become_name(&mut new, &old, text, name, notes);
        changed(&new, made.as_deref().unwrap_or(name), notes);
        if !is_first {
            notes.action.added += 1;
            more(new, made);
            continue;
        }
        is_first = false;
        *line = new;
        if let Some(made) = made {
            notes.replace(index, line, &made);
            line.set(WRAPPED | NAMED);
        }
    }
    if is_first {
        line.set(DEAD);
        notes.action.removed += 1;
    } else {
        notes.action.changed += 1;
    }
}

fn changed(line: &Line, name: &str, notes: &mut Notes) {
    let name = name.strip_suffix('.').unwrap_or(name);
    notes.log(line, || What::Changed(format!("||{}^", name.to_ascii_lowercase())));
}

/// Makes a line `||name^`. The name is a part of its text, or is returned in lower case.
fn become_name(
    line: &mut Line,
    old: &Line,
    text: &str,
    name: &str,
    notes: &mut Notes,
) -> Option<String> {
    let without_dot = name.strip_suffix('.').unwrap_or(name);
    line.set(if without_dot.is_empty() { WRAPPED } else { WRAPPED | NAMED });
    if without_dot.len() < name.len() {
        notes.differ(Difference::TrailingDot);
    }
    let at = name.as_ptr() as usize - text.as_ptr() as usize;
    line.start = old.start + at as u32;
    line.len = without_dot.len() as u32;
    // Text that cannot be a name is not changed.
    if !without_dot.bytes().any(|it| it.is_ascii_uppercase()) || without_dot.contains(['$', '/']) {
        return None;
    }
    notes.differ(Difference::Case);
    Some(without_dot.to_ascii_lowercase())
}

/// Inserts lines after the lines that they follow.
fn add(lines: &mut Lines, more: Vec<More>) -> Result<(), Error> {
    if more.is_empty() {
        return Ok(());
    }
    let mut all = Vec::with_capacity(lines.lines.len() + more.len());
    let mut more = more.into_iter().peekable();
    for (index, line) in lines.lines.iter().enumerate() {
        all.push(*line);
        while let Some(mut it) = more.next_if(|it| it.behind == index) {
            if let Some(text) = it.text {
                it.line.start = u32::try_from(lines.made.len()).map_err(|_| Error::TooLarge)?;
                it.line.len = text.len() as u32;
                it.line.set(MADE);
                lines.made.push_str(&text);
            }
            all.push(it.line);
        }
    }
    lines.lines = all;
    Ok(())
}

/// The name of a marked line.
#[inline]
fn name_of<'t>(line: &Line, texts: Texts<'t>) -> &'t str {
    let text = texts.stored(line);
    if line.is(WRAPPED) { text } else { rule_name(text).unwrap_or_default() }
}

/// Hashes a name from its end, ignoring case, and calls `at_dot` at each dot, with the start and
/// the hash of the text after it.
#[inline]
fn hash(name: &str, mut at_dot: impl FnMut(usize, u64) -> bool) -> u64 {
    let mut hash = 0_u64;
    for (at, byte) in name.bytes().enumerate().rev() {
        if byte == b'.' && at_dot(at + 1, finish(hash)) {
            return 0;
        }
        let letter = u64::from(byte | if byte.is_ascii_uppercase() { 0x20 } else { 0 });
        hash = (hash.rotate_left(5) ^ letter).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
    finish(hash)
}

fn finish(hash: u64) -> u64 {
    hash ^ hash >> 32
}

/// The names of the marked lines, each with its first line.
struct Names {
    table: HashTable<u32>,
    /// The numbers of labels that names have: bit 0 for one label, …
    depths: u64,
}

fn depth_bit(dots: usize) -> u64 {
    1 << dots.min(63)
}

impl Names {
    /// Finds the names, and marks lines with repeated names as removed.
    fn of<W: Workers>(lines: &mut Lines, run: &mut Run<'_, W>) -> Names {
        let hashes = run.look(lines, |piece, texts, _| {
            let named = piece.lines.iter().filter(|it| it.is(NAMED));
            named.map(|it| hash(name_of(it, texts), |_, _| false) as u32).collect::<Vec<u32>>()
        });
        let count = hashes.iter().map(Vec::len).sum();
        let mut hashes = hashes.into_iter().flatten();
        let Lines { lines: all, made } = lines;
        let texts = Texts { files: run.files, made };
        let mut names = Names { table: HashTable::with_capacity(count), depths: 0 };
        let spread = |hash: u32| u64::from(hash).wrapping_mul(SPREAD);
        for index in 0..all.len() {
            let line = all[index];
            if !line.is(NAMED) {
                continue;
            }
            let name = name_of(&line, texts);
            let is_equal = |it: &u32| name_of(&all[*it as usize], texts).eq_ignore_ascii_case(name);
            let hash_again =
                |it: &u32| spread(hash(name_of(&all[*it as usize], texts), |_, _| false) as u32);
            let hash = spread(hashes.next().unwrap_or_default());
            match names.table.entry(hash, is_equal, hash_again) {
                Entry::Vacant(entry) => {
                    entry.insert(index as u32);
                    let dots = name.bytes().filter(|it| *it == b'.').count();
                    names.depths |= depth_bit(dots);
                }
                Entry::Occupied(entry) => {
                    let first = all[*entry.get() as usize];
                    if name_of(&first, texts) != name {
                        run.differences[Difference::Case as usize] += 1;
                    }
                    let by = first.origin();
                    all[index].set(DEAD);
                    run.removed(&line, texts, Why::Equal(by));
                }
            }
        }
        names
    }

    /// Marks lines as removed whose names are below another name.
    fn remove_covered<W: Workers>(
        &self,
        compress: &Compress<'_>,
        lines: &mut Lines,
        run: &mut Run<'_, W>,
    ) {
        let all = &lines.lines;
        let covered = run.look(lines, |piece, texts, notes| {
            // The covered lines of the piece, and, if asked for, the lines that cover them.
            let (mut covered, mut by) = (Vec::new(), Vec::new());
            for (index, line) in piece.lines.iter().enumerate() {
                if !line.is(NAMED) || line.is(DEAD) {
                    continue;
                }
                match self.find_above(name_of(line, texts), all, texts, compress) {
                    Ok(Some(line)) => {
                        covered.push(index as u16);
                        if notes.logs {
                            by.push(line);
                        }
                    }
                    Ok(None) => (),
                    Err(difference) => notes.differ(difference),
                }
            }
            (piece.before, covered, by)
        });
        let Lines { lines: all, made } = lines;
        let texts = Texts { files: run.files, made };
        for (before, covered, by) in covered {
            let mut by = by.into_iter();
            for index in covered {
                let by = by.next().map_or(Origin::NONE, |it| all[it as usize].origin());
                let line = &mut all[before + usize::from(index)];
                line.set(DEAD);
                run.removed(line, texts, Why::Covered(by));
            }
        }
    }

    /// The line that covers a name: the one with the fewest labels. An error when all lines above
    /// it cover nothing.
    fn find_above(
        &self,
        name: &str,
        all: &[Line],
        texts: Texts<'_>,
        compress: &Compress<'_>,
    ) -> Result<Option<u32>, Difference> {
        let is_address = is_ipv4(name);
        let (mut found, mut difference, mut dots) = (None, None, 0);
        hash(name, |start, hash| {
            let depth = depth_bit(dots);
            dots += 1;
            if self.depths & depth == 0 {
                return false;
            }
            let above = &name[start..];
            let is_equal =
                |it: &u32| name_of(&all[*it as usize], texts).eq_ignore_ascii_case(above);
            let hash = u64::from(hash as u32).wrapping_mul(SPREAD);
            let Some(by) = self.table.find(hash, is_equal) else { return false };
            let covers =
                if is_address { Err(Difference::AddressSuffix) } else { compress.covers(above) };
            match covers {
                Ok(()) => found = Some(*by),
                Err(why) => difference = Some(why),
            }
            found.is_some()
        });
        match (found, difference) {
            (None, Some(difference)) => Err(difference),
            _ => Ok(found),
        }
    }
}

/// Spreads a 32-bit hash, because the table uses its upper bits.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The names that `$badfilter` disables, in lower case.
pub(crate) fn disabled_names(files: &[File]) -> HashSet<String> {
    let mut names = HashSet::new();
    for file in files {
        let bytes = file.text.as_bytes();
        let mut done = 0;
        for at in memchr::memmem::find_iter(bytes, b"$badfilter") {
            if at < done {
                continue;
            }
            let is_end = |it: u8| matches!(it, b'\n' | b'\r');
            let start = bytes[..at].iter().rposition(|it| is_end(*it)).map_or(0, |it| it + 1);
            let end =
                bytes[at..].iter().position(|it| is_end(*it)).map_or(bytes.len(), |it| at + it);
            done = end;
            let rule = trim(&file.text[start..end]);
            let name = rule.strip_suffix("$badfilter").and_then(rule_name);
            names.extend(name.map(str::to_ascii_lowercase));
        }
    }
    names
}
