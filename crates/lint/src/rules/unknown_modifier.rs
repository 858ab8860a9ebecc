use crate::{
    Targets, brave, cx::Cx, diagnostic::Edit, nearest::nearest, rule::rule,
    tables::modifiers::MODIFIERS,
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A modifier that no blocker knows.
    ///
    /// Blockers drop the whole rule for it, or take the modifiers for a part of the address and
    /// wait for one that never comes:
    ///
    /// ```adblock
    /// ||ads.example^$thrid-party
    /// !              ^^^^^^^^^^^ unknown modifier `thrid-party`
    /// ```
    ///
    /// Names are written in lower case:
    ///
    /// ```adblock
    /// ||ads.example^$Script,third-party
    /// !              ^^^^^^ unknown modifier `Script`
    /// ```
    "unknown-modifier", Error, ["invalid-modifiers"]
}

pub(crate) fn check(modifier: &Modifier<'_>, cx: &mut Cx<'_>) {
    let name = &*modifier.name;
    let place = cx.place(modifier.name.span());
    // To Brave many `~` are one.
    let misread = match name.starts_with('~') && !brave::refuses(&format!("{name}=x")) {
        true => Targets::BRAVE,
        false => Targets::NONE,
    };
    let finding = cx
        .report(&RULE, modifier.name.span(), format!("unknown modifier `{name}`"))
        .refused_by(!misread)
        .ignored_by(misread);
    let lower = name.to_ascii_lowercase();
    let known = || MODIFIERS.iter().flat_map(|it| it.names).map(|it| it.0);
    if lower != name && known().any(|it| it == lower) {
        let edit = Edit::Replace { place, text: lower.clone() };
        finding.help(format!("names are in lower case: `{lower}`")).fix(
            false,
            format!("replace `{name}` with `{lower}`"),
            vec![edit],
        );
    } else if let Some(meant) = nearest(&lower, known()) {
        let edit = Edit::Replace { place, text: meant.to_owned() };
        finding.help(format!("did you mean `{meant}`?")).fix(
            false,
            format!("replace `{name}` with `{meant}`"),
            vec![edit],
        );
    }
}
