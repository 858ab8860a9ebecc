super::docs! {
    /// Like `Validate`, but rules for IPv4 addresses stay. They are written as `||1.2.3.4^`.
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
