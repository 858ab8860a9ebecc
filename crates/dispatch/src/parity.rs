//! Checks whether an answer is right: the core computes its own answer here, and the two are compared
//! as structures.

use serde_json::{Map, Value};

use super::{
    Exchange,
    backend::{How, KnownAs, Quirk, Reading, Validates},
    evidence::Evidence,
    expected,
};
use bloqr_api::Endpoint;
use bloqr_syntax::js_trim;
use bloqr_wire::Options;

/// The result of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parity {
    /// Every value is the same.
    Equal,
    /// Only known differences.
    Known(Vec<Known>),
    /// Wrong: these values differ.
    Differs(Differences),
    /// Nothing could be compared.
    Unjudged,
}

/// A known difference. It counts only when exact answers are required.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people.
    pub says: String,
}

impl From<KnownAs> for Known {
    fn from(it: KnownAs) -> Known {
        Known { code: it.code, says: it.says.to_owned() }
    }
}

/// The differences of two answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// The first ones.
    pub first: Vec<Difference>,
    /// The number of all differences.
    pub count: usize,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `parsedRules[3].ast.pattern`
    pub at: String,
    /// The rule that contains it.
    pub rule: Option<String>,
    /// The value of the core, as JSON; `None` when it has none.
    pub ours: Option<String>,
    /// The value of the backend, as JSON; `None` when it has none.
    pub theirs: Option<String>,
}

impl Differences {
    const KEPT: usize = 50;
    /// The largest length of a value that is kept, in characters.
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
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(Differences::SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Compares the document of the backend with the answer of the core to the same request. The core
/// reads the rules with the options of the backend.
pub fn compare(exchange: &Exchange, theirs: &Value, evidence: &Evidence, exact: bool) -> Parity {
    let Some(endpoint) = Endpoint::from_path(&exchange.request.path) else {
        return Parity::Unjudged;
    };
    let body = &exchange.request.body;
    let reading = &evidence.backend.reading;
    if exact || reading.is_plain() {
        let Some(ours) = expected::plain(endpoint, body) else { return Parity::Unjudged };
        let mut comparison = Comparison::new(if exact { &[] } else { evidence.backend.quirks });
        comparison.documents(&ours, theirs, exact);
        return comparison.into_parity();
    }
    let Some(rules) = expected::rules(body) else { return Parity::Unjudged };
    let mut comparison = Comparison::new(evidence.backend.quirks);
    match (endpoint, &reading.validates) {
        (Endpoint::Parse, _) => {
            let Some(ours) = comparison.read(reading, |it| expected::parsed(&rules, it)) else {
                return Parity::Unjudged;
            };
            comparison.documents(&ours, theirs, false);
            comparison.lines(reading, &rules);
        }
        (Endpoint::Walk, _) => {
            let walked = |it: &Options| expected::walked(body, &rules, it);
            let Some(mut ours) = comparison.read(reading, walked) else { return Parity::Unjudged };
            if let Some((node_type, known)) = reading.unwalked
                && expected::pass_over(&mut ours, node_type)
            {
                comparison.known.push(known.into());
            }
            comparison.documents(&ours, theirs, false);
            comparison.lines(reading, &rules);
        }
        (Endpoint::Validate, Validates::Unreadable { words, counts, .. }) => {
            let unreadable = |it: &Options| Some(expected::unreadable(&rules, it));
            let Some(ours) = comparison.read(reading, unreadable) else { return Parity::Unjudged };
            comparison.unreadable(&rules, &ours, theirs);
            comparison.known.push((*counts).into());
            if !ours.is_empty() {
                comparison.known.push((*words).into());
            }
        }
        // This difference has no documentation.
        (
            Endpoint::Validate
            | Endpoint::ValidateRule
            | Endpoint::Compile
            | Endpoint::Transform
            | Endpoint::Convert,
            _,
        ) => return Parity::Unjudged,
    }
    comparison.into_parity()
}

/// The comparison of two answers, and its result so far.
struct Comparison {
    quirks: &'static [Quirk],
    found: Differences,
    known: Vec<Known>,
}

/// A place in two documents.
#[derive(Clone, Copy)]
struct At<'a> {
    path: &'a str,
    /// The rule that contains it, and the rule's type.
    rule: Option<&'a str>,
    rule_type: Option<&'a str>,
}

impl<'a> At<'a> {
    fn with(self, path: &'a str) -> At<'a> {
        At { path, ..self }
    }
}

impl Comparison {
    fn new(quirks: &'static [Quirk]) -> Comparison {
        Comparison { quirks, found: Differences::default(), known: Vec::new() }
    }

    fn into_parity(mut self) -> Parity {
        self.known.sort();
        self.known.dedup_by(|a, b| a.code == b.code);
        match (self.found.count, self.known.is_empty()) {
            (0, true) => Parity::Equal,
            (0, false) => Parity::Known(self.known),
            _ => Parity::Differs(self.found),
        }
    }

    /// The answer of the core with the options of `reading`. An option is a known difference only when
    /// the answer changes without it.
    fn read<T: PartialEq>(
        &mut self,
        reading: &Reading,
        make: impl Fn(&Options) -> Option<T>,
    ) -> Option<T> {
        let options = reading.options();
        let ours = make(&options)?;
        for off in reading.off {
            let mut other = options;
            expected::switch(&mut other, off.option);
            if make(&other).as_ref() != Some(&ours) {
                self.known.push(off.known.into());
            }
        }
        Some(ours)
    }

    /// Adds the known difference that lines are returned unchanged, when there are such lines.
    fn lines(&mut self, reading: &Reading, rules: &[String]) {
        if let Some(known) = reading.keeps_lines
            && rules.iter().any(|it| it.is_empty() || js_trim(it) != it)
        {
            self.known.push(known.into());
        }
    }

    /// Compares whole answers. An extra field at the top is allowed; inside of a rule it is a
    /// difference.
    fn documents(&mut self, ours: &Value, theirs: &Value, exact: bool) {
        let at = At { path: "", rule: None, rule_type: None };
        let (Some(our_fields), Some(their_fields), false) =
            (ours.as_object(), theirs.as_object(), exact)
        else {
            return self.values(at, ours, theirs);
        };
        let (common, more): (Map<_, _>, Map<_, _>) =
            their_fields.clone().into_iter().partition(|(key, _)| our_fields.contains_key(key));
        if !more.is_empty() {
            let names: Vec<String> =
                more.keys().map(|it| format!("`{}`", short_name(it))).collect();
            let says = format!("the answer also has {}", names.join(", "));
            self.known.push(Known { code: "more-fields", says });
        }
        self.values(at, ours, &Value::Object(common));
    }

    /// Recursion is safe: serde_json reads at most 128 levels.
    fn values(&mut self, at: At<'_>, ours: &Value, theirs: &Value) {
        match (ours, theirs) {
            (Value::Object(a), Value::Object(b)) => {
                let text = |key: &str| a.get(key).and_then(Value::as_str);
                let is_rule = text("ruleText").or_else(|| text("rule"));
                let at = match is_rule {
                    Some(rule) => At { rule: Some(rule), rule_type: text("type"), ..at },
                    None => at,
                };
                let below = |key: &str| match at.path {
                    "" => key.to_owned(),
                    path => format!("{path}.{key}"),
                };
                for (key, value) in a {
                    let path = below(key);
                    match b.get(key) {
                        Some(other) => self.values(at.with(&path), value, other),
                        None => self.found.add(&path, at.rule, Some(value), None),
                    }
                }
                for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                    self.found.add(&below(&short_name(key)), at.rule, None, Some(value));
                }
            }
            (Value::Array(a), Value::Array(b)) => {
                for n in 0..a.len().max(b.len()) {
                    let path = format!("{}[{n}]", at.path);
                    match (a.get(n), b.get(n)) {
                        (Some(a), Some(b)) => self.values(at.with(&path), a, b),
                        (a, b) => self.found.add(&path, at.rule, a, b),
                    }
                }
            }
            _ if ours == theirs || is_same_number(ours, theirs) => (),
            _ => match self.quirks.iter().find(|it| it.excuses(at, ours, theirs)) {
                Some(quirk) => self.known.push(quirk.known.into()),
                None => self.found.add(at.path, at.rule, Some(ours), Some(theirs)),
            },
        }
    }

    /// Compares a validation that only reports invalid rules. `ours` are their indexes.
    fn unreadable(&mut self, rules: &[String], ours: &[usize], theirs: &Value) {
        let Some(errors) = theirs.get("errors").and_then(Value::as_array) else {
            let wanted = Value::from(ours.len());
            return self.found.add("errors", None, Some(&wanted), theirs.get("errors"));
        };
        let place = |it: &Value| {
            let line = it.get("line").and_then(Value::as_u64)?;
            let at = usize::try_from(line).ok()?.checked_sub(1)?;
            let rule = it.get("rule").and_then(Value::as_str)?;
            rules.get(at).filter(|it| js_trim(it) == js_trim(rule)).map(|_| at)
        };
        let reported: Vec<Option<usize>> = errors.iter().map(place).collect();
        for at in ours.iter().filter(|it| !reported.contains(&Some(**it))) {
            let wanted = Value::from("an error for this rule");
            self.found.add("errors", Some(&rules[*at]), Some(&wanted), None);
        }
        for (n, at) in reported.iter().enumerate() {
            if at.is_none_or(|at| !ours.contains(&at)) {
                let rule = at.map(|at| rules[at].as_str());
                self.found.add(&format!("errors[{n}]"), rule, None, errors.get(n));
            }
        }
        let invalid = reported.len();
        for (name, wanted) in [
            ("valid", Value::from(invalid == 0)),
            ("totalRules", Value::from(rules.len())),
            ("validRules", Value::from(rules.len().saturating_sub(invalid))),
            ("invalidRules", Value::from(invalid)),
        ] {
            if theirs.get(name) != Some(&wanted) {
                self.found.add(name, None, Some(&wanted), theirs.get(name));
            }
        }
    }
}

impl Quirk {
    fn excuses(&self, at: At<'_>, ours: &Value, theirs: &Value) -> bool {
        let (Some(ours), Some(theirs)) = (ours.as_str(), theirs.as_str()) else { return false };
        let is_here = at.path.strip_suffix(self.at).is_some_and(|it| it.ends_with('.'));
        let is_of = self.rule_type.is_none_or(|it| at.rule_type == Some(it));
        is_here
            && is_of
            && match self.how {
                How::Empty => theirs.is_empty(),
                How::Blanks => js_trim(theirs) == ours,
                How::Words => true,
            }
    }
}

/// Whether both are the same number in JavaScript: `1.0` is `1`.
fn is_same_number(ours: &Value, theirs: &Value) -> bool {
    ours.is_number() && ours.as_f64() == theirs.as_f64()
}

fn short_name(name: &str) -> String {
    name.chars().take(40).collect()
}
