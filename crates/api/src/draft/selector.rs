//! Which nodes of a tree a query wants: `Modifier[name=domain]`, `CosmeticRule`, `*[exception=true]`.

use serde_json::Value;

/// A type of nodes, and what their fields say.
pub(super) struct Selector<'s> {
    /// The type; `None` for every type.
    node_type: Option<&'s str>,
    /// The fields, and their values; `None` when a field only has to be there.
    fields: Vec<(&'s str, Option<&'s str>)>,
}

impl<'s> Selector<'s> {
    /// Reads a type or `*`, and any number of `[field]` or `[field=value]`. A value ends at the last `]`
    /// before the next `[` or the end, so that it can hold anything but `][`.
    pub(super) fn read(text: &'s str) -> Result<Selector<'s>, String> {
        let text = text.trim();
        let (node_type, rest) = text.split_at(text.find('[').unwrap_or(text.len()));
        let wrong = |what: &str| Err(format!("{what}: write `Type[field=value]`"));
        if node_type != "*" && !bloqr_wire::walk::TYPES.contains(&node_type) {
            let shown: String = node_type.chars().take(50).collect();
            return wrong(&format!("there is no type of nodes `{shown}`"));
        }
        let mut fields = Vec::new();
        if !rest.is_empty() {
            let Some(inner) = rest.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else {
                return wrong("a bracket is not closed");
            };
            for part in inner.split("][") {
                let (field, value) = match part.split_once('=') {
                    Some((field, value)) => (field, Some(value)),
                    None => (part, None),
                };
                if field.is_empty() {
                    return wrong("a field has no name");
                }
                fields.push((field, value));
            }
        }
        Ok(Selector { node_type: (node_type != "*").then_some(node_type), fields })
    }

    /// The nodes of a tree that fit, parents first.
    pub(super) fn find<'v>(&self, tree: &'v Value) -> Vec<&'v Value> {
        let mut found = Vec::new();
        // A rule's tree is no deeper than its expressions, which are bounded; recursion is safe.
        self.walk(tree, &mut found);
        found
    }

    fn walk<'v>(&self, value: &'v Value, found: &mut Vec<&'v Value>) {
        match value {
            Value::Object(fields) => {
                if fields.get("type").is_some_and(|it| self.fits(it, value)) {
                    found.push(value);
                }
                fields.values().for_each(|it| self.walk(it, found));
            }
            Value::Array(items) => items.iter().for_each(|it| self.walk(it, found)),
            _ => (),
        }
    }

    fn fits(&self, node_type: &Value, node: &Value) -> bool {
        self.node_type.is_none_or(|it| node_type == it)
            && self.fields.iter().all(|(field, wanted)| match (node.get(field), wanted) {
                (None | Some(Value::Null), _) => false,
                (Some(_), None) => true,
                (Some(it), Some(wanted)) => is(it, wanted),
            })
    }
}

/// Whether a field has this value: itself, or as the `value` of the node that it is.
fn is(field: &Value, wanted: &str) -> bool {
    match field {
        Value::String(text) => text == wanted,
        Value::Bool(_) | Value::Number(_) => field.to_string() == wanted,
        Value::Object(node) => node.get("value").is_some_and(|it| it == wanted),
        _ => false,
    }
}
