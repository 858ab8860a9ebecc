//! Pseudo-random choices for tests: the same seed makes the same ones.

/// Xorshift, which needs no crate.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to `n - 1`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n.max(1)
    }

    pub(crate) fn choose<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// This number of lines, each made from fewer than `most` pieces.
    pub(crate) fn lines(&mut self, lines: usize, pieces: &[&str], most: usize) -> String {
        let mut text = String::new();
        for _ in 0..lines {
            for _ in 0..self.below(most) {
                text.push_str(self.choose(pieces));
            }
            text.push('\n');
        }
        text
    }
}
