//! What Brave reads otherwise than all others: the modifiers begin at the last `$` of a line,
//! whatever follows, and end at each `,`.

use crate::{Targets, tables::modifiers};

/// Where the modifiers of a line begin that Brave refuses, if it has some.
pub(super) fn refuses_end_of(line: &str) -> Option<usize> {
    let at = memchr::memrchr(b'$', line.as_bytes())?;
    line[at + 1..].trim_end().split(',').any(refuses).then_some(at)
}

/// Whether Brave refuses a modifier, such as `~script` or `domain=site.example`.
pub(super) fn refuses(modifier: &str) -> bool {
    let bare = modifier.trim_start_matches('~');
    let (name, value) = bare.split_once('=').unwrap_or((bare, ""));
    let Some(found) = modifiers::find(name).filter(|it| it.who.contains(Targets::BRAVE)) else {
        return true;
    };
    let name = found.modifier.name();
    let takes_sign = || {
        let mut uses = found.modifier.uses.iter().filter(|it| it.who.contains(Targets::BRAVE));
        uses.any(|it| it.negatable) || matches!(name, "csp" | "domain" | "to")
    };
    let is_empty = value.is_empty()
        && matches!(name, "method" | "redirect" | "redirect-rule" | "removeparam" | "rewrite");
    is_empty || (bare.len() < modifier.len() && !takes_sign())
}
