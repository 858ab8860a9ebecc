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
    /// Texts with this hash or a larger one are not in the set, because it is full.
    end: Option<u64>,
}

impl Fingerprints {
    /// The most texts in a set. A larger one keeps those with the smallest hashes, so that two sets still
    /// know the same texts.
    pub(crate) const MOST: usize = 1 << 20;

    pub(crate) fn new(mut hashes: Vec<u64>) -> Fingerprints {
        hashes.sort_unstable();
        hashes.dedup();
        let end = hashes.get(Fingerprints::MOST).copied();
        hashes.truncate(Fingerprints::MOST);
        Fingerprints { hashes, end }
    }

    /// Whether a text with this hash is in the set; `None` when nothing is known of it.
    pub(crate) fn has(&self, hash: u64) -> Option<bool> {
        match self.end {
            Some(end) if hash >= end => None,
            _ => Some(self.hashes.binary_search(&hash).is_ok()),
        }
    }

    /// Both sets, without what is in the third.
    pub(crate) fn union_without(
        &self,
        other: &Fingerprints,
        without: &Fingerprints,
    ) -> Fingerprints {
        let both = self.hashes.iter().chain(&other.hashes).copied();
        let mut set = Fingerprints::new(both.filter(|it| without.has(*it) != Some(true)).collect());
        set.end = [self.end, other.end, set.end].into_iter().flatten().min();
        set
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.number(self.hashes.len() as u64);
        to.number(self.end.map_or(0, |it| it + 1));
        let mut last = 0;
        for hash in &self.hashes {
            to.number(hash - last);
            last = *hash;
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Fingerprints> {
        let count = usize::try_from(from.number()?).ok()?;
        let end = from.number()?.checked_sub(1);
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
        Some(Fingerprints { hashes, end })
    }
}
