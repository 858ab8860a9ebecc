//! `bloqr rules`: lists and explains the rules of `bloqr validate`.

use unicode_width::UnicodeWidthStr;

use crate::{
    cli::{Error, Outcome, Ui, validate::unknown_rule},
    diagnostic::Severity,
    lint::{RULES, Rule, docs},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr rules                    one line for each
  bloqr rules syntax-error       the meaning of a rule, with examples
  bloqr rules no-short-rules     AGLint's names work too")]
pub(super) struct Args {
    /// Rules to explain
    #[arg(value_name = "RULE")]
    names: Vec<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    if args.names.is_empty() {
        list(ui)?;
    }
    let mut is_first = true;
    for name in &args.names {
        let mut rules = Rule::named(name).peekable();
        if rules.peek().is_none() {
            return Err(unknown_rule(name));
        }
        for rule in rules {
            if !is_first {
                writeln!(ui.out)?;
            }
            is_first = false;
            explain(rule, ui)?;
        }
    }
    Ok(Outcome::Clean)
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
