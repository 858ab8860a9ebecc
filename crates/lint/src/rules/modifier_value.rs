use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::{Found, Use, Value},
    values,
};
use bloqr_syntax::ast::{Modifier, Text};

rule! {
    /// The value of a modifier is missing, too much, or not what the modifier takes.
    ///
    /// ```adblock
    /// ||ads.example^$domain
    /// !              ^^^^^^ `domain` needs a value
    /// ||ads.example^$method=fetch
    /// !                     ^^^^^ there is no method `fetch`
    /// ```
    ///
    /// Kinds of requests have none:
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script=yes
    /// !                     ^^^ `script` takes no value
    /// ```
    "modifier-value", Warning, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Checks that there is a value where there has to be one, and none elsewhere.
#[inline]
pub(crate) fn check_presence(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    found: Found,
    how: &Use,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let required = match how.value {
        Value::Required => true,
        Value::RequiredToBlock => !network.rule.exception,
        Value::None | Value::Optional => false,
    };
    match &modifier.value {
        Some(value) if how.value == Value::None => unexpected(modifier, found, value, who, cx),
        None if required => missing(modifier, found, who, cx),
        _ => (),
    }
}

#[cold]
fn unexpected(
    modifier: &Modifier<'_>,
    found: Found,
    value: &Text<'_>,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    // uBO asks only that the pattern is a regular expression.
    let lenient = match found.modifier.name() {
        "match-case" => Targets::BRAVE | Targets::UBO,
        _ => Targets::BRAVE,
    };
    let strict = !lenient;
    cx.report(
        &RULE,
        value.span(),
        Audience::refused_by(who & strict).and_ignored_by(who & !strict),
        format_args!("`{}` takes no value", &*modifier.name),
    );
}

#[cold]
fn missing(modifier: &Modifier<'_>, found: Found, who: Targets, cx: &mut LineContext<'_>) {
    // Brave takes it for an empty one, but where it could do nothing with that.
    let lenient = match found.modifier.name() {
        "method" | "redirect" | "redirect-rule" | "removeparam" | "rewrite" => Targets::NONE,
        // No address is looked at then, and uBO keeps the rule.
        "ipaddress" => Targets::UBO,
        _ => Targets::BRAVE,
    };
    cx.report(
        &RULE,
        modifier.name.span(),
        Audience::refused_by(who & !lenient).and_ignored_by(who & lenient),
        format_args!("`{}` needs a value", &*modifier.name),
    );
}

#[inline]
pub(crate) fn check_format(
    modifier: &Modifier<'_>,
    found: Found,
    value: &Text<'_>,
    cx: &mut LineContext<'_>,
) {
    values::check(modifier, found.row, value, cx);
}
