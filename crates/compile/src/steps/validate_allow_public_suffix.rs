super::docs! {
    /// Like `Validate`, but rules for suffixes on the public suffix list stay.
    ///
    /// ```adblock
    /// ||co.uk^
    /// ||home^
    /// ||1.2.3.4^
    /// ```
    ///
    /// ```adblock
    /// ||co.uk^
    /// ```
}
