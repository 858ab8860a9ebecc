use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Label, Severity},
    lint::{Config, facts::Fact, rule::rule},
};

rule! {
    /// A rule that the list has already.
    ///
    /// It makes the list longer, and nothing else. The order of modifiers and of domains does not
    /// matter.
    ///
    /// ```adblock
    /// ||ads.example^$script,image
    /// ||ads.example^$image,script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 says the same
    /// ```
    "duplicate-rule", Warning
}

/// Tells each rule with the one it repeats; so many that no one reads them all are told no further.
pub(in crate::lint) fn report(
    found: &[(&Fact, &Fact)],
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    const MOST: usize = 50_000;
    let Some(severity) = config.severity(&RULE, RULE.severity) else { return };
    let told = found.len().min(MOST);
    out.reserve(told);
    for (n, (rule, first)) in found.iter().take(told).enumerate() {
        let mut diagnostic = finding(rule, first, severity);
        if n + 1 == MOST && told < found.len() {
            diagnostic.help = Some(format!("there are {} more", found.len() - told));
        }
        out.push(diagnostic);
    }
}

fn finding(rule: &Fact, first: &Fact, severity: Severity) -> Diagnostic {
    Diagnostic {
        rule: RULE.name,
        severity,
        place: rule.place(),
        message: format!("line {} says the same", first.line + 1),
        labels: vec![Label::new(first.place(), "here first")],
        help: None,
        fix: Some(Fix {
            safe: true,
            title: "remove this line".to_owned(),
            edits: vec![Edit::DeleteLine { line: rule.line }],
        }),
    }
}
