//! What engines do with lines that are not plain rules: directives, hosts lines, headers such as
//! `[AdGuard]`, and lines that cannot be read.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// How an engine evaluates the conditions of `!#if`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conditions {
    /// Like AdGuard: names that it does not define are false.
    Adguard,
    /// Like uBlock Origin: a condition with an unknown name is not evaluated.
    UblockOrigin,
    /// Not at all: it reads both branches.
    Unread,
}

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// How it evaluates the conditions of `!#if`.
    pub(crate) conditions: Conditions,
    /// It joins a line that ends in ` \` with the next line, if that begins with four blanks.
    pub(crate) joins_lines: bool,
    /// It loads the file of `!#include`.
    pub(crate) includes: bool,
    /// It reads `0.0.0.0 ads.example` as `||ads.example^`.
    pub(crate) names_are_hosts: bool,
    /// `0.0.0.0 ads.example$script`
    pub(crate) modifiers_of_host: Outcome,
    /// A name that no host can have, in a line of a hosts file: `0.0.0.0 a..example`.
    pub(crate) no_host: Outcome,
    /// A name in such a line with a label that starts with `-` or `_`, or of one letter.
    pub(crate) odd_host: Outcome,
    /// A line of a hosts file with several names.
    pub(crate) several_hosts: Outcome,
    /// `## .ad`: a comment, because a space follows the signs at the start of the line.
    pub(crate) comment_behind_signs: Outcome,
    /// A line that cannot be read at all.
    pub(crate) unreadable: Outcome,
    /// A `$` at the end of a network rule. An engine that keeps the rule looks for a `$` in the
    /// URL.
    pub(crate) lone_dollar: Outcome,
    /// A line in brackets that is not a header, without spaces and `$`.
    pub(crate) odd_agent: Outcome,
    /// The same, with a space.
    pub(crate) odd_agent_with_space: Outcome,
    /// `##+js(a\)`: the last parenthesis is escaped, or in quotes.
    pub(crate) escaped_scriptlet_end: Outcome,
    /// Text after a style, with a `)` at the end that is read as the end of the style:
    /// `a.example##.b:style(c) d)`.
    pub(crate) text_behind_style: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    conditions: Conditions::Adguard,
    joins_lines: false,
    includes: true,
    names_are_hosts: false,
    modifiers_of_host: Ignores,
    no_host: Ignores,
    odd_host: Takes,
    several_hosts: Takes,
    comment_behind_signs: Ignores,
    unreadable: Refuses,
    lone_dollar: Refuses,
    odd_agent: Refuses,
    odd_agent_with_space: Refuses,
    escaped_scriptlet_end: Refuses,
    text_behind_style: Refuses,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    conditions: Conditions::UblockOrigin,
    joins_lines: true,
    includes: true,
    names_are_hosts: true,
    modifiers_of_host: Refuses,
    no_host: Refuses,
    odd_host: Refuses,
    several_hosts: Refuses,
    comment_behind_signs: Takes,
    unreadable: Refuses,
    lone_dollar: Ignores,
    odd_agent: Ignores,
    odd_agent_with_space: Refuses,
    escaped_scriptlet_end: Takes,
    text_behind_style: Refuses,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    conditions: Conditions::Unread,
    joins_lines: false,
    includes: false,
    names_are_hosts: false,
    modifiers_of_host: Refuses,
    no_host: Ignores,
    odd_host: Takes,
    several_hosts: Ignores,
    comment_behind_signs: Takes,
    unreadable: Refuses,
    lone_dollar: Refuses,
    odd_agent: Refuses,
    odd_agent_with_space: Refuses,
    escaped_scriptlet_end: Refuses,
    text_behind_style: Refuses,
};

pub(super) const BRAVE: Facts = Facts {
    conditions: Conditions::Unread,
    joins_lines: false,
    includes: false,
    names_are_hosts: false,
    modifiers_of_host: Ignores,
    no_host: Ignores,
    odd_host: Takes,
    several_hosts: Takes,
    comment_behind_signs: Takes,
    unreadable: Refuses,
    lone_dollar: Refuses,
    odd_agent: Ignores,
    odd_agent_with_space: Ignores,
    escaped_scriptlet_end: Takes,
    text_behind_style: Ignores,
};
