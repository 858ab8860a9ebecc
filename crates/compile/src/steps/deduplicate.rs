use std::hash::{BuildHasher, BuildHasherDefault};

use bloqr_dns::is_comment;
use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::{
    Error, Workers,
    lines::{ALLOWED, DEAD, HEADER, Lines, NOTE, Texts, WRAPPED},
    log::Why,
    pass::Run,
};

super::docs! {
    /// Keeps the last one of equal lines. Comments stay, except those directly above a removed
    /// line, which are removed together with it, and so are empty lines.
    ///
    /// ```adblock
    /// ! the first time
    /// ||ads.example.com^
    /// ||a.example.com^
    /// ! the second time
    /// ||ads.example.com^
    /// ```
    ///
    /// ```adblock
    /// ||a.example.com^
    /// ! the second time
    /// ||ads.example.com^
    /// ```
}

pub(super) fn run<W: Workers>(lines: &mut Lines, run: &mut Run<'_, W>) -> Result<(), Error> {
    let hasher = BuildHasherDefault::<FxHasher>::default();
    let hashes = run.pieces(lines, |piece, texts, _| {
        let mut scratch = String::new();
        let mut hashes = Vec::with_capacity(piece.lines.len());
        for line in piece.lines {
            let text = texts.read(line, &mut scratch);
            if text.is_empty() || is_comment(text) {
                line.set(NOTE);
            } else {
                hashes.push(hasher.hash_one(text) as u32);
            }
        }
        hashes
    })?;
    let count = hashes.iter().map(Vec::len).sum();
    let mut hashes = hashes.into_iter().flatten().rev();
    let Lines { lines: all, made } = &mut *lines;
    let texts = Texts { files: run.files, made };
    // The hash is spread, because the table uses its upper bits.
    let spread = |hash: u32| u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut seen: HashTable<u32> = HashTable::with_capacity(count);
    let (mut scratch, mut other) = (String::new(), String::new());
    for index in (0..all.len()).rev() {
        let line = all[index];
        if line.is(NOTE) {
            continue;
        }
        let hash = spread(hashes.next().unwrap_or_default());
        if line.is(HEADER) {
            continue;
        }
        let text = texts.read(&line, &mut scratch);
        let is_equal = |it: &u32| {
            let it = &all[*it as usize];
            if it.is(WRAPPED | ALLOWED) {
                texts.read(it, &mut other) == text
            } else {
                texts.stored(it) == text
            }
        };
        let hash_again =
            |it: &u32| spread(hasher.hash_one(&*texts.text(&all[*it as usize])) as u32);
        let entry = seen.entry(hash, is_equal, hash_again);
        match entry {
            hashbrown::hash_table::Entry::Vacant(entry) => {
                entry.insert(index as u32);
            }
            hashbrown::hash_table::Entry::Occupied(entry) => {
                let by = all[*entry.get() as usize].origin();
                all[index].set(DEAD);
                run.removed(&line, texts, Why::Equal(by));
            }
        }
    }
    drop(seen);
    run.remove_notes_above(lines);
    Ok(())
}
