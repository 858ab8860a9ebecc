use crate::{
    Targets,
    audience::Audience,
    css::{Form, RuleKind, Within},
    diagnostic::Edit,
    engines::{ENGINES, audience, who},
    line_context::{LineContext, Message},
    rule::rule,
    rules::unknown_pseudo_class::{NAMES_IN_HTML_UNREAD, check_native},
    tables::pseudos::Pseudo,
};
use bloqr_syntax::source::Span;

rule! {
    /// A pseudo-class that exists, but that no target of the list knows.
    ///
    /// ```adblock bloqr-target:adg
    /// site.example##.card:others()
    /// !                  ^^^^^^^ AdGuard does not support `:others`
    /// ```
    ///
    /// Or a pseudo-class that a blocker reads only in another form:
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##.card:before
    /// !                  ^^^^^^^ `:before` needs two colons
    /// site.example##.card:Hover
    /// !                   ^^^^^ `:Hover` must be in lower case
    /// site.example##.card:is(.ad:has-text(Ad))
    /// !                  ^^^^^^^^^^^^^^^^^^^^ CSS does not allow this argument of `:is`
    /// ```
    ///
    /// ```adblock bloqr-target:brave
    /// site.example##.banner, .card:has-text(Ad)
    /// !             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Brave supports only one selector in a rule that needs a script
    /// ```
    "unsupported-selector", Warning, ["no-unsupported-css-pseudo-class"]
}

#[cold]
pub(crate) fn report(form: Form<'_>, span: Span, within: Within, cx: &mut LineContext<'_>) {
    let settings = &cx.options.unknown_pseudo_class;
    if let Form::PseudoClass(pseudo, name) = form {
        let is_named = settings.names(name);
        if pseudo.procedural {
            check_native(name, span, cx);
        }
        if is_named || pseudo.who == Targets::EVERY {
            return;
        }
        report_pseudo_class(pseudo, name, span, within, cx);
        return;
    }
    if let Form::OlderAttribute(name) = form {
        older_attribute(name, span, cx);
        return;
    }
    let who = refused_by(form, within);
    if who.is_empty() {
        return;
    }
    // If nobody is named, the finding counts if one of them refuses the rule.
    let is_for_nobody =
        *settings.only_native() && matches!(form, Form::OneColon(name) if !settings.names(name));
    let audience = if is_for_nobody { Audience::NOTE } else { Audience::refused_by(who) };
    let affected = who & cx.targets;
    let place = cx.place(Span { start: span.start, end: span.start + 1 });
    let whole = cx.place(span);
    let details = cx.report(&RULE, span, audience, Message::Made(&|| message(form, affected)));
    match form {
        Form::OneColon(name) => {
            details.help(format_args!("write `::{name}`")).fix(
                false,
                format_args!("replace `:{name}` with `::{name}`"),
                || vec![Edit::Replace { place, text: "::".to_owned() }],
            );
        }
        Form::Capitals(name) => {
            let lower = name.to_ascii_lowercase();
            details.help(format_args!("write `:{lower}`")).fix(
                false,
                format_args!("replace `{name}` with `{lower}`"),
                || vec![Edit::Replace { place: whole, text: lower.clone() }],
            );
        }
        Form::Vendors { has_argument: false, .. } => {
            details.help("write two colons before a pseudo-element");
        }
        Form::ScriptInside(_) => {
            details.help("use it in `:has()` or `:not()`");
        }
        _ => (),
    }
}

/// Reports the older form of a pseudo-class for blockers that read it as an attribute of the page.
fn older_attribute(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let audience = audience!(|it| it.cosmetic.selectors.older_attributes_behind_hashes);
    let who = audience.affected() & cx.targets;
    let message = || message(Form::OlderAttribute(name), who);
    cx.report(&RULE, span, audience, Message::Made(&message))
        .help("write it as a pseudo-class, such as `:has(…)`");
}

/// The blockers that drop the rule.
fn refused_by(form: Form<'_>, within: Within) -> Targets {
    let is_html = within.rule == RuleKind::Html;
    let unread_by = within.unread_by;
    match form {
        Form::PseudoClass(pseudo, _) => !pseudo.who,
        Form::OlderAttribute(_) => Targets::NONE,
        Form::Namespace => who!(|it| it.cosmetic.selectors.namespaces) & !unread_by,
        Form::BehindElement => who!(|it| it.cosmetic.pseudos.all_behind_element) & !unread_by,
        Form::NeedsExtended("contains") => {
            who!(|it| it.cosmetic.pseudos.contains_without_extended) & !unread_by
        }
        Form::NeedsExtended(_) => who!(|it| it.cosmetic.pseudos.abp_without_extended) & !unread_by,
        Form::OneColon("after" | "before") => who!(|it| it.cosmetic.pseudos.one_colon),
        Form::OneColon(_) => who!(|it| it.cosmetic.pseudos.one_colon_of_text),
        Form::Capitals(_) if is_html => {
            who!(|it| it.cosmetic.pseudos.capitals) & !NAMES_IN_HTML_UNREAD
        }
        Form::Capitals(_) => who!(|it| it.cosmetic.pseudos.capitals),
        Form::Vendors { .. } if is_html => Targets::NONE,
        Form::Vendors { .. } => who!(|it| it.cosmetic.pseudos.vendors),
        Form::ScriptForElement => who!(|it| it.cosmetic.selectors.scripted_element),
        Form::ScriptInside(_) => who!(|it| it.cosmetic.selectors.scripted_inside),
        Form::SeveralScripted => who!(|it| it.cosmetic.selectors.several_scripted),
    }
}

/// The message for the targets of the list.
fn message(form: Form<'_>, affected: Targets) -> String {
    match form {
        Form::PseudoClass(_, name) | Form::Vendors { name, .. } => {
            format!("{} {} not support `:{name}`", affected.named(), affected.does())
        }
        Form::Namespace => {
            format!("{} {} not support namespaces", affected.named(), affected.does())
        }
        Form::BehindElement => {
            format!("{} nothing after a pseudo-element", affected.with_verb("allows", "allow"))
        }
        Form::OlderAttribute(name) => {
            format!("{} `{name}` as an attribute of the page", affected.with_verb("reads", "read"))
        }
        Form::NeedsExtended(name) => format!("`:{name}` needs the separator `#?#`"),
        Form::OneColon(name) => format!("`:{name}` needs two colons"),
        Form::Capitals(name) => format!("`:{name}` must be in lower case"),
        Form::ScriptForElement => {
            "a script cannot find pseudo-elements, and this selector needs a script".to_owned()
        }
        Form::ScriptInside(name) => {
            format!("CSS does not allow this argument of `:{name}`")
        }
        Form::SeveralScripted => format!(
            "{} only one selector in a rule that needs a script",
            affected.with_verb("supports", "support")
        ),
    }
}

/// Reports a pseudo-class that not every blocker supports.
fn report_pseudo_class(
    pseudo: &'static Pseudo,
    name: &str,
    span: Span,
    within: Within,
    cx: &mut LineContext<'_>,
) {
    if pseudo.who.contains(cx.targets) {
        return;
    }
    let mut who = !pseudo.who;
    if within.rule == RuleKind::Html {
        who = who & !NAMES_IN_HTML_UNREAD;
    }
    let affected = who & cx.targets;
    let message = || message(Form::PseudoClass(pseudo, name), affected);
    let takes_it = who!(|it| it.cosmetic.selectors.takes_any_name)
        & !(those_that_refuse(name) & !within.unread_by);
    let audience = Audience::refused_by(who & !takes_it).and_ignored_by(who & takes_it);
    cx.report(&RULE, span, audience, Message::Made(&message));
}

/// Blockers that accept any name except this one.
fn those_that_refuse(name: &str) -> Targets {
    let refusing = ENGINES.iter().filter(|it| it.cosmetic.selectors.refused_names.contains(&name));
    refusing.fold(Targets::NONE, |all, it| all | it.platforms)
}
