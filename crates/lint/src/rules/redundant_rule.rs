use crate::{
    diagnostic::{Edit, Fix, Place},
    list_set::{ListSet, SetFinding},
    rule::rule,
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
    /// The same selector on more domains, or on a domain whose subdomain this is:
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

/// Tells each needless rule with the wider one.
pub(crate) fn report(
    found: impl Iterator<Item = (Place, Place)>,
    set: &ListSet<'_>,
    tell: &mut dyn FnMut(SetFinding),
) {
    for pair in found {
        let Some(mut one) = set.tell(&RULE, pair, "covers this rule", "the wider one") else {
            continue;
        };
        let it = &mut one.diagnostic;
        it.fix = Some(Fix {
            safe: false,
            title: "remove this line".into(),
            edits: [Edit::DeleteLine { line: it.place.line }].into(),
        });
        tell(one);
    }
}
