use crate::{
    diagnostic::{Edit, Fix},
    lint::{
        facts::Facts,
        rule::rule,
        together::{Together, Told},
    },
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
    found: &[(u32, u32)],
    facts: &Facts,
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) {
    const ONE_IN: usize = 400;
    const ALWAYS: usize = 20;
    let most = match together.any_config(|it| it.level(&RULE).is_some()) {
        true => found.len(),
        false => found.len().min(ALWAYS.max(facts.rules.len() / ONE_IN)),
    };
    for (n, (line, other)) in found.iter().take(most).enumerate() {
        let pair = (facts.place(*line), facts.place(*other));
        let Some(mut one) = together.tell(&RULE, pair, "covers this rule", "the wider one") else {
            continue;
        };
        let it = &mut one.diagnostic;
        if n + 1 == most && most < found.len() {
            let more = found.len() - most;
            let name = RULE.name;
            let help =
                format!("there are {more} more: set the level of `{name}` to be told of all");
            it.help = Some(help.into());
        }
        it.fix = Some(Fix {
            safe: false,
            title: "remove this line".into(),
            edits: vec![Edit::DeleteLine { line: it.place.line }],
        });
        tell(one);
    }
}
