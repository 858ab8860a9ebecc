use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    nearest::nearest,
    network::Network,
    rule::rule,
};
use bloqr_dns::{self as dns, Suffix, ValueProblem};
use bloqr_syntax::{
    Rule as Syntax,
    ast::{HostRule, Modifier},
    source::Span,
};

rule! {
    /// A rule that DNS blockers do not support.
    ///
    /// Only with `--target dns`. DNS blockers see the name of a host, and nothing else: no path, no
    /// kind of request, no page.
    ///
    /// ```adblock bloqr-target:dns
    /// ||ads.example^$script
    /// !              ^^^^^^ DNS blockers do not know the modifier `script`
    /// ||ads.example/banner.js
    /// !            ^ DNS blockers see only the name of a host: no name has a `/`
    /// site.example##.banner
    /// !           ^^ DNS filtering has no cosmetic rules
    /// ||ads.example^$dnstype=AAAAA
    /// !                      ^^^^^ `AAAAA` is not a type of DNS records
    /// ```
    ///
    /// ```adblock bloqr-target:dns
    /// ||ads.example^$important
    /// ||ads.example^$dnstype=AAAA
    /// 0.0.0.0 ads.example
    /// ```
    "unsupported-by-dns", Warning
}

/// AdGuard Home and AdGuard DNS.
const SERVERS: Targets = Targets::DNS_ADG_HOME.union(Targets::DNS_ADG_CLOUD);
/// Those that do not read modifiers.
const PLAIN: Targets = Targets::DNS_PIHOLE.union(Targets::DNS_HOSTS);
/// HostlistCompiler does not check values; the servers drop the rule.
const VALUES: Audience =
    Audience::refused_by(SERVERS.union(PLAIN)).and_ignored_by(Targets::DNS_HLC);
/// The servers keep a pattern that no name matches; others drop it.
const PATTERNS: Audience =
    Audience::refused_by(PLAIN.union(Targets::DNS_HLC)).and_ignored_by(SERVERS);

/// What a name that no host can have means to DNS blockers.
pub(crate) const fn and_no_host(audience: Audience) -> Audience {
    audience
        .and_ignored_by(SERVERS.union(Targets::DNS_HOSTS))
        .and_refused_by(Targets::DNS_HLC.union(Targets::DNS_PIHOLE))
}

/// Checks a line for DNS blockers, if they are targets.
#[inline]
pub(crate) fn check(
    line: &str,
    rule: &Syntax<'_>,
    network: Option<&Network<'_, '_>>,
    cx: &mut LineContext<'_>,
) {
    if cx.targets.intersects(Targets::DNS) {
        check_line(line, rule, network, cx);
    }
}

#[cold]
fn check_line(
    line: &str,
    rule: &Syntax<'_>,
    network: Option<&Network<'_, '_>>,
    cx: &mut LineContext<'_>,
) {
    match (rule, network) {
        (Syntax::Cosmetic(rule), _) if cx.kind != crate::Kind::Hosts => {
            let message = || format!("{} no cosmetic rules", Targets::DNS.with_verb("has", "have"));
            let audience = Audience::refused_by(Targets::DNS);
            cx.report(&RULE, rule.separator_span(), audience, Message::Made(&message));
        }
        (Syntax::Network(_), Some(network)) if dns::Hosts::read(line.trim()).is_none() => {
            check_network(network, cx);
        }
        (Syntax::Host(rule), _) => check_host(line, rule, cx),
        (Syntax::Invalid(_), _) if !line.trim_start().starts_with(['!', '#', '[']) => {
            let audience = Audience::refused_by(Targets::DNS);
            cx.report(
                &RULE,
                Span::new(0, line.len()),
                audience,
                "DNS blockers cannot read this line",
            );
        }
        _ => (),
    }
}

fn check_host(line: &str, rule: &HostRule<'_>, cx: &mut LineContext<'_>) {
    if rule.ip.is_none() {
        only_hosts_lines(Span::new(0, line.len()), cx);
    }
    for name in rule.hostnames.iter() {
        check_suffix(&name, name.span(), cx);
    }
}

fn only_hosts_lines(span: Span, cx: &mut LineContext<'_>) {
    let message = "a hosts file has only lines such as `0.0.0.0 ads.example`";
    cx.report(&RULE, span, Audience::refused_by(Targets::DNS_HOSTS), message);
}

fn check_network(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let pattern: &str = network.rule.pattern.text;
    let span = network.rule.pattern.span();
    only_hosts_lines(Span::new(0, network.line.len()), cx);
    for (modifier, _) in network.modifiers() {
        check_modifier(network, &modifier, cx);
    }
    if network.is_regex() {
        not_for_pihole(span, cx);
        return;
    }
    let host = pattern.strip_prefix("||");
    let name = host.and_then(|it| it.strip_suffix('^'));
    let is_plain = match name {
        Some(name) => dns::is_hostname(name),
        None => !network.rule.exception && dns::is_plain_domain(pattern),
    };
    if !is_plain || network.rule.modifiers.is_some() {
        not_for_pihole(span, cx);
    }
    if let Some(name) = name.filter(|it| dns::is_hostname(it)) {
        check_name(network, name, cx);
    } else if !is_plain {
        check_pattern(pattern, span, cx);
    }
}

fn not_for_pihole(span: Span, cx: &mut LineContext<'_>) {
    let message = "Pi-hole reads only names, `||name^`, `@@||name^` and lines of hosts files";
    cx.report(&RULE, span, Audience::refused_by(Targets::DNS_PIHOLE), message);
}

/// Checks a name after `||`.
fn check_name(network: &Network<'_, '_>, name: &str, cx: &mut LineContext<'_>) {
    let start = network.rule.pattern.start as usize + 2;
    let span = Span::new(start, start + name.len());
    if dns::is_ipv4(name) {
        let message =
            "HostlistCompiler drops rules for addresses, unless `ValidateAllowIp` is used";
        cx.report(&RULE, span, Audience::refused_by(Targets::DNS_HLC), message);
        return;
    }
    let narrows = |it: &Modifier<'_>| dns::modifier(&it.name).is_some_and(|it| it.narrows);
    if !network.modifiers().any(|it| narrows(&it.0)) && !network.rule.exception {
        check_suffix(name, span, cx);
    }
}

fn check_suffix(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let message = match dns::suffix(name) {
        Suffix::No => return,
        _ if dns::is_loopback_name(name) => return,
        Suffix::Known => format!("this blocks every site under `.{name}`"),
        Suffix::Unknown => format!("`{name}` has only one label, and is no public suffix"),
    };
    let audience = Audience::refused_by(Targets::DNS_HLC)
        .and_ignored_by(Targets::DNS.without(Targets::DNS_HLC));
    cx.report(&RULE, span, audience, message);
}

/// Reports a pattern that the name of a host cannot match.
fn check_pattern(pattern: &str, span: Span, cx: &mut LineContext<'_>) {
    let start = span.start as usize;
    let marks = pattern.bytes().take_while(|it| *it == b'|').count();
    let scheme = pattern.find("://").map(|it| it + 3);
    let from = scheme.unwrap_or(marks);
    if let Some(end) = scheme.filter(|it| *it > marks + 3) {
        let message = "DNS blockers see only the name of a host: write `||`";
        cx.report(&RULE, Span::new(start, start + end), PATTERNS, message);
        return;
    }
    let is_known =
        |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.' | '*' | '|' | '^');
    if let Some((at, odd)) = pattern[from..].char_indices().find(|it| !is_known(it.1)) {
        let at = start + from + at;
        let span = Span::new(at, at + odd.len_utf8());
        let message = match odd {
            ':' => "DNS blockers do not see the port".to_owned(),
            it if it.is_ascii() => {
                format!("DNS blockers see only the name of a host: no name has a `{it}`")
            }
            _ => "DNS blockers read names in Punycode: `xn--…`".to_owned(),
        };
        cx.report(&RULE, span, PATTERNS, message);
        return;
    }
    if let Some(at) = pattern.find('^')
        && !matches!(&pattern[at + 1..], "" | "|" | "*")
    {
        let span = Span::new(start + at + 1, start + pattern.len());
        cx.report(&RULE, span, PATTERNS, "nothing follows the name of a host");
        return;
    }
    let letters = pattern.bytes().filter(u8::is_ascii_alphanumeric).count();
    if letters == 0 {
        let audience = Audience::refused_by(Targets::DNS);
        cx.report(&RULE, span, audience, "this pattern matches every name");
    } else if let Some(refusal) = refused(pattern) {
        let message = format_args!("HostlistCompiler drops this pattern: {refusal}");
        cx.report(&RULE, span, Audience::refused_by(Targets::DNS_HLC), message);
    }
}

/// Why HostlistCompiler drops the pattern.
fn refused(pattern: &str) -> Option<dns::Refusal> {
    match dns::check(pattern, dns::Allow::default()).verdict {
        dns::Verdict::Refused(why) => Some(why),
        _ => None,
    }
}

fn check_modifier(network: &Network<'_, '_>, modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let name: &str = &modifier.name;
    let Some(known) = dns::modifier(name) else {
        let message = format_args!("DNS blockers do not know the modifier `{name}`");
        let audience = Audience::refused_by(Targets::DNS);
        cx.report(&RULE, modifier.name.span(), audience, message)
            .maybe_meant(|| nearest(name, dns::MODIFIERS.iter().map(|it| it.name)));
        return;
    };
    if modifier.exception && !known.negatable {
        let message = format_args!("`{name}` cannot be negated");
        cx.report(&RULE, modifier.span, Audience::refused_by(Targets::DNS), message);
    }
    let is_missing = match known.value {
        dns::Value::None => false,
        dns::Value::Optional => !network.rule.exception,
        dns::Value::Required => true,
    };
    let Some(value) = &modifier.value else {
        if is_missing {
            let message = format_args!("`{name}` needs a value");
            cx.report(&RULE, modifier.name.span(), VALUES, message);
        }
        return;
    };
    if known.value == dns::Value::None {
        cx.report(&RULE, value.span(), VALUES, format_args!("`{name}` takes no value"));
    } else if let Err(problem) = dns::check_value(name, value.text) {
        report_value(&problem, value.span(), cx);
    }
}

fn report_value(problem: &ValueProblem<'_>, span: Span, cx: &mut LineContext<'_>) {
    let message = || match problem {
        ValueProblem::Missing => "a part of this list is missing".to_owned(),
        ValueProblem::RecordType(it) => format!("`{it}` is not a type of DNS records"),
        ValueProblem::Tag(it) => format!("there is no tag `{it}` for clients"),
        ValueProblem::Answer(it) => {
            format!("`{it}` is not an answer: write an address, a name, or `NXDOMAIN`")
        }
        ValueProblem::Code(it) => format!("`{it}` is not a response code of DNS"),
        ValueProblem::Parts => "write three parts: `NOERROR;A;192.0.2.1`".to_owned(),
        ValueProblem::Data { record, data } => {
            format!("a record of type `{record}` cannot have the data `{data}`")
        }
        ValueProblem::Client(it) => format!("`{it}` is not the name or address of a client"),
        ValueProblem::Domain(it) => format!("only whole domains are allowed here, not `{it}`"),
    };
    cx.report(&RULE, span, VALUES, Message::Made(&message)).maybe_meant(|| match problem {
        ValueProblem::RecordType(it) => nearest(it, dns::record_types()),
        ValueProblem::Tag(it) => nearest(it, dns::tags()),
        _ => None,
    });
}
