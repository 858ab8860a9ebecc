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
    Filter {
        /// Which of its patterns, if it is one.
        pattern: Option<PatternPlace>,
        /// Why not.
        error: FilterError,
    },
    /// There is more text than 4 GiB, or more files or lines than can be counted.
    TooLarge,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Config(it) => it.fmt(f),
            Error::Load(it) => it.fmt(f),
            Error::Filter { pattern: None, error } => error.fmt(f),
            Error::Filter { pattern: Some(place), error } => write!(f, "{place}: {error}"),
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
        Error::Filter { pattern: None, error }
    }
}

/// Where a pattern of a filter is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternPlace {
    /// In the configuration: `sources[0].exclusions[2]`.
    Key(String),
    /// In a file with patterns.
    Line {
        /// The file.
        file: String,
        /// Its line, from 1.
        line: u32,
    },
}

impl fmt::Display for PatternPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternPlace::Key(path) => write!(f, "`{path}`"),
            PatternPlace::Line { file, line } => write!(f, "{file}:{line}"),
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Place {
    /// Where the byte at `at` stands.
    pub fn of(text: &str, at: usize) -> Place {
        let before = text.get(..at).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        let line = before.matches('\n').count() + 1;
        Place { line, column: before[start..].chars().count() + 1 }
    }
}

/// `3:14`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A step on the way to a value of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'k> {
    /// Into a table.
    Name(&'k str),
    /// Into a list, from 0.
    Index(usize),
}

/// The keys of a path: of `sources[0].name`, `sources`, 0 and `name`.
pub fn keys_of(path: &str) -> impl Iterator<Item = Key<'_>> {
    let parts = path.split(['.', '[']).filter(|it| !it.is_empty());
    parts.map(|part| {
        let index = part.strip_suffix(']').and_then(|it| it.parse().ok());
        index.map_or(Key::Name(part), Key::Index)
    })
}

/// Why a configuration cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The place: `sources[0].transformations[1]`; empty for the whole configuration.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// Where in the text, if it was read from JSON.
    pub place: Option<Place>,
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

impl FilterError {
    /// The pattern, if it is one.
    pub fn pattern(&self) -> Option<&str> {
        match self {
            FilterError::Regex { pattern, .. } | FilterError::TooManySteps { pattern } => {
                Some(pattern)
            }
            FilterError::TooMany => None,
        }
    }
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
