use crate::rule::rule;

rule! {
    /// A pseudo-class that exists, but that no blocker the list is for knows.
    ///
    /// ```adblock bloqr-target:adg
    /// site.example##.card:others()
    /// !                  ^^^^^^^ AdGuard does not support `:others`
    /// ```
    ///
    /// Or one that a blocker reads in another form only:
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##.card:before
    /// !                  ^^^^^^^ `:before` with one colon
    /// site.example##.card:Hover
    /// !                   ^^^^^ `:Hover` is in capitals
    /// site.example##.card:is(.ad:has-text(Ad))
    /// !                  ^^^^^^^^^^^^^^^^^^^^ no stylesheet can hold what is inside of `:is`
    /// ```
    ///
    /// ```adblock bloqr-target:brave
    /// site.example##.banner, .card:has-text(Ad)
    /// !             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Brave takes one selector a rule when a script has to look for it
    /// ```
    "unsupported-selector", Warning, ["no-unsupported-css-pseudo-class"]
}
