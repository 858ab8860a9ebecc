//! A transform that is to run: its source, the list, and what goes into the isolate.

use std::fmt::Write;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{Kind, Refusal, limits};
use bloqr_syntax::{
    self as syntax,
    source::{Line, lines},
};
use bloqr_wire::{Json, Options, ast};

/// A transform, the list for it, and its data. All are within the limits.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    pub(crate) source: &'a str,
    pub(crate) text: &'a str,
    data: &'a [(String, String)],
}

/// The name of the user's module in the isolate, which exceptions tell.
pub(crate) const USER: &str = "user.js";

const GLUE: &str = include_str!("../js/glue.js");
const PRELUDE: &str = include_str!("../js/prelude.js");

/// What the platform offers changes with this date, and so may the result of a transform.
const COMPATIBILITY_DATE: &str = "2026-11-01";

/// No modules of Node.js, which have a disk of their own, and no `exports` of `cloudflare:workers`, by
/// which an isolate can call itself without end.
const COMPATIBILITY_FLAGS: [&str; 3] =
    ["no_nodejs_compat", "no_nodejs_compat_v2", "disallow_importable_env"];

impl<'a> Job<'a> {
    /// A transform for a list. `data` are texts by name, for `info.data`.
    ///
    /// # Errors
    ///
    /// Something is longer than its limit.
    pub fn new(
        source: &'a str,
        text: &'a str,
        data: &'a [(String, String)],
    ) -> Result<Job<'a>, Refusal> {
        let data_len = data.iter().map(|(name, text)| name.len() + text.len()).sum();
        let parts = [
            ("the source", source.len(), limits::SOURCE),
            ("the list", text.len(), limits::LIST),
            ("the data", data_len, limits::DATA),
        ];
        for (part, len, most) in parts {
            if len > most {
                let most = most >> 10;
                let detail = format!("{part} has {len} bytes, and at most {most} KiB are allowed");
                return Err(Refusal::new(Kind::TooLarge, detail));
            }
        }
        Ok(Job { source, text, data })
    }

    /// The argument of `LOADER.load()`, as JSON. The isolate has no bindings and no network.
    pub fn code(&self) -> Vec<u8> {
        json!({
            "compatibilityDate": COMPATIBILITY_DATE,
            "compatibilityFlags": COMPATIBILITY_FLAGS,
            "mainModule": "glue.js",
            "modules": {
                "glue.js": GLUE,
                "prelude.js": PRELUDE,
                "seed.txt": { "text": self.seed() },
                USER: { "js": self.source },
            },
            "env": {},
            "globalOutbound": null,
            "limits": { "cpuMs": limits::CPU.as_millis() as u64, "subRequests": 0 },
        })
        .to_string()
        .into_bytes()
    }

    /// The body of the request to the isolate, as JSON. `nodes`: with the tree of each rule, which a
    /// host sends after an answer that asks for them.
    ///
    /// # Errors
    ///
    /// The trees are too long.
    pub fn request(&self, nodes: bool) -> Result<Vec<u8>, Refusal> {
        let mut json = Json::limited(limits::REQUEST);
        json.raw("{\"rules\":[");
        separated(&mut json, self.lines(), |json, it| json.string(it.text));
        json.raw("],\"data\":{");
        separated(&mut json, self.data.iter(), |json, (name, text)| {
            json.string(name);
            json.raw(":");
            json.string(text);
        });
        json.raw("}");
        if nodes {
            let options = Options::LIST;
            json.raw(",\"nodes\":[");
            separated(&mut json, self.lines(), |json, it| {
                let line = Line { text: it.text, newline: None };
                let rule = syntax::parse(it.text, &options.syntax);
                ast::write(json, &rule, line, 0, options.output, "");
            });
            json.raw("]");
        }
        json.raw("}");
        if json.is_full() {
            let most = limits::REQUEST >> 20;
            let detail = format!("the list with its nodes has more than {most} MiB");
            return Err(Refusal::new(Kind::TooLarge, detail));
        }
        Ok(json.finish())
    }

    /// The hash of the source: SHA-256, 64 hexadecimal digits.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.source.as_bytes()))
    }

    /// The lines that the code gets, each with its line ending. The byte order mark belongs to none.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'a>> {
        rules_of(self.text)
    }

    /// What chance is made of in the isolate: the same for the same code and rules.
    fn seed(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(Sha256::digest(self.source.as_bytes()));
        self.lines().for_each(|it| {
            hash.update(it.text.as_bytes());
            hash.update(b"\n");
        });
        hex(&hash.finalize())
    }
}

/// The lines of a text. A line ending at the end starts no further line.
pub(crate) fn rules_of(text: &str) -> impl Iterator<Item = Line<'_>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    lines(text).filter(|it| it.newline.is_some() || !it.text.is_empty())
}

pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

fn separated<T>(
    json: &mut Json<'_>,
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(&mut Json<'_>, T),
) {
    for (n, item) in items.enumerate() {
        json.raw(if n > 0 { "," } else { "" });
        write(json, item);
        if json.is_full() {
            return;
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    bytes.iter().for_each(|it| _ = write!(text, "{it:02x}"));
    text
}
