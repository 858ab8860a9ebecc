//! The errors of a compilation.

use std::{error, fmt};

use bloqr_regex::{Problem, TooManySteps};

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The configuration is invalid.
    Config(ConfigError),
    /// A source cannot be read.
    Load(LoadError),
    /// A filter cannot be used.
    Filter(FilterError),
    /// There is more text than 4 GiB, or there are too many files or lines.
    TooLarge,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Config(it) => it.fmt(f),
            Error::Load(it) => it.fmt(f),
            Error::Filter(it) => it.fmt(f),
            Error::TooLarge => f.write_str("the sources are larger than 4 GiB"),
        }
    }
}

impl error::Error for Error {}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Error {
        Error::Config(error)
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Error {
        Error::Load(error)
    }
}

impl From<FilterError> for Error {
    fn from(error: FilterError) -> Error {
        Error::Filter(error)
    }
}

/// Why a configuration is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The place: `sources[0].transformations[1]`; empty for the whole configuration.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "`{}`: {}", self.path, self.message)
    }
}

impl error::Error for ConfigError {}

/// Why a source cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// There is no such file.
    Missing {
        /// Its name.
        name: String,
        /// The file and the line that include it, if one does.
        included: Option<(String, u32)>,
    },
    /// The file cannot be read.
    Failed {
        /// Its name.
        name: String,
        /// The reason.
        reason: String,
    },
    /// Files include each other in a circle: the chain, from the first file to the one that is
    /// repeated.
    IncludeLoop(Vec<String>),
    /// There are too many includes, or they are nested too deep.
    TooManyIncludes {
        /// The source.
        name: String,
        /// The limit.
        most: usize,
    },
    /// A path that a file cannot include.
    IncludePath {
        /// The file.
        name: String,
        /// Its line.
        line: u32,
        /// The path.
        path: String,
        /// Why not.
        reason: &'static str,
    },
    /// A directive of a file is invalid.
    Directive {
        /// The file.
        name: String,
        /// Its line.
        line: u32,
        /// What is wrong.
        reason: &'static str,
    },
    /// A file has more than 4 GiB, or too many lines.
    TooLarge(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Missing { name, included: None } => {
                write!(f, "there is no source `{name}`")
            }
            LoadError::Missing { name, included: Some((by, line)) } => {
                write!(f, "there is no file `{name}`, which {by}:{line} includes")
            }
            LoadError::Failed { name, reason } => write!(f, "cannot read `{name}`: {reason}"),
            LoadError::IncludeLoop(chain) => {
                write!(f, "files include each other: {}", chain.join(" > "))
            }
            LoadError::TooManyIncludes { name, most } => {
                write!(f, "`{name}` includes more than {most} files, or too deep")
            }
            LoadError::IncludePath { name, line, path, reason } => {
                write!(f, "{name}:{line} cannot include `{path}`: {reason}")
            }
            LoadError::Directive { name, line, reason } => write!(f, "{name}:{line}: {reason}"),
            LoadError::TooLarge(name) => write!(f, "`{name}` is larger than 4 GiB"),
        }
    }
}

impl error::Error for LoadError {}

/// Why a pattern of `exclusions` or `inclusions` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// It is not a valid regular expression, or not one that can be searched for.
    Regex {
        /// The pattern, with its slashes.
        pattern: String,
        /// What is wrong.
        problem: Problem,
    },
    /// The search for it in a line takes too long.
    TooManySteps {
        /// The pattern.
        pattern: String,
    },
    /// There are too many patterns to search for at once.
    TooMany,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FilterError::Regex { pattern, problem } => {
                write!(f, "the pattern `{pattern}` cannot be used: {problem}")
            }
            FilterError::TooManySteps { pattern } => {
                write!(f, "the pattern `{pattern}` cannot be used: {TooManySteps}")
            }
            FilterError::TooMany => f.write_str("there are too many patterns"),
        }
    }
}

impl error::Error for FilterError {}
