//! The properties of CSS, by name; `remove` is what blockers have added.

use super::{Table, css_values::Takes, rows::properties as rows};

/// With what is known of its values.
pub(crate) static PROPERTIES: Table<Option<Takes>, 1024> = Table::new(rows::PROPERTIES);

/// Whether there is such a property. Custom ones and those of one browser are taken as they are.
pub(crate) fn is_known(name: &str) -> bool {
    name.starts_with('-') || PROPERTIES.has(name)
}
