//! Whether an answer is right: the core computes the same one here, and the two are compared as
//! structures.

use serde_json::{Map, Value};

use super::{Exchange, evidence::Evidence};
use bloqr_api::{self as api, Endpoint};
use bloqr_syntax::ast::Syntax;

/// How an answer compares to our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parity {
    Equal,
    /// Right but for what is known to differ.
    Known(Vec<Known>),
    Differs(Differences),
    /// There was nothing to compare, or nothing to compare it to.
    Unjudged,
}

/// What is known to differ and does not count, unless exactness is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The guide's backend builds its tree without them.
    NoOffsets,
    /// The guide's backend parses with uBlock Origin's syntax switched off.
    UboOff,
    /// The guide's backend says `[object Object]`, or words of its own.
    Messages,
    /// The guide's backend counts by its own parser only.
    Counts,
    /// The guide's `/api/validate-rule` never answers.
    NoValidateRule,
    /// Fields that only they have, beside ours.
    MoreFields(String),
}

impl Known {
    pub fn code(&self) -> &'static str {
        match self {
            Known::NoOffsets => "no-offsets",
            Known::UboOff => "ubo-syntax-off",
            Known::Messages => "messages",
            Known::Counts => "counts",
            Known::NoValidateRule => "no-validate-rule",
            Known::MoreFields(_) => "more-fields",
        }
    }

    pub fn says(&self) -> String {
        let text = match self {
            Known::NoOffsets => "the guide's backend gives no offsets",
            Known::UboOff => "the guide's backend has uBlock Origin's syntax switched off",
            Known::Messages => "the guide's backend has other words for errors",
            Known::Counts => "the guide's backend only counts what it cannot parse",
            Known::NoValidateRule => "the guide's backend never answers validate-rule",
            Known::MoreFields(names) => return format!("the answer also has {names}"),
        };
        text.to_owned()
    }
}

/// Where two answers differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// The first ones.
    pub first: Vec<Difference>,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `parsedRules[3].ast.pattern`
    pub at: String,
    /// The rule that it is in.
    pub rule: Option<String>,
    /// What the core computes here, as JSON; nothing where it has no such thing.
    pub ours: Option<String>,
    pub theirs: Option<String>,
}

impl Differences {
    const KEPT: usize = 50;
    /// How much of a value is kept, in characters.
    const SHOWN: usize = 300;

    fn add(&mut self, at: &str, rule: Option<&str>, ours: Option<&Value>, theirs: Option<&Value>) {
        self.count += 1;
        if self.first.len() < Differences::KEPT {
            self.first.push(Difference {
                at: at.to_owned(),
                rule: rule.map(str::to_owned),
                ours: ours.map(short),
                theirs: theirs.map(short),
            });
        }
    }

    fn into_parity(self, mut known: Vec<Known>) -> Parity {
        known.sort();
        known.dedup();
        match (self.count, known.is_empty()) {
            (0, true) => Parity::Equal,
            (0, false) => Parity::Known(known),
            _ => Parity::Differs(self),
        }
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(Differences::SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Compares the document that came back with what the core says to the same request.
pub fn compare(exchange: &Exchange, theirs: &Value, evidence: &Evidence, exact: bool) -> Parity {
    let Some(endpoint) = Endpoint::from_path(&exchange.request.path) else {
        return Parity::Unjudged;
    };
    let Some(ours) = local(endpoint, &exchange.request.body) else { return Parity::Unjudged };
    match evidence.is_guide && !exact {
        true => guides(endpoint, exchange, &ours, theirs),
        false => whole(&ours, theirs, exact),
    }
}

/// What the core answers.
fn local(endpoint: Endpoint, body: &[u8]) -> Option<Value> {
    let answer = api::answer(endpoint, body);
    serde_json::from_slice(&answer.body).ok().filter(|_| answer.status == 200)
}

fn whole(ours: &Value, theirs: &Value, exact: bool) -> Parity {
    let mut known = Vec::new();
    let mut differences = Differences::default();
    let (Some(our_fields), Some(their_fields), false) =
        (ours.as_object(), theirs.as_object(), exact)
    else {
        compare_values("", None, ours, theirs, &mut differences);
        return differences.into_parity(known);
    };
    // A field beside ours is an addition; one inside of a rule is another answer.
    let (common, more): (Map<_, _>, Map<_, _>) =
        their_fields.clone().into_iter().partition(|(key, _)| our_fields.contains_key(key));
    if !more.is_empty() {
        let names: Vec<String> = more.keys().map(|it| format!("`{}`", short_name(it))).collect();
        known.push(Known::MoreFields(names.join(", ")));
    }
    compare_values("", None, ours, &Value::Object(common), &mut differences);
    differences.into_parity(known)
}

fn short_name(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Nothing here nests deeper than serde_json reads, which is 128; recursion is safe.
fn compare_values(
    at: &str,
    rule: Option<&str>,
    ours: &Value,
    theirs: &Value,
    found: &mut Differences,
) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let rule_of = |it: &Map<String, Value>| {
                let text = it.get("ruleText").or_else(|| it.get("rule"));
                text.and_then(Value::as_str).map(str::to_owned)
            };
            let own = rule_of(a);
            let rule = own.as_deref().or(rule);
            for (key, value) in a {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                match b.get(key) {
                    Some(other) => compare_values(&at, rule, value, other, found),
                    None => found.add(&at, rule, Some(value), None),
                }
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                let key = short_name(key);
                let at = if at.is_empty() { key } else { format!("{at}.{key}") };
                found.add(&at, rule, None, Some(value));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for n in 0..a.len().max(b.len()) {
                let at = format!("{at}[{n}]");
                match (a.get(n), b.get(n)) {
                    (Some(a), Some(b)) => compare_values(&at, rule, a, b, found),
                    (a, b) => found.add(&at, rule, a, b),
                }
            }
        }
        _ if ours == theirs => (),
        _ => found.add(at, rule, Some(ours), Some(theirs)),
    }
}

/// The guide's backend, measured by what it can know.
fn guides(endpoint: Endpoint, exchange: &Exchange, ours: &Value, theirs: &Value) -> Parity {
    match endpoint {
        Endpoint::Parse => guides_parse(ours, theirs),
        Endpoint::Validate => guides_validate(&exchange.request.body, ours, theirs),
        // What it says there is written down nowhere.
        Endpoint::Walk | Endpoint::ValidateRule => Parity::Unjudged,
    }
}

fn guides_parse(ours: &Value, theirs: &Value) -> Parity {
    let mut known = Vec::new();
    let mut found = Differences::default();
    let empty = Vec::new();
    let our_rules = ours["parsedRules"].as_array().unwrap_or(&empty);
    let Some(their_rules) = theirs.get("parsedRules").and_then(Value::as_array) else {
        found.add("parsedRules", None, ours.get("parsedRules"), None);
        return found.into_parity(known);
    };
    for n in 0..our_rules.len().max(their_rules.len()) {
        let at = format!("parsedRules[{n}]");
        let (Some(ours), Some(theirs)) = (our_rules.get(n), their_rules.get(n)) else {
            found.add(&at, None, our_rules.get(n), their_rules.get(n));
            continue;
        };
        let text = ours["ruleText"].as_str();
        let failed = |it: &Value| it.get("success") == Some(&Value::Bool(false));
        let (mut ours, mut theirs) = (ours.clone(), theirs.clone());
        match (failed(&ours), failed(&theirs)) {
            (true, true) => {
                let words =
                    [&mut ours, &mut theirs].map(|it| it.as_object_mut()?.shift_remove("error"));
                if words[0] != words[1] {
                    known.push(Known::Messages);
                }
            }
            (false, true) if is_ubo(&ours) => {
                known.push(Known::UboOff);
                continue;
            }
            (false, false) if theirs.get("ast").is_some() => {
                if ours["ast"].get("start").is_some() && theirs["ast"].get("start").is_none() {
                    known.push(Known::NoOffsets);
                }
                for tree in [&mut ours["ast"], &mut theirs["ast"]] {
                    strip(tree);
                }
                // With its syntax off, a rule of uBlock Origin may also pass for one of others.
                if is_ubo(&ours) && ours != theirs {
                    known.push(Known::UboOff);
                    continue;
                }
            }
            _ => (),
        }
        compare_values(&at, text, &ours, &theirs, &mut found);
    }
    found.into_parity(known)
}

fn is_ubo(rule: &Value) -> bool {
    rule["syntax"] == Syntax::UblockOrigin.as_str()
}

/// Takes offsets out of a tree, and the texts that are there only with them.
fn strip(node: &mut Value) {
    match node {
        Value::Object(fields) => {
            fields.retain(|key, _| !matches!(key.as_str(), "start" | "end" | "raws"));
            fields.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => (),
    }
}

/// A validation there is a loop over the parser: the invalid rules are those that it cannot read.
fn guides_validate(body: &[u8], ours: &Value, theirs: &Value) -> Parity {
    let mut found = Differences::default();
    let mut known = Vec::new();
    let parsed = local(Endpoint::Parse, body).unwrap_or_default();
    let empty = Vec::new();
    let rules = parsed["parsedRules"].as_array().unwrap_or(&empty);
    let unreadable = rules.iter().filter(|it| it["success"] == Value::Bool(false));
    let unreadable: Vec<&str> = unreadable.filter_map(|it| it["ruleText"].as_str()).collect();
    let Some(errors) = theirs.get("errors").and_then(Value::as_array) else {
        found.add("errors", None, ours.get("errors"), theirs.get("errors"));
        return found.into_parity(known);
    };
    let reported: Vec<&str> =
        errors.iter().filter_map(|it| it.get("rule")?.as_str()).map(str::trim).collect();
    for rule in &unreadable {
        if !reported.contains(rule) {
            found.add("errors", Some(rule), Some(&Value::from("an error for this rule")), None);
        }
    }
    for (n, rule) in reported.iter().enumerate() {
        match rules.iter().find(|it| it["ruleText"] == *rule) {
            _ if unreadable.contains(rule) => known.push(Known::Messages),
            Some(it) if is_ubo(it) => known.push(Known::UboOff),
            _ => found.add(&format!("errors[{n}]"), Some(rule), None, errors.get(n)),
        }
    }
    if theirs.get("valid") != Some(&Value::Bool(reported.is_empty())) {
        found.add("valid", None, Some(&Value::Bool(reported.is_empty())), theirs.get("valid"));
    }
    if ours.get("totalRules") != theirs.get("totalRules")
        || ours.get("warnings") != theirs.get("warnings")
    {
        known.push(Known::Counts);
    }
    found.into_parity(known)
}
