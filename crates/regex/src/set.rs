//! Sets of units: the units that match at one place of an expression.

use std::sync::OnceLock;

/// The first and the last unit.
pub(super) type Range = (u32, u32);

/// How units are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    /// The flag `i`: compares in upper case.
    Ignore,
    /// The flags `i` and `u`: compares with Unicode's case folding.
    Fold,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    /// Sorted, without overlaps, and folded as `case` says.
    ranges: Vec<Range>,
    is_negated: bool,
    case: Case,
    /// A bit for each ASCII character in the set.
    ascii: u128,
}

impl Set {
    pub(super) fn new(mut ranges: Vec<Range>, is_negated: bool, case: Case) -> Set {
        join(&mut ranges);
        if case != Case::Exact {
            let folded = folds(case).iter().filter(|it| contains(&ranges, it.0));
            let folded: Vec<Range> = folded.map(|it| (it.1, it.1)).collect();
            ranges.extend(folded);
            join(&mut ranges);
        }
        let mut set = Set { ranges, is_negated, case, ascii: 0 };
        set.ascii = (0..128).filter(|it| set.takes_slowly(*it)).fold(0, |all, it| all | 1 << it);
        set
    }

    #[inline]
    pub(super) fn takes(&self, unit: u32) -> bool {
        match unit {
            0..128 => self.ascii >> unit & 1 == 1,
            _ => self.takes_slowly(unit),
        }
    }

    fn takes_slowly(&self, unit: u32) -> bool {
        contains(&self.ranges, fold(unit, self.case)) != self.is_negated
    }

    /// The ASCII characters in the set, a bit for each.
    pub(super) fn ascii(&self) -> u128 {
        self.ascii
    }
}

fn contains(ranges: &[Range], unit: u32) -> bool {
    let at = ranges.partition_point(|it| it.1 < unit);
    ranges.get(at).is_some_and(|it| it.0 <= unit)
}

/// Sorts ranges, and joins those that touch.
fn join(ranges: &mut Vec<Range>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, before| {
        let touches = next.0 <= before.1.saturating_add(1);
        if touches {
            before.1 = before.1.max(next.1);
        }
        touches
    });
}

/// All units that are not in the ranges.
pub(super) fn complement(mut ranges: Vec<Range>) -> Vec<Range> {
    join(&mut ranges);
    let mut out = Vec::new();
    let mut from = 0;
    for (start, end) in ranges {
        if start > from {
            out.push((from, start - 1));
        }
        from = end + 1;
    }
    if from <= LAST {
        out.push((from, LAST));
    }
    out
}

pub(super) const LAST: u32 = 0x10_ffff;

/// JavaScript's `Canonicalize`.
pub(super) fn fold(unit: u32, case: Case) -> u32 {
    let Some(c) = char::from_u32(unit) else { return unit };
    let upper = |c: char| alone(c.to_uppercase()).unwrap_or(c);
    match case {
        Case::Exact => unit,
        // Units above this are halves of surrogate pairs, which have no case.
        Case::Ignore if unit > 0xffff => unit,
        Case::Ignore => match u32::from(upper(c)) {
            // No other unit is folded to an ASCII letter.
            0..128 if unit >= 128 => unit,
            0x1_0000.. => unit,
            upper => upper,
        },
        // Both forms, because some letters have only one form in common. The dotless i is an
        // exception: its upper case is that of another letter.
        Case::Fold if c == '\u{131}' => unit,
        Case::Fold => {
            let c = upper(c);
            u32::from(alone(c.to_lowercase()).unwrap_or(c))
        }
    }
}

fn alone(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next();
    if chars.next().is_none() { first } else { None }
}

/// The units that are folded, with their folded forms.
fn folds(case: Case) -> &'static [(u32, u32)] {
    static IGNORE: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    static FOLD: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    let all = || {
        let folded = (0..=LAST).map(|it| (it, fold(it, case)));
        folded.filter(|it| it.0 != it.1).collect()
    };
    match case {
        Case::Exact => &[],
        Case::Ignore => IGNORE.get_or_init(all),
        Case::Fold => FOLD.get_or_init(all),
    }
}

/// The units of `\d`.
pub(super) const DIGITS: &[Range] = &[(0x30, 0x39)];

/// The units of `\s`.
#[rustfmt::skip]
pub(super) const SPACES: &[Range] = &[
    (0x09, 0x0d), (0x20, 0x20), (0xa0, 0xa0), (0x1680, 0x1680), (0x2000, 0x200a), (0x2028, 0x2029),
    (0x202f, 0x202f), (0x205f, 0x205f), (0x3000, 0x3000), (0xfeff, 0xfeff),
];

/// The units that `.` does not match, and that `^` and `$` look for with the flag `m`.
pub(super) const LINE_ENDS: &[Range] = &[(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

/// The units of `\w`.
const WORD: &[Range] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];

pub(super) fn word(case: Case) -> Vec<Range> {
    let mut word = WORD.to_vec();
    if case == Case::Fold {
        // The letters that are folded to `s` and `k`.
        word.extend([(0x17f, 0x17f), (0x212a, 0x212a)]);
    }
    word
}

/// The units of `\p{…}`; `None` for a property that is not supported.
pub(super) fn property(name: &str) -> Option<Vec<Range>> {
    let name = name.strip_prefix("gc=").or(name.strip_prefix("General_Category=")).unwrap_or(name);
    let is: fn(char) -> bool = match name {
        "Any" => return Some(vec![(0, LAST)]),
        "ASCII" => return Some(vec![(0, 0x7f)]),
        "ASCII_Hex_Digit" | "AHex" => |c| c.is_ascii_hexdigit(),
        "Alphabetic" | "Alpha" => char::is_alphabetic,
        "Lowercase" | "Lower" => char::is_lowercase,
        "Uppercase" | "Upper" => char::is_uppercase,
        "White_Space" | "space" => char::is_whitespace,
        "Cc" | "Control" | "cntrl" => char::is_control,
        "N" | "Number" => char::is_numeric,
        _ => return None,
    };
    let taken = (0..=LAST).filter(|it| char::from_u32(*it).is_some_and(is));
    let mut ranges: Vec<Range> = Vec::new();
    for unit in taken {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == unit => last.1 = unit,
            _ => ranges.push((unit, unit)),
        }
    }
    Some(ranges)
}

#[cfg(test)]
mod tests {
    use super::{Case, LAST, fold};

    #[test]
    fn what_is_folded_stays_so() {
        for case in [Case::Ignore, Case::Fold] {
            let moves = |it: &u32| fold(fold(*it, case), case) != fold(*it, case);
            assert_eq!((0..=LAST).filter(moves).collect::<Vec<_>>(), [0; 0], "{case:?}");
        }
    }
}
