//! Checks lists: each line separately, then rules against each other.
//!
//! [`lint()`] checks a text, and [`fix`] applies the safe fixes. A text can also be checked in
//! pieces on several threads: [`lint_piece`] for each piece, then [`finish`].
//!
//! ```
//! use bloqr_lint::{Config, Targets, lint};
//!
//! let config = Config::default().with_targets(Targets::UBO);
//! let report = lint("||ads.example^$scirpt\n", &config);
//! let finding = &report.diagnostics[0];
//! assert_eq!((finding.place.line, finding.rule), (0, "unknown-modifier"));
//! assert_eq!(finding.message, "unknown modifier `scirpt`");
//! ```
//!
//! Line numbers start at 0; positions in a line are in bytes. [`RULES`] has every rule of the
//! linter, with its documentation.
#![deny(missing_docs)]

mod across;
mod audience;
mod check;
mod companions;
mod conditions;
mod config;
mod cosmetic;
mod cross_rule;
mod css;
pub mod diagnostic;
pub mod docs;
mod domain;
mod engines;
mod facts;
mod few;
mod finish;
mod fix;
mod joined;
mod last_dollar;
mod line_context;
mod list_set;
pub mod live;
mod nearest;
mod network;
pub mod options;
mod piece;
mod plain;
mod prelude;
pub mod preprocess;
mod readings;
mod removal;
mod renamed;
mod report;
mod rule;
mod rules;
mod said;
mod same;
mod single;
mod sites;
mod suppress;
mod tables;
mod target;
mod text;
mod unread_include;
mod values;
mod wider;
mod within;

pub use self::{
    across::Shelved,
    companions::Companions,
    config::{Config, UnknownRule},
    finish::{LintedList, finish, finish_set, finish_together},
    fix::{fix, fix_all, fix_edits},
    joined::JoinedRules,
    piece::{PieceResult, join, lint_piece},
    prelude::{Kind, Prelude},
    renamed::{RENAMED, Renamed, What},
    report::{Counted, Counts, Include, IncludeKind, Remark, Report},
    rule::{Level, Rule},
    rules::{RULES, RuleOptions},
    single::Judge,
    suppress::{Refused, Suppressed, suppress},
    tables::VERSION as TABLES,
    target::{NAMES as TARGETS, Targets, UnknownTarget},
    within::lint_within,
};

// For our own crates: finding similar names, and the finding that only the command line can make,
// because it has files.
#[doc(hidden)]
pub use self::{
    nearest::{nearest, rule_meant, rules_like},
    rules::unresolved_include::unresolved_include,
    unread_include::unread_include,
};

use self::{diagnostic::Diagnostic, finish::finish_within, line_context::LineContext};
use bloqr_syntax as syntax;

/// Checks a whole list.
pub fn lint(text: &str, config: &Config) -> Report {
    let prelude = Prelude::scan(text);
    let config = config.for_text(text);
    let result = lint_piece(text, 0, &prelude, &config);
    finish(vec![result], text, &config)
}

/// Checks a list that is given as single rules. A rule that contains a line break is invalid.
/// `text` holds all rules, each followed by one byte; `includes` makes the finding for an include.
/// `None` when there are more than `most` findings.
pub fn check_rules(
    rules: &[&str],
    text: &str,
    config: &Config,
    most: usize,
    includes: impl Fn(&Include, &Config) -> Option<Diagnostic>,
) -> Option<Report> {
    let prelude = Prelude::scan(text);
    let config = config.for_text(text);
    let mut result = PieceResult::with_room_for(text.len(), &config);
    let mut cx = LineContext::new(&config, &prelude);
    let has_lost = rules::invalid_encoding::has_lost(text);
    let mut at = 0;
    for (n, some) in rules.chunks(CHUNK).enumerate() {
        let first_line = (n * CHUNK) as u32;
        let texts = some.iter().map(|it| {
            let start = at;
            at += it.len() + 1;
            (start, *it)
        });
        result.judge(texts, syntax::parse_rule, first_line, has_lost, &mut cx);
        if result.diagnostics.len() > most {
            return None;
        }
    }
    let wrong: Vec<_> = result.includes.iter().filter_map(|it| includes(it, &config)).collect();
    result.add(wrong);
    if result.diagnostics.len() > most {
        return None;
    }
    finish_within(LintedList::alone(result, text, config), most)
}

/// After how many rules the findings are counted.
const CHUNK: usize = 1000;
