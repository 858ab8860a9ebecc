use crate::rule::rule;

rule! {
    /// A comment that hides findings, where there are none to hide.
    ///
    /// It was needed once, or stands in the wrong place. Left alone it hides the next mistake:
    ///
    /// ```adblock
    /// ! bloqr-disable-next-line short-rule
    /// !                         ^^^^^^^^^^ `short-rule` hides nothing here
    /// ||ads.example^
    /// ```
    ///
    /// The comments are
    ///
    /// - `! bloqr-disable-next-line short-rule -- it is meant` for one line,
    /// - `! bloqr-disable short-rule` from the next line on, up to
    /// - `! bloqr-enable short-rule`,
    ///
    /// with any number of names between commas, or none for all. AGLint's comments work alike.
    "unused-suppression", Warning
}
