use crate::{
    diagnostic::{Edit, Fix},
    lint::{
        facts::Facts,
        rule::rule,
        together::{Together, Told},
    },
};

rule! {
    /// A rule that the list has already.
    ///
    /// It makes the list longer, and nothing else. The order of modifiers and of domains does not
    /// matter. Lists that it includes are looked through as well.
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
    found: &[(u32, u32)],
    facts: &Facts,
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) {
    const MOST: usize = 50_000;
    for (n, (line, other)) in found.iter().take(MOST).enumerate() {
        let pair = (facts.place(*line), facts.place(*other));
        let Some(mut one) = together.tell(&RULE, pair, "says the same", "here first") else {
            continue;
        };
        let it = &mut one.diagnostic;
        if n + 1 == MOST && MOST < found.len() {
            it.help = Some(format!("there are {} more", found.len() - MOST).into());
        }
        it.fix = Some(Fix {
            // The other list may be used without this one.
            safe: !one.is_across,
            title: "remove this line".into(),
            edits: vec![Edit::DeleteLine { line: it.place.line }],
        });
        tell(one);
    }
}
