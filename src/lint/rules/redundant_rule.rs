use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Label, Severity},
    lint::{Config, facts::Fact, rule::rule},
};

rule! {
    /// A rule that does nothing that a wider one does not do.
    ///
    /// ```adblock
    /// ||ads.example^
    /// ||cdn.ads.example^$script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// A wider one has fewer conditions, not more:
    ///
    /// ```adblock
    /// ||ads.example^$third-party
    /// ||cdn.ads.example^
    /// ```
    ///
    /// The same selector on more domains:
    ///
    /// ```adblock
    /// site.example,other.example##.banner
    /// site.example##.banner
    /// !^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    "redundant-rule", Warning
}

/// Tells each needless rule with the wider one. Of a list with hundreds, one in so many rules is
/// told, and how many more there are; all of them when a configuration asks for this rule.
pub(in crate::lint) fn report(
    found: &[(&Fact, &Fact)],
    rules: usize,
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    const ONE_IN: usize = 400;
    const ALWAYS: usize = 20;
    let Some(severity) = config.severity(&RULE, RULE.severity) else { return };
    let told = match config.level(&RULE) {
        Some(_) => found.len(),
        None => found.len().min(ALWAYS.max(rules / ONE_IN)),
    };
    for (n, (rule, wide)) in found.iter().take(told).enumerate() {
        let mut diagnostic = finding(rule, wide, severity);
        if n + 1 == told && told < found.len() {
            let more = found.len() - told;
            diagnostic.help = Some(format!(
                "there are {more} more: set the level of `{}` to be told of all",
                RULE.name
            ));
        }
        out.push(diagnostic);
    }
}

fn finding(rule: &Fact, wide: &Fact, severity: Severity) -> Diagnostic {
    Diagnostic {
        rule: RULE.name,
        severity,
        place: rule.place(),
        message: format!("line {} covers this rule", wide.line + 1),
        labels: vec![Label::new(wide.place(), "the wider one")],
        help: None,
        fix: Some(Fix {
            safe: false,
            title: "remove this line".to_owned(),
            edits: vec![Edit::DeleteLine { line: rule.line }],
        }),
    }
}
