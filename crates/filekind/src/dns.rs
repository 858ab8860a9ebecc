//! Lists and settings of DNS servers.

use super::{
    Fit,
    hosts::{is_hosts_line, is_ip, is_label_text, is_name},
};

fn marks(is_it: bool) -> Fit {
    if is_it { Fit::Marks } else { Fit::No }
}

/// `ads.example CNAME .`, `$TTL 300`, `@ IN SOA localhost. root.localhost. (`
pub(super) fn zone(line: &str) -> Fit {
    const DIRECTIVES: [&str; 4] = ["$TTL", "$ORIGIN", "$INCLUDE", "$GENERATE"];
    let line = line.split(';').next().unwrap_or("").trim();
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    if DIRECTIVES.contains(&first) {
        return Fit::Marks;
    }
    let is_time = |it: &str| {
        let digits = it.trim_end_matches(['s', 'm', 'h', 'd', 'w', 'S', 'M', 'H', 'D', 'W']);
        !digits.is_empty() && it.len() < 12 && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let words: Vec<&str> = line.split_whitespace().take(6).collect();
    // The name, the time and the class can be missing; the type follows those that are there.
    for (n, word) in words.iter().enumerate().take(4) {
        let value = words.get(n + 1).copied().unwrap_or("");
        let upper = word.to_ascii_uppercase();
        let is_record = match upper.as_str() {
            "CNAME" | "DNAME" | "NS" | "PTR" => n > 0 && (value == "." || is_target(value)),
            "SOA" => n > 0 && !value.is_empty(),
            "A" | "AAAA" => n > 0 && is_ip(value),
            "TXT" | "MX" | "SRV" | "CAA" => n > 0 && *word == upper && !value.is_empty(),
            _ => false,
        };
        if is_record {
            return Fit::Marks;
        }
        let is_class = matches!(upper.as_str(), "IN" | "CH");
        if n > 0 && !is_class && !is_time(word) {
            break;
        }
    }
    // The numbers of a start of authority, one on each line.
    let is_number = !words.is_empty() && words.iter().all(|it| is_time(it) || *it == ")");
    if is_number || matches!(line, "(" | ")") { Fit::Fits } else { Fit::No }
}

fn is_target(value: &str) -> bool {
    value == "@"
        || value == "*."
        || value.starts_with("rpz-")
        || is_label_text(value.trim_start_matches("*."))
}

/// `address=/ads.example/0.0.0.0`
pub(super) fn dnsmasq(line: &str) -> Fit {
    #[rustfmt::skip]
    const LISTS: [&str; 7] = [
        "address=/", "server=/", "local=/", "ipset=/", "nftset=/", "rebind-domain-ok=/",
        "rev-server=",
    ];
    #[rustfmt::skip]
    const OPTIONS: [&str; 18] = [
        "server=", "cname=", "host-record=", "addn-hosts=", "conf-file=", "conf-dir=",
        "bogus-nxdomain=", "ignore-address=", "listen-address=", "interface=", "cache-size=",
        "dhcp-range=", "dhcp-host=", "dhcp-option=", "txt-record=", "resolv-file=", "port=",
        "log-facility=",
    ];
    #[rustfmt::skip]
    const FLAGS: [&str; 8] = [
        "domain-needed", "bogus-priv", "no-resolv", "no-hosts", "log-queries", "expand-hosts",
        "no-poll", "strict-order",
    ];
    match () {
        () if LISTS.iter().any(|it| line.starts_with(it)) => Fit::Marks,
        () if OPTIONS.iter().any(|it| line.starts_with(it)) => Fit::Marks,
        () if FLAGS.contains(&line) => Fit::Fits,
        () => Fit::No,
    }
}

/// `address /ads.example/#`, `domain-rules /ads.example/ -a 0.0.0.0`
pub(super) fn smartdns(line: &str) -> Fit {
    #[rustfmt::skip]
    const WORDS: [&str; 7] = [
        "address /", "nameserver /", "domain-rules /", "ipset /", "nftset /", "domain-set ",
        "ip-set ",
    ];
    marks(WORDS.iter().any(|it| line.starts_with(it)))
}

/// `local-zone: "ads.example" always_nxdomain`
pub(super) fn unbound(line: &str) -> Fit {
    #[rustfmt::skip]
    const OPTIONS: [&str; 10] = [
        "local-zone:", "local-data:", "local-data-ptr:", "local-zone-tag:", "forward-addr:",
        "forward-zone:", "stub-zone:", "stub-addr:", "rpz-action-override:",
        "do-not-query-address:",
    ];
    const CLAUSES: [&str; 7] =
        ["server:", "view:", "rpz:", "auth-zone:", "remote-control:", "python:", "zonefile:"];
    if OPTIONS.iter().any(|it| line.starts_with(it)) {
        return Fit::Marks;
    }
    let is_option = line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
    });
    if is_option || CLAUSES.contains(&line) { Fit::Fits } else { Fit::No }
}

/// `zone "ads.example" { type master; file "null.zone"; };`
pub(super) fn bind(line: &str) -> Fit {
    let is_zone =
        line.starts_with("zone \"") && line.contains('{') || line.starts_with("response-policy");
    if is_zone {
        Fit::Marks
    } else if line.ends_with([';', '{', '}']) {
        Fit::Fits
    } else {
        Fit::No
    }
}

/// `/ip dns static add name=ads.example address=0.0.0.0`
pub(super) fn routeros(line: &str) -> Fit {
    let line = line.trim_start_matches(':');
    let is_add = line.starts_with("add ") && line.contains('=');
    let is_menu =
        line.starts_with("/ip ") || line.starts_with("/ipv6 ") || line.starts_with("/system ");
    match () {
        () if is_menu || is_add && (line.contains("address=") || line.contains("regexp=")) => {
            Fit::Marks
        }
        () if is_add || line.starts_with("set ") || line.starts_with("remove ") => Fit::Fits,
        () => Fit::No,
    }
}

/// `(^|\.)ads\.example$`, as Pi-hole matches names.
pub(super) fn pihole_regex(line: &str) -> Fit {
    let regex = line.split(";querytype=").next().unwrap_or("");
    let regex = regex.split(";reply=").next().unwrap_or("").trim_end_matches(";invert");
    let bytes = regex.as_bytes();
    let is_of_names = bytes.iter().all(|it| {
        it.is_ascii_graphic()
            && !matches!(it, b'/' | b'"' | b'\'' | b'<' | b'>' | b'@' | b'&' | b'%' | b'#' | b'~')
    }) && !regex.starts_with(['/', '|', '@', '!'])
        && !regex.contains("||");
    let has_group = regex.contains('(') && regex.contains(')');
    let has_class = regex.contains('[') && regex.contains(']');
    let is_escaped = regex.contains("\\.") || regex.contains("\\d") || regex.contains("\\w");
    let is_anchored = regex.starts_with('^') || regex.ends_with('$') || regex.starts_with("(^");
    let has_repeat = regex.contains(".*") || regex.contains(".+") || regex.contains("*)");
    let is_regex = is_anchored && (has_group || has_class || is_escaped || has_repeat)
        || is_escaped && (has_group || has_class || has_repeat || !regex.contains(['=', ',']))
        || has_group && has_repeat;
    // Only `^` or only `$`: `^ads`, `ads$`.
    let is_short = regex.starts_with('^')
        && is_label_text(regex.trim_start_matches('^').trim_end_matches('$'));
    match () {
        () if is_of_names && is_regex => Fit::Marks,
        () if is_of_names && is_short => Fit::Fits,
        () => Fit::No,
    }
}

/// Expressions with the start of an expression for names, which no rule has.
pub(super) fn pihole_start(line: &str) -> Fit {
    let is_certain = ["^(", "(^|", "(\\.|^)"].iter().any(|it| line.starts_with(it));
    match pihole_regex(line) {
        Fit::Marks if !is_certain => Fit::Fits,
        fit => fit,
    }
}

/// Expressions of Pi-hole, mixed with names, which Pi-hole accepts too.
pub(super) fn pihole_mixed(line: &str) -> Fit {
    match pihole_regex(line) {
        Fit::No if is_name(line) || is_hosts_line(line) => Fit::Fits,
        fit => fit,
    }
}

/// `=ads.example`, `ads.example @work`, `ads.*`: dnscrypt-proxy's blocked names.
pub(super) fn dnscrypt(line: &str) -> Fit {
    let line = line.split('#').next().unwrap_or("").trim();
    let (pattern, schedule) = match line.split_once(" @") {
        Some((pattern, schedule)) => (pattern.trim(), is_label_text(schedule.trim())),
        None => (line, false),
    };
    let exact = pattern.strip_prefix('=');
    let is_pattern = !pattern.is_empty()
        && exact.unwrap_or(pattern).bytes().all(|it| {
            it.is_ascii_alphanumeric()
                || matches!(it, b'.' | b'-' | b'_' | b'*' | b'?' | b'[' | b']')
        });
    match () {
        () if is_pattern && (schedule || exact.is_some_and(is_name)) => Fit::Marks,
        () if is_pattern => Fit::Fits,
        () => Fit::No,
    }
}
