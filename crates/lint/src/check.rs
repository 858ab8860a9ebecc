//! Which checks run on a line, by the kind of its rule.

use crate::{Kind, cosmetic, line_context::LineContext, network::Network, readings, rules};
use bloqr_syntax::{
    Rule as Syntax,
    ast::{Category, Comment},
};

/// Runs the checks of one line.
pub(crate) fn check_rule(
    line: &str,
    rule: &Syntax<'_>,
    network: Option<&Network<'_, '_>>,
    cx: &mut LineContext<'_>,
) {
    rules::unsupported_by_dns::check(line, rule, network, cx);
    match rule {
        _ if !line.is_empty() && cx.is_no_directive() => {
            rules::unknown_directive::check_comment(line, cx)
        }
        Syntax::Invalid(error) => rules::syntax_error::check(line, error, cx),
        Syntax::Network(_) if cx.kind == Kind::Hosts => {
            rules::invalid_host::check_unread(line, cx);
        }
        Syntax::Network(_) => {
            if let Some(network) = network.filter(|_| cx.kind == Kind::Adblock) {
                readings::check_network(network, cx);
            }
        }
        Syntax::Host(rule) => {
            if cx.kind == Kind::Adblock {
                rules::invalid_domain::check_host_line(line, rule, cx);
            }
            rules::invalid_host::check(line, rule, cx);
        }
        // In a hosts file `##` starts a comment.
        Syntax::Cosmetic(rule) if cx.kind != Kind::Hosts => cosmetic::check(line, rule, cx),
        Syntax::PreProcessor(directive) => {
            rules::unknown_directive::check(line, directive, cx);
            rules::unknown_condition::check(directive, cx);
            rules::ignored_directive::check(line, directive, cx);
            if let Some(block) = cx.block() {
                rules::misread_condition::check(block, cx);
                rules::constant_condition::check(block, cx);
                rules::unread_block::check(block, cx);
            }
            if let Some(include) = cx.include(cx.line) {
                rules::unresolved_include::check(line, include, cx);
            }
        }
        Syntax::Hint(hints) => {
            rules::unknown_hint::check(hints, cx);
            rules::duplicate_hint::check(line, hints, cx);
            rules::conflicting_hints::check(hints, cx);
        }
        Syntax::Metadata(metadata) => rules::invalid_metadata::check(metadata, cx),
        Syntax::Comment(comment) if !is_remark(comment) => {
            rules::invalid_metadata::check_comment(comment, cx);
            if cx.kind == Kind::Adblock {
                rules::single_hash::check(comment, cx);
                rules::stray_space::check_comment(line, cx);
            }
        }
        _ => (),
    }
    if cx.excludes && *rule != Syntax::Empty {
        rules::excluded_rule::check(line, cx);
    }
}

/// Whether the comment is written for this linter.
pub(crate) fn is_remark(comment: &Comment<'_>) -> bool {
    comment.text.trim_start().starts_with("bloqr-")
}

pub(crate) fn is_rule(rule: &Syntax<'_>) -> bool {
    !matches!(rule.category(), Category::Empty | Category::Comment)
}
