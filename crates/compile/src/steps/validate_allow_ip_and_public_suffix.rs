super::docs! {
    /// Like `Validate`, but rules for IPv4 addresses and for public suffixes stay.
    ///
    /// ```adblock
    /// 1.2.3.4
    /// ||co.uk^
    /// ||home^
    /// ```
    ///
    /// ```adblock
    /// ||1.2.3.4^
    /// ||co.uk^
    /// ```
}
