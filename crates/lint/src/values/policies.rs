//! Values that are about headers: policies, and headers to take out.

use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    nearest::nearest,
    rules::modifier_value,
    values::{ABP, ADG, UBO, parts},
};
use bloqr_syntax::{ast::Text, source::Span};

const CSP_DIRECTIVES: [&str; 31] = [
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

pub(super) fn csp(value: &Text<'_>, cx: &mut LineContext<'_>) {
    if value.trim_matches([' ', ';']).is_empty() {
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_or_ignored(ADG | ABP | UBO),
            "there is no CSP directive here",
        );
        return;
    }
    for (part, start) in parts(value, b';') {
        let directive = part.trim();
        let name = directive.split([' ', '\t']).next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        let start = start + part.len() - part.trim_start().len();
        let span = Span::new(start, start + name.len());
        let lower = name.to_ascii_lowercase();
        if matches!(&*lower, "report-uri" | "report-to") {
            let message = format!("`{name}` would report on people, and is refused");
            cx.report(
                &modifier_value::RULE,
                span,
                Audience::refused_by(UBO | ADG).and_ignored_by(Targets::BRAVE),
                message,
            );
        } else if !CSP_DIRECTIVES.contains(&&*lower) && lower != "worker-src" {
            let audience = Audience::refused_or_ignored(ADG | ABP | UBO);
            let message = format_args!("there is no CSP directive `{name}`");
            cx.report(&modifier_value::RULE, span, audience, message)
                .maybe_meant(|| nearest(&lower, CSP_DIRECTIVES.iter().copied()));
        }
    }
}

/// `geolocation=(), camera=(self "https://a.example")`, with its commas escaped.
pub(super) fn permissions(value: &Text<'_>, cx: &mut LineContext<'_>) {
    let mut at = 0;
    for part in value.split("\\,").flat_map(|it| it.split('|')) {
        let start = value.start as usize + at;
        // Two bytes for an escaped comma, one for a bar: both lie outside of any part.
        at = part_end(value.text, at + part.len());
        let directive = part.trim();
        let start = start + part.len() - part.trim_start().len();
        let span = Span::new(start, start + directive.len());
        let Some((name, origins)) = directive.split_once('=') else {
            let message = format!("`{directive}` needs origins: `{directive}=()`");
            cx.report(&modifier_value::RULE, span, Audience::refused_or_ignored(ADG), message);
            continue;
        };
        if !PERMISSIONS.contains(&name) {
            cx.report(
                &modifier_value::RULE,
                span,
                Audience::refused_or_ignored(ADG),
                format_args!("there is no permission `{name}`"),
            )
            .maybe_meant(|| nearest(name, PERMISSIONS.iter().copied()));
        } else if !are_origins(origins) {
            let message =
                "origins are `*`, or in parentheses `self` and addresses in double quotes";
            cx.report(&modifier_value::RULE, span, Audience::refused_or_ignored(ADG), message);
        }
    }
}

fn part_end(text: &str, at: usize) -> usize {
    let rest = &text[at.min(text.len())..];
    at + if rest.starts_with("\\,") { 2 } else { usize::from(!rest.is_empty()) }
}

/// From AGTree's tables.
#[rustfmt::skip]
const PERMISSIONS: &[&str] = &[
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

pub(super) fn referrer_policy(value: &Text<'_>, cx: &mut LineContext<'_>) {
    const POLICIES: [&str; 8] = [
        "no-referrer",
        "no-referrer-when-downgrade",
        "origin",
        "origin-when-cross-origin",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    ];
    if !POLICIES.contains(&value.text) {
        let message = format!("there is no referrer policy `{}`", value.text);
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(Targets::EVERY),
            message,
        )
        .maybe_meant(|| nearest(value, POLICIES.into_iter()));
    }
}

/// Headers that AdGuard does not take out: the page's safety hangs on them.
#[rustfmt::skip]
const KEPT_HEADERS: &[&str] = &[
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

pub(super) fn removeheader(value: &Text<'_>, cx: &mut LineContext<'_>) {
    let name = value.strip_prefix("request:").unwrap_or(value);
    let is_token = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    if name.is_empty() || !name.bytes().all(is_token) {
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(Targets::EVERY),
            format_args!("`{name}` is no header"),
        );
    } else if KEPT_HEADERS.contains(&&*name.to_ascii_lowercase()) {
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(ADG),
            format_args!("AdGuard does not remove `{name}`"),
        );
    }
}
