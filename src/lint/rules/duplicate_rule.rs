use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Label},
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

pub(in crate::lint) fn report(
    rule: &Fact,
    first: &Fact,
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    let Some(severity) = config.severity(&RULE, RULE.severity) else { return };
    out.push(Diagnostic {
        rule: RULE.name,
        severity,
        place: rule.place(),
        message: format!("line {} says the same", first.line + 1),
        labels: vec![Label { place: first.place(), message: "here first".to_owned() }],
        help: None,
        fix: Some(Fix {
            safe: true,
            title: "remove this line".to_owned(),
            edits: vec![Edit::DeleteLine { line: rule.line }],
        }),
    });
}
