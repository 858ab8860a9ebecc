//! The schema of a custom transform: `POST /api/transform` with `source`.

use super::fields::Fields;
use crate::custom::CustomRequest;

impl Fields {
    pub(super) fn custom(&mut self) -> CustomRequest {
        for name in ["exclusions", "explain", "inclusions", "transformations"] {
            if self.map.remove(name).is_some() {
                self.faults.add(&format!("/{name}"), "not allowed beside `source`".to_owned());
            }
        }
        let text = match (self.map.contains_key("rules"), self.map.contains_key("text")) {
            (true, false) => self.lines_of_rules(),
            (false, true) => self.string("text").unwrap_or_default(),
            _ => {
                self.faults.add("", "expected either `rules` or `text`".to_owned());
                String::new()
            }
        };
        CustomRequest {
            source: self.string("source").unwrap_or_default(),
            text,
            data: self.texts("data").into_iter().collect(),
        }
    }

    /// The text whose lines are the rules.
    fn lines_of_rules(&mut self) -> String {
        let mut text = String::new();
        for (n, rule) in self.rules().iter().enumerate() {
            if rule.contains(['\r', '\n']) {
                self.faults.add(&format!("/rules/{n}"), "a rule has one line".to_owned());
            }
            text.push_str(rule);
            text.push('\n');
        }
        text
    }
}
