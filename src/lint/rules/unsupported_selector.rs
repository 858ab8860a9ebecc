use crate::lint::rule::rule;

rule! {
    /// A pseudo-class that exists, but that no blocker the list is for knows.
    ///
    /// ```adblock bloqr-target:adg
    /// site.example##.card:others()
    /// !                  ^^^^^^^ AdGuard does not support `:others`
    /// ```
    "unsupported-selector", Warning
}
