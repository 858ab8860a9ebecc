use crate::rule::rule;

rule! {
    /// A selector that browsers cannot read, so that the rule does nothing.
    ///
    /// ```adblock
    /// site.example##.banner > > a
    /// !                       ^ two combinators in a row
    /// site.example##.1st
    /// !             ^ a class name has to follow the `.`
    /// site.example##div[class="ad"
    /// !                ^ this `[` is never closed
    /// ```
    ///
    /// A class that starts with a digit has to be escaped:
    ///
    /// ```adblock
    /// site.example##.\31 st
    /// ```
    "invalid-selector", Warning, ["no-invalid-css-syntax"]
}
