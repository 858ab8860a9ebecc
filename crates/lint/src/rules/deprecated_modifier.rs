use crate::{
    Targets, audience::Audience, diagnostic::Edit, engines::who, line_context::LineContext,
    network::Network, rule::rule, tables::modifiers::State,
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A modifier that a blocker has removed, or will remove.
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$object-subrequest
    /// !              ^^^^^^^^^^^^^^^^^ AdGuard has removed the modifier `object-subrequest`
    /// ||ads.example/spot.mp4$mp4
    /// !                      ^^^ AdGuard will remove the modifier `mp4`
    /// ```
    ///
    /// Use these now:
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$object
    /// ||ads.example/spot.mp4$redirect=noopmp4-1s,media
    /// ```
    "deprecated-modifier", Warning, ["invalid-modifiers", "no-invalid-modifiers"]
}

#[cold]
pub(crate) fn report(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    state: State,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let (does, instead, removed) = match state {
        State::Current => return,
        State::Deprecated(instead) => ("will remove", instead, false),
        State::Removed(instead) => ("has removed", instead, true),
    };
    let name = &*modifier.name;
    let message = format!("{} {does} the modifier `{name}`", (who & cx.targets).named());
    let help =
        if instead.contains(' ') { format!("use {instead}") } else { format!("use `{instead}`") };
    // Some blockers already replace the old modifier. Other readers of the list may not, so the fix
    // is not safe.
    let is_same = !removed
        && who!(|it| it.network.converts_deprecated).contains(cx.targets)
        && !modifier.exception
        && modifier.value.is_none()
        && network.has_one_action();
    let place = cx.place(modifier.span);
    let audience = if removed { Audience::refused_by(who) } else { Audience::warns(who) };
    let finding = cx.report(&RULE, modifier.name.span(), audience, message).help(help);
    if is_same {
        finding.fix(false, format_args!("replace `{name}` with `{instead}`"), || {
            vec![Edit::Replace { place, text: instead.to_owned() }]
        });
    }
}
