//! The schema of a custom transform: `POST /api/transform` with `source`.

use super::fields::Fields;
use crate::custom::CustomRequest;

impl Fields {
    pub(super) fn custom(&mut self) -> CustomRequest {
        let text = if self.has("rules") {
            self.lines_of_rules()
        } else {
            self.text("text").unwrap_or_default()
        };
        CustomRequest {
            source: self.text("source").unwrap_or_default(),
            text,
            data: self.texts("data").into_iter().collect(),
        }
    }

    /// The text whose lines are the rules.
    fn lines_of_rules(&mut self) -> String {
        let mut text = String::new();
        for (n, rule) in self.strings("rules").iter().enumerate() {
            if rule.contains(['\r', '\n']) {
                self.faults.add(&format!("/rules/{n}"), "a rule has one line".to_owned());
            }
            text.push_str(rule);
            text.push('\n');
        }
        text
    }
}
