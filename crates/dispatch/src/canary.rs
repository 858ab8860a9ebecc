//! The test requests: rules of every kind, also invalid ones, so that the answer shows whether the
//! backend did the work.

use serde_json::{Value, json};

use super::Request;
use bloqr_api::{Endpoint, MAX_BODY};

/// One rule of each kind. The first one is different in each run, so that no cache has the answer.
const RULES: [&str; 32] = [
    "! Title: Canary",
    "[Adblock Plus 2.0]",
    "!+ NOT_OPTIMIZED PLATFORM(windows, mac)",
    "!#if (adguard && !adguard_ext_safari)",
    "!#endif",
    "! aglint-disable-next-line",
    "# a comment of a hosts file",
    "||canary.example^",
    "||canary.example^$script,third-party,domain=a.example|~b.a.example",
    "@@||canary.example/allowed/*$document",
    "/canary-[0-9]{1,3}\\.js$/$match-case,image",
    "|https://canary.example/pixel.gif|",
    "-canary-banner.",
    "||кана́рейка.example^$all",
    "127.0.0.1 canary.example tracker.canary.example # local",
    "canary-bare-domain.example",
    "a.example,~b.a.example##.canary > a[href]",
    "##.canary-\u{1f424}",
    "a.example#@#.canary",
    "a.example#?#div:has(> .canary):contains(ad)",
    "a.example#$#.canary { display: none !important; }",
    "a.example#%#//scriptlet('abort-on-property-read', 'canary')",
    "a.example#%#window.canary = false;",
    "a.example$$script[tag-content=\"canary\"]",
    "a.example##+js(set-constant, canary, true)",
    "a.example##.canary:style(opacity: 0)",
    "a.example##^script:has-text(canary)",
    "a.example#$#abort-on-property-read canary",
    // Invalid rules.
    "a.example##",
    "||a^$,",
    "a.example#%#//scriptlet('canary'",
    "!#if (adguard",
];

/// The source of the list to compile. Its text is in the request.
const SOURCE: &str = "https://lists.example.com/canary.txt";

/// The time in the header of that list, so that two answers can be compared.
const DATE: &str = "2026-01-01T00:00:00.000Z";

/// The rules and URLs for `/api/validate-rule`, one in each request.
const SINGLE: [(&str, Option<&str>); 5] = [
    ("||canary.example^$script", Some("https://canary.example/a.js")),
    ("a.example##.canary", None),
    ("/canary-[0-9]+/", Some("https://a.example/canary-7.gif")),
    ("a.example##", None),
    ("127.0.0.1 canary.example", None),
];

/// The host name that only this request has.
pub fn mark(body: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(body, b"canary-")?;
    let len = "canary-".len() + 16;
    let mark = body.get(start..start + len)?;
    mark["canary-".len()..].iter().all(u8::is_ascii_hexdigit).then_some(mark)
}

/// The rules as the text of a source, without directives: a text with an invalid one is not compiled.
fn text(rules: &[String]) -> String {
    let rules = rules.iter().filter(|it| !it.starts_with("!#"));
    rules.map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// The test requests. The same `nonce` makes the same requests.
#[derive(Debug, Clone)]
pub struct Canary {
    rules: Vec<String>,
    nonce: u64,
    /// Whether these are rules of the user.
    is_own: bool,
}

impl Canary {
    /// Our own rules, with a host name that is made from `nonce`, so that no cache has an answer.
    pub fn new(nonce: u64) -> Canary {
        let first = format!("! canary {nonce:016x}");
        let fresh = format!("||canary-{nonce:016x}.example^");
        let rules = [first, fresh].into_iter().chain(RULES.map(str::to_owned));
        Canary { rules: rules.collect(), nonce, is_own: false }
    }

    /// The rules of a list of the user.
    pub fn of_list(rules: Vec<String>, nonce: u64) -> Canary {
        Canary { rules, nonce, is_own: true }
    }

    /// The `n`th request to an endpoint. The requests differ where each has one rule, and where the
    /// backend caches answers.
    pub fn request(&self, endpoint: Endpoint, n: usize) -> Request {
        Request::post(endpoint.path(), self.body(endpoint, n).to_string())
    }

    fn body(&self, endpoint: Endpoint, n: usize) -> Value {
        match endpoint {
            Endpoint::Parse | Endpoint::Validate => json!({ "rules": self.rules }),
            Endpoint::Walk => json!({ "rules": self.rules, "includeContext": true }),
            Endpoint::ValidateRule if self.is_own => {
                let rule = self.rules.get(n % self.rules.len().max(1));
                json!({ "rule": rule.map_or("", String::as_str) })
            }
            Endpoint::Compile => json!({
                "configuration": {
                    // Another name each time, because a cache could answer otherwise.
                    "name": format!("Canary {:016x} {n}", self.nonce),
                    "sources": [{ "name": "Rules", "source": SOURCE, "transformations": ["TrimLines"] }],
                    "transformations": ["RemoveComments", "Deduplicate", "Compress", "Validate"],
                },
                "preFetchedContent": { SOURCE: text(&self.rules) },
                "date": DATE,
                "explain": true,
            }),
            Endpoint::Transform => json!({
                "transformations": ["Deduplicate", "Compress", "Validate", "InsertFinalNewLine"],
                "text": self.rules.join("\n"),
            }),
            Endpoint::Convert => {
                let to = ["adg", "ubo", "abp"][n % 3];
                json!({ "rules": self.rules, "to": to })
            }
            Endpoint::ValidateRule => match SINGLE[n % SINGLE.len()] {
                (rule, Some(url)) => json!({ "rule": rule, "testUrl": url }),
                (rule, None) => json!({ "rule": rule }),
            },
        }
    }

    /// Whether no request is longer than the backend allows.
    pub fn fits(&self) -> bool {
        Endpoint::ALL.into_iter().all(|it| self.request(it, 0).body.len() <= MAX_BODY)
    }
}
