//! Reads the answer of a backend back into findings.

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Label, Place, Severity},
    dispatch::backend::{Backend, Off, Validates},
    lint::{Counts, RULES, Report},
    source::Span,
    syntax::{self, Rule, ast::Category, js_trim},
    wire::{Options, report},
};

/// The start of each rule in the text with one rule on each line.
fn starts(rules: &[&str]) -> Vec<usize> {
    let mut starts = Vec::with_capacity(rules.len());
    let mut at = 0;
    for rule in rules {
        starts.push(at);
        at += rule.len() + 1;
    }
    starts
}

/// Reads the fields that [`report::finding`] writes.
pub(super) struct Reader<'a> {
    rules: Vec<&'a str>,
    starts: Vec<usize>,
    backend: &'static Backend,
}

/// What is missing or wrong.
pub(super) type Wrong = String;

impl<'a> Reader<'a> {
    pub(super) fn new(rules: Vec<&'a str>, backend: &'static Backend) -> Reader<'a> {
        Reader { starts: starts(&rules), rules, backend }
    }

    pub(super) fn report(&self, answer: &Value) -> Result<Report, Wrong> {
        let mut diagnostics = Vec::new();
        for severity in Severity::ALL {
            // A backend may know fewer severities.
            let list = answer.get(report::list(severity)).and_then(Value::as_array);
            for finding in list.into_iter().flatten() {
                diagnostics.push(self.finding(finding, severity)?);
            }
        }
        diagnostics.sort_by(|a, b| {
            a.place.cmp(&b.place).then_with(|| (a.rule, &a.message).cmp(&(b.rule, &b.message)))
        });
        let count = |key: &str| number(answer, key);
        let mut counts = Counts::new(count("totalRules")?, count("invalidRules")?);
        if counts.invalid > counts.total {
            return Err("invalidRules is more than totalRules".to_owned());
        }
        if let Validates::Unreadable { .. } = self.backend.reading.validates {
            // It counts every line, and the rules of syntaxes that it does not know.
            let is_rule = |it: &&str| {
                let category = syntax::parse(it, &Options::LIST.syntax).rule_type().category();
                !matches!(category, Category::Comment | Category::Empty)
            };
            counts.total = self.rules.iter().copied().filter(is_rule).count();
            let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
            counts.invalid = errors.count().min(counts.total);
        }
        Ok(Report::new(diagnostics, counts))
    }

    fn finding(&self, it: &Value, severity: Severity) -> Result<Diagnostic, Wrong> {
        let name = text(it, "errorType")?;
        if let Validates::Unreadable { error_type, .. } = &self.backend.reading.validates
            && name == *error_type
        {
            return self.unreadable(it, severity);
        }
        let rule = RULES
            .iter()
            .find(|rule| rule.name == name)
            .ok_or_else(|| format!("it reports `{name}`, which this version does not know"))?;
        let labels = it.get("labels").and_then(Value::as_array).into_iter().flatten();
        let label = |it: &Value| Ok(Label::new(self.place(it)?, text(it, "message")?));
        let place = self.place(it)?;
        let mut finding = Diagnostic::new(rule.name, severity, place, text(it, "message")?);
        finding.labels = labels.map(label).collect::<Result<_, Wrong>>()?;
        finding.help = it.get("help").and_then(Value::as_str).map(|it| it.to_owned().into());
        finding.fix = it.get("fix").map(|it| self.fix(it)).transpose()?;
        Ok(finding)
    }

    /// A rule that the backend cannot read, with its line and text. The core here finds out why,
    /// and whether the rule only has a syntax that is off in the backend.
    fn unreadable(&self, it: &Value, severity: Severity) -> Result<Diagnostic, Wrong> {
        let line = number(it, "line")?;
        let sent = line.checked_sub(1).and_then(|at| Some((at, *self.rules.get(at)?)));
        let (at, sent) = sent.ok_or("a line that was not sent")?;
        let rule = js_trim(sent);
        if js_trim(&text(it, "rule")?) != rule {
            return Err(format!("a rule at line {line} that was not sent"));
        }
        let start = sent.find(rule).unwrap_or(0);
        let place = Place { line: at as u32, span: Span::new(start, start + rule.len()) };
        let diagnostic = |severity, message: String, help: String| {
            Diagnostic::new("syntax-error", severity, place, message).with_help(help)
        };
        if let Rule::Invalid(error) = syntax::parse(rule, &Options::LIST.syntax) {
            let help = format!("the core here says: {}", error.message);
            return Ok(diagnostic(severity, "the backend cannot read this rule".to_owned(), help));
        }
        let reading = &self.backend.reading;
        let is_off = |it: &&Off| {
            let mut options = reading.options();
            let off = options.by_name(it.option).map(|it| *it = true);
            off.is_some() && !matches!(syntax::parse(rule, &options.syntax), Rule::Invalid(_))
        };
        Ok(match reading.off.iter().find(is_off) {
            Some(off) => diagnostic(
                Severity::Info,
                format!("the backend does not read this rule: {}", off.known.says),
                "check the rule here: leave out --backend".to_owned(),
            ),
            None => diagnostic(
                severity,
                "the backend cannot read this rule".to_owned(),
                "the core here can read it: find out why with bloqr dispatch check --rules"
                    .to_owned(),
            ),
        })
    }

    /// Columns count from 1, in characters.
    fn place(&self, it: &Value) -> Result<Place, Wrong> {
        let line = number(it, "line")?;
        let at = line.checked_sub(1);
        let (line, rule) =
            at.and_then(|at| Some((at, self.rules.get(at)?))).ok_or("a line that was not sent")?;
        let offset = |column: usize| {
            let before = column.checked_sub(1)?;
            rule.char_indices().map(|it| it.0).chain([rule.len()]).nth(before)
        };
        let end = offset(number(it, "endColumn")?).ok_or("an endColumn outside of its line")?;
        let start = offset(number(it, "column")?).ok_or("a column outside of its line")?;
        if start > end {
            return Err("a column after its endColumn".to_owned());
        }
        Ok(Place { line: line as u32, span: Span::new(start, end) })
    }

    fn fix(&self, it: &Value) -> Result<Fix, Wrong> {
        let edits = it.get("edits").and_then(Value::as_array).into_iter().flatten();
        let edits = edits.map(|it| self.edit(it)).collect::<Result<_, Wrong>>()?;
        let safe = it.get("safe").and_then(Value::as_bool).unwrap_or(false);
        Ok(Fix::new(safe, text(it, "title")?, edits))
    }

    /// The positions of edits are in bytes of the whole text.
    fn edit(&self, it: &Value) -> Result<Edit, Wrong> {
        let (start, end, text) = (number(it, "start")?, number(it, "end")?, text(it, "text")?);
        let outside = || "an edit outside of the text".to_owned();
        let line =
            self.starts.partition_point(|it| *it <= start).checked_sub(1).ok_or_else(outside)?;
        let (rule, first) = (self.rules[line], self.starts[line]);
        let is_last = line + 1 == self.rules.len();
        let whole = first + rule.len() + usize::from(!is_last);
        if start == first && end == whole && text.is_empty() {
            return Ok(Edit::DeleteLine { line: line as u32 });
        }
        let (from, to) = (start - first, end.checked_sub(first).ok_or_else(outside)?);
        if from > to || rule.get(from..to).is_none() {
            return Err(outside());
        }
        let span = Span::new(from, to);
        Ok(Edit::Replace { place: Place { line: line as u32, span }, text })
    }
}

fn number(it: &Value, key: &str) -> Result<usize, Wrong> {
    let number = it.get(key).and_then(Value::as_u64);
    // The positions must be in the lines and bytes that were sent.
    number
        .and_then(|it| u32::try_from(it).ok())
        .map(|it| it as usize)
        .ok_or_else(|| format!("`{key}` is missing"))
}

fn text(it: &Value, key: &str) -> Result<String, Wrong> {
    it.get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("`{key}` is missing"))
}
