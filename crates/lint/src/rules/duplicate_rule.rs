use crate::{
    Config,
    diagnostic::{Diagnostic, Edit, Few, Fix, Place},
    list_set::{ListSet, SetFinding},
    rule::rule,
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
    ///
    /// Rules under different conditions are different rules: the branches of an `!#if`, the content
    /// blockers of `!#safari_cb_affinity`, and the hints above a rule make such. What stands
    /// outside holds inside of a block as well, and without a hint for every platform:
    ///
    /// ```adblock
    /// !+ PLATFORM(windows)
    /// ||ads.example^
    /// !^^^^^^^^^^^^^ line 3 says the same
    /// ||ads.example^
    /// ```
    ///
    /// ```adblock
    /// !+ PLATFORM(windows)
    /// ||ads.example^
    /// !+ PLATFORM(mac)
    /// ||ads.example^
    /// ```
    ///
    /// Lists of one directory that do not include each other are compared as well, and each list
    /// with those that it is used with (`--with`): there a rule is told that is written the same
    /// way. No fix removes it by itself, for the other list may be used without this one.
    ///
    /// Names for the same thing count as the same, and the rule that fewer blockers take is told.
    /// Removing it takes along its hints, and comments like `! bloqr-disable-next-line`.
    "duplicate-rule", Warning
}

/// What the other one is called.
fn label((it, other): (Place, Place)) -> &'static str {
    if other.line < it.line { "here first" } else { "here as well" }
}

/// Tells each rule with the one it repeats.
pub(crate) fn report(
    found: impl Iterator<Item = (Place, Place)>,
    set: &ListSet<'_>,
    tell: &mut dyn FnMut(SetFinding),
) {
    for pair in found {
        let Some(mut one) = set.tell(&RULE, pair, "says the same", label(pair)) else {
            continue;
        };
        let it = &mut one.diagnostic;
        it.fix = Some(Fix {
            // The other list may be used without this one.
            safe: !one.is_across,
            title: "remove this line".into(),
            edits: [Edit::DeleteLine { line: it.place.line }].into(),
        });
        tell(one);
    }
}

/// That a list which does not include this one, nor is included by it, has the rule as well.
pub fn duplicate_of_other_list(
    place: Place,
    (list, line): (&str, u32),
    config: &Config,
) -> Option<Diagnostic> {
    let severity = config.severity(&RULE, RULE.severity)?;
    Some(Diagnostic {
        rule: RULE.name,
        severity,
        place,
        message: format!("line {} of `{list}` has the same rule", line + 1).into(),
        labels: Few::new(),
        help: Some("keep it in one of the lists, if they are used together".into()),
        fix: Some(Fix {
            safe: false,
            title: "remove this line".into(),
            edits: [Edit::DeleteLine { line: place.line }].into(),
        }),
    })
}
