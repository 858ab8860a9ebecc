//! A hash table of the list, made by the compiler: nothing is read or built when a program starts. As WASM, which is
//! sent over networks, it is made of the list when it is asked for the first time.

/// The rules: a name, `*.` and a name, or `!` and a name; a line each.
const LIST: &[u8] = include_bytes!("suffixes.txt");

/// The name itself is a rule.
pub(crate) const EXACT: u32 = 1;
/// All names below are a rule: `*.ck`.
pub(crate) const WILDCARD: u32 = 2;
/// The name is an exception: `!www.ck`.
pub(crate) const EXCEPTION: u32 = 4;
/// Other names end with this one.
pub(crate) const BELOW: u32 = 8;

/// A slot: four bits of rules, 17 bits of where the name stands in the list, 11 bits of its hash.
/// No slot that is used is 0.
#[cfg(not(target_arch = "wasm32"))]
static SLOTS: [u32; SIZE] = fill();
#[cfg(target_arch = "wasm32")]
static SLOTS: std::sync::LazyLock<[u32; SIZE]> = std::sync::LazyLock::new(fill);

const SIZE: usize = 1 << 14;
const PLACE_BITS: u32 = 17;
const RULE_BITS: u32 = 4;
const _: () = assert!(LIST.len() < 1 << PLACE_BITS);

/// The hash of an empty name.
pub(crate) const SEED: u32 = 0x811c_9dc5;

/// FNV-1a, which needs no table and works in constants.
pub(crate) const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Adds a part of a text to a hash, from its end to its start.
pub(crate) const fn hash(mut hash: u32, text: &[u8], start: usize, mut end: usize) -> u32 {
    while end > start {
        end -= 1;
        hash = step(hash, text[end]);
    }
    hash
}

/// The rules for a name with this hash; 0 when there are none.
pub(crate) fn find(hash: u32, name: &[u8]) -> u32 {
    let slots: &[u32; SIZE] = &SLOTS;
    let mut at = home(hash);
    loop {
        let slot = slots[at];
        if slot == 0 {
            return 0;
        }
        if slot & TAG == hash & TAG && stands_at(place(slot), name) {
            return slot & ((1 << RULE_BITS) - 1);
        }
        at = (at + 1) % SIZE;
    }
}

/// The bits of a slot that come from the hash.
const TAG: u32 = u32::MAX << (PLACE_BITS + RULE_BITS);

const fn home(hash: u32) -> usize {
    (hash ^ hash >> 15) as usize % SIZE
}

const fn place(slot: u32) -> usize {
    (slot >> RULE_BITS) as usize & ((1 << PLACE_BITS) - 1)
}

/// Whether the line of the list ends with this name from here on.
fn stands_at(place: usize, name: &[u8]) -> bool {
    LIST[place..].strip_prefix(name).is_some_and(|rest| rest.first() == Some(&b'\n'))
}

const fn fill() -> [u32; SIZE] {
    let mut slots = [0; SIZE];
    let mut at = 0;
    while at < LIST.len() {
        let mut end = at;
        while LIST[end] != b'\n' {
            end += 1;
        }
        // A comment.
        if LIST[at] != b'/' {
            let (start, rules) = match (LIST[at], LIST[at + 1]) {
                (b'!', _) => (at + 1, EXCEPTION),
                (b'*', b'.') => (at + 2, WILDCARD),
                _ => (at, EXACT),
            };
            add_all(&mut slots, start, end, rules);
        }
        at = end + 1;
    }
    slots
}

/// Adds a name, and all names that it ends with.
const fn add_all(slots: &mut [u32; SIZE], start: usize, end: usize, rules: u32) {
    let mut sum = SEED;
    let mut at = end;
    while at > start {
        at -= 1;
        if LIST[at] == b'.' {
            add(slots, sum, at + 1, end, BELOW);
        }
        sum = step(sum, LIST[at]);
    }
    add(slots, sum, start, end, rules);
}

const fn add(slots: &mut [u32; SIZE], sum: u32, start: usize, end: usize, rules: u32) {
    let mut at = home(sum);
    while slots[at] != 0 {
        if slots[at] & TAG == sum & TAG && is_same(place(slots[at]), start, end) {
            slots[at] |= rules;
            return;
        }
        at = (at + 1) % SIZE;
    }
    slots[at] = sum & TAG | (start as u32) << RULE_BITS | rules;
}

/// Whether the name at `place` is the one from `start` to `end`.
const fn is_same(place: usize, start: usize, end: usize) -> bool {
    let mut n = 0;
    while start + n < end {
        if LIST[place + n] != LIST[start + n] {
            return false;
        }
        n += 1;
    }
    LIST[place + n] == b'\n'
}
