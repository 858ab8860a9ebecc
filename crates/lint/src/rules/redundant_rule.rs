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
    /// A wider rule has fewer conditions: more kinds of requests, more domains, any party:
    ///
    /// ```adblock
    /// ||ads.example^$image,script
    /// ||ads.example^$script,domain=site.example
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// ```adblock
    /// ||ads.example^$third-party
    /// ||cdn.ads.example^
    /// ```
    ///
    /// A host covers its paths and the hosts below it, and a path covers longer paths. A rule for a
    /// host covers a line of a hosts file:
    ///
    /// ```adblock
    /// ||ads.example/banner
    /// ||cdn.ads.example/banner/big.png
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// ```adblock
    /// ||ads.example^
    /// 0.0.0.0 ads.example
    /// !^^^^^^^^^^^^^^^^^^ line 1 covers this rule
    /// ```
    ///
    /// The same selector or scriptlet on more domains, on a domain above this one, or everywhere is
    /// wider:
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
    ///
    /// A rule that does something else is needed: `popup`, `document`, `important`, `csp`, `redirect`
    /// and other modifiers that change what happens. An exception covers only exceptions, and a rule
    /// that a `badfilter` disables covers nothing. A rule for every site does not cover a rule for a
    /// site where `generichide` switches it off:
    ///
    /// ```adblock
    /// ||ads.example^
    /// ||ads.example^$popup
    /// ||ads.example^$script,redirect=noopjs
    /// ##.banner
    /// site.example##.banner
    /// @@||site.example^$generichide
    /// ```
    ///
    /// A rule is also compared with rules of other lists: of lists that include each other, of lists
    /// of one directory, of all lists with `--across`, and of lists that it is used with (`--with`).
    /// `--fix` does not remove the rule: if the wider one is removed later, this one is missing.
    ///
    /// Only patterns are compared for which this is certain. Among many rules for the same host, a
    /// rule is compared with those that have the same start up to a sign such as `/`, `?` or `.`, and
    /// with 16 of each kind.
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
