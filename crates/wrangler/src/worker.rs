//! The parts of a configuration, other than loaders, that a local run needs.

use serde_json::Value;

use super::{Config, Scope, node::Node};

/// The worker that a scope of a configuration deploys. The first value of a binding is the name that the worker sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// The main module, relative to the configuration.
    pub main: Option<String>,
    /// The date that chooses the behaviour of the runtime: `2025-01-01`.
    pub compatibility_date: Option<String>,
    /// What differs from the behaviour of that date: `enable_request_signal`.
    pub compatibility_flags: Vec<String>,
    /// Plain variables.
    pub vars: Vec<(String, Value)>,
    /// Key-value stores.
    pub kv_namespaces: Vec<String>,
    /// The name, and the class.
    pub durable_objects: Vec<(String, String)>,
    /// The name, the number of requests, and the period in seconds.
    pub rate_limits: Vec<(String, u64, u64)>,
    /// Workflows, by the name that the worker sees.
    pub workflows: Vec<String>,
    /// The name of the binding that gives the version of the worker.
    pub version_metadata: Option<String>,
    /// The folder with the files that are served before the worker is asked, relative to the configuration.
    pub assets: Option<String>,
}

impl Config<'_> {
    /// The settings of the worker at the top level, or in an environment. An environment has bindings and
    /// variables of its own, and the other settings of the top level if it does not have them itself.
    pub fn worker(&self, scope: &Scope) -> Worker {
        let own = self.root.path(scope.path()).unwrap_or(&self.root);
        let text = |node: &Node, path: &[&str]| {
            node.path(path.iter().copied()).and_then(Node::text).map(str::to_owned)
        };
        let elements =
            |path: &[&str]| own.path(path.iter().copied()).map(Node::elements).unwrap_or_default();
        let inherited = |key: &str| text(own, &[key]).or_else(|| text(&self.root, &[key]));
        let vars = own.key("vars").map(Node::entries).unwrap_or_default();
        let kv = elements(&["kv_namespaces"]).iter().filter_map(|it| text(it, &["binding"]));
        let workflows = elements(&["workflows"]).iter().filter_map(|it| text(it, &["binding"]));
        let flags = own.key("compatibility_flags").or_else(|| self.root.key("compatibility_flags"));
        let flags = flags.map(Node::elements).unwrap_or_default().iter().filter_map(Node::text);
        let assets = own.key("assets").or_else(|| self.root.key("assets"));
        let objects = elements(&["durable_objects", "bindings"]).iter();
        let objects =
            objects.filter_map(|it| Some((text(it, &["name"])?, text(it, &["class_name"])?)));
        let limits = elements(&["ratelimits"]).iter().filter_map(|limit| {
            let simple = limit.key("simple")?.json();
            Some((text(limit, &["name"])?, simple["limit"].as_u64()?, simple["period"].as_u64()?))
        });
        Worker {
            main: inherited("main"),
            compatibility_date: inherited("compatibility_date"),
            compatibility_flags: flags.map(str::to_owned).collect(),
            vars: vars.iter().map(|(name, node)| (name.clone(), node.json())).collect(),
            kv_namespaces: kv.collect(),
            durable_objects: objects.collect(),
            rate_limits: limits.collect(),
            workflows: workflows.collect(),
            version_metadata: text(own, &["version_metadata", "binding"]),
            assets: assets.and_then(|it| text(it, &["directory"])),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Config, Scope, Syntax};

    const TEXT: &str = r#"
main = "a.ts"
compatibility_date = "2026-01-01"
[assets]
directory = "site"
[vars]
A = "top"
[[kv_namespaces]]
binding = "KV"

[env.staging]
main = "b.ts"
[env.staging.vars]
A = "staging"
[[env.staging.ratelimits]]
name = "LIMIT"
simple = { limit = 1, period = 60 }
"#;

    #[test]
    fn an_environment_has_bindings_of_its_own() {
        let config = Config::parse(TEXT, Syntax::Toml).unwrap();
        let top = config.worker(&Scope::Top);
        assert_eq!((top.main.as_deref(), &top.vars[0].1), (Some("a.ts"), &"top".into()));
        assert_eq!((top.kv_namespaces, top.rate_limits), (vec!["KV".to_owned()], vec![]));
        let staging = config.worker(&Scope::Env("staging".to_owned()));
        assert_eq!(
            (staging.main.as_deref(), &staging.vars[0].1),
            (Some("b.ts"), &"staging".into())
        );
        assert_eq!(staging.compatibility_date.as_deref(), Some("2026-01-01"));
        assert_eq!(staging.assets.as_deref(), Some("site"));
        assert!(staging.kv_namespaces.is_empty());
        assert_eq!(staging.rate_limits, [("LIMIT".to_owned(), 1, 60)]);
    }
}
