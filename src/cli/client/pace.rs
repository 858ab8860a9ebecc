//! How long to leave a backend alone that does not want to be asked now.

use std::time::Duration;

use crate::dispatch::Outcome;

/// The first wait, when the backend asks for less.
const FLOOR: Duration = Duration::from_secs(1);

/// The longest that a backend is waited for.
pub(in crate::cli) const PATIENCE: Duration = Duration::from_secs(65);

/// How often in a row a backend may hold back before it is given up.
pub(in crate::cli) const TRIES: u32 = 3;

/// An answer that holds back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct HeldBack {
    pub(in crate::cli) status: u16,
    /// For how many seconds, if it says.
    pub(in crate::cli) after: Option<u64>,
}

impl HeldBack {
    pub(in crate::cli) fn of(outcome: &Outcome) -> Option<HeldBack> {
        let response = &outcome.as_ref().ok()?.response;
        let (status, after) = (response.status, response.retry_after());
        matches!(status, 429 | 503).then_some(HeldBack { status, after })
    }

    /// How long to wait when this is the `n`th time in a row, from 1: as long as is asked for, and
    /// no less than a wait that doubles each time.
    pub(in crate::cli) fn wait(self, n: u32) -> Duration {
        let least = FLOOR * 2_u32.pow(n.saturating_sub(1).min(6));
        least.max(Duration::from_secs(self.after.unwrap_or(0)))
    }

    pub(in crate::cli) fn says(self) -> &'static str {
        match self.status {
            503 => "the backend is not available (503)",
            _ => "asked too often (429)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_have_a_floor_and_grow() {
        let waits = |after| {
            let held = HeldBack { status: 503, after };
            [1, 2, 3, 4, 100].map(|n| held.wait(n).as_secs())
        };
        assert_eq!(waits(None), [1, 2, 4, 8, 64]);
        assert_eq!(waits(Some(0)), [1, 2, 4, 8, 64]);
        assert_eq!(waits(Some(5)), [5, 5, 5, 8, 64]);
        assert_eq!(waits(Some(u64::MAX))[0], u64::MAX);
    }
}
