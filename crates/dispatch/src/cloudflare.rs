//! Error pages of Cloudflare itself, and the meaning of their codes.
//! <https://developers.cloudflare.com/support/troubleshooting/http-status-codes/>

use super::Response;

/// The error code of a page that Cloudflare sent instead of the backend's answer.
pub fn code(response: &Response) -> Option<u16> {
    let from_cloudflare = response.header("cf-ray").is_some()
        || response.header("server").is_some_and(|it| it.eq_ignore_ascii_case("cloudflare"));
    if response.status < 400 || is_json(response) {
        return None;
    }
    let head = &response.body[..response.body.len().min(1 << 16)];
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = MARKS.iter().find_map(|mark| number_behind(&text, mark));
    let known = named.filter(|it| from_cloudflare || meaning(*it).is_some());
    let is_edge = (520..=530).contains(&response.status);
    known.or_else(|| is_edge.then_some(response.status))
}

/// The text before the code: in a worker's plain-text error, in titles of pages, in their markup.
const MARKS: [&str; 4] = ["error code:", "cf-error-code\">", "error code ", "error "];

fn number_behind(text: &str, mark: &str) -> Option<u16> {
    text.match_indices(mark).find_map(|(at, _)| {
        let rest = text[at + mark.len()..].trim_start();
        let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let number: u16 = rest[..digits].parse().ok()?;
        ((1000..1300).contains(&number) || (520..=530).contains(&number)).then_some(number)
    })
}

fn is_json(response: &Response) -> bool {
    response.media_type().ends_with("json") && response.json().is_some()
}

/// What happened, and what to do.
pub fn meaning(code: u16) -> Option<(&'static str, &'static str)> {
    Some(match code {
        520 => ("the origin sent an answer that is not valid", LOGS),
        521 => ("the origin refused the connection", ORIGIN),
        522 => ("the origin did not take the connection in time", ORIGIN),
        523 => ("the origin cannot be reached", ORIGIN),
        524 => ("the origin took longer than 100 s to answer", LOGS),
        525 => ("the TLS handshake with the origin failed", ORIGIN),
        526 => ("the origin's certificate is not valid", ORIGIN),
        527 => ("the connection to the origin broke (Railgun)", ORIGIN),
        530 => ("Cloudflare could not reach the origin", ORIGIN),
        1000 => ("the name points to an address that is not allowed", DNS),
        1001 => ("the name cannot be resolved by Cloudflare", DNS),
        1002 => ("the name points to an address that is not allowed", DNS),
        1003 => ("the IP address was requested directly", "use the host name, not its IP address"),
        1004 | 1018 => ("the host is not set up at Cloudflare yet", DNS),
        1006..=1008 => ("this IP address is banned from the site", SECURITY),
        1009 => ("this country is banned from the site", SECURITY),
        1010 => ("the zone bans clients that are not browsers", SECURITY),
        1011 | 1012 => ("the zone denies the access", SECURITY),
        1013 => ("the host name and that of the TLS connection differ", DNS),
        1014 => ("the name is an alias of a name in another account", DNS),
        1015 => ("the zone's own rate limit blocks this IP address", SLOWER),
        1016 => ("the name of the origin cannot be resolved", DNS),
        1020 => ("a firewall rule of the zone blocked the request", SECURITY),
        1025 => ("the zone asks to try again later", "try again in a few minutes"),
        1027 => (
            "the account has used up its requests to Workers for today",
            "wait until 00:00 UTC, or change to a paid plan",
        ),
        1033 => ("the tunnel to the origin is down", ORIGIN),
        1034 => ("the name points to an address that is restricted", DNS),
        1042 => (
            "the worker fetched another worker of the same zone",
            "use a service binding between the two",
        ),
        1101 => ("the worker threw an exception that it did not catch", LOGS),
        1102 => (
            "the worker used more CPU time or memory than allowed",
            "send smaller requests, or raise `limits.cpu_ms` in the wrangler configuration",
        ),
        1103 | 1104 => ("no worker has this name", "deploy it: wrangler deploy"),
        1200 => ("too many connections wait for the cache", "try again in a few minutes"),
        _ => return None,
    })
}

const LOGS: &str = "read the log of the worker: wrangler tail";
const ORIGIN: &str = "check that the origin runs and accepts connections from Cloudflare";
const DNS: &str = "check the DNS records and routes of the zone";
const SECURITY: &str = "let this client through under Security in the zone's dashboard";
const SLOWER: &str = "send fewer requests, or raise the zone's rate limiting rule";
