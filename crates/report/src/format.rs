//! The table of the formats. A new format needs a file with its `DEFINITION`, its `mod` line in
//! `lib.rs`, and its line here.

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

use super::{Checked, Other, Totals, View};

/// A format: what the command line says about it, and what writes it.
pub(super) struct Definition {
    /// The name, as the command line takes it.
    pub(super) name: &'static str,
    /// What it is for, in a few words.
    pub(super) about: &'static str,
    pub(super) readers: Readers,
    /// Whether it can report more than findings: which files are not lists, and what was not checked.
    pub(super) has_notes: bool,
    /// Whether it shows few findings of a rule, and the number of the others.
    pub(super) shows_few: bool,
    pub(super) writer: fn(View) -> Box<dyn FormatWriter>,
}

/// Whom a format is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    People,
    Programs,
}

/// Writes a report in one format.
pub(super) trait FormatWriter {
    /// Writes what comes before the first list.
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes the findings of one list.
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes that a file is not a list, or keeps it for the end.
    fn other(&mut self, _other: Other, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes what comes after the last list. `with_summary` is for people.
    fn end(
        &mut self,
        _totals: &Totals,
        _with_summary: bool,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }
}

macro_rules! formats {
    ($($variant:ident: $module:ident),+ $(,)?) => {
        /// A format of a report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Format {
            $(
                #[doc = concat!("`", stringify!($module), "`: [`Format::about`] says what it is for.")]
                $variant,
            )+
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Format] = &[$(Format::$variant),+];

            pub(super) fn definition(self) -> &'static Definition {
                match self {
                    $(Format::$variant => &crate::$module::DEFINITION,)+
                }
            }
        }
    };
}

formats! {
    Text: text,
    Concise: concise,
    Json: json,
    Ndjson: ndjson,
    Sarif: sarif,
    Github: github,
    Gitlab: gitlab,
    Junit: junit,
    Checkstyle: checkstyle,
}

impl Format {
    /// The name of the format, as the command line takes it.
    pub fn as_str(self) -> &'static str {
        self.definition().name
    }

    /// What it is for, in a few words.
    pub fn about(self) -> &'static str {
        self.definition().about
    }

    /// Whether it shows few findings of a rule, and the number of the others.
    pub fn shows_few(self) -> bool {
        self.definition().shows_few
    }

    /// Whether programs read it, and not people.
    pub fn is_for_programs(self) -> bool {
        self.definition().readers == Readers::Programs
    }

    /// Whether it can report more than findings: which files are not lists, and what was not checked.
    pub fn has_notes(self) -> bool {
        self.definition().has_notes
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        let found = Format::ALL.iter().find(|it| it.as_str() == text);
        found.copied().ok_or_else(|| UnknownFormat { name: text.to_owned() })
    }
}

/// No format has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownFormat {
    /// The name.
    pub name: String,
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no such format: {}", self.name)
    }
}

impl std::error::Error for UnknownFormat {}
