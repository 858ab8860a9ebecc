//! Names that were changed. The old name keeps working, and the user is told the new one.

/// A name that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renamed {
    /// What has the name.
    pub what: What,
    /// The old name.
    pub was: &'static str,
    /// The new name.
    pub is: &'static str,
    /// The first version with the new name.
    pub since: &'static str,
}

/// What has a name that users write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A rule of the linter, in configurations, options and comments.
    Rule,
    /// A key of `bloqr.toml`.
    Key,
    /// An option of the command line, with its dashes.
    Flag,
    /// A command.
    Command,
}

/// Every name that was changed since version 0.1.0, which is none so far. A row stays for at least six months, and until a
/// version that may remove names: docs/compatibility.md.
pub static RENAMED: &[Renamed] = &[];

impl Renamed {
    /// The row of an old name.
    pub fn find(table: &[Renamed], what: What, was: &str) -> Option<Renamed> {
        table.iter().copied().find(|it| it.what == what && it.was == was)
    }

    /// What the user should know.
    pub fn warning(&self) -> String {
        let Renamed { was, is, since, .. } = self;
        format!("`{was}` is called `{is}` since version {since}: use the new name")
    }
}
