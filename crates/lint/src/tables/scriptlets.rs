//! Scriptlets by name: whose they are, and how many arguments they cannot do without.

use smallvec::SmallVec;

use super::{Table, rows::scriptlets as rows};
use crate::Targets;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Scriptlet {
    /// Who knows the name. uBlock Origin's and Brave's stand without the `.js` that may follow.
    pub(crate) who: Targets,
    /// Who needs how many arguments at least, where that is not 0.
    pub(crate) needs: &'static [(Targets, u8)],
}

pub(crate) static SCRIPTLETS: Table<Scriptlet, 2048> = Table::new(rows::SCRIPTLETS);

pub(crate) fn find(name: &str) -> Option<&'static Scriptlet> {
    SCRIPTLETS.find(name)
}

/// Who has a scriptlet of that name.
pub(crate) fn who(name: &str) -> Targets {
    find(name).map_or(Targets::NONE, |it| it.who)
}

/// The prefix under which AdGuard looks for the scriptlets of others.
pub(crate) const OF_UBO: &str = "ubo-";
pub(crate) const OF_ABP: &str = "abp-";

/// AdGuard's scriptlet for a name of another blocker's, which it converts by writing a prefix
/// before it that is not there.
pub(crate) fn find_converted(prefix: &str, name: &str) -> Option<&'static Scriptlet> {
    let found = if name.starts_with(prefix) {
        find(name)
    } else {
        let mut converted = SmallVec::<[u8; 128]>::from_slice(prefix.as_bytes());
        converted.extend_from_slice(name.as_bytes());
        std::str::from_utf8(&converted).ok().and_then(find)
    };
    found.filter(|it| it.who.intersects(Targets::ADG))
}

// What the rows are written with.

pub(super) const fn known(who: Targets) -> Scriptlet {
    Scriptlet { who, needs: &[] }
}

pub(super) const fn needing(who: Targets, needs: &'static [(Targets, u8)]) -> Scriptlet {
    Scriptlet { who, needs }
}
