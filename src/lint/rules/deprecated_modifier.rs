use crate::{
    lint::{
        Targets,
        cx::Cx,
        rule::rule,
        tables::modifiers::{State, Use},
    },
    syntax::ast::Modifier,
};

rule! {
    /// A modifier that a blocker has taken out, or is about to.
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$object-subrequest
    /// !              ^^^^^^^^^^^^^^^^^ AdGuard has removed the modifier `object-subrequest`
    /// ||ads.example/spot.mp4$mp4
    /// !                      ^^^ AdGuard is about to remove the modifier `mp4`
    /// ```
    ///
    /// What to write now:
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$object
    /// ||ads.example/spot.mp4$redirect=noopmp4-1s,media
    /// ```
    "deprecated-modifier", Warning, ["invalid-modifiers"]
}

pub(in crate::lint) fn check(modifier: &Modifier<'_>, how: &Use, who: Targets, cx: &mut Cx<'_>) {
    if how.state == State::Current {
        return;
    }
    let name = &*modifier.name;
    let products = (who & cx.targets).named();
    let (message, instead, removed) = match how.state {
        State::Current => return,
        State::Deprecated(instead) => {
            (format!("{products} is about to remove the modifier `{name}`"), instead, false)
        }
        State::Removed(instead) => {
            (format!("{products} has removed the modifier `{name}`"), instead, true)
        }
    };
    let instead = match instead.contains(' ') {
        true => format!("use {instead}"),
        false => format!("use `{instead}`"),
    };
    let finding = cx.report(&RULE, modifier.name.span(), message).help(instead);
    match removed {
        true => finding.refused_by(who),
        false => finding.warned_of_by(who),
    };
}
