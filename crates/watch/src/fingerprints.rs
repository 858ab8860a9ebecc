//! Sets of texts as hashes: small, and with few errors.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::bytes::{Reader, Writer};

/// Of two different rules of a list of 600,000, one in two million has the hash of another.
const BITS: u32 = 40;

/// A hash that is stored, so it must be the same in each version and on each machine.
pub(crate) fn hash64(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The hash of a text in a set.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    hash64(bytes) >> (64 - BITS)
}

/// A set of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fingerprints {
    /// In order, each once.
    hashes: Vec<u64>,
}

impl Fingerprints {
    /// The most texts in a set: those with the smallest hashes.
    pub(crate) const MOST: usize = 1 << 20;

    pub(crate) fn new(mut hashes: Vec<u64>) -> Fingerprints {
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(Fingerprints::MOST);
        Fingerprints { hashes }
    }

    /// Whether a text with this hash is in the set.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.hashes.binary_search(&hash).is_ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Both sets, without what is in the third.
    pub(crate) fn union_without(
        &self,
        other: &Fingerprints,
        without: &Fingerprints,
    ) -> Fingerprints {
        let both = self.hashes.iter().chain(&other.hashes).copied();
        Fingerprints::new(both.filter(|it| !without.has(*it)).collect())
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.number(self.hashes.len() as u64);
        let mut last = 0;
        for hash in &self.hashes {
            to.number(hash - last);
            last = *hash;
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Fingerprints> {
        let count = usize::try_from(from.number()?).ok()?;
        if count > Fingerprints::MOST || count > from.left() {
            return None;
        }
        let mut hashes = Vec::with_capacity(count);
        let mut last = 0_u64;
        for n in 0..count {
            let step = from.number()?;
            if step == 0 && n > 0 {
                return None;
            }
            last = last.checked_add(step)?;
            hashes.push(last);
        }
        Some(Fingerprints { hashes })
    }
}
