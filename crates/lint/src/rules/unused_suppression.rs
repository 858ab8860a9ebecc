use crate::rule::rule;

rule! {
    /// A comment that hides findings where there are none.
    ///
    /// It is no longer needed, or is in the wrong place. It would hide the next mistake:
    ///
    /// ```adblock
    /// ! bloqr-disable-next-line short-rule
    /// !                         ^^^^^^^^^^ `short-rule` hides nothing here
    /// ||ads.example^
    /// ```
    ///
    /// The comments are:
    ///
    /// - `! bloqr-disable-next-line short-rule -- it is meant` for one line,
    /// - `! bloqr-disable short-rule` from the next line on, up to
    /// - `! bloqr-enable short-rule`,
    ///
    /// with any number of names, separated by commas, or none for all rules. AGLint's comments work
    /// in the same way.
    "unused-suppression", Warning
}
