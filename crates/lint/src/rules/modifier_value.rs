use crate::{
    Targets,
    audience::Audience,
    engines::{audience, who},
    last_dollar,
    line_context::{LineContext, Message},
    nearest::nearest,
    network::Network,
    rule::rule,
    rules::{
        duplicate_domain::{self, Item},
        invalid_domain, invalid_regex, slow_regex,
    },
    tables::{
        modifiers::{ModifierRef, Use, Value, row},
        values::{CSP_DIRECTIVES, METHODS, PERMISSIONS, REFERRER_POLICIES, STEALTH_OPTIONS},
    },
    values::{self, Problem},
};
use bloqr_syntax::{
    ast::{Modifier, Text},
    source::Span,
};

rule! {
    /// The value of a modifier is missing, not allowed, or not one that the modifier accepts.
    ///
    /// ```adblock
    /// ||ads.example^$domain
    /// !              ^^^^^^ `domain` needs a value
    /// ||ads.example^$method=fetch
    /// !                     ^^^^^ unknown method `fetch`
    /// ```
    ///
    /// Kinds of requests have no value:
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script=yes
    /// !                     ^^^ `script` takes no value
    /// ```
    "modifier-value", Warning, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Whether these blockers need a value that is missing, or accept none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Right,
    Missing,
    Unexpected,
}

#[inline]
pub(crate) fn presence(modifier: &Modifier<'_>, usage: &Use, is_exception: bool) -> Presence {
    match (&modifier.value, usage.value) {
        (Some(_), Value::None) => Presence::Unexpected,
        (None, Value::Required) => Presence::Missing,
        (None, Value::RequiredToBlock) if !is_exception => Presence::Missing,
        _ => Presence::Right,
    }
}

/// Reports a value if `who` accept none.
#[cold]
pub(crate) fn unexpected(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let Some(value) = &modifier.value else { return };
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

/// Reports a missing value if `who` need one.
#[cold]
pub(crate) fn missing(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let audience = match found.modifier.name() {
        "ipaddress" => audience!(|it| it.values.missing_ipaddress),
        "replace" => audience!(|it| it.values.missing_replacement),
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

/// Reports `domain=`. Only some blockers read it as a modifier.
#[cold]
pub(crate) fn report_empty(modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let audience = Audience::refused_by(Targets::EVERY);
    let message = format_args!("`{}` needs a value after the `=`", &*modifier.name);
    cx.report(&RULE, modifier.name.span(), audience, message);
}

/// Checks the form of the value.
#[inline]
pub(crate) fn check_format(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    found: ModifierRef,
    value: &Text<'_>,
    cx: &mut LineContext<'_>,
) {
    if value.contains("\\,") {
        report_comma(modifier, value, cx);
    }
    if memchr::memchr(b'|', value.as_bytes()).is_some() {
        check_domains(network.line, found, value, cx);
    }
    if found.row == const { row("rewrite") } {
        check_rewrite(network, modifier, cx);
    }
    values::check(found.row, value, &mut |span, problem| {
        report(network, modifier, span, problem, cx);
    });
}

/// Reports an escaped comma that some blockers do not read as escaped.
#[cold]
fn report_comma(modifier: &Modifier<'_>, value: &Text<'_>, cx: &mut LineContext<'_>) {
    let at = value.span().start as usize + value.find("\\,").unwrap_or(0);
    let who = last_dollar::READERS;
    let message = || {
        format!("{} the value of `{}` at each `,`", who.with_verb("ends", "end"), &*modifier.name)
    };
    let span = Span::new(at, at + 2);
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
}

/// Looks for domains that occur twice.
fn check_domains(line: &str, found: ModifierRef, value: &Text<'_>, cx: &mut LineContext<'_>) {
    const DOMAIN: u8 = row("domain");
    const TO: u8 = row("to");
    const TOP: u8 = row("top");
    const DENYALLOW: u8 = row("denyallow");
    if !matches!(found.row, DOMAIN | TO | TOP | DENYALLOW) || value.contains('/') {
        return;
    }
    let (text, mut at) = (value.text, value.start as usize);
    let items = text.split('|').map(move |part| {
        let start = at;
        at += part.len() + 1;
        let name = part.strip_prefix('~').unwrap_or(part);
        let span = Span::new(start, start + part.len());
        Item { name, span, is_negated: name.len() < part.len() }
    });
    duplicate_domain::check(line, items.filter(|it| !it.name.is_empty()), cx);
}

/// Reports a `rewrite` that could apply everywhere.
#[cold]
fn check_rewrite(network: &Network<'_, '_>, modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let pattern: &str = network.rule.pattern.text;
    let is_for_domains = network.has(const { row("domain") });
    let is_first_party = || {
        let third = network.modifier(const { row("third-party") });
        third.is_some_and(|it| it.exception) || network.has(const { row("first-party") })
    };
    let is_closed = if pattern.starts_with("||") {
        is_for_domains || is_first_party()
    } else {
        pattern.starts_with('*') && is_for_domains
    };
    if network.rule.exception || is_closed {
        return;
    }
    let audience = audience!(|it| it.values.open_rewrite);
    let who = audience.refused();
    let message = || {
        let accepts = who.with_verb("accepts", "accept");
        format!(
            "{accepts} `rewrite` only with `domain=` and a pattern that starts with `||` or `*`"
        )
    };
    cx.report(&RULE, modifier.name.span(), audience, Message::Made(&message));
}

/// Blockers that do not check an action in a rule that does not perform it.
fn passing_over_idle(network: &Network<'_, '_>) -> Targets {
    if network.rule.exception || network.has(const { row("badfilter") }) {
        who!(|it| !it.network.checks_idle_values)
    } else {
        Targets::NONE
    }
}

#[cold]
fn report(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    span: Span,
    problem: Problem<'_>,
    cx: &mut LineContext<'_>,
) {
    let passing = passing_over_idle(network);
    match problem {
        Problem::Domain(domain, shape, position) => {
            invalid_domain::report(&domain, shape, position, cx);
        }
        Problem::Regex { why, is_late } => {
            let audience = if is_late {
                audience!(|it| it.values.bad_late_regex)
            } else {
                audience!(|it| it.values.bad_regex).and_kept_by(passing)
            };
            invalid_regex::report(span, audience, &why, cx);
        }
        Problem::OnlyRegexDomains { when_cut } => only_regexes(span, when_cut, cx),
        Problem::OtherMethods => {
            let audience = audience!(|it| it.values.other_methods);
            let who = audience.refused();
            let message =
                || format!("{} none of these methods", who.with_verb("supports", "support"));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::SeveralParams => {
            let audience = audience!(|it| it.values.several_params);
            let who = audience.affected() & cx.targets;
            let message =
                || format!("{} only one parameter per rule: write one for each", removes(who));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::ParamStart => {
            let audience = audience!(|it| it.values.param_start);
            let who = audience.refused() & cx.targets;
            let message =
                || format!("{} only one parameter per rule: write one for each", removes(who));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::ParamFlags => {
            let audience = audience!(|it| it.values.param_flags);
            let who = audience.affected() & cx.targets;
            let message = || format!("{} only the flag `i` here", who.with_verb("knows", "know"));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::ParamWildcard(name) => {
            let audience = audience!(|it| it.values.param_wildcard);
            // In any other place, it is not clear which parameters are meant.
            let is_plain =
                |it: &&str| it.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'));
            let start = name.strip_suffix('*').filter(|it| !it.is_empty()).filter(is_plain);
            let message = || match start {
                Some(start) => format!("`removeparam` has no wildcards: write `/^{start}/`"),
                None => "`removeparam` has no wildcards: write a regular expression".to_owned(),
            };
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::IpAddress => {
            let audience = audience!(|it| it.values.odd_ipaddress);
            let message = "`ipaddress` takes one address, its start with a `*`, `/regex/`, `lan` or `loopback`";
            cx.report(&RULE, span, audience, message);
        }
        Problem::SlowRegex => slow_regex::report(span, cx),
        Problem::OddParam => {
            let audience = audience!(|it| it.values.odd_param);
            let who = audience.refused();
            let message = || format!("{} parameters only by name", removes(who));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::SafetyHeader(name) => {
            let audience = audience!(|it| it.values.safety_header);
            let who = audience.affected();
            let message = || format!("{} {} not remove `{name}`", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::EmptyDomain => {
            let audience = audience!(|it| it.domains.empty);
            cx.report(&RULE, span, audience, "a domain is missing here");
        }
        Problem::TwoTildes { in_to } => {
            let audience = if in_to {
                audience!(|it| it.domains.two_tildes_in_to)
            } else {
                audience!(|it| it.domains.two_tildes)
            };
            cx.report(&RULE, span, audience, "one `~` is enough");
        }
        Problem::NegatedDenyallow => {
            let audience = audience!(|it| it.domains.negated_denyallow);
            cx.report(&RULE, span, audience, "domains of `denyallow` cannot be negated");
        }
        Problem::App(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("`{name}` is not the name of an app"));
        }
        Problem::Method("") => {
            let audience = audience!(|it| it.values.unknown_method);
            cx.report(&RULE, span, audience, "a method is missing here");
        }
        Problem::Method(name) => {
            let audience = audience!(|it| it.values.unknown_method);
            cx.report(&RULE, span, audience, format_args!("unknown method `{name}`")).maybe_meant(
                "",
                name,
                || nearest(&name.to_ascii_lowercase(), METHODS.names()),
            );
        }
        Problem::MixedMethods => {
            let audience = audience!(|it| it.values.mixed_methods);
            cx.report(&RULE, span, audience, "negate all methods, or none of them");
        }
        Problem::JsonPath => {
            let audience = audience!(|it| it.values.bad_json_path);
            cx.report(&RULE, span, audience, "`jsonprune` takes a path such as `\\$.data.ads`");
        }
        Problem::UrlSkip => {
            let audience = audience!(|it| it.values.short_urlskip).and_kept_by(passing);
            cx.report(&RULE, span, audience, "`urlskip` takes steps like `?url`");
        }
        Problem::CookieOption(name) => {
            let audience = audience!(|it| it.values.unknown_cookie_option);
            cx.report(&RULE, span, audience, format_args!("`cookie` has no option `{name}`"))
                .help("use `maxAge=seconds` or `sameSite=lax`");
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
            let audience = audience!(|it| it.values.bad_replacement).and_kept_by(passing);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{}` takes `/what/with/`", &*modifier.name),
            );
        }
        Problem::HalfReplacement => {
            let audience = audience!(|it| it.values.half_replacement).and_kept_by(passing);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{}` takes `/what/with/`", &*modifier.name),
            );
        }
        Problem::JsonReplacement { is_path: true } => {
            let audience = audience!(|it| it.values.json_replacement);
            let who = audience.refused();
            let message =
                || format!("{} {} not support paths in `replace`", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::JsonReplacement { is_path: false } => {
            let message = "a path such as `.ads` or `..[?.type==\"ad\"]` must follow the `:`";
            let audience = Audience::refused_by(Targets::EVERY).and_kept_by(passing);
            cx.report(&RULE, span, audience, message);
        }
        Problem::HeaderName(name) => {
            let audience = audience!(|it| it.values.bad_header);
            cx.report(&RULE, span, audience, format_args!("`{name}` is not the name of a header"));
        }
        Problem::NamelessHeader => {
            let audience = audience!(|it| it.values.nameless_header);
            cx.report(&RULE, span, audience, "the name of a header must be before the `=`");
        }
        Problem::AddedHeader => {
            let audience = audience!(|it| it.values.bad_added_header);
            let message = "write the name of a header, a `:` and a value: `x-name:value`";
            cx.report(&RULE, span, audience, message);
        }
        Problem::AddedHeaderName(name) => {
            let audience = audience!(|it| it.values.bad_added_header);
            let message = format_args!(
                "a rule cannot add the header `{name}`: only `set-cookie` and names that start with `x-`"
            );
            cx.report(&RULE, span, audience, message);
        }
        Problem::EmptyHeaderValue => {
            let audience = audience!(|it| it.values.empty_header_value);
            cx.report(&RULE, span, audience, "nothing follows the `:`");
        }
        Problem::RemovedHeader(name) => {
            let audience = audience!(|it| it.values.bad_removed_header);
            cx.report(&RULE, span, audience, format_args!("`{name}` is not the name of a header"));
        }
        Problem::StealthOption(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("unknown stealth option `{name}`"))
                .maybe_meant("", name, || nearest(name, STEALTH_OPTIONS.names()));
        }
        Problem::NoCspDirective => {
            let audience = audience!(|it| it.values.no_csp_directive);
            cx.report(&RULE, span, audience, "a CSP directive is missing here");
        }
        Problem::CspReport(name) => {
            let audience = audience!(|it| it.values.csp_report);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{name}` is refused: it could report what people visit"),
            );
        }
        Problem::CspOfPage(name) => {
            let audience = audience!(|it| it.values.csp_of_page);
            let who = audience.refused();
            let message = || format!("{} {} not accept `{name}` in `csp`", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
            if !CSP_DIRECTIVES.names().any(|it| it.eq_ignore_ascii_case(name)) {
                let audience = audience!(|it| it.values.unknown_csp_directive);
                cx.report(&RULE, span, audience, format_args!("unknown CSP directive `{name}`"));
            }
        }
        Problem::RegexOfHeader => {
            let audience = audience!(|it| it.values.regex_of_header);
            let who = audience.refused();
            let message =
                || format!("{} {} not support regular expressions here", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::ReportInCsp => {
            let audience = audience!(|it| it.values.report_in_csp);
            let who = audience.refused();
            let message =
                || format!("{} {} not accept `report-` in `csp`", who.named(), who.does());
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Problem::CspDirective(name) => {
            let audience = audience!(|it| it.values.unknown_csp_directive);
            cx.report(&RULE, span, audience, format_args!("unknown CSP directive `{name}`"))
                .maybe_meant("", name, || {
                    nearest(&name.to_ascii_lowercase(), CSP_DIRECTIVES.names())
                });
        }
        Problem::NoOrigins(name) => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(&RULE, span, audience, format_args!("`{name}` needs origins: `{name}=()`"));
        }
        Problem::Permission(name) => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(&RULE, span, audience, format_args!("unknown permission `{name}`"))
                .maybe_meant("", name, || nearest(name, PERMISSIONS.names()));
        }
        Problem::Origins => {
            let audience = audience!(|it| it.values.bad_permissions);
            cx.report(
                &RULE,
                span,
                audience,
                "write origins as `*`, or in parentheses: `self`, and URLs in double quotes",
            );
        }
        Problem::PermissionsReport => {
            let audience = audience!(|it| it.values.permissions_report);
            let message = "`report-to` is refused: it could report what people visit";
            cx.report(&RULE, span, audience, message);
        }
        Problem::ReferrerPolicy(name) => {
            let audience = audience!(|it| it.values.unknown_name);
            cx.report(&RULE, span, audience, format_args!("unknown referrer policy `{name}`"))
                .maybe_meant("", name, || nearest(name, REFERRER_POLICIES.names()));
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
    let affected = audience.affected() & cx.targets;
    let message = || {
        format!(
            "{} {} not support regular expressions for domains",
            affected.named(),
            affected.does()
        )
    };
    cx.report(&RULE, span, audience, Message::Made(&message));
}
