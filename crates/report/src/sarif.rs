//! SARIF 2.1.0, for code scanning. Empty optional fields are left out.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{
    Checked, NotRun, Other, Totals,
    fingerprint::Fingerprints,
    format::{Definition, FormatWriter, Readers},
};
use bloqr_lint::{
    RULES, Rule,
    diagnostic::{Diagnostic, Edit, Fix, Place, Severity},
    docs,
};
use bloqr_syntax::source::Places;

const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// Findings in longer lines do not quote the line.
const LONG: usize = 4096;

pub(super) const DEFINITION: Definition = Definition {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    readers: Readers::Programs,
    has_notes: true,
    shows_few: false,
    writer: |_| Box::new(Sarif { is_empty: true, not_run: Vec::new(), others: Vec::new() }),
};

struct Sarif {
    /// No result is written yet.
    is_empty: bool,
    /// What was not checked, with the name of the list.
    not_run: Vec<(String, NotRun)>,
    others: Vec<Other>,
}

impl FormatWriter for Sarif {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = RULES.iter().map(|it| rule(it)).collect();
        let mut driver = json!({
            "name": "bloqr",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        if !HOME.is_empty() {
            driver["informationUri"] = HOME.into();
        }
        write!(
            out,
            r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","#
        )?;
        write!(out, "\"runs\":[{{\"tool\":{{\"driver\":{driver}}},")?;
        write!(out, r#""columnKind":"unicodeCodePoints","results":["#)
    }

    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.not_run.extend(checked.not_run.iter().map(|it| (checked.name.to_owned(), *it)));
        let mut results = Results {
            artifact: artifact(checked.name),
            places: checked.places(),
            fingerprints: Fingerprints::new(""),
        };
        for it in checked.findings() {
            let result = results.result(it);
            write!(out, "{}{result}", if self.is_empty { "\n" } else { ",\n" })?;
            self.is_empty = false;
        }
        Ok(())
    }

    fn other(&mut self, other: Other, _out: &mut dyn Write) -> io::Result<()> {
        self.others.push(other);
        Ok(())
    }

    /// What was not checked, and what is not a list, are notifications of the run.
    fn end(&mut self, _: &Totals, _: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]")?;
        if !self.not_run.is_empty() || !self.others.is_empty() {
            let notes = self.not_run.iter().map(|(name, it)| {
                json!({
                    "descriptor": { "id": format!("not-run/{}", it.code) },
                    "level": "note",
                    "message": { "text": format!("not run: {}", it.says) },
                    "locations": [{ "physicalLocation": { "artifactLocation": artifact(name) } }],
                })
            });
            let others = self.others.iter().map(|it| {
            json!({
                "descriptor": { "id": format!("other-kind/{}", it.found.kind.name) },
                "level": "note",
                "message": { "text": it.to_string() },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(&it.name) } }],
            })
        });
            let notes = Value::from_iter(notes.chain(others));
            let run = json!({ "executionSuccessful": true, "toolExecutionNotifications": notes });
            write!(out, ",\"invocations\":[{run}]")?;
        }
        writeln!(out, "}}]}}")
    }
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": docs::title(rule) },
        "helpUri": docs::url(rule.name),
        "help": { "text": docs::plain(rule), "markdown": docs::markdown(rule) },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.enabled },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

struct Results<'a> {
    artifact: Value,
    places: Places<'a>,
    fingerprints: Fingerprints,
}

impl Results<'_> {
    fn result(&mut self, it: &Diagnostic) -> Value {
        let mut message = it.message.to_string();
        if let Some(help) = &it.help {
            message.push_str(". ");
            message.push_str(help);
        }
        let mut place = region(it.place, &mut self.places);
        let line = self.places.line(it.place.line);
        if line.len() <= LONG {
            place["snippet"] = json!({ "text": line });
        }
        let (hash, n) = self.fingerprints.of(it, &mut self.places);
        let mut result = json!({
            "ruleId": it.rule,
            "level": level(it.severity),
            "message": { "text": message },
            "locations": [{ "physicalLocation": { "artifactLocation": self.artifact, "region": place } }],
            "partialFingerprints": { "bloqrRuleText/v1": format!("{hash:016x}:{n}") },
        });
        if let Some(index) = RULES.iter().position(|rule| rule.name == it.rule) {
            result["ruleIndex"] = index.into();
        }
        if !it.labels.is_empty() {
            let labels = it.labels.iter().map(|label| {
                let region = region(label.place, self.places.of(label.list.as_deref()));
                let artifact = label.list.as_deref().map_or(self.artifact.clone(), artifact);
                json!({
                    "message": { "text": label.message },
                    "physicalLocation": { "artifactLocation": artifact, "region": region },
                })
            });
            result["relatedLocations"] = labels.collect();
        }
        if let Some(fix) = it.fix.as_ref().filter(|it| it.safe) {
            result["fixes"] = json!([self.fix(fix)]);
        }
        result
    }

    fn fix(&mut self, fix: &Fix) -> Value {
        let mut replacements = Vec::new();
        for edit in &fix.edits {
            replacements.push(match edit {
                Edit::Replace { place, text } => {
                    json!({ "deletedRegion": region(*place, &mut self.places), "insertedContent": { "text": text } })
                }
                Edit::DeleteLine { line } => {
                    let next = json!({ "startLine": line + 1, "startColumn": 1, "endLine": line + 2, "endColumn": 1 });
                    json!({ "deletedRegion": next })
                }
            });
        }
        json!({
            "description": { "text": fix.title },
            "artifactChanges": [{ "artifactLocation": self.artifact, "replacements": replacements }],
        })
    }
}

fn region(place: Place, places: &mut Places<'_>) -> Value {
    let Place { line, span } = place;
    json!({
        "startLine": line + 1,
        "startColumn": places.column(line, span.start),
        "endColumn": places.column(line, span.end),
    })
}

/// The file with that path, relative to the root of the repository unless it is absolute.
fn artifact(path: &str) -> Value {
    if path.starts_with('/') {
        json!({ "uri": uri(path) })
    } else {
        json!({ "uri": uri(path), "uriBaseId": "%SRCROOT%" })
    }
}

/// A path as a URI reference, relative unless the path is absolute.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    let path = path.strip_prefix("./").unwrap_or(path);
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("./lists/a b.txt"), "lists/a%20b.txt");
        assert_eq!(uri("/lists/ä.txt"), "file:///lists/%C3%A4.txt");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
