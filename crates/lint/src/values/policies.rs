//! Values that are about headers: policies, and headers to take out.

use super::{Problem, Sink, is_header, parts};
use bloqr_syntax::{ast::Text, source::Span};

pub(crate) const CSP_DIRECTIVES: [&str; 31] = [
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "fenced-frame-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "navigate-to",
    "object-src",
    "plugin-types",
    "prefetch-src",
    "referrer",
    "report-to",
    "report-uri",
    "require-sri-for",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "upgrade-insecure-requests",
];

pub(super) fn csp<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if value.trim_matches([' ', ';']).is_empty() {
        return sink(value.span(), Problem::NoCspDirective);
    }
    let mut reports = false;
    for (part, start) in parts(value, b';') {
        let directive = part.trim();
        let name = directive.split([' ', '\t']).next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        let start = start + part.len() - part.trim_start().len();
        let span = Span::new(start, start + name.len());
        let is = |it: &str| it.eq_ignore_ascii_case(name);
        if is("report-uri") || is("report-to") {
            reports = true;
            sink(span, Problem::CspReport(name));
        } else if !CSP_DIRECTIVES.into_iter().any(is) && !is("worker-src") {
            sink(span, Problem::CspDirective(name));
        }
    }
    let is_report = |it: &[u8]| it.eq_ignore_ascii_case(b"report-");
    if !reports && let Some(at) = value.as_bytes().windows(7).position(is_report) {
        let start = value.start as usize + at;
        sink(Span::new(start, start + 7), Problem::ReportInCsp);
    }
}

/// `geolocation=(), camera=(self "https://a.example")`, with its commas escaped.
pub(super) fn permissions<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let text: &'v str = value.text;
    let mut at = 0;
    for part in text.split("\\,").flat_map(|it| it.split('|')) {
        let start = value.start as usize + at;
        // Two bytes for an escaped comma, one for a bar: both lie outside of any part.
        at = part_end(text, at + part.len());
        let directive = part.trim();
        let start = start + part.len() - part.trim_start().len();
        let span = Span::new(start, start + directive.len());
        match directive.split_once('=') {
            _ if directive.starts_with("report-to") => sink(span, Problem::PermissionsReport),
            None => sink(span, Problem::NoOrigins(directive)),
            Some((name, _)) if !PERMISSIONS.contains(&name) => {
                sink(span, Problem::Permission(name));
            }
            Some((_, origins)) if !are_origins(origins) => sink(span, Problem::Origins),
            Some(_) => (),
        }
    }
}

fn part_end(text: &str, at: usize) -> usize {
    let rest = &text[at.min(text.len())..];
    at + if rest.starts_with("\\,") { 2 } else { usize::from(!rest.is_empty()) }
}

/// From AGTree's tables.
#[rustfmt::skip]
pub(crate) const PERMISSIONS: &[&str] = &[
    "accelerometer", "ambient-light-sensor", "autoplay", "battery", "bluetooth",
    "browsing-topics", "camera", "display-capture", "document-domain", "encrypted-media",
    "execution-while-not-rendered", "execution-while-out-of-viewport", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "interest-cohort", "join-ad-interest-group", "keyboard-map", "local-fonts", "magnetometer",
    "microphone", "midi", "navigation-override", "otp-credentials", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get",
    "run-ad-auction", "screen-wake-lock", "serial", "speaker-selection", "storage-access",
    "sync-xhr", "unload", "usb", "vertical-scroll", "web-share", "window-management",
    "xr-spatial-tracking",
];

fn are_origins(text: &str) -> bool {
    let text = text.trim();
    if matches!(text, "*" | "()") {
        return true;
    }
    let Some(inside) = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) else {
        return false;
    };
    let is_address = |it: &str| {
        let inside = it.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        inside.is_some_and(|it| it.contains("://") && !it.contains(['"', '(']))
    };
    inside.split_whitespace().all(|it| it == "self" || is_address(it))
}

pub(crate) const REFERRER_POLICIES: [&str; 8] = [
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
];

pub(super) fn referrer_policy<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if !REFERRER_POLICIES.contains(&value.text) {
        sink(value.span(), Problem::ReferrerPolicy(value.text));
    }
}

/// Headers that keep a page safe, so that AdGuard does not remove them.
#[rustfmt::skip]
const SAFETY_HEADERS: &[&str] = &[
    "access-control-allow-credentials", "access-control-allow-headers",
    "access-control-allow-methods", "access-control-allow-origin",
    "access-control-expose-headers", "access-control-max-age", "access-control-request-headers",
    "access-control-request-method", "allow", "connection", "content-encoding", "content-length",
    "content-security-policy", "content-security-policy-report-only", "content-type",
    "cross-origin-embedder-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
    "expect-ct", "feature-policy", "host", "origin", "origin-isolation", "p3p",
    "public-key-pins", "public-key-pins-report-only", "referrer-policy", "sec-fetch-dest",
    "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "sec-websocket-accept",
    "sec-websocket-extensions", "sec-websocket-key", "sec-websocket-protocol",
    "sec-websocket-version", "strict-transport-security", "te", "timing-allow-origin", "trailer",
    "transfer-encoding", "upgrade", "upgrade-insecure-requests", "vary", "x-content-type-options",
    "x-download-options", "x-frame-options", "x-permitted-cross-domain-policies", "x-powered-by",
    "x-xss-protection",
];

pub(super) fn removeheader<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let name = value.text.strip_prefix("request:").unwrap_or(value.text);
    if !is_header(name) {
        sink(value.span(), Problem::RemovedHeader(name));
    } else if SAFETY_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name)) {
        sink(value.span(), Problem::SafetyHeader(name));
    }
}
