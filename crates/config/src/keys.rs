//! The keys of `bloqr.toml`, each declared once: its purpose, its type, and the setting. The reader
//! and the schema are made from this.

use bloqr_lint::options::{Entry, InvalidValue, Kind, Value};

use super::{Config, Settings, includes, read};

/// A key that sets a part of a `T`.
pub(super) struct ConfigKey<T: 'static> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) shape: Shape,
    pub(super) set: fn(&mut T, &Value) -> Result<(), InvalidValue>,
}

/// The type of a key's value.
pub(super) enum Shape {
    Of(Kind),
    /// Patterns of paths as in `.gitignore`.
    Globs,
    /// One target, several between commas, or a list of them.
    Targets,
    /// File extensions, without the dot.
    Extensions,
    /// A list of names of rules.
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
    /// Whether a value has this type. The items of tables are checked where they are read.
    pub(super) fn check(&self, value: &Value, name: &str) -> Result<(), InvalidValue> {
        match self {
            Shape::Of(kind) => kind.check(value, name),
            Shape::Extensions | Shape::RuleNames => Kind::List(&Kind::Text).check(value, name),
            // The reader of patterns has a better message for a wrong pattern.
            Shape::Globs => Kind::List(&Kind::Pattern).check(value, name),
            Shape::Targets => {
                Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]).check(value, name)
            }
            Shape::Rules | Shape::Directories | Shape::Overrides | Shape::Compile => Ok(()),
        }
    }
}

/// The keys of both the file and its overrides.
pub(super) static SETTING_KEYS: &[ConfigKey<Settings>] = &[
    ConfigKey {
        name: "targets",
        about: "The targets of the lists: a rule is fine when one of them accepts it",
        shape: Shape::Targets,
        set: |it, value| {
            it.targets = Some(read::targets(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "every-target",
        about: "Whether rules must be valid for each product of `targets`, not only for one of them",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.every = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "select",
        about: "Run only these rules",
        shape: Shape::RuleNames,
        set: |it, value| {
            it.select = Some(read::rule_list(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "ignore",
        about: "Do not run these rules",
        shape: Shape::RuleNames,
        set: |it, value| {
            it.ignore = read::rule_list(value)?;
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
        name: "trusted",
        about: "Whether blockers trust the lists (true): otherwise `untrusted-rule` reports what they drop",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.trusted = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "inline-comments",
        about: "Whether comments like `! bloqr-disable` in a list are applied (true)",
        shape: Shape::Of(Kind::Flag),
        set: |it, value| {
            it.inline = Some(read::flag(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "rules",
        about: "The severity of each rule, and its options",
        shape: Shape::Rules,
        set: read::rule_table,
    },
];

/// The keys of the file alone.
pub(super) static FILE_KEYS: &[ConfigKey<Config>] = &[
    ConfigKey {
        name: "max-warnings",
        about: "How many warnings are allowed",
        shape: Shape::Of(Kind::Count { least: 0 }),
        set: |it, value| {
            it.max_warnings = Some(read::count(value));
            Ok(())
        },
    },
    ConfigKey {
        name: "baseline",
        about: "A file with known problems, which are not reported: `--write-baseline` writes it",
        shape: Shape::Of(Kind::Text),
        set: |it, value| {
            it.baseline = value.as_text().map(str::to_owned);
            Ok(())
        },
    },
    ConfigKey {
        name: "exclude",
        about: "Lists to skip, as in .gitignore",
        shape: Shape::Globs,
        set: |it, value| {
            it.exclude = read::globs(value)?;
            Ok(())
        },
    },
    ConfigKey {
        name: "extensions",
        about: "The extensions of lists, without the dot, when directories are searched",
        shape: Shape::Extensions,
        set: |it, value| {
            it.extensions = Some(read::extensions(value)?);
            Ok(())
        },
    },
    ConfigKey {
        name: "with",
        about: "Lists and directories that the lists are used together with, as for `--with`",
        shape: Shape::Of(Kind::List(&Kind::Text)),
        set: |it, value| {
            it.with = read::texts(value);
            Ok(())
        },
    },
    ConfigKey {
        name: "includes",
        about: "The directories for `%include NAME:path%`: one for each name",
        shape: Shape::Directories,
        set: |it, value| {
            it.includes = includes::parse(value)?;
            Ok(())
        },
    },
    ConfigKey {
        name: "overrides",
        about: "Other settings for some of the lists; the last override that matches counts",
        shape: Shape::Overrides,
        set: read::overrides,
    },
    ConfigKey {
        name: "bindings",
        about: "Settings of `bloqr bindings`",
        shape: Shape::Of(Kind::Table(&[Entry {
            name: "form",
            about: "Which tables to write: those that wrangler binds, or the guide's",
            kind: Kind::Word(&["auto", "guide"]),
            is_needed: false,
        }])),
        set: |it, value| {
            it.bindings_form = read::entry_text(value, "form");
            Ok(())
        },
    },
    ConfigKey {
        name: "compile",
        about: "Settings of `bloqr compile`: the list to make, and its sources",
        shape: Shape::Compile,
        set: |_, value| read::table(value, "compile").map(|_| ()),
    },
    ConfigKey {
        name: "backend",
        about: "The backend to use when none is named; it never gets a key",
        shape: Shape::Of(Kind::Table(&[Entry {
            name: "url",
            about: "Its URL",
            kind: Kind::Text,
            is_needed: false,
        }])),
        set: |it, value| {
            it.backend_url = read::entry_text(value, "url");
            Ok(())
        },
    },
];

/// The key of an override alone: its files.
pub(super) static FILES: ConfigKey<Option<ignore::gitignore::Gitignore>> = ConfigKey {
    name: "files",
    about: "The lists that the override is for, as in .gitignore",
    shape: Shape::Globs,
    set: |it, value| {
        *it = Some(read::globs(value)?);
        Ok(())
    },
};
