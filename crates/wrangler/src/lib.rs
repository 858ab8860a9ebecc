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
mod lex;
mod lines;
mod list;
mod node;
mod place;
mod status;
mod toml;
mod worker;
mod write;

use std::{collections::BTreeSet, error, fmt, ops::Range};

use self::node::Node;
pub use self::{
    edit::{Change, Done, Edit, Refusal, Task, edit, edit_all},
    lex::Syntax,
    status::{Block, Problem, State, Status, Version, status},
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

/// A table that can declare a loader. wrangler binds only the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[[worker_loaders]]`, which wrangler binds:
    /// <https://developers.cloudflare.com/workers/runtime-apis/bindings/worker-loader/>.
    WorkerLoaders,
    /// The guide's Model B.
    DynamicDispatchNamespaces,
    /// The guide's Model A.
    Bindings,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 3] =
        [Form::WorkerLoaders, Form::DynamicDispatchNamespaces, Form::Bindings];

    /// The form that the integration guide gives for a binding.
    pub fn of_guide(binding: Binding) -> Form {
        match binding {
            Binding::Loader => Form::DynamicDispatchNamespaces,
            Binding::DynamicWorkerLoader => Form::Bindings,
        }
    }

    /// The key of the table.
    pub fn key(self) -> &'static str {
        match self {
            Form::WorkerLoaders => "worker_loaders",
            Form::DynamicDispatchNamespaces => "dynamic_dispatch_namespaces",
            Form::Bindings => "bindings",
        }
    }

    /// The key that holds the binding's name.
    fn name_key(self) -> &'static str {
        match self {
            Form::WorkerLoaders | Form::DynamicDispatchNamespaces => "binding",
            Form::Bindings => "name",
        }
    }

    /// The fields of a block of this form, in the guide's order.
    fn fields(self, binding: Binding, namespace: &str) -> Vec<(&'static str, String)> {
        let name = (self.name_key(), binding.name().to_owned());
        match self {
            Form::WorkerLoaders => vec![name],
            Form::DynamicDispatchNamespaces => vec![name, ("namespace", namespace.to_owned())],
            Form::Bindings => vec![("type", "dynamic_worker_loader".to_owned()), name],
        }
    }
}

/// The namespace of the guide.
pub const NAMESPACE: &str = "bloqr-backend-dynamic";

/// Where bindings are declared. Environments do not inherit bindings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The top level.
    Top,
    /// `[env.NAME]`: an environment, by its name.
    Env(String),
}

impl Scope {
    fn path(&self) -> Vec<&str> {
        match self {
            Scope::Top => Vec::new(),
            Scope::Env(name) => vec!["env", name],
        }
    }

    /// The scope of a path to a table of this form.
    fn of<T: AsRef<str>>(path: &[T], form: Form) -> Option<Scope> {
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        match path.as_slice() {
            [key] if *key == form.key() => Some(Scope::Top),
            ["env", name, key] if *key == form.key() => Some(Scope::Env((*name).to_owned())),
            _ => None,
        }
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
        let commented = || {
            let tokens = lex::tokens(text, syntax);
            tokens
                .iter()
                .any(|it| matches!(it.kind, lex::Kind::LineComment | lex::Kind::BlockComment))
        };
        // A `.json` that already has comments can get one more.
        let syntax = if syntax == Syntax::Json && commented() { Syntax::Jsonc } else { syntax };
        Ok(Config { text, syntax, root })
    }

    /// The top level and every environment, including those that only a commented-out block names.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = self.scopes_in_force();
        for binding in Binding::ALL {
            let commented = comment::find(self, binding);
            scopes.extend(commented.into_iter().map(|it| it.scope));
        }
        let mut seen = BTreeSet::new();
        scopes.retain(|it| seen.insert(it.clone()));
        scopes
    }

    fn has(&self, scope: &Scope) -> bool {
        self.scopes_in_force().contains(scope) || self.scopes().contains(scope)
    }

    fn scopes_in_force(&self) -> Vec<Scope> {
        let envs = self.root.key("env").map(Node::entries).unwrap_or_default();
        let envs = envs.iter().map(|(name, _)| Scope::Env(name.clone()));
        std::iter::once(Scope::Top).chain(envs).collect()
    }

    /// The blocks of a binding in a scope that are not commented out.
    fn live(&self, binding: Binding, scope: &Scope, form: Form) -> Vec<&Node> {
        let table = self.root.path(scope.path()).and_then(|it| it.key(form.key()));
        let elements = table.map(Node::elements).unwrap_or_default();
        let named =
            |it: &&Node| it.key(form.name_key()).and_then(Node::text) == Some(binding.name());
        elements.iter().filter(named).collect()
    }

    fn line(&self, at: usize) -> usize {
        lines::line_number(self.text, at)
    }
}

impl Scope {
    /// The name of the environment.
    pub fn env(&self) -> Option<&str> {
        match self {
            Scope::Top => None,
            Scope::Env(name) => Some(name),
        }
    }
}
