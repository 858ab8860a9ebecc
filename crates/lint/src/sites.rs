//! The sites that a rule applies to, compared with those of another rule.

use bloqr_syntax::ast::DomainList;

use crate::facts::parent;

/// The domains of a rule, sorted.
#[derive(Debug, Default)]
pub(super) struct Sites<'a> {
    /// The domains where it applies; empty for all.
    on: Vec<&'a str>,
    /// The domains where it does not apply.
    off: Vec<&'a str>,
}

impl<'a> Sites<'a> {
    /// How many excluded domains of a wider rule are compared, because each is compared with all
    /// domains of the other rule.
    const MOST: usize = 32;

    /// The value of `domain`. One with a regular expression is not split.
    pub(super) fn of_modifier(value: &'a str) -> Sites<'a> {
        if value.contains('/') {
            return Sites { on: vec![value], off: Vec::new() };
        }
        let signed = |it: &'a str| match it.strip_prefix('~') {
            Some(name) => (true, name),
            None => (false, it),
        };
        Sites::new(value.split('|').map(signed))
    }

    /// The domains before `##`.
    pub(super) fn of_list(domains: &DomainList<'a>) -> Sites<'a> {
        Sites::new(domains.children.iter().map(|it| (it.exception, it.value.text)))
    }

    fn new(domains: impl Iterator<Item = (bool, &'a str)>) -> Sites<'a> {
        let mut sites = Sites::default();
        for (is_off, name) in domains {
            if is_off { sites.off.push(name) } else { sites.on.push(name) }
        }
        for it in [&mut sites.on, &mut sites.off] {
            it.sort_unstable();
            it.dedup();
        }
        sites
    }

    /// Whether it applies everywhere, or everywhere but on some domains.
    pub(super) fn is_generic(&self) -> bool {
        self.on.is_empty()
    }

    pub(super) fn is_everywhere(&self) -> bool {
        self.on.is_empty() && self.off.is_empty()
    }

    /// The domains where it applies.
    pub(super) fn on(&self) -> &[&'a str] {
        &self.on
    }

    /// Whether it applies wherever the other does. The time grows with the number of domains of the
    /// other.
    pub(super) fn covers(&self, other: &Sites<'_>) -> bool {
        let is_reached = self.is_generic()
            || !other.is_generic() && other.on.iter().all(|it| has_above(&self.on, it));
        is_reached && self.leaves_out_no_more(other)
    }

    /// Whether the other does not apply on any of the excluded domains.
    fn leaves_out_no_more(&self, other: &Sites<'_>) -> bool {
        if self.off.is_empty() {
            return true;
        }
        let is_apart = |off: &str| {
            let is_far = |on: &&str| is_plain(on) && !is_under(on, off) && !is_under(off, on);
            is_plain(off) && !other.is_generic() && other.on.iter().all(is_far)
        };
        // Not all blockers agree on a domain that is excluded with a domain above it.
        self.off.len() <= Sites::MOST
            && !other.on.iter().any(|it| has_above(&self.off, it))
            && self.off.iter().all(|it| has_above(&other.off, it) || is_apart(it))
    }

    /// Whether all its excluded domains are excluded by the other too.
    pub(super) fn excludes_no_more_than(&self, other: &Sites<'_>) -> bool {
        self.off.iter().all(|it| other.off.binary_search(it).is_ok())
    }
}

/// Whether a domain, or one above it, is in a sorted list.
fn has_above(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
        || is_plain(name)
            && std::iter::successors(parent(name), |it| parent(it))
                .any(|it| names.binary_search(&it).is_ok())
}

/// Whether a domain is another one, or below it.
pub(super) fn is_under(name: &str, above: &str) -> bool {
    let is_below = |it: &str| it.is_empty() || it.ends_with('.');
    name.strip_suffix(above).is_some_and(is_below)
}

/// Whether it is a name: no pattern, regular expression or path, and nothing unusual.
fn is_plain(name: &str) -> bool {
    let is_letter =
        |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_') || it >= 0x80;
    !name.is_empty() && name.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::Sites;

    /// The domains of a wider rule, of a rule that it covers, and of one that it does not cover.
    const CASES: &[(&str, &[&str], &[&str])] = &[
        ("", &["", "a.x", "~a.x", "a.x|~b.a.x", "/a/", "a.*"], &[]),
        (
            "a.x",
            &["a.x", "b.a.x", "a.x|b.a.x", "c.b.a.x", "a.x|~b.a.x"],
            &["", "x", "ba.x", "a.x|c.x", "~a.x", "a.*"],
        ),
        ("a.x|c.x", &["a.x", "c.x", "b.a.x|c.x"], &["a.x|d.x", ""]),
        ("a.*", &["a.*"], &["a.x", "b.*"]),
        (
            "~a.x",
            &["~a.x", "b.x", "~a.x|~c.x", "~x|b.c"],
            &["", "a.x", "b.a.x", "~b.a.x", "b.*", "/b/"],
        ),
        ("a.x|~b.a.x", &["c.a.x", "a.x|~b.a.x"], &["a.x", "b.a.x", "c.b.a.x", "a.x|~c.b.a.x"]),
        ("a.x|~b.a.x", &[], &["a.x|~b.a.x|c.b.a.x"]),
        ("/a|b/", &["/a|b/"], &["a", "/a/"]),
        ("a.*|~a.x", &["a.*|~a.x"], &["a.*"]),
        ("~~a.x", &[], &["b.x", "", "a.x||b.x"]),
        ("*", &["*"], &["~a.x"]),
    ];

    #[test]
    fn domains_are_covered() {
        for (wide, covered, others) in CASES {
            let of = |it: &'static str| {
                if it.is_empty() { Sites::default() } else { Sites::of_modifier(it) }
            };
            let holds = |it: &&&'static str| of(wide).covers(&of(it));
            let missing: Vec<_> = covered.iter().filter(|it| !holds(it)).collect();
            let wrong: Vec<_> = others.iter().filter(holds).collect();
            assert!(missing.is_empty() && wrong.is_empty(), "{wide}: {missing:?}, not {wrong:?}");
        }
    }
}
