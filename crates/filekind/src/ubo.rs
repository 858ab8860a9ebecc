//! Files of uBlock Origin and uMatrix that are not filter lists.

use super::Fit;

/// Whether it is a name, an IP address or `*`, as in rules of a matrix.
fn is_scope(text: &str) -> bool {
    text == "*"
        || text == "behind-the-scene"
        || text == "file-scheme"
        || (text.contains('.') || text.contains(':') || text == "localhost" || text.len() > 1)
            && text.chars().all(|it| {
                it.is_ascii_alphanumeric()
                    || matches!(it, '.' | '-' | '_' | ':' | '[' | ']')
                    || !it.is_ascii()
            })
}

/// The types of requests in uBlock Origin's dynamic rules.
const DYNAMIC: [&str; 7] =
    ["*", "image", "inline-script", "1p-script", "3p", "3p-script", "3p-frame"];

/// `example.com * 3p-script block`
pub(super) fn dynamic_rule(line: &str) -> Fit {
    let mut words = line.split_whitespace();
    let (Some(from), Some(to), Some(kind), Some(action), None) =
        (words.next(), words.next(), words.next(), words.next(), words.next())
    else {
        return Fit::No;
    };
    let is_rule = is_scope(from)
        && is_scope(to)
        && DYNAMIC.contains(&kind)
        && matches!(action, "block" | "allow" | "noop");
    if is_rule { Fit::Marks } else { Fit::No }
}

/// `no-popups: example.com true`, and rules for URLs: `* https://ads.example/ image block`
fn is_my_rule(line: &str) -> bool {
    #[rustfmt::skip]
    const SWITCHES: [&str; 7] = [
        "no-strict-blocking:", "no-popups:", "no-cosmetic-filtering:", "no-remote-fonts:",
        "no-large-media:", "no-csp-reports:", "no-scripting:",
    ];
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    match words[..] {
        [switch, scope, state] => {
            SWITCHES.contains(&switch)
                && is_scope(scope)
                && matches!(state, "true" | "false" | "on" | "off")
        }
        [from, to, _, action] => {
            is_scope(from) && to.contains("://") && matches!(action, "block" | "allow" | "noop")
        }
        _ => false,
    }
}

/// A rule or a switch in uBlock Origin's pane "My rules".
pub(super) fn my_rule(line: &str) -> Fit {
    if is_my_rule(line) {
        Fit::Marks
    } else if dynamic_rule(line) == Fit::Marks {
        Fit::Fits
    } else {
        Fit::No
    }
}

/// A scope, or what a scope becomes when somebody makes a list from another one by search and
/// replace.
fn is_near_scope(text: &str) -> bool {
    is_scope(text) || text.contains(['.', '*']) && !text.contains(['#', '$'])
}

/// `* 1st-party css allow`, `https-strict: example.com true`
pub(super) fn umatrix_rule(line: &str) -> Fit {
    #[rustfmt::skip]
    const SWITCHES: [&str; 9] = [
        "https-strict:", "matrix-off:", "noscript-spoof:", "referrer-spoof:", "ua-spoof:",
        "no-workers:", "no-mixed-content:", "referrer:", "cname-reveal:",
    ];
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_action = |it: &str| matches!(it, "block" | "allow" | "inherit");
    match words[..] {
        [switch, scope, state] if SWITCHES.contains(&switch) => {
            let is_state = matches!(state, "true" | "false" | "on" | "off");
            if is_scope(scope) && is_state { Fit::Marks } else { Fit::No }
        }
        [from, to, kind, action] => {
            // Any word: authors of lists use words of other products here.
            let is_kind = kind.bytes().all(|it| {
                it.is_ascii_lowercase()
                    || it.is_ascii_digit()
                    || matches!(it, b'*' | b'-' | b',' | b'~')
            });
            if !is_near_scope(from) || !is_near_scope(to) || !is_kind || !is_action(action) {
                return Fit::No;
            }
            // uBlock Origin has these words too.
            let is_shared =
                DYNAMIC.contains(&kind) && to != "1st-party" && !from.ends_with("-party");
            if is_shared && action != "inherit" { Fit::Fits } else { Fit::Marks }
        }
        [from, to, action] if is_scope(from) && is_scope(to) && is_action(action) => Fit::Marks,
        _ => Fit::No,
    }
}

/// uBlock Origin's export of "Trusted sites": `about-scheme`, `example.com`
pub(super) fn trusted_site(line: &str) -> Fit {
    let is_scheme = line.strip_suffix("-scheme").is_some_and(|it| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
    });
    if is_scheme {
        Fit::Marks
    } else if line.contains(' ') || line.contains(['|', '^', '$', '#']) {
        Fit::No
    } else {
        Fit::Fits
    }
}
