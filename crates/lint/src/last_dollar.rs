//! Lines as some blockers read them: the modifiers begin at the last `$`, no matter what follows,
//! and end at each `,`.

use crate::{Targets, engines::who, tables::modifiers};

/// The blockers that read lines in this way.
pub(super) const READERS: Targets = who!(|it| it.network.modifiers_at_last_dollar);

/// Modifiers that they refuse without a value. They read others as if the value were empty.
pub(super) fn needs_value(name: &str) -> bool {
    matches!(name, "method" | "redirect" | "redirect-rule" | "removeparam" | "rewrite")
}

/// The start of the modifiers of a line, if these blockers refuse one of them.
pub(super) fn refuses_end_of(line: &str) -> Option<usize> {
    let at = memchr::memrchr(b'$', line.as_bytes())?;
    line[at + 1..].trim_end().split(',').any(refuses).then_some(at)
}

/// Whether they refuse a modifier, such as `~script` or `domain=site.example`.
pub(super) fn refuses(modifier: &str) -> bool {
    let bare = modifier.trim_start_matches('~');
    let (name, value) = bare.split_once('=').unwrap_or((bare, ""));
    let Some(found) = modifiers::find(name).filter(|it| it.who.contains(READERS)) else {
        return true;
    };
    let name = found.modifier.name();
    let takes_sign = || {
        let mut uses = found.modifier.uses.iter().filter(|it| it.who.contains(READERS));
        uses.any(|it| it.negatable) || matches!(name, "csp" | "domain" | "to")
    };
    (value.is_empty() && needs_value(name)) || (bare.len() < modifier.len() && !takes_sign())
}
