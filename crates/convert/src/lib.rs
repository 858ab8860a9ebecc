//! Converts rules between the syntaxes of AdGuard, uBlock Origin and Adblock Plus. It takes one
//! line, and returns the rules that do the same in the target, or a [`Refusal`] that says why there
//! are none.
//!
//! ```
//! use bloqr_convert::{Conversion, Target, convert};
//!
//! let rules = |line, to| convert(line, to).map(|it| it.rules(line).join(" + "));
//! assert_eq!(rules("||ads.example^$1p", Target::Adg).unwrap(), "||ads.example^$~third-party");
//! assert_eq!(
//!     rules("a.example#%#//scriptlet('set-constant', 'ads', 'emptyArr')", Target::Ubo).unwrap(),
//!     "a.example##+js(set-constant, ads, [])"
//! );
//! assert_eq!(convert("||ads.example^", Target::Abp), Ok(Conversion::Unchanged));
//! assert_eq!(
//!     rules("a.example#%#alert(1)", Target::Ubo).unwrap_err().to_string(),
//!     "uBlock Origin has no rules that run JavaScript: use a scriptlet"
//! );
//! ```
//!
//! A rule that the target can read unchanged comes back as [`Conversion::Unchanged`], so that a
//! caller can copy its line byte for byte. Every rule that comes back is valid for the target in
//! `bloqr-lint`.
#![deny(missing_docs)]

mod cosmetic;
mod draft;
mod network;
mod pattern;
mod plain;
mod quotes;
mod redirect;
mod refusal;
mod tables;
mod target;

pub use self::{
    refusal::Refusal,
    target::{Target, UnknownTarget},
};

use bloqr_lint::Judge;
use bloqr_syntax::{
    Rule,
    ast::{Category, Comment, HostRule},
    parse_rule,
};

/// The result for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conversion {
    /// The target reads the line unchanged.
    Unchanged,
    /// These rules do the same in the target; at least one.
    Changed(Vec<String>),
}

impl Conversion {
    /// The rules for the target. `line` is the converted line.
    pub fn rules(self, line: &str) -> Vec<String> {
        match self {
            Conversion::Unchanged => vec![line.to_owned()],
            Conversion::Changed(rules) => rules,
        }
    }

    /// Whether the line must be replaced.
    pub fn is_changed(&self) -> bool {
        *self != Conversion::Unchanged
    }
}

/// Converts one line, given without its line ending. For many lines, keep a [`Converter`].
///
/// # Errors
///
/// A [`Refusal`] when no rule of the target does the same.
pub fn convert(line: &str, to: Target) -> Result<Conversion, Refusal> {
    Converter::new(to).convert(line)
}

/// Converts lines for one target.
#[derive(Debug)]
pub struct Converter {
    to: Target,
    judge: Judge,
    /// Whether the target must accept what comes back.
    is_strict: bool,
}

impl Converter {
    /// A converter for this target.
    pub fn new(to: Target) -> Converter {
        Converter { to, judge: Judge::new(to.platforms()), is_strict: true }
    }

    /// The same, but a rule that the target drops is no refusal, as in AGTree: the rules that come back can be
    /// invalid, like the rule itself. What the target cannot express stays a refusal.
    #[must_use]
    pub fn lenient(self) -> Converter {
        Converter { is_strict: false, ..self }
    }

    /// Converts one line of a list, given without its line ending. Comments and blank lines are
    /// lines too.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] when no rule of the target does the same.
    pub fn convert(&self, line: &str) -> Result<Conversion, Refusal> {
        if plain::is_plain(line, self.to != Target::Ubo) {
            return Ok(Conversion::Unchanged);
        }
        self.convert_rule(line, &parse_rule(line))
    }

    /// Converts a line that was parsed by [`parse_rule`].
    ///
    /// # Errors
    ///
    /// A [`Refusal`] when no rule of the target does the same.
    pub fn convert_rule(&self, line: &str, rule: &Rule<'_>) -> Result<Conversion, Refusal> {
        let made = match rule {
            // An invalid hint or directive is still a comment.
            Rule::Invalid(_) if line.trim_start().starts_with('!') && !line.contains('\n') => {
                return Ok(Conversion::Unchanged);
            }
            Rule::Invalid(error) => return Err(Refusal::Unreadable(error.clone())),
            Rule::Comment(it) => return Ok(self.comment(it)),
            Rule::Empty
            | Rule::Agent(_)
            | Rule::Hint(_)
            | Rule::PreProcessor(_)
            | Rule::Metadata(_)
            | Rule::Config(_) => return Ok(Conversion::Unchanged),
            Rule::Host(it) => self.host(it),
            Rule::Network(it) => network::convert(it, self.to)?,
            Rule::Cosmetic(it) => cosmetic::convert(line, it, self.to)?,
        };
        // A rule can be written in the same way in two syntaxes.
        let made = made.filter(|it| !matches!(&**it, [only] if only == line));
        let Some(mut made) = made else {
            if self.is_strict
                && let Some(error) = self.judge.first_error(line, rule)
            {
                return Err(Refusal::judged(error, self.to));
            }
            return Ok(Conversion::Unchanged);
        };
        for made in &mut made {
            if let Err(refusal) = self.check(made) {
                // In uBlock Origin, styles, scriptlets and procedural selectors for all pages need
                // a `*`.
                let is_for_all_pages = self.to == Target::Ubo
                    && made.starts_with("##")
                    && refusal.reason() == "generic-rule";
                if is_for_all_pages {
                    made.insert(0, '*');
                    self.check(made).or_else(|it| self.refuse(it))?;
                } else {
                    self.refuse(refusal)?;
                }
            }
        }
        Ok(Conversion::Changed(made))
    }

    /// What the target only drops is no reason when the converter is lenient.
    fn refuse(&self, refusal: Refusal) -> Result<(), Refusal> {
        let is_only_dropped = matches!(refusal, Refusal::NotTaken { .. });
        if is_only_dropped && !self.is_strict { Ok(()) } else { Err(refusal) }
    }

    /// Refuses a rule that the target would drop.
    fn check(&self, made: &str) -> Result<(), Refusal> {
        let rule = parse_rule(made);
        if !matches!(rule.category(), Category::Network | Category::Cosmetic) {
            return Err(Refusal::Unwritable(made.to_owned()));
        }
        match self.judge.first_error(made, &rule) {
            Some(error) => Err(Refusal::judged(error, self.to)),
            None => Ok(()),
        }
    }

    /// AdGuard and Adblock Plus read a line that starts with `#` as a rule.
    fn comment(&self, comment: &Comment<'_>) -> Conversion {
        if self.to == Target::Ubo || &*comment.marker != "#" {
            return Conversion::Unchanged;
        }
        Conversion::Changed(vec![format!("! #{}", &*comment.text)])
    }

    /// Adblock Plus does not read hosts files.
    fn host(&self, rule: &HostRule<'_>) -> Option<Vec<String>> {
        if self.to != Target::Abp || rule.ip.is_none() {
            return None;
        }
        Some(rule.hostnames.iter().map(|it| format!("||{}^", &*it)).collect())
    }
}
