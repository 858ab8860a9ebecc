use crate::rule::rule;

rule! {
    /// A pseudo-class, or pseudo-element, that no blocker and no browser knows.
    ///
    /// ```adblock
    /// site.example##li:frist-child
    /// !               ^^^^^^^^^^^^ there is no pseudo-class `:frist-child`
    /// ```
    ///
    /// ```adblock
    /// site.example##li:first-child
    /// site.example##li:has-text(Sponsored)
    /// ```
    "unknown-pseudo-class", Warning, ["no-invalid-css-syntax"]
}
