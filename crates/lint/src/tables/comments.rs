//! Names in comments: directives, hints, headers.

use super::{Table, rows::comments as rows};

pub(crate) static DIRECTIVES: Table<(), 16> = Table::new(rows::DIRECTIVE);
/// The names in `!#safari_cb_affinity`.
pub(crate) static CONTENT_BLOCKERS: Table<(), 16> = Table::new(rows::CONTENT_BLOCKER);
pub(crate) static HINTS: Table<(), 16> = Table::new(rows::HINT);
/// The names in `PLATFORM` and `NOT_PLATFORM`.
pub(crate) static PLATFORMS: Table<(), 32> = Table::new(rows::HINT_PLATFORM);
pub(crate) static HEADERS: Table<(), 32> = Table::new(rows::HEADER);
