use crate::{
    diagnostic::{Edit, Fix, Place},
    rule::rule,
    together::{Together, Told},
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

/// Tells each needless rule with the wider one. Of a list with hundreds, one in so many rules is
/// told, and how many more there are; all of them when a configuration asks for this rule.
pub(crate) fn report(
    found: impl ExactSizeIterator<Item = (Place, Place)>,
    rules: usize,
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) {
    const ONE_IN: usize = 400;
    const ALWAYS: usize = 20;
    let count = found.len();
    let most = match together.any_config(|it| it.level(&RULE).is_some()) {
        true => count,
        false => count.min(ALWAYS.max(rules / ONE_IN)),
    };
    for (n, pair) in found.take(most).enumerate() {
        let Some(mut one) = together.tell(&RULE, pair, "covers this rule", "the wider one") else {
            continue;
        };
        let it = &mut one.diagnostic;
        if n + 1 == most && most < count {
            let more = count - most;
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
