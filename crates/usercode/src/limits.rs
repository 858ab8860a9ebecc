//! The limits of a run: the only place where they are written. The glue in `js/` cuts its texts earlier,
//! so that they rarely reach the host; the host's limits are these.

use std::time::Duration;

/// The longest source, in bytes.
pub const SOURCE: usize = 64 << 10;

/// The longest list, in bytes.
pub const LIST: usize = 1 << 20;

/// The longest `info.data`, in bytes: all names and texts together.
pub const DATA: usize = 1 << 20;

/// The longest request to the isolate, in bytes: a list with the nodes of its rules.
pub const REQUEST: usize = 32 << 20;

/// The longest answer of the isolate, in bytes. A host stops reading one byte behind it.
pub const ANSWER: usize = 4 << 20;

/// The longest message of an exception, in characters.
pub const MESSAGE: usize = 2000;

/// The most lines of a stack that are told.
pub const FRAMES: usize = 10;

/// The longest log, in bytes.
pub const LOG: usize = 16 << 10;

/// The time that the code may compute.
pub const CPU: Duration = Duration::from_secs(2);

/// The time from the request to the end of the answer.
pub const WALL: Duration = Duration::from_secs(5);

/// The most rules that a list of so many lines may become.
pub const fn most_rules(lines: usize) -> usize {
    2 * lines + 10_000
}
