use crate::rule::rule;

rule! {
    /// A style that says nothing, or that blockers do not let through.
    ///
    /// ```adblock
    /// site.example#$#body { hieght: 0; }
    /// !                     ^^^^^^ there is no property `hieght`
    /// site.example##body:style(background: url(x.png))
    /// !                                    ^^^^ blockers refuse styles with `url(…)`
    /// ```
    ///
    /// ```adblock
    /// site.example#$#body { height: 0; }
    /// ```
    "invalid-declaration", Warning, ["no-invalid-css-declaration"]
}
