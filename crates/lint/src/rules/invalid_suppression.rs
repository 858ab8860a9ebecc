use crate::rule::rule;

rule! {
    /// A comment for the linter that the linter does not understand.
    ///
    /// So findings are reported that it was meant to hide, or stay hidden that it was meant to
    /// show:
    ///
    /// ```adblock
    /// ! bloqr-disable-next-line syntx-error
    /// !                         ^^^^^^^^^^^ unknown rule `syntx-error`
    /// ||ads.example^
    /// ```
    ///
    /// `bloqr rules` lists the names. AGLint's names for these rules can be used too.
    "invalid-suppression", Warning
}
