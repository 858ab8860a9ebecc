use crate::{
    Targets,
    engines::audience,
    last_dollar,
    line_context::{LineContext, Message},
    nearest::nearest,
    network::Network,
    rule::rule,
    rules::{invalid_domain, invalid_regex},
    tables::modifiers::{ModifierRef, Use, Value},
    values::{
        self, CSP_DIRECTIVES, METHODS, PERMISSIONS, Problem, REFERRER_POLICIES, STEALTH_OPTIONS,
    },
};
use bloqr_syntax::{
    ast::{Modifier, Text},
    source::Span,
};

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
    found: ModifierRef,
    usage: &Use,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let required = match usage.value {
        Value::Required => true,
        Value::RequiredToBlock => !network.rule.exception,
        Value::None | Value::Optional => false,
    };
    match &modifier.value {
        Some(value) if usage.value == Value::None => unexpected(modifier, found, value, who, cx),
        None if required => missing(modifier, found, who, cx),
        _ => (),
    }
}

#[cold]
fn unexpected(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    value: &Text<'_>,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let audience = match found.modifier.name() {
        "match-case" => audience!(|it| it.values.unexpected_match_case),
        _ => audience!(|it| it.values.unexpected),
    };
    cx.report(
        &RULE,
        value.span(),
        audience.among(who),
        format_args!("`{}` takes no value", &*modifier.name),
    );
}

#[cold]
fn missing(modifier: &Modifier<'_>, found: ModifierRef, who: Targets, cx: &mut LineContext<'_>) {
    let audience = match found.modifier.name() {
        "ipaddress" => audience!(|it| it.values.missing_ipaddress),
        name if last_dollar::needs_value(name) => audience!(|it| it.values.missing_action),
        _ => audience!(|it| it.values.missing),
    };
    cx.report(
        &RULE,
        modifier.name.span(),
        audience.among(who),
        format_args!("`{}` needs a value", &*modifier.name),
    );
}

/// Checks what the value looks like.
#[inline]
pub(crate) fn check_format(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    value: &Text<'_>,
    cx: &mut LineContext<'_>,
) {
    values::check(found.row, value, &mut |span, problem| report(modifier, span, problem, cx));
}

#[cold]
fn report(modifier: &Modifier<'_>, span: Span, problem: Problem<'_>, cx: &mut LineContext<'_>) {
    match problem {
        Problem::Domain(domain, shape, position) => {
            invalid_domain::report(&domain, shape, position, cx);
        }
        Problem::Regex(why) => {
            invalid_regex::report(span, audience!(|it| it.values.bad_regex), &why, cx);
        }
        Problem::OnlyRegexDomains { when_cut } => only_regexes(span, when_cut, cx),
        Problem::OtherMethods => {
            let audience = audience!(|it| it.values.other_methods);
            let who = audience.refused();
            let message = || format!("{} none of these methods", who.with_verb("knows", "know"));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::SeveralParams => {
            let audience = audience!(|it| it.values.several_params);
            let who = audience.refused();
            let message = || format!("{} one parameter a rule", removes(who));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::OddParam => {
            let audience = audience!(|it| it.values.odd_param);
            let who = audience.refused();
            let message = || format!("{} parameters by name only", removes(who));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::SafetyHeader(name) => {
            let audience = audience!(|it| it.values.safety_header);
            let who = audience.refused();
            let message = || format!("{} {} not remove `{name}`", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::EmptyDomain => {
            let audience = audience!(|it| it.domains.empty);
            cx.report(&RULE, span, audience, "there is no domain here");
        }
        Problem::TwoTildes => {
            let audience = audience!(|it| it.domains.two_tildes);
            cx.report(&RULE, span, audience, "one `~` is enough");
        }
        Problem::NegatedDenyallow => {
            let audience = audience!(|it| it.domains.negated_denyallow);
            cx.report(&RULE, span, audience, "domains of `denyallow` cannot be negated");
        }
        Problem::App(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("`{name}` is no name of an app"));
        }
        Problem::Method("") => {
            let audience = audience!(|it| it.values.unknown_method);
            cx.report(&RULE, span, audience, "there is no method here")
                .maybe_meant(|| nearest("", METHODS.into_iter()));
        }
        Problem::Method(name) => {
            let audience = audience!(|it| it.values.unknown_method);
            cx.report(&RULE, span, audience, format_args!("there is no method `{name}`"))
                .maybe_meant(|| nearest(&name.to_ascii_lowercase(), METHODS.into_iter()));
        }
        Problem::MixedMethods => {
            let audience = audience!(|it| it.values.mixed_methods);
            cx.report(&RULE, span, audience, "either all methods are negated, or none");
        }
        Problem::JsonPath => {
            let audience = audience!(|it| it.values.bad_json_path);
            cx.report(&RULE, span, audience, "`jsonprune` takes a path such as `\\$.data.ads`");
        }
        Problem::UrlSkip => {
            let audience = audience!(|it| it.values.short_urlskip);
            cx.report(&RULE, span, audience, "`urlskip` takes steps like `?url`");
        }
        Problem::Cookie => {
            let audience = audience!(|it| it.values.bad_cookie);
            cx.report(&RULE, span, audience, "`cookie` takes `name;maxAge=seconds;sameSite=lax`");
        }
        Problem::EmptyParamRegex => {
            let audience = audience!(|it| it.values.empty_removeparam_regex);
            cx.report(&RULE, span, audience, "this regular expression is empty");
        }
        Problem::Replacement => {
            let audience = audience!(|it| it.values.bad_replacement);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{}` takes `/what/with/`", &*modifier.name),
            );
        }
        Problem::HeaderName(name) => {
            let audience = audience!(|it| it.values.bad_header);
            cx.report(&RULE, span, audience, format_args!("`{name}` is no header"));
        }
        Problem::EmptyHeaderValue => {
            let audience = audience!(|it| it.values.empty_header_value);
            cx.report(&RULE, span, audience, "nothing follows the `:`");
        }
        Problem::RemovedHeader(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("`{name}` is no header"));
        }
        Problem::StealthOption(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("there is no stealth option `{name}`"))
                .maybe_meant(|| nearest(name, STEALTH_OPTIONS.into_iter()));
        }
        Problem::NoCspDirective => {
            let audience = audience!(|it| it.values.no_csp_directive);
            cx.report(&RULE, span, audience, "there is no CSP directive here");
        }
        Problem::CspReport(name) => {
            let audience = audience!(|it| it.values.csp_report);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{name}` would report on people, and is refused"),
            );
        }
        Problem::CspDirective(name) => {
            let audience = audience!(|it| it.values.unknown_csp_directive);
            cx.report(&RULE, span, audience, format_args!("there is no CSP directive `{name}`"))
                .maybe_meant(|| nearest(&name.to_ascii_lowercase(), CSP_DIRECTIVES.into_iter()));
        }
        Problem::NoOrigins(name) => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(&RULE, span, audience, format_args!("`{name}` needs origins: `{name}=()`"));
        }
        Problem::Permission(name) => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(&RULE, span, audience, format_args!("there is no permission `{name}`"))
                .maybe_meant(|| nearest(name, PERMISSIONS.iter().copied()));
        }
        Problem::Origins => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(
                &RULE,
                span,
                audience,
                "origins are `*`, or in parentheses `self` and addresses in double quotes",
            );
        }
        Problem::ReferrerPolicy(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("there is no referrer policy `{name}`"))
                .maybe_meant(|| nearest(name, REFERRER_POLICIES.into_iter()));
        }
    }
}

fn removes(who: Targets) -> String {
    who.with_verb("removes", "remove")
}

fn only_regexes(span: Span, when_cut: bool, cx: &mut LineContext<'_>) {
    let audience = if when_cut {
        audience!(|it| it.domains.only_regexes)
    } else {
        audience!(|it| it.domains.only_cut_regexes)
    };
    let told = audience.affected() & cx.targets;
    let message =
        || format!("{} no regular expressions for domains", told.with_verb("has", "have"));
    cx.report(&RULE, span, audience, Message::Made(&message));
}
