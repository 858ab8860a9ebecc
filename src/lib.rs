//! The core of the `bloqr` command and its worker. It takes text and returns data. It uses no
//! files, no network, no terminal and no clock, and compiles to WASM.
//!
//! | module | what it is |
//! |---|---|
//! | [`source`] | lines, spans, UTF-16 offsets |
//! | [`syntax`] | parses a line into a rule, and prints a rule as text |
//! | [`diagnostic`] | a problem in a list |
//! | [`filekind`] | filter lists and files of other kinds |
//! | [`lint`] | finds problems in lists |
//! | [`convert`] | converts rules to the syntax of another product |
//! | [`regex`] | JavaScript regular expressions, matched in limited time |
//! | [`compile`] | makes one list from many |
//! | [`codegen`] | asks a language model for a transform |
//! | [`dns`] | the rules of DNS blockers |
//! | [`draft`] | a list that is being written: revisions, and the problems after each edit |
//! | [`matching`] | whether a pattern matches a URL |
//! | [`usercode`] | custom transforms: the contract with code that nobody trusts |
//! | [`wire`] | all of that as JSON |
//! | [`api`] | the answers of the backend |
//!
//! Each module is a separate crate, with its docs and an example, and can be used alone. Only the
//! command line reads files; the feature `cli` switches it on.
//!
//! ```
//! use bloqr::lint::{Config, Targets, lint};
//!
//! let config = Config::default().with_targets(Targets::UBO);
//! assert!(lint("||ads.example^\n", &config).diagnostics.is_empty());
//! ```

pub use bloqr_api as api;
pub use bloqr_codegen as codegen;
pub use bloqr_compile as compile;
pub use bloqr_convert as convert;
pub use bloqr_dns as dns;
pub use bloqr_draft as draft;
pub use bloqr_filekind as filekind;
pub use bloqr_lint as lint;
pub use bloqr_lint::diagnostic;
pub use bloqr_regex as regex;
pub use bloqr_syntax as syntax;
pub use bloqr_syntax::{invisible, matching, source};
pub use bloqr_usercode as usercode;
pub use bloqr_wire as wire;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub use bloqr_config as config;
#[cfg(feature = "cli")]
pub use bloqr_dispatch as dispatch;
#[cfg(feature = "cli")]
pub use bloqr_report as report;
#[cfg(feature = "cli")]
pub use bloqr_wrangler as wrangler;

/// Tests the Rust code in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
