//! The properties of CSS, by name; blockers have added `remove`.

use super::{Table, css_values::Takes, rows::properties as rows};

/// The properties, with their values if these are in the table.
pub(crate) static PROPERTIES: Table<Option<Takes>, 1024> = Table::new(rows::PROPERTIES);

/// Whether the property exists. Custom properties and those with a browser's prefix count as known.
pub(crate) fn is_known(name: &str) -> bool {
    name.starts_with('-') || PROPERTIES.has(name)
}
