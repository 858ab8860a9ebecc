use crate::{
    Targets,
    audience::Audience,
    diagnostic::Edit,
    engines::{Names, who},
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    rules::{look_alike, untrusted_rule},
    tables::scriptlets::{self, OF_ABP, OF_UBO, SCRIPTLETS, Scriptlet},
};
use bloqr_syntax::{
    ast::{Calls, Children, CosmeticRule, ParameterList, Separator, Syntax},
    source::Span,
};

rule! {
    /// A scriptlet that the blocker does not have, or a call without a required argument.
    ///
    /// uBlock Origin and Brave keep such a rule and run nothing; AdGuard drops it.
    ///
    /// ```adblock
    /// site.example##+js(set-constnt, ads, false)
    /// !                 ^^^^^^^^^^^ unknown scriptlet `set-constnt`
    /// ```
    ///
    /// ```adblock
    /// site.example##+js(set-constant, ads, false)
    /// site.example#%#//scriptlet('set-constant', 'ads', 'false')
    /// ```
    "unknown-scriptlet", Warning, ["no-invalid-scriptlets"]
}

/// Blockers that know AdGuard's scriptlets, and those of uBO that AdGuard can convert.
const ADGUARDS: Targets = who!(|it| matches!(it.cosmetic.scriptlets.names, Names::AdGuard));
/// Blockers that know uBO's scriptlets.
const UBLOCKS: Targets = who!(|it| matches!(it.cosmetic.scriptlets.names, Names::UblockOrigin));
/// Blockers that have no scriptlets.
const WITHOUT: Targets = who!(|it| matches!(it.cosmetic.scriptlets.names, Names::None));

pub(crate) fn check(
    rule: &CosmeticRule<'_>,
    calls: &Children<Calls<'_>>,
    cx: &mut LineContext<'_>,
) {
    let is_adguard =
        matches!(rule.separator, Separator::JsInjection | Separator::JsInjectionException);
    for call in calls {
        let first = call.children.first().flatten();
        let name = first.as_ref().map(|it| bare(&it.text)).unwrap_or_default();
        let Some(first) = first.as_ref().filter(|_| !name.is_empty()) else {
            let is_quoted = first.is_some_and(|it| !it.text.is_empty());
            unnamed(rule, call.span, is_quoted && !is_adguard, cx);
            continue;
        };
        if rule.syntax == Syntax::AdblockPlus {
            snippet(name, first.span, cx);
            untrusted_rule::check_snippet(rule, (name, first.span), cx);
            if !rule.exception() {
                snippet_arguments(name, &call, cx);
            }
            continue;
        } else {
            let lacking = lacking(name, is_adguard);
            if lacking.intersects(cx.targets) {
                unknown(name, first.span, lacking, is_adguard, cx);
            }
            let trusted = trusted(name, is_adguard);
            let others = (ADGUARDS | UBLOCKS).without(lacking | trusted);
            untrusted_rule::check_scriptlet(rule, (name, first.span), trusted, others, cx);
        }
        for argument in call.children.iter().flatten().filter(|it| !it.text.is_ascii()) {
            look_alike::check_quotes(&argument.text, argument.span.start as usize, cx);
        }
        if !is_adguard {
            check_quotes(&call, cx);
        }
        if !rule.exception() {
            arguments(name, is_adguard, &call, cx);
        }
    }
    if calls.is_empty() {
        let span = Span { start: rule.body_span.start, end: rule.body_span.end };
        unnamed(rule, span, false, cx);
    }
}

/// Reports a call without a name, or with an empty name in quotes. An exception without a name
/// applies to all scriptlets.
#[cold]
fn unnamed(rule: &CosmeticRule<'_>, span: Span, is_quoted: bool, cx: &mut LineContext<'_>) {
    if rule.syntax == Syntax::AdblockPlus {
        let who = who!(|it| it.cosmetic.scriptlets.drops_unnamed_snippet);
        cx.report(&RULE, span, Audience::refused_by(who), "the name of a snippet is missing here");
        return;
    }
    let mut audience = Audience::NOTE;
    if !rule.exception() {
        audience = Audience::refused_by(who!(|it| it.cosmetic.scriptlets.drops_unnamed))
            .and_ignored_by(who!(|it| it.cosmetic.scriptlets.ignores_unnamed));
    }
    if is_quoted {
        let dropping = who!(|it| it.cosmetic.scriptlets.drops_empty_name);
        audience =
            Audience::refused_by(audience.refused() | dropping).and_ignored_by(audience.ignored());
    }
    if !audience.is_note() {
        cx.report(&RULE, span, audience, "the name of a scriptlet is missing here");
    }
}

/// Where the name is in its argument, which can have quotes.
fn name_in(name: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let quotes = usize::from(end - start > name.len());
    Span::new(start + quotes, start + quotes + name.len())
}

/// The name without the quotes around it.
fn bare(name: &str) -> &str {
    match name.chars().next() {
        Some(quote @ ('\'' | '"' | '`')) if name.len() > 1 => {
            name[1..].strip_suffix(quote).unwrap_or(name)
        }
        _ => name,
    }
}

/// The scriptlet that uBO and Brave run for a name, which can end in `.js`.
fn find_ubo(name: &str) -> Option<&'static Scriptlet> {
    let name = name.strip_suffix(".js").unwrap_or(name);
    scriptlets::find(name).filter(|it| it.who.intersects(UBLOCKS))
}

/// The scriptlet that AdGuard runs for a name.
fn find_adguard(name: &str, is_adguard: bool) -> Option<&'static Scriptlet> {
    if is_adguard {
        scriptlets::find(name).filter(|it| it.who.intersects(ADGUARDS))
    } else {
        scriptlets::find_converted(OF_UBO, name)
    }
}

/// The blockers that do not know the name.
fn lacking(name: &str, is_adguard: bool) -> Targets {
    let ubo = find_ubo(name).map_or(Targets::NONE, |it| it.who & UBLOCKS);
    let adg = find_adguard(name, is_adguard).map_or(Targets::NONE, |_| ADGUARDS);
    UBLOCKS.union(ADGUARDS).without(ubo | adg)
}

/// The blockers for which the scriptlet is one that can do more than others.
fn trusted(name: &str, is_adguard: bool) -> Targets {
    let ubo = find_ubo(name).map_or(Targets::NONE, |it| it.trusted & UBLOCKS);
    let adg = find_adguard(name, is_adguard).map_or(Targets::NONE, |it| it.trusted & ADGUARDS);
    ubo | adg
}

/// Blockers that know Adblock Plus's own snippets.
const SNIPPETS: Targets = who!(|it| it.cosmetic.scriptlets.ignores_unknown_snippet);

fn find_snippet(name: &str) -> Option<&'static Scriptlet> {
    scriptlets::find(name).filter(|it| it.who.intersects(SNIPPETS))
}

fn snippet(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let converting = who!(|it| it.cosmetic.scriptlets.drops_unknown_snippet);
    let is_converted = scriptlets::find_converted(OF_ABP, name).is_some();
    let refused = if is_converted { Targets::NONE } else { converting };
    let ignored = if find_snippet(name).is_some() { Targets::NONE } else { SNIPPETS };
    let affected = (refused | ignored) & cx.targets;
    if affected.is_empty() {
        return;
    }
    let audience = Audience::refused_by(refused).and_ignored_by(ignored);
    let message = || format!("{} {} no snippet `{name}`", affected.named(), affected.has());
    let place = cx.place(name_in(name, span));
    cx.report(&RULE, span, audience, Message::Made(&message)).suggest(place, name, || {
        let of_adguard = SCRIPTLETS.iter().filter(|it| it.1.who.intersects(ADGUARDS));
        let of_adguard = of_adguard.filter_map(|it| it.0.strip_prefix(OF_ABP));
        let own = SCRIPTLETS.iter().filter(|it| it.1.who.intersects(SNIPPETS)).map(|it| it.0);
        if ignored.is_empty() { nearest(name, of_adguard) } else { nearest(name, own) }
    });
}

fn snippet_arguments(name: &str, call: &ParameterList<'_>, cx: &mut LineContext<'_>) {
    let Some(snippet) = find_snippet(name) else { return };
    let given = call.children.iter().skip(1).filter(|it| it.is_some()).count();
    for &(who, required) in snippet.needs {
        let who = who & SNIPPETS;
        if given < usize::from(required) && !who.is_empty() {
            report_arguments(name, required, call, Audience::ignored_by(who), cx);
        }
    }
}

fn report_arguments(
    name: &str,
    required: u8,
    call: &ParameterList<'_>,
    audience: Audience,
    cx: &mut LineContext<'_>,
) {
    let noun = if required == 1 { "argument" } else { "arguments" };
    let message = format_args!("`{name}` needs {required} {noun}");
    cx.report(&RULE, call.span, audience, message);
}

#[cold]
fn unknown(name: &str, span: Span, lacking: Targets, is_adguard: bool, cx: &mut LineContext<'_>) {
    let all = ADGUARDS | UBLOCKS;
    let affected = lacking & cx.targets;
    let message = || {
        if lacking.contains(all) {
            format!("unknown scriptlet `{name}`")
        } else {
            format!("{} {} no scriptlet `{name}`", affected.named(), affected.has())
        }
    };
    // If nobody has the scriptlet, blockers without any scriptlets need not be named.
    let without = if lacking.contains(all) { WITHOUT } else { Targets::NONE };
    let dropping = who!(|it| it.cosmetic.scriptlets.drops_unknown);
    let audience =
        Audience::refused_by(lacking & dropping).and_ignored_by(lacking & !dropping | without);
    let place = cx.place(name_in(name, span));
    let details = cx.report(&RULE, span, audience, Message::Made(&message));
    if let Some((first, rest)) = name.split_once(' ').filter(|it| scriptlets::find(it.0).is_some())
    {
        let text = format!("{first}, {}", rest.trim_start());
        details
            .help("write a `,` after the name of a scriptlet")
            .fix(false, "add the `,`", || vec![Edit::Replace { place, text }]);
        return;
    }
    details.suggest(place, name, || {
        let wanted = if is_adguard { ADGUARDS } else { UBLOCKS };
        let names = SCRIPTLETS.iter().filter(|it| it.1.who.intersects(wanted)).map(|it| it.0);
        nearest(name.strip_suffix(".js").unwrap_or(name), names).filter(|_| lacking.contains(all))
    });
}

/// Some blockers refuse arguments with quotes that do not match.
fn check_quotes(call: &ParameterList<'_>, cx: &mut LineContext<'_>) {
    for argument in call.children.iter().flatten() {
        let text = argument.text.as_ref();
        let Some(quote) = text.chars().next().filter(|it| matches!(it, '"' | '\'' | '`')) else {
            continue;
        };
        if text.len() < 2 || !text.ends_with(quote) {
            cx.report(
                &RULE,
                argument.span,
                Audience::refused_by(who!(|it| it.cosmetic.scriptlets.drops_open_quote)),
                format_args!("the quote `{quote}` must be closed at the end of the argument"),
            );
        }
    }
}

fn arguments(name: &str, is_adguard: bool, call: &ParameterList<'_>, cx: &mut LineContext<'_>) {
    let known = [(find_ubo(name), UBLOCKS), (find_adguard(name, is_adguard), ADGUARDS)];
    let given = call.children.iter().skip(1).filter(|it| it.is_some()).count();
    let mut content = Targets::NONE;
    let mut most = None;
    for (scriptlet, who) in known {
        let Some(scriptlet) = scriptlet else { continue };
        content = content | scriptlet.who & who;
        for &(needs, required) in scriptlet.needs {
            let needs = needs & who;
            if given < usize::from(required) && !needs.is_empty() {
                content = content & !needs;
                if needs.intersects(cx.targets) {
                    most = most.max(Some(required));
                }
            }
        }
    }
    if let Some(required) = most {
        report_arguments(name, required, call, Audience::ignored_by(!content), cx);
    }
}
