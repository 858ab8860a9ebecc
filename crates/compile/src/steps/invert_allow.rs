use bloqr_dns::{Hosts, is_comment};

use crate::pass::{Fate, Notes};

super::docs! {
    /// Converts rules to exceptions: writes `@@` before them. Comments, hosts lines and exceptions
    /// are not changed.
    ///
    /// ```adblock
    /// ! comment
    /// ||ads.example.com^
    /// @@||a.example.com^
    /// 0.0.0.0 b.example.com
    /// ```
    ///
    /// ```adblock
    /// ! comment
    /// @@||ads.example.com^
    /// @@||a.example.com^
    /// 0.0.0.0 b.example.com
    /// ```
}

pub(super) fn judge(line: &str, _: &mut Notes) -> Fate {
    let stays = line.is_empty()
        || line.starts_with("@@")
        || is_comment(line)
        || Hosts::read(line).is_some();
    if stays { Fate::Keep } else { Fate::Allow }
}
