//! The parts of a configuration, other than loaders, that a local run needs.

use serde_json::Value;

use super::{Config, node::Node};

/// The top level of a configuration. The first value of a binding is the name that the worker sees.
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
}

impl Config<'_> {
    /// The settings of the worker in the configuration.
    pub fn worker(&self) -> Worker {
        let text = |node: &Node, path: &[&str]| {
            node.path(path.iter().copied()).and_then(Node::text).map(str::to_owned)
        };
        let elements = |path: &[&str]| {
            self.root.path(path.iter().copied()).map(Node::elements).unwrap_or_default()
        };
        let vars = self.root.key("vars").map(Node::entries).unwrap_or_default();
        let kv = elements(&["kv_namespaces"]).iter().filter_map(|it| text(it, &["binding"]));
        let workflows = elements(&["workflows"]).iter().filter_map(|it| text(it, &["binding"]));
        let flags = elements(&["compatibility_flags"]).iter().filter_map(Node::text);
        let objects = elements(&["durable_objects", "bindings"]).iter();
        let objects =
            objects.filter_map(|it| Some((text(it, &["name"])?, text(it, &["class_name"])?)));
        let limits = elements(&["ratelimits"]).iter().filter_map(|limit| {
            let simple = limit.key("simple")?.json();
            Some((text(limit, &["name"])?, simple["limit"].as_u64()?, simple["period"].as_u64()?))
        });
        Worker {
            main: text(&self.root, &["main"]),
            compatibility_date: text(&self.root, &["compatibility_date"]),
            compatibility_flags: flags.map(str::to_owned).collect(),
            vars: vars.iter().map(|(name, node)| (name.clone(), node.json())).collect(),
            kv_namespaces: kv.collect(),
            durable_objects: objects.collect(),
            rate_limits: limits.collect(),
            workflows: workflows.collect(),
            version_metadata: text(&self.root, &["version_metadata", "binding"]),
        }
    }
}
