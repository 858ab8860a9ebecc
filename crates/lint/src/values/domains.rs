//! Values that are lists of domains or apps.

use super::{Problem, Sink, parts};
use crate::domain::{self, Shape};
use bloqr_syntax::{ast::Text, source::Span};

/// The place of a domain. Blockers accept different domains in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// Before `##`.
    Cosmetic,
    /// In `domain=` and similar modifiers.
    Modifier,
    /// In `to=`.
    To,
    /// In `denyallow=`, which accepts only whole domains.
    Denyallow,
}

/// `a.example|~b.example`
pub(super) fn check<'v>(value: &Text<'v>, position: Position, sink: Sink<'_, 'v>) {
    let is_plain = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'|' | b'~');
    let text: &str = value.text;
    let mut only_regexes = true;
    for (part, start) in parts(value, b'|') {
        if part.is_empty() || part == "~" {
            empty_part(value, start, sink);
            only_regexes = false;
            continue;
        }
        if part.starts_with("~~") {
            sink(
                Span::new(start, start + 2),
                Problem::TwoTildes { in_to: position == Position::To },
            );
            only_regexes = false;
            continue;
        }
        only_regexes &= part.trim_start_matches('~').starts_with('/');
        check_one(part, start, position, sink);
    }
    if only_regexes && !text.bytes().all(is_plain) {
        let is_regex = |it: &str| {
            let it = it.strip_prefix('~').unwrap_or(it);
            it.starts_with('/') && it.ends_with('/')
        };
        let when_cut = text.split('|').all(is_regex);
        sink(value.span(), Problem::OnlyRegexDomains { when_cut });
    }
}

pub(super) fn denyallow<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    for (part, start) in parts(value, b'|') {
        if part.is_empty() {
            empty_part(value, start, sink);
            continue;
        }
        if part.starts_with('~') {
            sink(Span::new(start, start + part.len()), Problem::NegatedDenyallow);
        }
        check_one(part, start, Position::Denyallow, sink);
    }
}

/// Checks a domain, with its `~`.
#[inline]
fn check_one<'v>(part: &'v str, start: usize, position: Position, sink: Sink<'_, 'v>) {
    let name = part.strip_prefix('~').unwrap_or(part);
    let shape = domain::shape(name);
    if shape == Shape::Name || (shape == Shape::AnyTld && position != Position::Denyallow) {
        return;
    }
    let name = Text { text: name, start: (start + part.len() - name.len()) as u32 };
    sink(name.span(), Problem::Domain(name, shape, position));
}

#[cold]
fn empty_part(value: &Text<'_>, start: usize, sink: Sink<'_, '_>) {
    let from = start.min(value.span().end as usize).max(value.start as usize + 1) - 1;
    sink(Span::new(from, from + 1), Problem::EmptyDomain);
}

/// `Example.exe|~com.example.app`
pub(super) fn apps<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    for (part, start) in parts(value, b'|') {
        let name = part.strip_prefix('~').unwrap_or(part);
        let is_word = |it: &str| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
        };
        if !name.split('.').all(is_word) {
            sink(Span::new(start, start + part.len()), Problem::App(name));
        }
    }
}
