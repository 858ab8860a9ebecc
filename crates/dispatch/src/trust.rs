//! Decides how far a validation can be trusted, from its path and the core's answer for the same list.

use serde_json::Value;

use super::{
    Exchange,
    backend::Validates,
    evidence,
    expected::{self, rules},
    parity::{self, Parity},
};
use bloqr_api::Endpoint;
use bloqr_wire::Options;

/// How far a validation can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// It has the same findings as the core.
    Believed,
    /// It has findings, but not all findings of the core. The difference, for people.
    Doubted(String),
    /// It must not be trusted: a list with errors would look valid. The reason, for people.
    Refused(String),
}

/// Decides it for an answer to `POST /api/validate`.
pub fn weigh(exchange: &Exchange, theirs: &Value) -> Trust {
    let evidence = evidence::weigh(exchange);
    if let Some(why) = evidence.stub {
        return Trust::Refused(format!("a stub answers: {why}"));
    }
    let body = &exchange.request.body;
    let is_empty =
        |name: &str| theirs.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty);
    if ["errors", "warnings", "infos"].into_iter().all(is_empty) {
        let rules = rules(body).unwrap_or_default();
        if let Some(at) = expected::unreadable(&rules, &Options::LIST).first() {
            let line = at + 1;
            let rule: String = rules[*at].chars().take(80).collect();
            return Trust::Refused(format!(
                "it calls every rule valid, as a stub does, and the core here cannot read line {line}: {rule}"
            ));
        }
        let finds = || {
            let ours = expected::plain(Endpoint::Validate, body)?;
            let lists = ["errors", "warnings", "infos"].into_iter().filter_map(|it| ours.get(it));
            Some(lists.filter_map(Value::as_array).map(Vec::len).sum::<usize>())
        };
        let is_linter = evidence.backend.reading.validates == Validates::Lint;
        if let Some(found) = finds().filter(|it| *it > 0 && is_linter) {
            return Trust::Refused(format!(
                "it finds nothing, as a stub does, and the core here finds {found} in the same list"
            ));
        }
    }
    match parity::compare(exchange, theirs, &evidence, false) {
        Parity::Differs(differences) => {
            let first = differences.first.first();
            let at = first.map(|it| match &it.rule {
                Some(rule) => {
                    let rule: String = rule.chars().take(80).collect();
                    format!(", the first at {} in {rule}", it.at)
                }
                None => format!(", the first at {}", it.at),
            });
            let n = differences.count;
            let what = if n == 1 { "1 difference".to_owned() } else { format!("{n} differences") };
            Trust::Doubted(format!(
                "{what} from what the core here computes{}",
                at.unwrap_or_default()
            ))
        }
        Parity::Equal | Parity::Known(_) | Parity::Unjudged => Trust::Believed,
    }
}
