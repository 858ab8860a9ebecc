//! The answer of `POST /api/ast/walk`: the nodes of a list one by one, parents first.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Json, Options, ast, list};
use bloqr_syntax::{self as syntax, source::Line};

/// All types of nodes.
pub const TYPES: [&str; 42] = [
    "FilterList",
    "EmptyRule",
    "InvalidRule",
    "InvalidRuleError",
    "AgentCommentRule",
    "Agent",
    "HintCommentRule",
    "Hint",
    "PreProcessorCommentRule",
    "Variable",
    "Parenthesis",
    "Operator",
    "MetadataCommentRule",
    "ConfigCommentRule",
    "ConfigNode",
    "CommentRule",
    "NetworkRule",
    "HostRule",
    "HostnameList",
    "ModifierList",
    "Modifier",
    "ElementHidingRule",
    "CssInjectionRule",
    "ScriptletInjectionRule",
    "HtmlFilteringRule",
    "JsInjectionRule",
    "DomainList",
    "Domain",
    "ElementHidingRuleBody",
    "CssInjectionRuleBody",
    "ScriptletInjectionRuleBody",
    "ParameterList",
    "HtmlFilteringRuleBody",
    "SelectorList",
    "ComplexSelector",
    "TypeSelector",
    "ClassSelector",
    "IdSelector",
    "SelectorCombinator",
    "AttributeSelector",
    "PseudoClassSelector",
    "Value",
];

/// The keys of child nodes, in the order in which they are visited.
const KEYS: [&str; 28] = [
    "pattern",
    "ip",
    "hostnames",
    "domains",
    "modifiers",
    "separator",
    "body",
    "mediaQueryList",
    "selectorList",
    "declarationList",
    "marker",
    "header",
    "adblock",
    "version",
    "command",
    "name",
    "operator",
    "value",
    "flag",
    "argument",
    "params",
    "text",
    "comment",
    "left",
    "right",
    "expression",
    "error",
    "children",
];

/// Which nodes to write, and what.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Only nodes of these types; all nodes when this is empty.
    pub types: Vec<String>,
    /// Only nodes down to this depth: 0 is the list, 1 is its rules.
    pub max_depth: Option<usize>,
    /// Also write the key of the parent that holds a node, and the index under that key.
    pub context: bool,
    /// The largest JSON of one rule, in bytes. Walking it needs many times that memory.
    pub most: usize,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk { types: Vec::new(), max_depth: None, context: false, most: usize::MAX }
    }
}

/// How to write the nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One document, with a count of each type after the nodes.
    Document,
    /// One node per line.
    Lines,
}

/// Writes the nodes of a list. `extra` is JSON that is written first in the document, or in every
/// line. Ends early when `json` is full. Marks it as full when a rule is larger than
/// [`Walk::most`].
pub fn write<'a>(
    json: &mut Json<'_>,
    lines: impl Iterator<Item = Line<'a>> + Clone,
    walk: &Walk,
    form: Form,
    options: &Options,
    extra: &str,
) {
    if form == Form::Document {
        json.raw("{");
        json.raw(extra);
        json.raw("\"success\":true,\"nodes\":[");
    }
    let mut walker = Walker { json, walk, form, extra, counts: BTreeMap::new() };
    if walker.wants("FilterList", 0) {
        walker.open("FilterList", 0);
        list::write(walker.json, lines.clone(), options);
        walker.close(None, None);
    }
    let mut base = 0;
    for (index, line) in lines.enumerate() {
        let mut rule = Json::limited(walk.most);
        let parsed = syntax::parse(line.text, &options.syntax);
        ast::write(&mut rule, &parsed, line, base, options.output, "");
        if rule.is_full() {
            walker.json.give_up();
        }
        if walker.json.is_full() {
            break;
        }
        // What `ast::write` writes is JSON.
        if let Ok(node) = serde_json::from_slice::<Value>(&rule.finish()) {
            walker.node(&node, 1, "children", Some(index));
        }
        base += line.units();
    }
    let counts = walker.counts;
    if form == Form::Document {
        json.raw("],\"summary\":{\"total\":");
        json.number(counts.values().sum());
        for (node_type, count) in counts {
            json.raw(",");
            json.string(&node_type);
            json.raw(":");
            json.number(count);
        }
        json.raw("}}");
    }
}

struct Walker<'w, 'j, 'd> {
    json: &'j mut Json<'d>,
    walk: &'w Walk,
    form: Form,
    extra: &'w str,
    counts: BTreeMap<String, u64>,
}

impl Walker<'_, '_, '_> {
    fn is_in_reach(&self, depth: usize) -> bool {
        self.walk.max_depth.is_none_or(|max| depth <= max)
    }

    fn wants(&self, node_type: &str, depth: usize) -> bool {
        let types = &self.walk.types;
        self.is_in_reach(depth) && (types.is_empty() || types.iter().any(|it| it == node_type))
    }

    /// A rule's tree is no deeper than its expressions, which are bounded; recursion is safe.
    fn node(&mut self, node: &Value, depth: usize, key: &str, index: Option<usize>) {
        let Some(node_type) = node.get("type").and_then(Value::as_str) else { return };
        if !self.is_in_reach(depth) || self.json.is_full() {
            return;
        }
        if self.wants(node_type, depth) {
            self.open(node_type, depth);
            self.json.value(node);
            self.close(Some(key), index);
        }
        // The value of a config comment can look like a node, but it is not one.
        if node_type == "ConfigNode" {
            return;
        }
        for key in KEYS {
            match node.get(key) {
                Some(child @ Value::Object(_)) => self.node(child, depth + 1, key, None),
                Some(Value::Array(children)) => {
                    for (n, child) in children.iter().enumerate() {
                        self.node(child, depth + 1, key, Some(n));
                    }
                }
                _ => (),
            }
        }
    }

    /// Everything of a node's object up to its `node`.
    fn open(&mut self, node_type: &str, depth: usize) {
        if self.form == Form::Document && !self.counts.is_empty() {
            self.json.raw(",");
        }
        *self.counts.entry(node_type.to_owned()).or_default() += 1;
        self.json.raw("{");
        if self.form == Form::Lines {
            self.json.raw(self.extra);
        }
        self.json.raw("\"type\":");
        self.json.string(node_type);
        self.json.raw(",\"depth\":");
        self.json.number(depth as u64);
        self.json.raw(",\"node\":");
    }

    fn close(&mut self, key: Option<&str>, index: Option<usize>) {
        if self.walk.context {
            self.json.raw(",\"key\":");
            match key {
                Some(key) => self.json.string(key),
                None => self.json.raw("null"),
            }
            self.json.raw(",\"index\":");
            match index {
                Some(index) => self.json.number(index as u64),
                None => self.json.raw("null"),
            }
        }
        self.json.raw(match self.form {
            Form::Document => "}",
            Form::Lines => "}\n",
        });
    }
}
