//! The keys of `bloqr.toml`, each declared once: what it is for, what it holds, and what it sets.
//! The reader and the schema are made from this.

use bloqr_lint::options::{Entry, Kind, Value, Wrong};

use super::{Config, Settings, includes, read};

/// A key that sets something of a `T`.
pub(super) struct ConfigKey<T: 'static> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) shape: Shape,
    pub(super) set: fn(&mut T, &Value) -> Result<(), Wrong>,
}

/// What a key holds.
pub(super) enum Shape {
    Of(Kind),
    /// Patterns of paths as in `.gitignore`.
    Globs,
    /// One target, several between commas, or a list of them.
    Targets,
    /// What names of files end in, without the dot.
    Extensions,
    /// A list of rules' names.
    RuleNames,
    /// A table of rules.
    Rules,
    /// A table of directories.
    Directories,
    /// A list of settings for some files.
    Overrides,
    /// A configuration of `bloqr compile`, which checks it.
    Compile,
}

impl Shape {
    /// Whether a value can be read as this. What holds more than values is checked where it is read.
    pub(super) fn check(&self, value: &Value, name: &str) -> Result<(), Wrong> {
        match self {
            Shape::Of(kind) => kind.check(value, name),
            Shape::Extensions | Shape::RuleNames => Kind::List(&Kind::Text).check(value, name),
            // What no pattern is, the reader of patterns says better.
            Shape::Globs => Kind::List(&Kind::Pattern).check(value, name),
            Shape::Targets => {
                Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]).check(value, name)
            }
            Shape::Rules | Shape::Directories | Shape::Overrides | Shape::Compile => Ok(()),
        }
    }
}

/// What the file and an override of it can say alike.
pub(super) static SETTING_KEYS: &[ConfigKey<Settings>] = &[
    ConfigKey {
        name: "targets",
        about: "Whom the lists are for: a rule is fine when one of these takes it",
        shape: Shape::Targets,
        set: |it, value| {
            it.targets = Some(read::targets(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "every-target",
        about: "Whether rules have to be right for each product of `targets`, not for one of them",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.every = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "select",
        about: "Look only for what these rules find",
        shape: Shape::RuleNames,
        set: |it, value| {
            it.select = Some(read::rule_list(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "strict",
        about: "Treat warnings as errors",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.strict = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "inline-comments",
        about: "Whether comments like `! bloqr-disable` in a list have a say (true)",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.inline = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "rules",
        about: "How bad the findings of each rule are, and its options",
        shape: Shape::Rules,
        set: read::rule_table,
    },
];

/// What only the file itself can say.
pub(super) static FILE_KEYS: &[ConfigKey<Config>] = &[
    ConfigKey {
        name: "max-warnings",
        about: "How many warnings are no failure",
        shape: Shape::Of(Kind::Count { least: 0 }),
        set: |it, value| {
            it.max_warnings = Some(read::count(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "exclude",
        about: "Lists to leave alone, as in .gitignore",
        shape: Shape::Globs,
        set: |it, value| {
            it.exclude = read::globs(value)?;
            Ok(())
        },
    },
    ConfigKey {
        name: "extensions",
        about: "What the names of lists end in, without the dot, where directories are searched",
        shape: Shape::Extensions,
        set: |it, value| {
            it.extensions = Some(read::extensions(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "with",
        about: "Lists and directories that the lists are used with, as with `--with`",
        shape: Shape::Of(Kind::List(&Kind::Text)),
        set: |it, value| {
            it.with = read::texts(value);
            Ok(())
        },
    },
    ConfigKey {
        name: "includes",
        about: "Where the lists are that `%include NAME:path%` names: a directory for each name",
        shape: Shape::Directories,
        set: |it, value| {
            it.includes = includes::parse(value)?;
            Ok(())
        },
    },
    ConfigKey {
        name: "overrides",
        about: "Other settings for some of the lists; the last that fits wins",
        shape: Shape::Overrides,
        set: read::overrides,
    },
    ConfigKey {
        name: "bindings",
        about: "Of `bloqr bindings`",
        shape: Shape::Of(Kind::Table(&[Entry {
            name: "form",
            about: "Which tables are written: those that wrangler binds, or the guide's",
            kind: Kind::Word(&["auto", "guide"]),
            is_needed: false,
        }])),
        set: |_, _| Ok(()),
    },
    ConfigKey {
        name: "compile",
        about: "Of `bloqr compile`: which list to make of which sources",
        shape: Shape::Compile,
        set: |_, value| read::table(value, "compile").map(|_| ()),
    },
    ConfigKey {
        name: "backend",
        about: "The backend to ask when none is named; it never gets a key",
        shape: Shape::Of(Kind::Table(&[Entry {
            name: "url",
            about: "Where it is",
            kind: Kind::Text,
            is_needed: false,
        }])),
        set: |_, _| Ok(()),
    },
];

/// What only an override can say: the files that it is for.
pub(super) static FILES: ConfigKey<Option<ignore::gitignore::Gitignore>> = ConfigKey {
    name: "files",
    about: "The lists it is for, as in .gitignore",
    shape: Shape::Globs,
    set: |it, value| {
        *it = Some(read::globs(value)?);
        Ok(())
    },
};
