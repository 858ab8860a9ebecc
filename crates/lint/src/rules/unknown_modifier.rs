use crate::{
    diagnostic::{Edit, Fix},
    domain::{self, Shape},
    engines::audience,
    last_dollar,
    line_context::LineContext,
    nearest::nearest,
    rule::rule,
    tables::modifiers::{self, MODIFIERS},
};
use bloqr_syntax::{ast::Modifier, source::Span};

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

pub(crate) fn check(line: &str, modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let name = &*modifier.name;
    let place = cx.place(modifier.name.span());
    if is_domain_in_list(line, modifier) {
        let start = modifier.name.span().start as usize;
        let comma = cx.place(Span::new(start - 1, start));
        let message = format_args!("`{name}` is read as a modifier: separate domains with `|`");
        cx.report(&RULE, modifier.name.span(), audience!(|it| it.network.unknown), message).fix(
            false,
            "write `|` for the `,`",
            || vec![Edit::Replace { place: comma, text: "|".to_owned() }],
        );
        return;
    }
    if let Some(bars) = bars(line, modifier) {
        let message = "`||` starts another rule: write each rule on its own line";
        cx.report(&RULE, bars, audience!(|it| it.network.unknown), message);
        return;
    }
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
            if let Some(list) = as_list(name) {
                it.help = Some(format!("separate modifiers with `,`: write `{list}`").into());
                it.fix = Some(Fix::new(
                    false,
                    format!("write `{list}`"),
                    vec![Edit::Replace { place, text: list }],
                ));
            }
            let lower = name.to_ascii_lowercase();
            if modifiers::find(&lower).is_some() {
                it.help = Some(format!("write names in lower case: `{lower}`").into());
            }
        });
}

/// The `||` in a modifier or before it: `$script||site.example^`. Blockers split the line at different
/// places.
fn bars(line: &str, modifier: &Modifier<'_>) -> Option<Span> {
    let start = modifier.name.span().start as usize;
    let is_after_bar = modifier.name.starts_with('|') && line[..start].ends_with('|');
    let at = if is_after_bar { start - 1 } else { start + modifier.name.find("||")? };
    Some(Span::new(at, at + 2))
}

/// Whether it is a domain that follows a list of domains: `domain=a.example,b.example`.
fn is_domain_in_list(line: &str, modifier: &Modifier<'_>) -> bool {
    let is_domain = |it: &str| {
        let it = it.strip_prefix('~').unwrap_or(it);
        it.contains('.') && domain::shape(it) == Shape::Name
    };
    if modifier.exception || modifier.value.is_some() || !is_domain(&modifier.name) {
        return false;
    }
    let before = &line[..modifier.name.span().start as usize];
    let parts = before.strip_suffix(',').into_iter().flat_map(|it| it.rsplit(','));
    // No more findings of a line are reported.
    let first = parts.take(LineContext::MOST + 1).find(|it| !is_domain(it)).unwrap_or_default();
    let first = first.rsplit('$').next().unwrap_or(first);
    ["domain=", "from=", "to=", "denyallow="].iter().any(|it| first.starts_with(it))
}

/// `script;image` and `script|image` as a list, if all names are known.
fn as_list(name: &str) -> Option<String> {
    if !name.contains(['|', ';', '&', ' ']) {
        return None;
    }
    let names: Vec<&str> = name.split(['|', ';', '&', ' ']).filter(|it| !it.is_empty()).collect();
    let is_known = |it: &&str| modifiers::find(it.trim_start_matches('~')).is_some();
    (names.len() > 1 && names.iter().all(is_known)).then(|| names.join(","))
}
