//! The workerd configuration of a local run, as Cap'n Proto text. All paths and foreign texts are
//! written as escaped literals.

use std::{fmt::Write, path::Path};

use serde_json::{Value, json};

use super::assets::Assets;
use crate::wrangler::{Binding, Worker};

/// A file of the worker, with the name that other files import.
pub(super) struct Module {
    pub(super) name: String,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// TypeScript; workerd removes the types.
    Code(String),
    Text(String),
    /// A file beside the configuration.
    Wasm(&'static str),
}

/// What to run, and how.
pub(super) struct Run<'a> {
    pub(super) worker: &'a Worker,
    /// The main module first.
    pub(super) modules: Vec<Module>,
    pub(super) loaders: &'a [Binding],
    /// Whether the worker can reach this machine and private networks.
    pub(super) private_network: bool,
    /// The namespace that knows API keys, by hash.
    pub(super) api_keys: Value,
    /// The address of what runs code of users.
    pub(super) sandbox: &'a str,
    /// The folder in which Durable Objects keep what they store.
    pub(super) state: &'a Path,
    /// What is served before the worker is asked.
    pub(super) assets: Option<&'a Assets>,
}

/// The namespace that the backend looks API keys up in.
const API_KEYS: &str = "API_KEYS";

const KV: &str = include_str!("kv.js");
const RATE_LIMIT: &str = include_str!("rate_limit.js");
const FRONT: &str = include_str!("front.js");

/// When an isolate ends, V8 drops the baseline code of the WASM module that all isolates share. The
/// next isolate compiles it again, and the old code is never freed: about 20 KiB per request.
const KEEP_CODE: &str = "--no-flush-liftoff-code";

pub(super) fn write(run: &Run<'_>) -> String {
    let kv = &run.worker.kv_namespaces;
    let mut services = vec!["(name = \"main\", worker = .main)".to_owned()];
    for (n, name) in kv.iter().enumerate() {
        services.push(format!("(name = {}, worker = .kv{n})", text(&kv_service(name))));
    }
    services.push(format!(
        "(name = \"sandbox\", external = (address = {}, http = ()))",
        text(run.sandbox)
    ));
    services.push(format!(
        "(name = \"state\", disk = (path = {}, writable = true))",
        text(&run.state.to_string_lossy())
    ));
    if let Some(assets) = run.assets {
        services.push(format!(
            "(name = \"assets\", disk = (path = {}))",
            text(&assets.folder.to_string_lossy())
        ));
    }
    // Network access of the worker itself; isolates have none. workerd looks at the address that a
    // name resolves to when it connects, so a name of the internet cannot lead to this machine.
    let private = if run.private_network { ", \"private\"" } else { "" };
    services.push(format!(
        "(name = \"internet\", network = (allow = [\"public\"{private}], \
         tlsOptions = (trustBrowserCas = true)))"
    ));
    let mut config = format!(
        "using Workerd = import \"/workerd/workerd.capnp\";\n\
         const config :Workerd.Config = (\n  services = {},\n  \
         sockets = [(name = \"http\", http = (), service = \"main\")],\n  \
         v8Flags = [{}],\n  \
         extensions = [(modules = [(name = \"bloqr:rate-limit\", internal = true, esModule = {})])],\n);\n",
        list(&services, 2),
        text(KEEP_CODE),
        text(RATE_LIMIT),
    );
    _ = writeln!(config, "const main :Workerd.Worker = {};", main(run));
    for (n, name) in kv.iter().enumerate() {
        let values = if name == API_KEYS { run.api_keys.clone() } else { json!({}) };
        let worker = format!(
            "(\n  compatibilityDate = {},\n  modules = [(name = \"kv.js\", esModule = {})],\n  \
             bindings = [(name = \"VALUES\", json = {})],\n)",
            date(run.worker),
            text(KV),
            text(&values.to_string()),
        );
        _ = writeln!(config, "const kv{n} :Workerd.Worker = {worker};");
    }
    config
}

fn main(run: &Run<'_>) -> String {
    let front = run.assets.map(|_| front(run.worker)).into_iter().flatten();
    let modules: Vec<String> = front.chain(run.modules.iter().map(module)).collect();
    let objects = &run.worker.durable_objects;
    let objects: Vec<String> = objects
        .iter()
        .map(|(_, class)| {
            let class = text(class);
            format!("(className = {class}, uniqueKey = {class}, enableSql = true)")
        })
        .collect();
    // It removes the types that wrangler's bundler removes.
    let flags = run.worker.compatibility_flags.iter().map(|it| text(it));
    let flags: Vec<String> = flags.chain([text("typescript_strip_types")]).collect();
    format!(
        "(\n  compatibilityDate = {},\n  compatibilityFlags = {},\n  \
         modules = {},\n  bindings = {},\n  durableObjectNamespaces = {},\n  \
         durableObjectStorage = (localDisk = \"state\"),\n)",
        date(run.worker),
        list(&flags, 2),
        list(&modules, 2),
        list(&bindings(run), 2),
        list(&objects, 2),
    )
}

/// The modules that stand before the worker. They run in it, so that all else is as without them: sockets, and
/// clients that go away.
fn front(worker: &Worker) -> [String; 2] {
    let main = json!(format!("./{}", worker.main.as_deref().unwrap_or_default()));
    let entry = format!(
        "import worker from {main}\nimport {{ front }} from './bloqr-dev/front.js'\n\
         export * from {main}\nexport default front(worker)\n"
    );
    [("bloqr-dev.js", entry), ("bloqr-dev/front.js", FRONT.to_owned())]
        .map(|(name, code)| module(&Module { name: name.to_owned(), content: Content::Code(code) }))
}

fn module(module: &Module) -> String {
    let content = match &module.content {
        Content::Code(code) => format!("esModule = {}", text(code)),
        Content::Text(it) => format!("text = {}", text(it)),
        Content::Wasm(file) => format!("wasm = embed {}", text(file)),
    };
    format!("(name = {}, {content})", text(&module.name))
}

fn bindings(run: &Run<'_>) -> Vec<String> {
    let worker = run.worker;
    let mut bindings = Vec::new();
    let mut bind = |name: &str, value: String| {
        bindings.push(format!("(name = {}, {value})", text(name)));
    };
    for loader in run.loaders {
        bind(loader.name(), format!("workerLoader = (id = {})", text(loader.slug())));
    }
    bind("SANDBOX", "service = \"sandbox\"".to_owned());
    if let Some(assets) = run.assets {
        bind("FRONT_DISK", "service = \"assets\"".to_owned());
        let paths = Value::from(assets.paths.clone());
        bind("FRONT_FILES", format!("json = {}", text(&paths.to_string())));
    }
    for (name, value) in &worker.vars {
        match value {
            Value::String(it) => bind(name, format!("text = {}", text(it))),
            it => bind(name, format!("json = {}", text(&it.to_string()))),
        }
    }
    for name in &worker.kv_namespaces {
        bind(name, format!("kvNamespace = {}", text(&kv_service(name))));
    }
    for (name, class) in &worker.durable_objects {
        bind(name, format!("durableObjectNamespace = {}", text(class)));
    }
    for (name, limit, period) in &worker.rate_limits {
        let simple = text(&json!({ "limit": limit, "period": period }).to_string());
        let inner = format!("[(name = \"simple\", json = {simple})]");
        bind(
            name,
            format!("wrapped = (moduleName = \"bloqr:rate-limit\", innerBindings = {inner})"),
        );
    }
    if let Some(name) = &worker.version_metadata {
        let metadata = json!({ "id": "dev", "tag": "", "timestamp": "" });
        bind(name, format!("json = {}", text(&metadata.to_string())));
    }
    bindings
}

fn kv_service(name: &str) -> String {
    format!("kv:{name}")
}

fn date(worker: &Worker) -> String {
    text(worker.compatibility_date.as_deref().unwrap_or_default())
}

fn list(items: &[String], indent: usize) -> String {
    let space = " ".repeat(indent);
    let items: String = items.iter().map(|it| format!("\n{space}  {it},")).collect();
    format!("[{items}\n{space}]")
}

/// A text literal, escaped so that no character ends it early.
fn text(plain: &str) -> String {
    let mut literal = String::from("\"");
    for c in plain.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            c if c.is_ascii_control() => _ = write!(literal, "\\x{:02x}", u32::from(c)),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_ends_where_it_should() {
        let cases = [
            ("plain", r#""plain""#),
            (r#"a" ), (b"#, r#""a\" ), (b""#),
            (r"back\slash\", r#""back\\slash\\""#),
            ("line\r\n\0", r#""line\x0d\n\x00""#),
            ("é ✓", "\"é ✓\""),
        ];
        for (it, literal) in cases {
            assert_eq!(text(it), literal);
        }
    }
}
