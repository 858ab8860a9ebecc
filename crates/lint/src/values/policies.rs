//! Values about headers: policies, and headers to remove.

use super::{Problem, Sink, is_header, parts};
use crate::tables::values::{CSP_DIRECTIVES, PERMISSIONS, REFERRER_POLICIES, SAFETY_HEADERS};
use bloqr_syntax::{ast::Text, source::Span};

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
        } else if ["base-uri", "referrer", "upgrade-insecure-requests"].into_iter().any(is) {
            sink(span, Problem::CspOfPage(name));
        } else if !CSP_DIRECTIVES.names().any(is) && !is("worker-src") {
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
        // An escaped comma has two bytes, a bar one: both are outside of the parts.
        at = part_end(text, at + part.len());
        let directive = part.trim();
        let start = start + part.len() - part.trim_start().len();
        let span = Span::new(start, start + directive.len());
        match directive.split_once('=') {
            _ if directive.starts_with("report-to") => sink(span, Problem::PermissionsReport),
            None => sink(span, Problem::NoOrigins(directive)),
            Some((name, _)) if !PERMISSIONS.has(name) => {
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

pub(super) fn referrer_policy<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if !REFERRER_POLICIES.has(value.text) {
        sink(value.span(), Problem::ReferrerPolicy(value.text));
    }
}

pub(super) fn removeheader<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let name = value.text.strip_prefix("request:").unwrap_or(value.text);
    if !is_header(name) {
        sink(value.span(), Problem::RemovedHeader(name));
    } else if SAFETY_HEADERS.names().any(|it| it.eq_ignore_ascii_case(name)) {
        sink(value.span(), Problem::SafetyHeader(name));
    }
}
