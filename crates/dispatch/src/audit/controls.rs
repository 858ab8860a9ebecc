//! The rows of the table of controls.

use super::{Purpose, Row, State};

/// A row without its result.
pub(super) struct Control {
    control: &'static str,
    code: &'static str,
    title: &'static str,
}

impl Control {
    pub(super) fn row(&self, state: State, says: impl Into<String>, shown_by: Vec<String>) -> Row {
        let Control { control, code, title } = *self;
        Row { control, code, title, state, says: says.into(), shown_by }
    }

    pub(super) fn not_observable(&self, says: &str) -> Row {
        self.row(State::NotObservable, says, Vec::new())
    }
}

const AUTH: &str = "Auth before dispatch";
const INPUT: &str = "Input validation";
pub(super) const NO_NETWORK: Control = Control {
    control: "No outbound network",
    code: "no-network",
    title: "an isolate reaches no host",
};
pub(super) const BINDINGS: Control = Control {
    control: "Minimum bindings",
    code: "minimum-bindings",
    title: "an isolate sees only what it needs",
};
pub(super) const TURNSTILE: Control =
    Control { control: AUTH, code: "turnstile", title: "no dispatch without Turnstile" };
pub(super) const RATE_LIMIT: Control =
    Control { control: AUTH, code: "rate-limit", title: "no dispatch over the rate limit" };
pub(super) const NO_STATE: Control = Control {
    control: "No persistent state",
    code: "no-state",
    title: "nothing of one request in the next",
};
pub(super) const NO_TRACES: Control =
    Control { control: "Errors", code: "no-traces", title: "no stack traces in errors" };
pub(super) const HEADERS: Control =
    Control { control: "Transport", code: "security-headers", title: "security headers" };
pub(super) const TLS: Control =
    Control { control: "Transport", code: "tls", title: "TLS, with a valid certificate" };
const LEAST: &str = "Least-privilege agents";
pub(super) const AGENTS: Control =
    Control { control: LEAST, code: "agents", title: "no agent without a key" };
pub(super) const OWN_AGENTS: Control =
    Control { control: LEAST, code: "own-agents", title: "no agent of another user" };

/// A gate: requests with this purpose must be refused with one of these statuses, and never be
/// dispatched.
pub(super) struct Gate {
    pub(super) control: Control,
    pub(super) purpose: Purpose,
    pub(super) statuses: &'static [u16],
    /// Whether the gate comes after the check of the key, so that it is not reached without a key.
    pub(super) needs_key: bool,
}

pub(super) const NO_KEY: Gate = Gate {
    control: Control { control: AUTH, code: "no-key", title: "no dispatch without a key" },
    purpose: Purpose::NoKey,
    statuses: &[401, 403],
    needs_key: false,
};
pub(super) const UNKNOWN: Gate = Gate {
    control: Control {
        control: AUTH,
        code: "unknown-key",
        title: "no dispatch for an unknown key",
    },
    purpose: Purpose::UnknownKey,
    statuses: &[401, 403],
    needs_key: false,
};
pub(super) const METHOD: Gate = Gate {
    control: Control { control: INPUT, code: "method", title: "no dispatch for another method" },
    purpose: Purpose::WrongMethod,
    statuses: &[404, 405],
    needs_key: true,
};
pub(super) const TYPE: Gate = Gate {
    control: Control {
        control: INPUT,
        code: "content-type",
        title: "no dispatch for another type",
    },
    purpose: Purpose::WrongType,
    statuses: &[400, 415, 422],
    needs_key: true,
};
pub(super) const OVERSIZED: Gate = Gate {
    control: Control {
        control: INPUT,
        code: "oversized",
        title: "no dispatch for an oversized body",
    },
    purpose: Purpose::Oversized,
    statuses: &[413],
    needs_key: true,
};
pub(super) const BAD_BODY: Gate = Gate {
    control: Control { control: INPUT, code: "bad-body", title: "no dispatch for a bad body" },
    purpose: Purpose::BadBody,
    statuses: &[400, 422],
    needs_key: true,
};
