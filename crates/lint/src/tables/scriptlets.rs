//! Scriptlets by name: which blockers have them, and how many arguments they need.

use smallvec::SmallVec;

use super::{Table, rows::scriptlets as rows};
use crate::Targets;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Scriptlet {
    /// The blockers that know the name. uBlock Origin's and Brave's names are without the optional
    /// `.js`.
    pub(crate) who: Targets,
    /// How many arguments each blocker needs at least, if that is not 0.
    pub(crate) needs: &'static [(Targets, u8)],
    /// The blockers that run it only for lists that they trust.
    pub(crate) trusted: Targets,
}

pub(crate) static SCRIPTLETS: Table<Scriptlet, 2048> = Table::new(rows::SCRIPTLETS);

pub(crate) fn find(name: &str) -> Option<&'static Scriptlet> {
    SCRIPTLETS.find(name)
}

/// The blockers that have a scriptlet with that name.
pub(crate) fn who(name: &str) -> Targets {
    find(name).map_or(Targets::NONE, |it| it.who)
}

/// The prefix of AdGuard's names for scriptlets of other blockers.
pub(crate) const OF_UBO: &str = "ubo-";
pub(crate) const OF_ABP: &str = "abp-";

/// AdGuard's scriptlet for another blocker's name. AdGuard adds a prefix to the name to convert it.
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

// Short names for the generated rows.

pub(super) const fn known(who: Targets) -> Scriptlet {
    Scriptlet { who, needs: &[], trusted: Targets::NONE }
}

pub(super) const fn needing(who: Targets, needs: &'static [(Targets, u8)]) -> Scriptlet {
    Scriptlet { who, needs, trusted: Targets::NONE }
}

impl Scriptlet {
    pub(super) const fn trusted_by(self, who: Targets) -> Scriptlet {
        Scriptlet { trusted: who, ..self }
    }
}
