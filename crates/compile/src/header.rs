//! The comments that the compiler writes.

use crate::{Config, Difference, Source};

/// The tool and the time in the header of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// For `! Last modified:`, as ISO 8601. Empty: the line is left out.
    pub modified: String,
    /// For `! Compiled by`: a name and its version. Empty: the line is left out.
    pub tool: String,
}

/// A text of the configuration, for one line.
fn one_line(text: &str, differences: &mut u64) -> String {
    let is_break = |it: char| matches!(it, '\n' | '\r');
    if !text.contains(is_break) {
        return text.to_owned();
    }
    *differences += 1;
    text.split(is_break).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The header of the whole list.
pub(crate) fn of_list(
    config: &Config,
    header: &Header,
    differences: &mut [u64; Difference::ALL.len()],
) -> Vec<String> {
    let count = &mut differences[Difference::HeaderInjection as usize];
    let mut lines = vec!["!".to_owned(), format!("! Title: {}", one_line(&config.name, count))];
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("! {name}: {}", one_line(value, count)));
        }
    };
    add("Description", config.description.as_deref().unwrap_or_default());
    add("Version", config.version.as_deref().unwrap_or_default());
    add("Homepage", config.homepage.as_deref().unwrap_or_default());
    add("License", config.license.as_deref().unwrap_or_default());
    add("Last modified", &header.modified);
    if !header.tool.is_empty() {
        lines.extend(["!".to_owned(), format!("! Compiled by {}", header.tool)]);
    }
    lines.push("!".to_owned());
    lines
}

/// The header of a source.
pub(crate) fn of_source(
    source: &Source,
    differences: &mut [u64; Difference::ALL.len()],
) -> Vec<String> {
    let count = &mut differences[Difference::HeaderInjection as usize];
    let mut lines = vec!["!".to_owned()];
    if let Some(name) = &source.name {
        lines.push(format!("! Source name: {}", one_line(name, count)));
    }
    lines.push(format!("! Source: {}", one_line(&source.source, count)));
    lines.push("!".to_owned());
    lines
}
