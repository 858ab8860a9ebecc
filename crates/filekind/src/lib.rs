//! Filter lists and files of other kinds, told apart by what is in them.
//!
//! Lists for other programs stand beside filter lists and have their names: a zone, rules of
//! dnsmasq, a backup as JSON. Each line of such a file would be an error, so they are known first.
//! What is in doubt is a filter list: a file that is passed over by mistake hides its errors.
//!
//! The work is bounded: the first lines are read, and as many more that stand spread over the rest.
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

/// What a file is, that is no filter list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recognised {
    /// What the file is: one of [`KINDS`].
    pub kind: &'static Kind,
    /// What in the file says so, for people: ``lines 1, 2 and 3 are records of a zone, such as
    /// `ads.example CNAME .` ``.
    pub reason: String,
}

/// Whether a line is one of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    No,
    /// Such a file may hold it, and others as well.
    Fits,
    /// Nothing but such a file holds it.
    Marks,
}

/// What kind of file this is; nothing for a filter list: adblock rules, hosts or domains. A file
/// without a line in it is a list that has no rules yet.
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
    /// Rules that only adblock lists have.
    rules: usize,
    /// Lines that start with `!`.
    notes: usize,
}

impl Weighed {
    /// Whether most of it is anything but rules. A file that its shape tells may quote some.
    fn is_foreign(&self, lines: usize) -> bool {
        self.rules * 2 < lines
    }

    fn judge(&self, sample: &Sample<'_>, sign: &Lines) -> Option<String> {
        /// How many lines of the kind outweigh a rule that got among them.
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
                // No line that follows can make up for so many.
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
