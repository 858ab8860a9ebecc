//! Rules of proxies and firewalls.

use super::{
    Fit,
    hosts::{is_cidr, is_ip, is_name},
    sample::Sample,
};

/// The first words of rules of Surge, Shadowrocket, Quantumult, Loon and Clash.
#[rustfmt::skip]
const RULES: [&str; 41] = [
    "AND", "DEST-PORT", "DEVICE-NAME", "DOMAIN", "DOMAIN-KEYWORD", "DOMAIN-REGEX", "DOMAIN-SET",
    "DOMAIN-SUFFIX", "DOMAIN-WILDCARD", "DST-PORT", "FINAL", "GEOIP", "GEOSITE", "HOST",
    "HOST-KEYWORD", "HOST-SUFFIX", "HOST-WILDCARD", "IN-PORT", "IN-TYPE", "IP-ASN", "IP-CIDR",
    "IP-CIDR6", "IP-SUFFIX", "IP6-CIDR", "MATCH", "NETWORK", "NOT", "OR", "PROCESS-NAME",
    "PROCESS-PATH", "PROTOCOL", "RULE-SET", "SCRIPT", "SRC-GEOIP", "SRC-IP", "SRC-IP-CIDR",
    "SRC-PORT", "SUB-RULE", "SUBNET", "URL-REGEX", "USER-AGENT",
];

/// `DOMAIN-SUFFIX,ads.example,REJECT`
pub(super) fn is_rule(line: &str) -> bool {
    let Some((name, value)) = line.split_once(',') else { return false };
    // Quantumult writes `host-suffix, ads.example, reject`.
    let name = name.trim().to_ascii_uppercase();
    RULES.contains(&name.as_str()) && !value.trim().is_empty()
}

/// A line of a list or a module of Surge or a similar program.
pub(super) fn surge(line: &str) -> Fit {
    #[rustfmt::skip]
    const SECTIONS: [&str; 14] = [
        "[general]", "[rule]", "[rules]", "[url rewrite]", "[rewrite]", "[header rewrite]",
        "[mitm]", "[script]", "[map local]", "[host]", "[proxy]", "[proxy group]",
        "[rewrite_local]", "[filter_local]",
    ];
    let line = line.strip_prefix("- ").unwrap_or(line).trim_matches(['\'', '"']);
    let lower = line.to_ascii_lowercase();
    match () {
        () if is_rule(line) => Fit::Marks,
        () if SECTIONS.contains(&lower.as_str()) => Fit::Marks,
        () if lower.starts_with("#!name=") || lower.starts_with("#!desc=") => Fit::Marks,
        () if is_rewrite(&lower) => Fit::Marks,
        () if lower.starts_with("hostname = ") || lower.starts_with("hostname=") => Fit::Marks,
        // `skip-proxy = 127.0.0.1`, `payload:`, and names among the rules.
        () if line.contains(" = ") || line == "payload:" || line == "rules:" => Fit::Fits,
        () if is_name(line) || is_cidr(line) => Fit::Fits,
        () => Fit::No,
    }
}

/// `^https?:\/\/ads\.example url reject`, `^https?://ads.example _ reject`
fn is_rewrite(line: &str) -> bool {
    #[rustfmt::skip]
    const ACTIONS: [&str; 11] = [
        "reject", "reject-200", "reject-img", "reject-dict", "reject-array", "reject-tinygif",
        "302", "307", "header", "script-response-body", "url",
    ];
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return false };
    (first.starts_with('^') || first.starts_with("http")) && words.any(|it| ACTIONS.contains(&it))
}

/// `- '+.ads.example'` below `payload:`
pub(super) fn clash(sample: &Sample<'_>) -> Option<String> {
    let payload = sample.lines.iter().position(|it| it.indented().trim_end() == "payload:")?;
    let is_item = |it: &&super::sample::SampleLine<'_>| it.text().starts_with("- ");
    let below = &sample.lines[payload + 1..];
    let content = below.iter().filter(|it| !it.text().starts_with('#')).count();
    let items = below.iter().filter(is_item).count();
    let is_it = items > 0 && items * 10 >= content * 9;
    is_it.then(|| sample.reason(&[payload], "the lines that start a provider of Clash's rules"))
}

/// `full:ads.example`, `regexp:^ads`, `include:other`
pub(super) fn v2ray(line: &str) -> Fit {
    const TYPES: [&str; 7] =
        ["domain:", "full:", "keyword:", "regexp:", "include:", "geosite:", "geoip:"];
    let has_value = |it: &&str| line.strip_prefix(*it).is_some_and(|it| !it.trim().is_empty());
    match () {
        () if TYPES.iter().any(has_value) => Fit::Marks,
        () if is_name(line.split(" @").next().unwrap_or("")) => Fit::Fits,
        () => Fit::No,
    }
}

/// `[outbound_block_list]` above expressions: access lists of Shadowsocks.
pub(super) fn shadowsocks_acl(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const SECTIONS: [&str; 8] = [
        "[outbound_block_list]", "[bypass_all]", "[proxy_all]", "[accept_all]", "[reject_all]",
        "[bypass_list]", "[proxy_list]", "[black_list]",
    ];
    let is_section = |it: &super::sample::SampleLine<'_>| SECTIONS.contains(&it.text());
    let marks: Vec<usize> =
        (0..sample.lines.len()).filter(|it| is_section(&sample.lines[*it])).collect();
    let is_it = marks
        .first()
        .is_some_and(|first| sample.lines[..*first].iter().all(|it| it.text().starts_with('#')));
    is_it.then(|| sample.reason(&marks, "sections of an access list of Shadowsocks"))
}

/// `{ +block{Ads.} }` above `.ads.example/`
pub(super) fn privoxy(line: &str) -> Fit {
    let is_action = line.starts_with('{') && line.ends_with('}') && {
        let inside = line[1..line.len() - 1].trim();
        inside.starts_with(['+', '-'])
            && inside[1..].starts_with(|it: char| it.is_ascii_lowercase())
    };
    match () {
        () if is_action => Fit::Marks,
        () if line.contains([' ', '"', '$', '{', '}']) => Fit::No,
        () => Fit::Fits,
    }
}

/// Internet Explorer's tracking protection: `-d ads.example`, below `msFilterList`
pub(super) fn tracking_protection(line: &str) -> Fit {
    match () {
        () if line == "msFilterList" || line.starts_with(": Expires=") => Fit::Marks,
        () if ["-d ", "+d "].iter().any(|it| line.starts_with(it)) => Fit::Marks,
        () if ["- ", "+ ", ": "].iter().any(|it| line.starts_with(it)) => Fit::Fits,
        () => Fit::No,
    }
}

/// `iptables -A INPUT -s 1.2.3.4 -j DROP`, `add blocklist 1.2.3.0/24`
pub(super) fn firewall(line: &str) -> Fit {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let is_set = matches!(first, "create" | "add")
        && words.clone().any(|it| is_cidr(it) || is_ip(it) || it.starts_with("hash:"));
    let is_table = matches!(first, "iptables" | "ip6tables" | "ipset" | "nft");
    let is_chain = line.starts_with("-A ") && line.contains(" -j ");
    if is_set || is_table || is_chain {
        Fit::Marks
    } else if line == "COMMIT" || line.starts_with(['*', ':']) {
        Fit::Fits
    } else {
        Fit::No
    }
}
