//! The values of modifiers of DNS rules.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{is_address, is_hostname};

/// What a modifier does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueProblem<'v> {
    /// A part of the value is missing.
    Missing,
    /// Not a type of DNS records: `dnstype=FOO`.
    RecordType(&'v str),
    /// Not a tag of clients: `ctag=phone`.
    Tag(&'v str),
    /// Not an answer of DNS, an IP address or a name: `dnsrewrite=a b`.
    Answer(&'v str),
    /// Not a response code: `dnsrewrite=NOPE;A;192.0.2.1`.
    Code(&'v str),
    /// It has not three parts: `dnsrewrite=NOERROR;A`.
    Parts,
    /// The data does not fit the type of the record: `dnsrewrite=NOERROR;A;a.example`.
    Data {
        /// The type of the record.
        record: &'v str,
        /// The data.
        data: &'v str,
    },
    /// Not the address, name or network of a client: `client='a`.
    Client(&'v str),
    /// Not a whole domain: `denyallow=*.example`.
    Domain(&'v str),
}

/// Checks the value of a modifier.
///
/// Source: <https://adguard-dns.io/kb/general/dns-filtering-syntax/>, read in November 2026.
///
/// # Errors
///
/// The first problem.
///
/// ```
/// use bloqr_dns::{ValueProblem, check_value};
///
/// assert_eq!(check_value("dnstype", "A|AAAA"), Ok(()));
/// assert_eq!(check_value("dnstype", "FOO"), Err(ValueProblem::RecordType("FOO")));
/// assert_eq!(check_value("dnsrewrite", "NOERROR;A;192.0.2.1"), Ok(()));
/// assert_eq!(check_value("dnsrewrite", "NXDOMAIN;;"), Ok(()));
/// assert_eq!(check_value("dnsrewrite", "ads.example"), Ok(()));
/// let wrong = ValueProblem::Data { record: "A", data: "zzz" };
/// assert_eq!(check_value("dnsrewrite", "NOERROR;A;zzz"), Err(wrong));
/// assert_eq!(check_value("ctag", "~device_phone|~device_pc"), Ok(()));
/// assert_eq!(check_value("client", r"'Frank\'s laptop'|10.0.0.0/8"), Ok(()));
/// assert_eq!(check_value("client", r"phone|'tablet\"), Err(ValueProblem::Client(r"'tablet\")));
/// ```
pub fn check_value<'v>(modifier: &str, value: &'v str) -> Result<(), ValueProblem<'v>> {
    match modifier {
        "dnstype" => list(value.split('|'), is_type, ValueProblem::RecordType),
        "ctag" => list(value.split('|'), |it| TAGS.contains(&it), ValueProblem::Tag),
        "client" => list(value.split(client_ends()), is_client, ValueProblem::Client),
        "denyallow" => value.split('|').try_for_each(|it| match it {
            "" => Err(ValueProblem::Missing),
            it if is_hostname(it) => Ok(()),
            it => Err(ValueProblem::Domain(it)),
        }),
        "dnsrewrite" => rewrite(value),
        _ => Ok(()),
    }
}

/// The tags of clients, for suggestions.
pub fn tags() -> impl Iterator<Item = &'static str> {
    TAGS.iter().copied()
}

/// The types of records, for suggestions.
pub fn record_types() -> impl Iterator<Item = &'static str> {
    TYPES.iter().copied()
}

/// Checks the parts of a list. Each can have a `~`.
fn list<'v>(
    mut parts: impl Iterator<Item = &'v str>,
    is_right: impl Fn(&str) -> bool,
    problem: impl Fn(&'v str) -> ValueProblem<'v>,
) -> Result<(), ValueProblem<'v>> {
    parts.try_for_each(|part| match part.strip_prefix('~').unwrap_or(part) {
        "" => Err(ValueProblem::Missing),
        name if is_right(name) => Ok(()),
        name => Err(problem(name)),
    })
}

fn is_type(record: &str) -> bool {
    TYPES.iter().any(|it| it.eq_ignore_ascii_case(record))
}

/// Whether a client ends at a character: at each `|` without a `\` before it.
fn client_ends() -> impl FnMut(char) -> bool {
    let mut is_escaped = false;
    move |it| {
        let ends = it == '|' && !is_escaped;
        is_escaped = it == '\\' && !is_escaped;
        ends
    }
}

fn is_client(name: &str) -> bool {
    if let Some(quote) = name.chars().next().filter(|it| matches!(it, '\'' | '"')) {
        return name.len() > 2 && name.ends_with(quote) && !name.ends_with(&format!("\\{quote}"));
    }
    match name.split_once('/') {
        Some((address, bits)) => {
            let most = if address.contains(':') { 128 } else { 32 };
            is_address(address) && bits.parse::<u8>().is_ok_and(|it| it <= most)
        }
        None => !name.ends_with(['\'', '"']) || name.contains('\\'),
    }
}

fn rewrite(value: &str) -> Result<(), ValueProblem<'_>> {
    if value.is_empty() {
        return Ok(());
    }
    let parts: Vec<&str> = value.splitn(4, ';').collect();
    match parts[..] {
        [one] => {
            let is_code = !one.bytes().any(|it| it.is_ascii_lowercase()) && CODES.contains(&one);
            if is_code || is_address(one) || is_hostname(one) {
                Ok(())
            } else {
                Err(ValueProblem::Answer(one))
            }
        }
        [code, record, data] => {
            if !CODES.contains(&code) {
                return Err(ValueProblem::Code(code));
            }
            if code != "NOERROR" || record.is_empty() && data.is_empty() {
                return Ok(());
            }
            if !is_type(record) {
                return Err(ValueProblem::RecordType(record));
            }
            if fits(&record.to_ascii_uppercase(), data) {
                Ok(())
            } else {
                Err(ValueProblem::Data { record, data })
            }
        }
        _ => Err(ValueProblem::Parts),
    }
}

/// Whether a record of that type can have the data.
fn fits(record: &str, data: &str) -> bool {
    let words: Vec<&str> = data.split(' ').collect();
    let is_number = |it: &str| it.parse::<u16>().is_ok();
    match record {
        "A" => data.parse::<Ipv4Addr>().is_ok(),
        "AAAA" => data.parse::<Ipv6Addr>().is_ok(),
        "CNAME" | "PTR" => is_hostname(data),
        "MX" => matches!(words[..], [rank, host] if is_number(rank) && is_hostname(host)),
        "SRV" => matches!(words[..], [a, b, port, host]
            if is_number(a) && is_number(b) && is_number(port) && (host == "." || is_hostname(host))),
        "HTTPS" | "SVCB" => matches!(words[..], [rank, host, ..]
            if is_number(rank) && (host == "." || is_hostname(host))),
        _ => true,
    }
}

/// The response codes of DNS that answers can have.
const CODES: &[&str] = &[
    "BADALG",
    "BADCOOKIE",
    "BADKEY",
    "BADMODE",
    "BADNAME",
    "BADSIG",
    "BADTIME",
    "BADTRUNC",
    "BADVERS",
    "FORMERR",
    "NOERROR",
    "NOTAUTH",
    "NOTIMP",
    "NOTZONE",
    "NXDOMAIN",
    "NXRRSET",
    "REFUSED",
    "SERVFAIL",
    "YXDOMAIN",
    "YXRRSET",
];

/// The types of records, by IANA's list.
const TYPES: &[&str] = &[
    "A",
    "AAAA",
    "AFSDB",
    "AMTRELAY",
    "ANY",
    "APL",
    "ATMA",
    "AVC",
    "AXFR",
    "CAA",
    "CDNSKEY",
    "CDS",
    "CERT",
    "CNAME",
    "CSYNC",
    "DHCID",
    "DLV",
    "DNAME",
    "DNSKEY",
    "DS",
    "EID",
    "EUI48",
    "EUI64",
    "GID",
    "GPOS",
    "HINFO",
    "HIP",
    "HTTPS",
    "ISDN",
    "IXFR",
    "KEY",
    "KX",
    "L32",
    "L64",
    "LOC",
    "LP",
    "MAILA",
    "MAILB",
    "MB",
    "MD",
    "MF",
    "MG",
    "MINFO",
    "MR",
    "MX",
    "NAPTR",
    "NID",
    "NIMLOC",
    "NINFO",
    "NS",
    "NSAP-PTR",
    "NSEC",
    "NSEC3",
    "NSEC3PARAM",
    "NULL",
    "NXT",
    "OPENPGPKEY",
    "OPT",
    "PTR",
    "PX",
    "RKEY",
    "RP",
    "RRSIG",
    "RT",
    "SIG",
    "SMIMEA",
    "SOA",
    "SPF",
    "SRV",
    "SSHFP",
    "SVCB",
    "TA",
    "TALINK",
    "TKEY",
    "TLSA",
    "TSIG",
    "TXT",
    "UID",
    "UINFO",
    "UNSPEC",
    "URI",
    "X25",
    "ZONEMD",
];

/// The tags that AdGuard Home has for clients.
const TAGS: &[&str] = &[
    "device_audio",
    "device_camera",
    "device_gameconsole",
    "device_laptop",
    "device_nas",
    "device_other",
    "device_pc",
    "device_phone",
    "device_printer",
    "device_securityalarm",
    "device_tablet",
    "device_tv",
    "os_android",
    "os_ios",
    "os_linux",
    "os_macos",
    "os_other",
    "os_windows",
    "user_admin",
    "user_child",
    "user_regular",
];
