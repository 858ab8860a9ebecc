//! `--format summary`: how many rules there are of each kind.

use std::io::{self, Write};

use crate::{
    cli::{
        Ui,
        ast::found::{Found, Invalid},
        ui::Styles,
    },
    report::{grouped, visible},
    syntax::ast::{Category, RuleType, Syntax},
};

/// The width of the widest bar, in characters.
const BAR: u64 = 24;

/// The counts of one list, and where its invalid rules are.
pub(super) fn print(name: &str, found: &Found, ui: &mut Ui) -> io::Result<()> {
    print_counts(name, found, ui)?;
    let name = visible(name);
    let Styles { error, dim, .. } = ui.styles();
    for Invalid { line, column, message } in &found.invalid {
        let message = visible(message);
        writeln!(ui.out, "  {error}invalid{error:#} {name}:{line}:{column}: {message}")?;
    }
    let unshown = found.summary.invalid() - found.invalid.len() as u64;
    if unshown > 0 {
        writeln!(ui.out, "  {dim}and {} more{dim:#}", grouped(unshown))?;
    }
    Ok(())
}

pub(super) fn print_counts(name: &str, found: &Found, ui: &mut Ui) -> io::Result<()> {
    let Styles { bold, dim, good, error: red, .. } = ui.styles();
    let summary = &found.summary;
    let total = summary.total();
    let out = &mut ui.out;
    let name = visible(name);
    let (lines, s) = (grouped(found.lines), if found.lines == 1 { "" } else { "s" });
    write!(out, "{bold}{name}{bold:#}  {lines} line{s}, ")?;
    match summary.invalid() {
        0 => writeln!(out, "{good}every rule can be read{good:#}")?,
        1 => writeln!(out, "{red}1 invalid rule{red:#}")?,
        n => writeln!(out, "{red}{} invalid rules{red:#}", grouped(n))?,
    }
    let row = |out: &mut dyn Write, label: &str, count: u64| {
        let bar = bar(count, total);
        let share = count as f64 * 100.0 / total.max(1) as f64;
        writeln!(out, "  {label:<26}{:>12} {share:>6.1} %  {dim}{bar}{dim:#}", grouped(count))
    };
    for category in Category::ALL.into_iter().filter(|it| summary.of_category(*it) > 0) {
        row(out, category.as_str(), summary.of_category(category))?;
        // A category of one type of its own name says all there is to say.
        let types = RuleType::ALL.into_iter().filter(|it| it.category() == category);
        let types = types.filter(|_| !matches!(category, Category::Empty | Category::Invalid));
        for rule_type in types.filter(|it| summary.of_type(*it) > 0) {
            row(out, &format!("  {}", rule_type.as_str()), summary.of_type(rule_type))?;
        }
    }
    writeln!(out, "  {dim}by syntax{dim:#}")?;
    for syntax in Syntax::ALL.into_iter().filter(|it| summary.of_syntax(*it) > 0) {
        row(out, &format!("  {}", syntax.as_str()), summary.of_syntax(syntax))?;
    }
    Ok(())
}

/// A bar in eighths of a character; something is always seen of something.
fn bar(count: u64, total: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (count * BAR * 8).div_ceil(total.max(1));
    "█".repeat((eighths / 8) as usize) + EIGHTHS[(eighths % 8) as usize]
}
