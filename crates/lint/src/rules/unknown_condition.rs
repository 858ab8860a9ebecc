use crate::{Targets, audience::Audience, line_context::LineContext, nearest::nearest, rule::rule};
use bloqr_syntax::ast::{DirectiveParams, Node, PreProcessorComment, Text};

rule! {
    /// A condition of `!#if` that no blocker ever fulfils.
    ///
    /// ```adblock
    /// !#if adguard_ext_crome
    /// !    ^^^^^^^^^^^^^^^^^ no blocker is `adguard_ext_crome`
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// ```adblock
    /// !#if adguard_ext_chromium || ext_ublock
    /// ||ads.example^
    /// !#endif
    /// ```
    "unknown-condition", Warning
}

/// By name. From AdGuard's and uBlock Origin's documentation of `!#if`.
#[rustfmt::skip]
const CONDITIONS: &[&str] = &[
    "adguard", "adguard_app_android", "adguard_app_cli", "adguard_app_ios", "adguard_app_mac",
    "adguard_app_windows", "adguard_ext_android_cb", "adguard_ext_chromium",
    "adguard_ext_chromium_mv3", "adguard_ext_edge", "adguard_ext_firefox", "adguard_ext_opera",
    "adguard_ext_safari", "adguard_ext_thunderbird", "cap_html_filtering", "cap_ipaddress",
    "cap_user_stylesheet", "env_chromium", "env_edge", "env_firefox", "env_legacy", "env_mobile",
    "env_mv3", "env_safari", "ext_abp", "ext_adguard", "ext_devbuild", "ext_ublock", "ext_ubol",
    "false", "true",
];

pub(crate) fn check(directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    if let Some(DirectiveParams::Condition(condition)) = &directive.params {
        for node in condition.nodes() {
            if let Node::Variable(name) = node {
                variable(name, cx);
            }
        }
    }
}

fn variable(name: Text<'_>, cx: &mut LineContext<'_>) {
    if CONDITIONS.binary_search(&name.text).is_ok() {
        return;
    }
    let audience = Audience::ignored_by(Targets::EVERY);
    cx.report(&RULE, name.span(), audience, format_args!("no blocker is `{}`", name.text))
        .maybe_meant(|| nearest(&name, CONDITIONS.iter().copied()));
}
