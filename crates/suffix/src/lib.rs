//! The public suffixes of registries: names such as `com` and `co.uk`, under which everybody can
//! register a name. Private suffixes, such as `github.io`, are normal names here.
//!
//! ```
//! use bloqr_suffix::suffix_of;
//!
//! assert_eq!(suffix_of("www.example.co.uk").name, "co.uk");
//! assert_eq!(suffix_of("user.github.io").name, "io");
//! assert!(!suffix_of("printer.home").is_listed);
//! ```
#![deny(missing_docs)]

mod table;

use table::{BELOW, EXACT, EXCEPTION, WILDCARD};

/// The public suffix of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suffix<'a> {
    /// The suffix, without a dot before it. The last label when no rule of the list matches.
    pub name: &'a str,
    /// Whether a rule of the list matches.
    pub is_listed: bool,
}

/// The public suffix of a name, which is in lower case and has no dot at its end.
///
/// The rules are those of <https://publicsuffix.org/list/>: the longest rule that matches, or the
/// exception that matches.
pub fn suffix_of(name: &str) -> Suffix<'_> {
    let bytes = name.as_bytes();
    let mut found = Suffix { name: &name[start_of_label(bytes, bytes.len())..], is_listed: false };
    let mut hash = table::SEED;
    let mut end = bytes.len();
    let mut is_wild = false;
    loop {
        let start = start_of_label(bytes, end);
        // The hash goes on from the right, so that each label is read once.
        hash = table::hash(hash, bytes, start, end);
        let rules = table::find(hash, &bytes[start..]);
        let here = Suffix { name: &name[start..], is_listed: true };
        if rules & EXCEPTION != 0 {
            let below = bytes.len().min(end + 1);
            return Suffix { name: &name[below..], is_listed: true };
        }
        if is_wild || rules & EXACT != 0 {
            found = here;
        }
        if rules & (BELOW | WILDCARD) == 0 || start == 0 {
            return found;
        }
        is_wild = rules & WILDCARD != 0;
        end = start - 1;
        hash = table::step(hash, b'.');
    }
}

/// The start of the label that ends at `end`.
fn start_of_label(name: &[u8], end: usize) -> usize {
    name[..end].iter().rposition(|it| *it == b'.').map_or(0, |dot| dot + 1)
}

#[cfg(test)]
mod tests {
    use super::{Suffix, suffix_of};

    /// What the crate `psl` says, without its private suffixes.
    fn by_psl(name: &str) -> Suffix<'_> {
        let mut rest = name;
        while let Some(it) = psl::suffix(rest.as_bytes()) {
            let found = &rest[rest.len() - it.as_bytes().len()..];
            match (it.typ(), found.split_once('.')) {
                (Some(psl::Type::Private), Some((_, above))) => rest = above,
                (kind, _) => {
                    return Suffix { name: found, is_listed: kind == Some(psl::Type::Icann) };
                }
            }
        }
        Suffix { name: name.rsplit('.').next().unwrap_or(name), is_listed: false }
    }

    #[test]
    fn each_rule_is_read_as_psl_reads_it() {
        let rules = include_str!("suffixes.txt").lines().filter(|it| !it.starts_with('/'));
        let mut count = 0;
        for rule in rules {
            let name = rule.trim_start_matches('!').trim_start_matches("*.");
            let above = name.split_once('.').map_or(name, |it| it.1);
            for before in ["", "a.", "www.", "a.b.", "city.", "xn--a.b-c.d."] {
                for name in [name, above] {
                    let name = format!("{before}{name}");
                    assert_eq!(suffix_of(&name), by_psl(&name), "{name}");
                }
                count += 1;
            }
        }
        assert!(count > 6 * 6000, "{count}");
    }

    #[test]
    fn other_names_are_read_as_psl_reads_them() {
        let names = [
            "a",
            "a.b",
            "home",
            "www.home",
            "github.io",
            "a.github.io",
            "s3.amazonaws.com",
            "a.b.c.d.e.f.g",
            "example.com",
            "com",
            "ck",
            "www.ck",
            "a.www.ck",
            "a.ck",
            "b.a.ck",
            "kawasaki.jp",
            "city.kawasaki.jp",
            "a.city.kawasaki.jp",
            "1.2.3.4",
            "xn--p1ai",
            "пример.рф",
            "x.公司.cn",
        ];
        for name in names {
            assert_eq!(suffix_of(name), by_psl(name), "{name}");
        }
    }

    #[test]
    fn any_text_has_a_suffix() {
        for name in
            ["", ".", "..", ".com", "a..com", "com.", "é", "*.ck", "!www.ck", "\n", "//", "a\ncom"]
        {
            assert!(name.ends_with(suffix_of(name).name), "{name:?}");
        }
    }
}
