use crate::{
    diagnostic::{Edit, Fix, Place},
    list_set::{ListSet, SetFinding},
    rule::rule,
};

rule! {
    /// A rule that does only what a wider rule does, too.
    ///
    /// ```adblock
    /// ||ads.example^
    /// ||cdn.ads.example^$script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// A wider rule has fewer conditions, not more:
    ///
    /// ```adblock
    /// ||ads.example^$third-party
    /// ||cdn.ads.example^
    /// ```
    ///
    /// The same selector for more domains, or for a domain above this one, is wider:
    ///
    /// ```adblock
    /// site.example,other.example##.banner
    /// site.example##.banner
    /// !^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// ```adblock
    /// site.example##.banner
    /// shop.site.example##.banner
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    "redundant-rule", Warning
}

/// Reports each redundant rule with the wider one.
pub(crate) fn report(
    found: impl Iterator<Item = (Place, Place)>,
    set: &ListSet<'_>,
    sink: &mut dyn FnMut(SetFinding),
) {
    for pair in found {
        let Some(mut one) = set.finding(&RULE, pair, "covers this rule", "the wider one") else {
            continue;
        };
        let it = &mut one.diagnostic;
        it.fix = Some(Fix {
            safe: false,
            title: "remove this line".into(),
            edits: [Edit::DeleteLine { line: it.place.line }].into(),
        });
        sink(one);
    }
}
