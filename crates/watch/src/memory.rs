//! What is remembered of a list between two looks.

use crate::{
    Judge,
    bytes::{Reader, Writer},
    fingerprints::{Fingerprints, hash64},
    header::Header,
    problems::{self, Known},
};

/// What a memory starts with: the format and its version.
const MAGIC: &[u8] = b"bloqr watch 1\n";

/// After the magic: a checksum of all that follows.
const SUM: usize = 8;

/// What is remembered of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Memory {
    /// What judged the list.
    pub(crate) judge: Judge,
    /// The last text that was a list; `None` when there was none yet.
    pub(crate) list: Option<List>,
    /// When somebody looked last, in ms.
    pub(crate) looked: u64,
    /// The kind of what was there in place of the list at the last look: `html`.
    pub(crate) instead: Option<String>,
    pub(crate) failures: Failures,
    /// What was lost when the list became much shorter.
    pub(crate) lost: Option<Lost>,
}

/// A text that was a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct List {
    pub(crate) text_hash: u64,
    pub(crate) lines: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    /// When it was updated, as far as that is known, in ms.
    pub(crate) updated: u64,
    /// Whether it was reported that this text is too old.
    pub(crate) is_old: bool,
    pub(crate) header: Header,
    /// Its lines, without blank ones.
    pub(crate) rules: Fingerprints,
    pub(crate) problems: Vec<Known>,
}

/// Looks in a row for which nothing could be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Failures {
    pub(crate) count: u64,
    /// When the first of them was, in ms.
    pub(crate) since: u64,
}

/// What a list had before it became much shorter: perhaps only the upload was cut off. When the rest
/// comes back, its problems are not new.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lost {
    pub(crate) lines: u64,
    /// When that was, in ms.
    pub(crate) at: u64,
    pub(crate) rules: Fingerprints,
    /// The keys of its problems.
    pub(crate) problems: Fingerprints,
}

impl Memory {
    /// `None` when these are not the bytes of a memory of this version.
    pub(crate) fn read(bytes: &[u8]) -> Option<Memory> {
        let (sum, rest) = bytes.strip_prefix(MAGIC)?.split_at_checked(SUM)?;
        if sum != hash64(rest).to_le_bytes() {
            return None;
        }
        let mut from = Reader::new(rest);
        let memory = Memory::read_parts(&mut from)?;
        (from.left() == 0).then_some(memory)
    }

    fn read_parts(from: &mut Reader<'_>) -> Option<Memory> {
        let core = from.text()?.to_owned();
        let judge = Judge { core, tables: u32::try_from(from.number()?).ok()? };
        let looked = from.number()?;
        let instead = from.maybe_text()?;
        let failures = Failures { count: from.number()?, since: from.number()? };
        let list = if from.flag()? { Some(List::read(from)?) } else { None };
        let lost = if from.flag()? { Some(Lost::read(from)?) } else { None };
        Some(Memory { judge, list, looked, instead, failures, lost })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.bytes.extend_from_slice(MAGIC);
        to.bytes.extend_from_slice(&[0; SUM]);
        to.text(&self.judge.core);
        to.number(u64::from(self.judge.tables));
        to.number(self.looked);
        to.maybe_text(self.instead.as_deref());
        to.number(self.failures.count);
        to.number(self.failures.since);
        to.flag(self.list.is_some());
        if let Some(list) = &self.list {
            list.write(&mut to);
        }
        to.flag(self.lost.is_some());
        if let Some(lost) = &self.lost {
            lost.write(&mut to);
        }
        let start = MAGIC.len();
        let sum = hash64(&to.bytes[start + SUM..]).to_le_bytes();
        to.bytes[start..start + SUM].copy_from_slice(&sum);
        to.bytes
    }
}

impl List {
    fn write(&self, to: &mut Writer) {
        let numbers = [self.text_hash, self.lines, self.errors, self.warnings, self.updated];
        numbers.into_iter().for_each(|it| to.number(it));
        to.flag(self.is_old);
        self.header.write(to);
        self.rules.write(to);
        problems::write(&self.problems, to);
    }

    fn read(from: &mut Reader<'_>) -> Option<List> {
        Some(List {
            text_hash: from.number()?,
            lines: from.number()?,
            errors: from.number()?,
            warnings: from.number()?,
            updated: from.number()?,
            is_old: from.flag()?,
            header: Header::read(from)?,
            rules: Fingerprints::read(from)?,
            problems: problems::read(from)?,
        })
    }
}

impl Lost {
    fn write(&self, to: &mut Writer) {
        to.number(self.lines);
        to.number(self.at);
        self.rules.write(to);
        self.problems.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Option<Lost> {
        Some(Lost {
            lines: from.number()?,
            at: from.number()?,
            rules: Fingerprints::read(from)?,
            problems: Fingerprints::read(from)?,
        })
    }
}
