//! Makes one filter list of many, as HostlistCompiler does: [`Config`] says from which sources, and
//! what is done with their lines, in [`Step`]s and filters.
//!
//! Texts go in, lines with their origin come out. There are no files, no network and no clock here:
//! the caller gives the texts, and threads if it has some ([`Workers`]).
//!
//! ```
//! use bloqr_compile::{Alone, Config, Options, compile, load};
//!
//! let config = Config::from_json(r#"{
//!     "name": "My list",
//!     "sources": [{"source": "a.txt"}],
//!     "transformations": ["Compress", "Validate"]
//! }"#)?;
//! let mut files = |_: &str| Ok("||example.com^\n0.0.0.0 ads.example.com\n".to_owned());
//! let sources = load(&config, &Default::default(), &mut files)?;
//! let compiled = compile(&config, sources, &Options::default(), &Alone)?;
//! let lines: Vec<_> = compiled.rules().map(|it| it.text.into_owned()).collect();
//! assert_eq!(lines, ["||example.com^"]);
//! # Ok::<(), bloqr_compile::Error>(())
//! ```
#![deny(missing_docs)]

mod compare;
mod compile;
mod config;
mod difference;
mod error;
mod explain;
mod filter;
mod format;
mod header;
mod lines;
mod load;
mod log;
mod pass;
mod report;
mod step;
mod steps;
mod verdict;
mod workers;

pub use self::{
    compare::{Comparison, DomainCounts, Placed, compare},
    compile::{Compiled, Options, ResultLine, compile, transform},
    config::{Config, Dialect, Filters, Source, SourceKind},
    difference::Difference,
    error::{ConfigError, Error, FilterError, LoadError},
    explain::{Explanation, Outcome, Traced},
    filter::Filter,
    format::{Format, FormatReport, Unsaid},
    header::Header,
    lines::Origin,
    load::{
        Defines, Loaded, Resolver, Sources, Unread, include_target, load, load_patterns,
        load_source,
    },
    log::{By, Event, Stage, What, Why},
    report::{ActionReport, Report, StageReport},
    step::Step,
    verdict::{Effect, Match, Standing, Why as WinsBecause},
    workers::{Alone, Workers},
};
