//! Makes one filter list from many, as HostlistCompiler does. [`Config`] names the sources, and the
//! [`Step`]s and filters for their lines.
//!
//! It takes texts and returns lines with their origin. It uses no files, network or clock: the
//! caller provides the texts, and threads if it has any ([`Workers`]).
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
mod json;
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
    error::{ConfigError, Error, FilterError, Key, LoadError, PatternPlace, Place, keys_of},
    explain::{Explanation, Outcome, Traced},
    filter::Filter,
    format::{Format, FormatReport, Inexpressible},
    header::Header,
    json::{UniqueKeys, place_in_json},
    lines::Origin,
    load::{
        Defines, Loaded, Pattern, Patterns, Resolver, Sources, Unread, include_target, load,
        load_patterns, load_source,
    },
    log::{By, Event, Stage, What, Why},
    report::{ActionReport, Report, StageReport},
    step::Step,
    verdict::{Effect, Match, Standing, Why as WinsBecause},
    workers::{Alone, Workers},
};
