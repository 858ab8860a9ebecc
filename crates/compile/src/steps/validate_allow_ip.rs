super::docs! {
    /// As `Validate`, but rules for IPv4 addresses stay, and those that are written otherwise become
    /// `||1.2.3.4^`.
    ///
    /// ```adblock
    /// 1.2.3.4
    /// ||1.2.3.*
    /// ||300.1.1.1^
    /// ||co.uk^
    /// ```
    ///
    /// ```adblock
    /// ||1.2.3.4^
    /// ||1.2.3.*
    /// ```
}
