//! Worker loader bindings in a wrangler configuration: which are on, which wrangler would bind, and
//! edits that turn one on or off. Takes text and returns text; it uses no files and no terminal.
//!
//! ```
//! use bloqr_wrangler::{Binding, Change, NAMESPACE, Scope, Syntax, Task, edit};
//!
//! let task = Task {
//!     change: Change::Enable,
//!     binding: Binding::Loader,
//!     scope: &Scope::Top,
//!     guide: false,
//!     namespace: NAMESPACE,
//! };
//! let edit = edit("name = \"backend\" # ours\n", Syntax::Toml, &task)?;
//! assert!(edit.text.starts_with("name = \"backend\" # ours\n"));
//! assert!(edit.text.contains("[[worker_loaders]]\nbinding = \"LOADER\""));
//! # Ok::<(), bloqr_wrangler::Refusal>(())
//! ```
#![deny(missing_docs)]

mod comment;
mod edit;
mod jsonc;
mod kind;
mod lex;
mod lines;
mod list;
mod node;
mod place;
mod refusal;
mod status;
mod task;
mod toml;
mod worker;
mod write;

use std::{collections::BTreeSet, error, fmt, ops::Range};

use self::node::Node;
pub use self::{
    edit::{edit, edit_all},
    lex::Syntax,
    refusal::Refusal,
    status::{Block, Problem, State, Status, Version, status},
    task::{Change, Done, Edit, Task},
    worker::Worker,
};

/// A binding that the backend looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    /// `LOADER`, which the backend tries first.
    Loader,
    /// `DYNAMIC_WORKER_LOADER`, which it tries next.
    DynamicWorkerLoader,
}

impl Binding {
    /// Every binding, in the order in which the backend tries them.
    pub const ALL: [Binding; 2] = [Binding::Loader, Binding::DynamicWorkerLoader];

    /// Its name in the worker: `env.NAME`.
    pub fn name(self) -> &'static str {
        match self {
            Binding::Loader => "LOADER",
            Binding::DynamicWorkerLoader => "DYNAMIC_WORKER_LOADER",
        }
    }

    /// Its name on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Binding::Loader => "loader",
            Binding::DynamicWorkerLoader => "dynamic-worker-loader",
        }
    }
}

/// A table that can declare a loader. wrangler binds only the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[[worker_loaders]]`, which wrangler binds:
    /// <https://developers.cloudflare.com/workers/runtime-apis/bindings/worker-loader/>.
    WorkerLoaders,
    /// `[[unsafe.bindings]]` with `type = "worker_loader"`. `wrangler deploy` uploads it as it is;
    /// `wrangler dev` leaves it out.
    UnsafeBindings,
    /// The guide's Model B.
    DynamicDispatchNamespaces,
    /// The guide's Model A.
    Bindings,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 4] = [
        Form::WorkerLoaders,
        Form::UnsafeBindings,
        Form::DynamicDispatchNamespaces,
        Form::Bindings,
    ];

    /// The forms that wrangler binds. New blocks are written in the first one.
    const BOUND: [Form; 2] = [Form::WorkerLoaders, Form::UnsafeBindings];

    /// The form that the integration guide gives for a binding.
    pub fn of_guide(binding: Binding) -> Form {
        match binding {
            Binding::Loader => Form::DynamicDispatchNamespaces,
            Binding::DynamicWorkerLoader => Form::Bindings,
        }
    }

    /// Whether wrangler makes a worker loader from a block of this form.
    pub fn is_bound(self) -> bool {
        Form::BOUND.contains(&self)
    }

    /// The key of the table, with dots where it is in another table: `unsafe.bindings`.
    pub fn key(self) -> &'static str {
        match self {
            Form::WorkerLoaders => "worker_loaders",
            Form::UnsafeBindings => "unsafe.bindings",
            Form::DynamicDispatchNamespaces => "dynamic_dispatch_namespaces",
            Form::Bindings => "bindings",
        }
    }

    /// The keys that lead from a scope to the table.
    fn path(self) -> &'static [&'static str] {
        match self {
            Form::WorkerLoaders => &["worker_loaders"],
            Form::UnsafeBindings => &["unsafe", "bindings"],
            Form::DynamicDispatchNamespaces => &["dynamic_dispatch_namespaces"],
            Form::Bindings => &["bindings"],
        }
    }

    /// The key whose value is the binding's name.
    fn name_key(self) -> &'static str {
        match self {
            Form::WorkerLoaders | Form::DynamicDispatchNamespaces => "binding",
            Form::UnsafeBindings | Form::Bindings => "name",
        }
    }

    /// Whether a block of this form with these texts declares the binding.
    fn declares<'a>(self, binding: Binding, text: impl Fn(&str) -> Option<&'a str>) -> bool {
        let is_loader = self != Form::UnsafeBindings || text("type") == Some(UNSAFE_TYPE);
        is_loader && text(self.name_key()) == Some(binding.name())
    }

    /// The fields of a block of this form, in the guide's order.
    fn fields(self, binding: Binding, namespace: &str) -> write::Fields {
        let name = (self.name_key(), binding.name());
        let fields = match self {
            Form::WorkerLoaders => vec![name],
            Form::UnsafeBindings => vec![name, ("type", UNSAFE_TYPE)],
            Form::DynamicDispatchNamespaces => vec![name, ("namespace", namespace)],
            Form::Bindings => vec![("type", "dynamic_worker_loader"), name],
        };
        fields.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }
}

/// The namespace of the guide.
pub const NAMESPACE: &str = "bloqr-backend-dynamic";

/// The type of a worker loader in `unsafe.bindings`.
const UNSAFE_TYPE: &str = "worker_loader";

/// Where bindings are declared. No scope inherits the bindings of another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The top level.
    Top,
    /// `[env.NAME]`: an environment, by its name.
    Env(String),
    /// `[previews]` of the top level, or of the environment with this name: what
    /// `wrangler preview` reads instead of the bindings around it. An environment without
    /// `previews` uses those of the top level, all of them.
    Previews(Option<String>),
}

impl Scope {
    /// The keys that lead to the scope.
    fn path(&self) -> Vec<&str> {
        match self {
            Scope::Top => Vec::new(),
            Scope::Env(name) => vec!["env", name],
            Scope::Previews(None) => vec!["previews"],
            Scope::Previews(Some(name)) => vec!["env", name, "previews"],
        }
    }

    /// The keys that lead to the table of a form in the scope.
    fn path_to(&self, form: Form) -> Vec<&str> {
        [self.path().as_slice(), form.path()].concat()
    }

    /// The scope of a path to a table of this form.
    fn of<T: AsRef<str>>(path: &[T], form: Form) -> Option<Scope> {
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        match path.strip_suffix(form.path())? {
            [] => Some(Scope::Top),
            ["env", name] => Some(Scope::Env((*name).to_owned())),
            ["previews"] => Some(Scope::Previews(None)),
            ["env", name, "previews"] => Some(Scope::Previews(Some((*name).to_owned()))),
            _ => None,
        }
    }

    /// The name of the environment that the scope is, or that its `previews` belong to.
    pub fn env(&self) -> Option<&str> {
        match self {
            Scope::Top => None,
            Scope::Env(name) => Some(name),
            Scope::Previews(name) => name.as_deref(),
        }
    }

    /// Whether the scope is the `previews` of another one.
    pub fn is_previews(&self) -> bool {
        matches!(self, Scope::Previews(_))
    }

    /// The top level or the environment that `previews` belong to; other scopes are their own.
    pub fn owner(&self) -> Scope {
        self.env().map_or(Scope::Top, |it| Scope::Env(it.to_owned()))
    }

    /// The `previews` of the top level or of an environment.
    pub fn previews(&self) -> Scope {
        Scope::Previews(self.env().map(str::to_owned))
    }
}

/// The text is not a valid configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Invalid {
    /// What is wrong, in the words of the parser.
    pub message: String,
    /// Where it is, in bytes of the text without a byte order mark.
    pub span: Range<usize>,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Invalid {}

/// A parsed configuration.
pub struct Config<'a> {
    /// Without the byte order mark.
    text: &'a str,
    syntax: Syntax,
    root: Node,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl<'a> Config<'a> {
    /// Reads a configuration. A byte order mark at its start is passed over.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when the text is not in that syntax.
    pub fn parse(text: &'a str, syntax: Syntax) -> Result<Config<'a>, Invalid> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let root = match syntax {
            Syntax::Toml => toml::parse(text)?,
            Syntax::Jsonc | Syntax::Json => jsonc::parse(text)?,
        };
        let commented = || lex::tokens(text, syntax).iter().any(|it| it.kind.is_comment());
        // A `.json` that already has comments can get one more.
        let syntax = if syntax == Syntax::Json && commented() { Syntax::Jsonc } else { syntax };
        Ok(Config { text, syntax, root })
    }

    /// The top level, every environment, and their `previews`, including those that only a
    /// commented-out block names.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = self.scopes_in_force();
        for binding in Binding::ALL {
            let commented = comment::find(self, binding);
            scopes.extend(commented.into_iter().map(|it| it.scope));
        }
        let mut seen = BTreeSet::new();
        scopes.retain(|it| !self.inherits(it) && seen.insert(it.clone()));
        let owners: Vec<Scope> = scopes.iter().map(Scope::owner).collect();
        // `previews` follow their owner.
        scopes.sort_by_key(|it| {
            (owners.iter().position(|owner| *owner == it.owner()), it.is_previews())
        });
        scopes
    }

    /// Whether the scope is there, or can be made by the first binding in it.
    fn has(&self, scope: &Scope) -> bool {
        self.scopes_in_force().contains(&scope.owner()) || self.scopes().contains(scope)
    }

    fn scopes_in_force(&self) -> Vec<Scope> {
        let envs = self.root.key("env").map(Node::entries).unwrap_or_default();
        let envs = envs.iter().map(|(name, _)| Scope::Env(name.clone()));
        let owners = std::iter::once(Scope::Top).chain(envs);
        let with_previews = owners.flat_map(|it| [it.previews(), it].into_iter().rev());
        with_previews
            .filter(|it| !it.is_previews() || self.root.path(it.path()).is_some())
            .collect()
    }

    /// Whether the scope is the `previews` of an environment that uses those of the top level.
    pub fn inherits(&self, scope: &Scope) -> bool {
        matches!(scope, Scope::Previews(Some(_)))
            && self.root.path(scope.path()).is_none()
            && self.root.key("previews").is_some()
    }

    /// The table of a form in a scope.
    fn table(&self, scope: &Scope, form: Form) -> Option<&Node> {
        self.root.path(scope.path_to(form))
    }

    /// The blocks of a binding in a scope that are not commented out.
    fn live(&self, binding: Binding, scope: &Scope, form: Form) -> Vec<&Node> {
        let elements = self.table(scope, form).map(Node::elements).unwrap_or_default();
        elements.iter().filter(|it| it.declares(binding, form)).collect()
    }

    fn line(&self, at: usize) -> usize {
        lines::line_number(self.text, at)
    }
}
