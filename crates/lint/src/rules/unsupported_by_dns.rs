use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    nearest::nearest,
    network::Network,
    rule::rule,
    rules::invalid_regex,
};
use bloqr_dns::{self as dns, Checked, Difference, Refusal, Suffix, ValueProblem, Verdict};
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
        check_compiler(line, rule, cx);
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
            let audience = by_compiler(line, Audience::refused_by(Targets::DNS));
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

/// Reports what only HostlistCompiler drops.
fn check_compiler(line: &str, rule: &Syntax<'_>, cx: &mut LineContext<'_>) {
    let is_rule = matches!(rule, Syntax::Network(_) | Syntax::Host(_));
    if !is_rule || !cx.targets.intersects(Targets::DNS_HLC) || cx.is_refused_by(Targets::DNS_HLC) {
        return;
    }
    let Checked { verdict, difference, .. } = dns::check(line, dns::Allow::default());
    let reason = match (verdict, difference) {
        // Every hosts file has these names, and no blocker needs them.
        (_, Some(Difference::LoopbackName)) => return,
        (Verdict::Refused(Refusal::LoopbackName), _) => return,
        (Verdict::Refused(why), None) => why.to_string(),
        (Verdict::Taken | Verdict::Rewritten(_), Some(Difference::Underscore)) => {
            "a name has a `_`".to_owned()
        }
        _ => return,
    };
    let message = format_args!("HostlistCompiler drops this line: {reason}");
    let span = Span::new(0, line.len());
    cx.report(&RULE, span, Audience::refused_by(Targets::DNS_HLC), message);
}

/// The same audience, but HostlistCompiler keeps the line if it does.
fn by_compiler(line: &str, audience: Audience) -> Audience {
    let Checked { verdict, difference, .. } = dns::check(line, dns::Allow::default());
    if matches!(verdict, Verdict::Refused(_)) == difference.is_none() {
        audience
    } else {
        audience.and_kept_by(Targets::DNS_HLC)
    }
}

fn check_host(line: &str, rule: &HostRule<'_>, cx: &mut LineContext<'_>) {
    if rule.ip.is_none() {
        only_hosts_lines(Span::new(0, line.len()), cx);
        check_length(line.trim(), Span::new(0, line.len()), cx);
    }
    for name in rule.hostnames.iter().filter(|it| !dns::is_loopback_name(it)) {
        check_suffix(&name, name.span(), cx);
    }
}

/// Reports a pattern that AdGuard's servers find too short.
fn check_length(pattern: &str, span: Span, cx: &mut LineContext<'_>) {
    if pattern.chars().count() < 4 {
        let message = "AdGuard's DNS blockers drop a pattern of fewer than four characters";
        cx.report(&RULE, span, Audience::refused_by(SERVERS), message);
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
        invalid_regex::check_for_dns(&network.rule.pattern, cx);
        return;
    }
    if network.rule.modifiers.is_none() {
        check_length(pattern, span, cx);
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
        check_pattern(network, pattern, span, cx);
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
    if !network.modifiers().any(|it| narrows(&it.0)) && !network.rule.exception {
        check_suffix(name, span, cx);
    }
}

fn check_suffix(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let message = match dns::suffix(name) {
        Suffix::No => return,
        Suffix::Known => format!("this blocks every site under `.{name}`"),
        Suffix::Unknown => format!("`{name}` has only one label, and is no public suffix"),
    };
    let audience = Audience::refused_by(Targets::DNS_HLC)
        .and_ignored_by(Targets::DNS.without(Targets::DNS_HLC));
    cx.report(&RULE, span, audience, message);
}

/// Reports a pattern that the name of a host cannot match.
fn check_pattern(network: &Network<'_, '_>, pattern: &str, span: Span, cx: &mut LineContext<'_>) {
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
        let audience = if odd == ' ' { Audience::refused_by(Targets::DNS) } else { PATTERNS };
        cx.report(&RULE, span, by_compiler(network.line, audience), message);
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
    // `*$denyallow=com|net` blocks all other names.
    if letters == 0 && !network.modifiers().any(|it| narrows(&it.0)) {
        let audience = by_compiler(network.line, PATTERNS);
        cx.report(&RULE, span, audience, "this pattern matches every name");
    }
}

/// Whether a rule with the modifier does not apply to all names that its pattern matches.
fn narrows(modifier: &Modifier<'_>) -> bool {
    dns::modifier(&modifier.name).is_some_and(|it| it.narrows)
}

fn check_modifier(network: &Network<'_, '_>, modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let name: &str = &modifier.name;
    let Some(known) = dns::modifier(name) else {
        let message = format_args!("DNS blockers do not know the modifier `{name}`");
        let audience = Audience::refused_by(Targets::DNS);
        cx.report(&RULE, modifier.name.span(), audience, message)
            .maybe_meant("", name, || nearest(name, dns::MODIFIERS.iter().map(|it| it.name)));
        return;
    };
    if modifier.exception {
        let message = format_args!("`{name}` cannot be negated");
        // HostlistCompiler keeps `~important`.
        let keeping = if known.negatable { Targets::DNS_HLC } else { Targets::NONE };
        let audience = Audience::refused_by(Targets::DNS.without(keeping)).and_ignored_by(keeping);
        cx.report(&RULE, modifier.span, audience, message);
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
    let details = cx.report(&RULE, span, VALUES, Message::Made(&message));
    match problem {
        ValueProblem::RecordType(it) => {
            let upper = it.to_ascii_uppercase();
            details.maybe_meant("", it, || nearest(&upper, dns::record_types()));
        }
        ValueProblem::Tag(it) => {
            details.maybe_meant("", it, || nearest(it, dns::tags()));
        }
        _ => (),
    }
}
