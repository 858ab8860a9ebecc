//! Which rules of a list match a URL.

use serde_json::{Value, json};

use crate::{Answer, options::Options};
use bloqr_syntax::{
    self as syntax, Rule,
    matching::{self, Url},
    source::lines,
};

/// `{"matches", "undecided"}`: the network and hosts rules whose pattern matches the option `url`, and those
/// for which only a browser can say. Each is `{"line", "rule", "exception", "unevaluatedModifiers"}`; lines
/// count from 1.
pub fn find_matches(options: &str, text: &str) -> Answer {
    let mut options = Options::read(options)?;
    let url = options.required_text("url")?;
    options.end()?;
    let url = Url::parse(&url).ok_or_else(|| format!("`{url}` is no URL that can be matched"))?;
    let (mut matched, mut undecided) = (Vec::new(), Vec::new());
    for (n, line) in lines(text).enumerate() {
        let rule = syntax::parse(line.text, &syntax::Options::LIST);
        let exception = match &rule {
            Rule::Network(it) => it.exception,
            Rule::Host(_) => false,
            _ => continue,
        };
        let into = match matching::matches(&rule, &url) {
            Some(true) => &mut matched,
            Some(false) => continue,
            None => &mut undecided,
        };
        into.push(json!({
            "line": n + 1,
            "rule": line.text,
            "exception": exception,
            "unevaluatedModifiers": matching::unevaluated(&rule),
        }));
    }
    let document = json!({ "matches": Value::from(matched), "undecided": Value::from(undecided) });
    Ok(document.to_string().into_bytes())
}
