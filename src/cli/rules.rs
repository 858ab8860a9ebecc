//! `bloqr rules`: lists and explains the rules of `bloqr validate`.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::{
    cli::{Error, Outcome, Ui, validate::unknown_rule, values::rule_parser},
    diagnostic::Severity,
    lint::{RULES, Rule, docs},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr rules                    one line for each
  bloqr rules syntax-error       the meaning of a rule, with examples
  bloqr rules no-short-rules     AGLint's names work too
  bloqr rules --format json      all facts, for other programs")]
pub(super) struct Args {
    /// Rules to explain
    #[arg(value_name = "RULE", value_parser = rule_parser(), hide_possible_values = true)]
    names: Vec<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An array of all rules, or of those that are named
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut rules: Vec<&Rule> = Vec::new();
    for name in &args.names {
        let before = rules.len();
        rules.extend(Rule::named(name));
        if rules.len() == before {
            return Err(unknown_rule(name));
        }
    }
    let is_all = args.names.is_empty();
    match args.format {
        Format::Json => {
            let rules = if is_all { RULES.to_vec() } else { rules };
            let rules: Vec<Value> = rules.into_iter().map(facts).collect();
            serde_json::to_writer_pretty(ui.out.for_json(), &rules)
                .map_err(std::io::Error::from)?;
            writeln!(ui.out)?;
        }
        Format::Text if is_all => list(ui)?,
        Format::Text => {
            for (n, rule) in rules.into_iter().enumerate() {
                if n > 0 {
                    writeln!(ui.out)?;
                }
                explain(rule, ui)?;
            }
        }
    }
    Ok(Outcome::Clean)
}

/// All facts about a rule.
fn facts(rule: &Rule) -> Value {
    let options: Vec<Value> = rule
        .options
        .iter()
        .map(|it| {
            json!({
                "name": it.name,
                "description": it.about.trim(),
                "type": it.kind.name(),
                "aglint": it.aliases,
            })
        })
        .collect();
    json!({
        "name": rule.name,
        "title": docs::title(rule),
        "severity": rule.severity.as_str(),
        "enabled": rule.enabled,
        "aglint": rule.aliases,
        "options": options,
        "url": docs::url(rule.name),
        "docs": docs::markdown(rule),
    })
}

fn list(ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let names = RULES.iter().map(|it| it.name.width()).max().unwrap_or(0);
    for rule in RULES {
        let style = match rule.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.name,
        };
        let severity = if rule.enabled { rule.severity.as_str() } else { "off" };
        let (name, dim, bold) = (rule.name, styles.dim, styles.bold);
        write!(
            ui.out,
            "{bold}{name:names$}{bold:#}  {style}{severity:7}{style:#}  {}",
            docs::title(rule)
        )?;
        if !rule.aliases.is_empty() {
            write!(ui.out, "  {dim}{}{dim:#}", rule.aliases.join(", "))?;
        }
        writeln!(ui.out)?;
    }
    Ok(())
}

/// Prints the docs, with code in colour.
fn explain(rule: &Rule, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (bold, dim, code) = (styles.bold, styles.dim, styles.literal);
    writeln!(ui.out, "{bold}{}{bold:#}  {dim}{}{dim:#}\n", rule.name, docs::facts(rule))?;
    let mut is_code = false;
    for line in docs::markdown(rule).trim_end().lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            writeln!(ui.out, "    {code}{line}{code:#}")?;
        } else {
            writeln!(ui.out, "{line}")?;
        }
    }
    Ok(())
}
