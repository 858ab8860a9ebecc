//! The state of each binding in a configuration, and whether wrangler will bind it.

use std::fmt;

use super::{
    Binding, Config, Form, Scope,
    comment::{self, Commented},
    kind,
    node::{Kind, Node},
};

/// A binding in a scope.
#[derive(Debug, Clone)]
pub struct Status {
    /// Which binding.
    pub binding: Binding,
    /// In which scope.
    pub scope: Scope,
    /// Whether it is on.
    pub state: State,
    /// Every block of the binding; those that are on come first.
    pub blocks: Vec<Block>,
    /// The problems, worst first.
    pub problems: Vec<Problem>,
    /// Whether `env.NAME` will be a loader where wrangler deploys this scope.
    pub bound: bool,
}

/// Whether a binding is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A block is active.
    On,
    /// It is on only in the scope around it, which this scope does not inherit from.
    Off,
    /// There is a block, but it is commented out.
    CommentedOut,
    /// There is no block.
    Absent,
}

/// A place where a binding is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// In which table.
    pub form: Form,
    /// The line where the block starts, from 1.
    pub line: usize,
    /// Whether it is commented out.
    pub commented_out: bool,
}

/// Why wrangler binds nothing, or not everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A table that wrangler does not know.
    UnknownTable {
        /// Which table.
        form: Form,
        /// Its line, from 1.
        line: usize,
    },
    /// It is on in the scope around this one, and no scope inherits bindings.
    NotInherited {
        /// The scope that does not inherit it: an environment, or `previews`.
        by: Scope,
        /// The line of the block, from 1.
        line: usize,
    },
    /// Another binding has the same name.
    Taken {
        /// The kind of the other binding: `kv_namespaces`.
        by: String,
        /// The line of the other binding, from 1.
        line: usize,
    },
    /// The table does not have the form that wrangler requires.
    WrongShape {
        /// Which table.
        form: Form,
        /// Its line, from 1.
        line: usize,
        /// The problem.
        what: &'static str,
    },
    /// The binding is declared more than once.
    Duplicate {
        /// The lines of its blocks, from 1.
        lines: Vec<usize>,
    },
    /// The installed wrangler is older than [`Version::FIRST`].
    OldWrangler {
        /// The installed version of wrangler.
        installed: Version,
    },
    /// The block is in `unsafe.bindings`: `wrangler deploy` binds it, `wrangler dev` does not.
    NotInDev {
        /// The line of the block, from 1.
        line: usize,
    },
}

impl Problem {
    /// Whether a deployed worker has no loader because of it.
    pub fn prevents_binding(&self) -> bool {
        !matches!(self, Problem::NotInDev { .. })
    }
}

/// `major.minor.patch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u64, pub u64, pub u64);

impl Version {
    /// The first wrangler that binds `worker_loaders`. 4.39.0 knew the key, but uploaded it under a
    /// type that Cloudflare does not have.
    pub const FIRST: Version = Version(4, 40, 2);

    /// Reads `4.40.2`, `4.40.2-beta.1`; `None` when it is not a version.
    pub fn parse(text: &str) -> Option<Version> {
        let numbers = text.split(['-', '+']).next()?;
        let mut numbers = numbers.split('.').map(|it| it.parse().ok());
        Some(Version(numbers.next()??, numbers.next()??, numbers.next()??))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Each binding in each scope. `installed` is the version of wrangler that will read it, if known.
pub fn status(config: &Config<'_>, installed: Option<Version>) -> Vec<Status> {
    let scopes = config.scopes();
    let mut all = Vec::new();
    for binding in Binding::ALL {
        let commented = comment::find(config, binding);
        all.extend(scopes.iter().map(|scope| of(config, binding, scope, &commented, installed)));
    }
    all
}

fn of(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
    commented: &[Commented],
    installed: Option<Version>,
) -> Status {
    let mut blocks = Vec::new();
    for form in Form::ALL {
        let live = config.live(binding, scope, form);
        let block = |it: &&Node| Block { form, line: config.line(it.at), commented_out: false };
        blocks.extend(live.iter().map(block));
    }
    let mut wrong = Form::BOUND.map(|form| wrong_shape(config, binding, scope, form)).into_iter();
    let on = !blocks.is_empty() || wrong.any(|it| it.is_some_and(|(_, names)| names));
    let problems = problems(config, binding, scope, &blocks, installed);
    let mut commented: Vec<&Commented> = commented.iter().filter(|it| it.scope == *scope).collect();
    commented.sort_by_key(|it| (it.form != Form::WorkerLoaders, it.span.start));
    blocks.extend(commented.iter().map(|it| Block {
        form: it.form,
        line: config.line(it.span.start),
        commented_out: true,
    }));
    let not_inherited = problems.iter().any(|it| matches!(it, Problem::NotInherited { .. }));
    let state = match (on, commented.is_empty(), not_inherited) {
        (true, ..) => State::On,
        (_, false, _) => State::CommentedOut,
        (.., true) => State::Off,
        _ => State::Absent,
    };
    let bound = on && !problems.iter().any(Problem::prevents_binding);
    Status { binding, scope: scope.clone(), state, blocks, problems, bound }
}

/// Why wrangler would not make a loader from these blocks. There can be no blocks.
fn problems(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
    live: &[Block],
    installed: Option<Version>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (form, what) in [
        (Form::WorkerLoaders, "wrangler needs an array of tables, each with a text `binding`"),
        (
            Form::UnsafeBindings,
            "wrangler needs an array of tables, each with a text `name` and `type`",
        ),
    ] {
        // wrangler refuses any other shape of both. Only the first is about loaders alone.
        let wrong = wrong_shape(config, binding, scope, form)
            .filter(|(_, names)| *names || form == Form::WorkerLoaders);
        problems.extend(wrong.map(|(line, _)| Problem::WrongShape { form, line, what }));
    }
    let (known, unknown): (Vec<&Block>, Vec<&Block>) =
        live.iter().partition(|it| it.form.is_bound());
    // In `previews`, wrangler uses the last of two equal ones.
    if known.len() > 1 && !scope.is_previews() {
        problems.push(Problem::Duplicate { lines: known.iter().map(|it| it.line).collect() });
    }
    if let Some((by, line)) = taken(config, binding, scope) {
        problems.push(Problem::Taken { by, line });
    }
    if known.is_empty() {
        let unknown = unknown.iter();
        problems.extend(unknown.map(|it| Problem::UnknownTable { form: it.form, line: it.line }));
        problems.extend(not_inherited(config, binding, scope));
    }
    let in_own_table = known.iter().any(|it| it.form == Form::WorkerLoaders);
    let old = installed.filter(|it| *it < Version::FIRST && in_own_table);
    problems.extend(old.map(|installed| Problem::OldWrangler { installed }));
    if let ([block], false) = (known.as_slice(), in_own_table || scope.is_previews()) {
        problems.push(Problem::NotInDev { line: block.line });
    }
    problems
}

/// The problem that the binding is on only in the scope around this one.
fn not_inherited(config: &Config<'_>, binding: Binding, scope: &Scope) -> Option<Problem> {
    let from = match scope {
        Scope::Top => return None,
        Scope::Env(_) => Scope::Top,
        Scope::Previews(_) => scope.owner(),
    };
    let live = Form::BOUND.map(|form| config.live(binding, &from, form)).concat();
    let line = config.line(live.first()?.at);
    Some(Problem::NotInherited { by: scope.clone(), line })
}

/// Where the table of a form is not an array of tables, and whether it seems to mean the binding.
/// Then wrangler refuses the whole file, unless it does not know the table.
pub(super) fn wrong_shape(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
    form: Form,
) -> Option<(usize, bool)> {
    let table = config.table(scope, form)?;
    let names = |node: &Node| {
        let mut entries = node.entries().iter();
        entries.any(|(_, value)| value.text() == Some(binding.name()))
    };
    if !matches!(table.kind, Kind::Array(_)) {
        return Some((config.line(table.at), names(table)));
    }
    let nameless = |it: &&Node| match form {
        Form::WorkerLoaders => it.key("binding").and_then(Node::text).is_none(),
        Form::UnsafeBindings => {
            ["name", "type"].iter().any(|key| it.key(key).and_then(Node::text).is_none())
        }
        Form::DynamicDispatchNamespaces | Form::Bindings => !it.is_table(),
    };
    let wrong = table.elements().iter().find(nameless)?;
    Some((config.line(wrong.at), names(wrong)))
}

/// The other binding with the same name in this scope: its key, and its line.
pub(super) fn taken(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
) -> Option<(String, usize)> {
    let (key, at) = kind::user_of_name(config, scope, binding)?;
    Some((key.to_owned(), config.line(at)))
}
