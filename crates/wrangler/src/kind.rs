//! The settings of wrangler that give a worker something under a name. Two of them cannot use the
//! same name.
//!
//! Source: `config-schema.json` and the reader of the npm package `wrangler` 4.164.0.
//! `tests/wrangler/schema.mjs` compares this table with the schema.

use super::{Binding, Config, Form, Scope, node::Node};

/// A setting, and the scopes in which it counts.
struct Kind {
    /// Where the names are: `.` leads to a key, `.*` to every key, `[]` to every element.
    names: &'static str,
    reach: Reach,
}

/// The scopes in which a setting counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The scope that has it.
    Own,
    /// The scope that has it; an environment without it uses that of the top level.
    Inherited,
    /// Like `Inherited`; `previews` use it too.
    InheritedByPreviews,
    /// The top level has it, and it counts in every environment.
    TopLevel,
}

const KINDS: &[Kind] = &[
    own("vars.*"),
    own("secrets.required[]"),
    own("kv_namespaces[].binding"),
    own("send_email[].name"),
    own("queues.producers[].binding"),
    own("r2_buckets[].binding"),
    own("d1_databases[].binding"),
    own("vectorize[].binding"),
    own("ai_search_namespaces[].binding"),
    own("ai_search[].binding"),
    own("agent_memory[].binding"),
    own("hyperdrive[].binding"),
    own("services[].binding"),
    own("analytics_engine_datasets[].binding"),
    own("durable_objects.bindings[].name"),
    own("workflows[].binding"),
    own("dispatch_namespaces[].binding"),
    own("mtls_certificates[].binding"),
    own("pipelines[].binding"),
    own("k2[].binding"),
    own("secrets_store_secrets[].binding"),
    own("artifacts[].binding"),
    own("unsafe_hello_world[].binding"),
    own("flagship[].binding"),
    own("ratelimits[].name"),
    own("vpc_services[].binding"),
    own("vpc_networks[].binding"),
    own("browser.binding"),
    own("analytics.binding"),
    own("ai.binding"),
    own("images.binding"),
    own("media.binding"),
    own("stream.binding"),
    own("version_metadata.binding"),
    own("unsafe.bindings[].name"),
    Kind { names: "logfwdr.bindings[].name", reach: Reach::Inherited },
    Kind { names: "assets.binding", reach: Reach::InheritedByPreviews },
    Kind { names: "wasm_modules.*", reach: Reach::TopLevel },
    Kind { names: "text_blobs.*", reach: Reach::TopLevel },
    Kind { names: "data_blobs.*", reach: Reach::TopLevel },
];

const fn own(names: &'static str) -> Kind {
    Kind { names, reach: Reach::Own }
}

impl Kind {
    /// The setting: the first key.
    fn key(&self) -> &'static str {
        self.names.split(['.', '[']).next().unwrap_or_default()
    }

    /// The value of the setting that counts in a scope.
    fn value<'a>(&self, config: &'a Config<'_>, scope: &Scope) -> Option<&'a Node> {
        let of = |scope: &Scope| config.root.path(scope.path())?.key(self.key());
        match self.reach {
            Reach::Own => of(scope),
            Reach::TopLevel => of(&Scope::Top).filter(|_| !scope.is_previews()),
            Reach::Inherited if scope.is_previews() => None,
            Reach::Inherited | Reach::InheritedByPreviews => {
                of(&scope.owner()).or_else(|| of(&Scope::Top))
            }
        }
    }
}

/// The setting, other than worker loaders, that uses the binding's name in a scope: its key, and
/// where the name is.
pub(super) fn user_of_name(
    config: &Config<'_>,
    scope: &Scope,
    binding: Binding,
) -> Option<(&'static str, usize)> {
    let loaders = config.live(binding, scope, Form::UnsafeBindings).into_iter();
    let loaders: Vec<usize> = loaders.filter_map(|it| Some(it.key("name")?.at)).collect();
    let name = binding.name();
    KINDS.iter().find_map(|kind| {
        let mut found = Vec::new();
        let path = &kind.names[kind.key().len()..];
        collect(kind.value(config, scope)?, path, name, &mut found);
        let at = found.into_iter().find(|it| !loaders.contains(it))?;
        Some((kind.key(), at))
    })
}

/// The positions below a node where the path leads to the name.
fn collect(node: &Node, path: &str, name: &str, found: &mut Vec<usize>) {
    if path.is_empty() {
        found.extend((node.text() == Some(name)).then_some(node.at));
    } else if path == ".*" {
        found.extend(node.key(name).map(|it| it.at));
    } else if let Some(path) = path.strip_prefix("[]") {
        node.elements().iter().for_each(|it| collect(it, path, name, found));
    } else if let Some(path) = path.strip_prefix('.') {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        if let Some(node) = node.key(&path[..end]) {
            collect(node, &path[end..], name, found);
        }
    }
}
