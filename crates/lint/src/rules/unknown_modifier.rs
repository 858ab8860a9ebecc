use crate::{
    engines::audience,
    last_dollar,
    line_context::LineContext,
    nearest::nearest,
    rule::rule,
    tables::modifiers::{self, MODIFIERS},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A modifier that no blocker knows.
    ///
    /// Blockers drop the whole rule, or read the modifiers as part of the URL and never find such a
    /// URL:
    ///
    /// ```adblock
    /// ||ads.example^$thrid-party
    /// !              ^^^^^^^^^^^ unknown modifier `thrid-party`
    /// ```
    ///
    /// Names must be in lower case:
    ///
    /// ```adblock
    /// ||ads.example^$Script,third-party
    /// !              ^^^^^^ unknown modifier `Script`
    /// ```
    "unknown-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

pub(crate) fn check(modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let name = &*modifier.name;
    let place = cx.place(modifier.name.span());
    // Some blockers read `~~third-party` as `~third-party`.
    let audience = if name.starts_with('~') && !last_dollar::refuses(&format!("{name}=x")) {
        audience!(|it| it.network.unknown_tildes)
    } else {
        audience!(|it| it.network.unknown)
    };
    cx.report(&RULE, modifier.name.span(), audience, format_args!("unknown modifier `{name}`"))
        .suggest(place, name, || {
            let lower = name.to_ascii_lowercase();
            let known = || MODIFIERS.iter().flat_map(|it| it.names).copied();
            known().find(|it| *it == lower).or_else(|| nearest(&lower, known()))
        })
        .with(|it| {
            let lower = name.to_ascii_lowercase();
            if modifiers::find(&lower).is_some() {
                it.help = Some(format!("write names in lower case: `{lower}`").into());
            }
        });
}
