//! Names that stand in values of modifiers, and headers.

use super::{Table, rows::values as rows};

/// Of `csp=`. In lower case; browsers read any case.
pub(crate) static CSP_DIRECTIVES: Table<(), 64> = Table::new(rows::CSP_DIRECTIVE);
/// Of `permissions=`.
pub(crate) static PERMISSIONS: Table<(), 128> = Table::new(rows::PERMISSION);
/// Of `referrerpolicy=`.
pub(crate) static REFERRER_POLICIES: Table<(), 16> = Table::new(rows::REFERRER_POLICY);
/// Headers that keep a page safe, so that AdGuard does not remove them. In lower case.
pub(crate) static SAFETY_HEADERS: Table<(), 128> = Table::new(rows::SAFETY_HEADER);
/// Of `method=`.
pub(crate) static METHODS: Table<(), 32> = Table::new(rows::METHOD);
/// Of `stealth=`.
pub(crate) static STEALTH_OPTIONS: Table<(), 32> = Table::new(rows::STEALTH_OPTION);
/// What uBlock Origin removes by `##^responseheader(…)`.
pub(crate) static REMOVED_HEADERS: Table<(), 8> = Table::new(rows::REMOVED_HEADER);
