//! Distinguishes filter lists from files of other kinds by their content.
//!
//! Lists for other programs are often next to filter lists, with similar names: a zone, rules of
//! dnsmasq, a backup as JSON. Each line of such a file would be an error, so these files are
//! recognized first. A file in doubt is a filter list, because errors in a file that is skipped by
//! mistake would be hidden.
//!
//! The work is limited: only the first lines are read, and about as many lines spread over the
//! rest.
#![deny(missing_docs)]

mod adblock;
mod bytes;
mod dns;
mod head;
mod hosts;
mod kinds;
mod proxy;
mod sample;
mod text;
mod ubo;

use self::{
    adblock::Class,
    kinds::{Lines, Sign},
    sample::Sample,
};
pub use self::{
    adblock::looks_like_list,
    kinds::{KINDS, Kind},
};

/// The kind of a file that is not a filter list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recognised {
    /// The kind: one of [`KINDS`].
    pub kind: &'static Kind,
    /// The reason, for people: ``lines 1, 2 and 3 are records of a zone, such as `ads.example CNAME
    /// .` ``.
    pub reason: String,
}

/// Whether a line fits a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    No,
    /// Files of this kind can have it, and others too.
    Fits,
    /// Only files of this kind have it.
    Marks,
}

/// The kind of a file; `None` for a filter list: adblock rules, hosts or domains. A file without
/// any line is a list without rules.
///
/// ```
/// let found = bloqr_filekind::recognise(b"address=/ads.example/0.0.0.0\n").unwrap();
/// assert_eq!(found.kind.name, "dnsmasq");
/// assert_eq!(bloqr_filekind::recognise(b"||ads.example^\n"), None);
/// ```
pub fn recognise(bytes: &[u8]) -> Option<Recognised> {
    if let Some((name, reason)) = bytes::recognise(bytes) {
        let kind = KINDS.iter().find(|it| it.name == name)?;
        return Some(Recognised { kind, reason });
    }
    let sample = Sample::new(bytes);
    if adblock::is_agent(sample.first()?) {
        return None;
    }
    let classes = adblock::classes(&sample);
    let count = |class| classes.iter().filter(|it| **it == class).count();
    let weighed = Weighed { rules: count(Class::Rule), notes: count(Class::Note), classes };
    KINDS.iter().find_map(|kind| {
        let reason = kind.signs.iter().find_map(|sign| match sign {
            Sign::Bytes => None,
            Sign::Whole(judge) if weighed.is_foreign(sample.lines.len()) => judge(&sample),
            Sign::Whole(_) => None,
            Sign::Lines(lines) => weighed.judge(&sample, lines),
        })?;
        Some(Recognised { kind, reason })
    })
}

/// What a server gives when it has no list: a page of HTML, or an error as JSON or XML.
///
/// ```
/// assert_eq!(bloqr_filekind::page(b"<!-- 404 --><html>").unwrap().title, "HTML");
/// assert_eq!(bloqr_filekind::page(b"{ \"error\": \"not found\" }").unwrap().title, "JSON");
/// assert_eq!(bloqr_filekind::page(b"||ads.example^"), None);
/// ```
pub fn page(bytes: &[u8]) -> Option<&'static Kind> {
    // Whatever stands in a page, it is one: a list can be quoted there.
    if head::is_page(bytes) {
        return KINDS.iter().find(|it| it.name == "html");
    }
    let kind = recognise(bytes)?.kind;
    (["html", "xml"].contains(&kind.name) || head::is_json(&Sample::new(bytes))).then_some(kind)
}

/// A sample, and which of its lines speak for a filter list.
struct Weighed {
    classes: Vec<Class>,
    /// The rules that only adblock lists have.
    rules: usize,
    /// The lines that start with `!`.
    notes: usize,
}

impl Weighed {
    /// Whether most lines are not rules. A file that is recognized by its form can quote some
    /// rules.
    fn is_foreign(&self, lines: usize) -> bool {
        self.rules * 2 < lines
    }

    fn judge(&self, sample: &Sample<'_>, sign: &Lines) -> Option<String> {
        /// How many lines of the kind outweigh one rule of a filter list.
        const OUTWEIGH: usize = 6;
        let lines = sample.lines.len();
        if sign.is_weak && self.rules + self.notes > 0 || self.rules * OUTWEIGH > lines {
            return None;
        }
        let (mut all, mut fits) = (0, 0);
        let mut marks = Vec::new();
        for (n, (line, class)) in sample.lines.iter().zip(&self.classes).enumerate() {
            let fit = (sign.judge)(line.text());
            match (fit, class) {
                (Fit::Marks, _) => marks.push(n),
                (_, Class::Comment | Class::Note) => continue,
                (Fit::Fits, _) => fits += 1,
                // The remaining lines cannot make up for so many lines that do not fit.
                (Fit::No, _) if (all - fits - marks.len()) * 100 > lines * (100 - sign.percent) => {
                    return None;
                }
                (Fit::No, _) => (),
            }
            all += 1;
        }
        fits += marks.len();
        let is_it = fits * 100 >= all * sign.percent
            && marks.len() >= sign.least.max(1)
            && marks.len() * 100 >= fits * sign.marks_percent
            && self.rules * OUTWEIGH <= fits;
        is_it.then(|| sample.reason(&marks, sign.what))
    }
}

#[cfg(test)]
mod tests;
