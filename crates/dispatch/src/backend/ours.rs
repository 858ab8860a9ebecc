//! Our own backend: it names the path itself.

use super::{Backend, Mark, Reading, Validates};
use crate::Path::{self, DynamicWorkerLoader, Inline, Loader};
use bloqr_api::Endpoint;

/// The header with the path.
pub const HEADER: &str = "X-Bloqr-Dispatch";

pub(super) const TRIES: &[(Endpoint, &[Path])] = &[
    (Endpoint::Parse, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::Walk, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::Validate, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::ValidateRule, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::Compile, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::Transform, &[Loader, DynamicWorkerLoader, Inline]),
    (Endpoint::Convert, &[Loader, DynamicWorkerLoader, Inline]),
];

pub(super) static OURS: Backend = Backend {
    name: "bloqr",
    title: "our own backend",
    source: "worker/ of this project",
    date: "2026-11",
    marks: &[Mark { header: HEADER, holds: "" }],
    // The header names the path.
    paths: &[],
    tries: TRIES,
    reading: Reading { off: &[], keeps_lines: None, unwalked: None, validates: Validates::Lint },
    quirks: &[],
    refusals: &[],
    misfits: &[],
};
