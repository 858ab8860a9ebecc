use crate::rule::rule;

rule! {
    /// A comment to the linter that it does not understand.
    ///
    /// What it should hide stays, and what it should show stays hidden:
    ///
    /// ```adblock
    /// ! bloqr-disable-next-line syntx-error
    /// !                         ^^^^^^^^^^^ there is no rule `syntx-error`
    /// ||ads.example^
    /// ```
    ///
    /// `bloqr rules` lists the names; AGLint's names for the same are understood too.
    "invalid-suppression", Warning
}
