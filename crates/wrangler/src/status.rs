//! The state of each binding in a configuration, and whether wrangler will bind it.

use std::fmt;

use super::{
    Binding, Config, Form, Scope,
    comment::{self, Commented},
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
    /// Every block of the binding, those that are on first.
    pub blocks: Vec<Block>,
    /// Why wrangler does not bind it, worst first.
    pub problems: Vec<Problem>,
    /// Whether `env.NAME` will be a loader.
    pub bound: bool,
}

/// Whether a binding is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A block is in force.
    On,
    /// On at the top level only; this environment does not inherit it.
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

/// Why wrangler binds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A table that wrangler does not know.
    UnknownTable {
        /// Which table.
        form: Form,
        /// Its line, from 1.
        line: usize,
    },
    /// It is on at the top level, and environments inherit no bindings.
    NotInherited {
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
    /// The table is not written as wrangler wants it.
    WrongShape {
        /// Which table.
        form: Form,
        /// Its line, from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The binding is declared more than once.
    Duplicate {
        /// The lines of its blocks, from 1.
        lines: Vec<usize>,
    },
    /// The installed wrangler is older than [`Version::FIRST`].
    OldWrangler {
        /// Which wrangler is installed.
        installed: Version,
    },
}

/// `major.minor.patch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u64, pub u64, pub u64);

impl Version {
    /// The first wrangler that binds `worker_loaders`. 4.39.0 knew the key, but uploaded it under a
    /// type that Cloudflare does not have.
    pub const FIRST: Version = Version(4, 40, 2);

    /// Reads `4.40.2`, `4.40.2-beta.1`; `None` when it is no version.
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
    let misshapen = wrong_shape(config, binding, scope, Form::WorkerLoaders);
    let on = !blocks.is_empty() || misshapen.is_some_and(|(_, names)| names);
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
    let bound = on && problems.is_empty();
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
    if let Some((line, _)) = wrong_shape(config, binding, scope, Form::WorkerLoaders) {
        let what = "wrangler wants an array of tables, each with a text `binding`";
        problems.push(Problem::WrongShape { form: Form::WorkerLoaders, line, what });
    }
    let (known, unknown): (Vec<&Block>, Vec<&Block>) =
        live.iter().partition(|it| it.form == Form::WorkerLoaders);
    if known.len() > 1 {
        problems.push(Problem::Duplicate { lines: known.iter().map(|it| it.line).collect() });
    }
    if let Some((by, line)) = taken(config, binding, scope) {
        problems.push(Problem::Taken { by, line });
    }
    if known.is_empty() {
        let unknown = unknown.iter();
        problems.extend(unknown.map(|it| Problem::UnknownTable { form: it.form, line: it.line }));
        let at_top = config.live(binding, &Scope::Top, Form::WorkerLoaders);
        let above = at_top.first().filter(|_| *scope != Scope::Top);
        problems.extend(above.map(|it| Problem::NotInherited { line: config.line(it.at) }));
    }
    let old = installed.filter(|it| *it < Version::FIRST && !known.is_empty());
    problems.extend(old.map(|installed| Problem::OldWrangler { installed }));
    problems
}

/// Where the table of a form is not an array of tables, and whether it seems to mean the binding.
/// Then wrangler refuses the whole file, unless it does not know the table.
pub(super) fn wrong_shape(
    config: &Config<'_>,
    binding: Binding,
    scope: &Scope,
    form: Form,
) -> Option<(usize, bool)> {
    let table = config.root.path(scope.path())?.key(form.key())?;
    let names = |node: &Node| {
        let mut entries = node.entries().iter();
        entries.any(|(_, value)| value.text() == Some(binding.name()))
    };
    if !matches!(table.kind, Kind::Array(_)) {
        return Some((config.line(table.at), names(table)));
    }
    let nameless = |it: &&Node| match form {
        Form::WorkerLoaders => it.key(form.name_key()).and_then(Node::text).is_none(),
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
    let scope = config.root.path(scope.path())?;
    let name = binding.name();
    scope.entries().iter().find_map(|(key, node)| {
        if key == "env" || Form::ALL.iter().any(|it| it.key() == key) {
            return None;
        }
        let at = match key.as_str() {
            // Here the keys are the names.
            "vars" | "wasm_modules" | "text_blobs" | "data_blobs" => node.key(name).map(|it| it.at),
            "define" | "alias" => None,
            // Here the name is under `name`.
            "send_email" => named(node, "name", name),
            "durable_objects" | "logfwdr" | "unsafe" => {
                node.key("bindings").and_then(|it| named(it, "name", name))
            }
            _ => named(node, "binding", name),
        };
        Some((key.clone(), config.line(at?)))
    })
}

/// The position of a table in this node whose value of `key` is the name.
fn named(node: &Node, key: &str, name: &str) -> Option<usize> {
    if let Some(it) = node.key(key).filter(|it| it.text() == Some(name)) {
        return Some(it.at);
    }
    let inner = node.entries().iter().map(|(_, node)| node).chain(node.elements());
    inner.into_iter().find_map(|it| named(it, key, name))
}
