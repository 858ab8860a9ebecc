//! Names in values of modifiers, and headers.

use super::{Table, rows::values as rows};

/// Directives of `csp=`, in lower case; browsers accept any case.
pub(crate) static CSP_DIRECTIVES: Table<(), 64> = Table::new(rows::CSP_DIRECTIVE);
/// Permissions of `permissions=`.
pub(crate) static PERMISSIONS: Table<(), 128> = Table::new(rows::PERMISSION);
/// Values of `referrerpolicy=`.
pub(crate) static REFERRER_POLICIES: Table<(), 16> = Table::new(rows::REFERRER_POLICY);
/// Headers that protect a page, so AdGuard does not remove them. In lower case.
pub(crate) static SAFETY_HEADERS: Table<(), 128> = Table::new(rows::SAFETY_HEADER);
/// Methods of `method=`.
pub(crate) static METHODS: Table<(), 32> = Table::new(rows::METHOD);
/// Options of `stealth=`.
pub(crate) static STEALTH_OPTIONS: Table<(), 32> = Table::new(rows::STEALTH_OPTION);
/// Headers that uBlock Origin removes for `##^responseheader(…)`.
pub(crate) static REMOVED_HEADERS: Table<(), 8> = Table::new(rows::REMOVED_HEADER);
