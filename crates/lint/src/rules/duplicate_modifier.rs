use crate::{
    diagnostic::Edit,
    engines::audience,
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::{MODIFIERS, Role, row},
};
use bloqr_syntax::{ast::Modifier, source::Span};

rule! {
    /// A modifier appears twice in one rule, or once with `~` and once without.
    ///
    /// uBlock Origin drops such a rule. Other blockers use one of the two.
    ///
    /// ```adblock
    /// ||ads.example^$script,third-party,script
    /// !                                 ^^^^^^ `script` is listed twice
    /// ||ads.example^$image,~image
    /// !                    ^^^^^^ `image` and `~image` contradict each other
    /// ```
    ///
    /// Two names of the same modifier count as the same:
    ///
    /// ```adblock
    /// ||ads.example^$third-party,3p
    /// !                          ^^ `3p` means the same as `third-party`
    /// ```
    "duplicate-modifier", Warning, ["duplicated-modifiers", "no-duplicated-modifiers"]
}

pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let mut seen = 0_u128;
    let mut unknown = 0_usize;
    // The first modifier of each row. It is made when a row appears for the second time.
    let mut firsts = Vec::new();
    for (modifier, found) in network.modifiers() {
        let Some(found) = found else {
            unknown += 1;
            continue;
        };
        let bit = 1_u128 << found.row;
        // `_` is meant to be repeated.
        if seen & bit == 0 || found.row == const { row("_") } {
            seen |= bit;
            continue;
        }
        if firsts.is_empty() {
            firsts = firsts_of(network);
        }
        if let Some((_, first)) = firsts.iter().find(|it| it.0 == found.row) {
            report(network, &modifier, first, found.row, cx);
        }
    }
    if unknown > 1 {
        check_unknown(network, cx);
    }
}

#[cold]
fn firsts_of<'a>(network: &Network<'_, 'a>) -> Vec<(u8, Modifier<'a>)> {
    let mut firsts: Vec<(u8, Modifier<'_>)> = Vec::new();
    let mut seen = 0_u128;
    for (modifier, found) in network.modifiers() {
        let Some(row) = found.map(|it| it.row) else { continue };
        if seen >> row & 1 == 0 {
            seen |= 1 << row;
            firsts.push((row, modifier));
        }
    }
    firsts
}

#[cold]
fn report(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    first: &Modifier<'_>,
    row: u8,
    cx: &mut LineContext<'_>,
) {
    let (name, other) = (&*modifier.name, &*first.name);
    let sign = |negated: bool| if negated { "~" } else { "" };
    let contradicts = modifier.exception != first.exception && modifier.value.is_none();
    let message = if contradicts {
        let (a, b) = (sign(first.exception), sign(modifier.exception));
        format!("`{a}{other}` and `{b}{name}` contradict each other")
    } else if name == other {
        format!("`{name}` is listed twice")
    } else {
        format!("`{name}` means the same as `{other}`")
    };
    let place = cx.place(first.span);
    let is_same = modifier.exception == first.exception
        && modifier.value.as_deref() == first.value.as_deref();
    let cut = cx.place(with_comma(network.line, modifier.span));
    // If the rule is kept, kinds of requests may be joined; of other modifiers the last one counts.
    let audience = match MODIFIERS[row as usize].role {
        Role::Action => audience!(|it| it.network.repeated_action),
        _ => audience!(|it| it.network.repeated),
    };
    let finding = cx.report(&RULE, modifier.span, audience, message).label(place, "first here");
    if is_same {
        finding.fix(true, format_args!("remove the second `{name}`"), || {
            vec![Edit::Replace { place: cut, text: String::new() }]
        });
    }
}

/// The modifier and the comma before it.
fn with_comma(line: &str, span: Span) -> Span {
    let before = line[..span.start as usize].trim_end();
    let start = before.strip_suffix(',').map_or(span.start as usize, str::len);
    Span::new(start, span.end as usize)
}

fn check_unknown(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let mut names: Vec<&str> = Vec::new();
    for (modifier, found) in network.modifiers() {
        let name = modifier.name.text;
        if found.is_some() {
            continue;
        }
        // When there are many modifiers that nobody knows, this is the smallest problem.
        if names.len() == 64 {
            return;
        }
        if names.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            cx.report(
                &RULE,
                modifier.span,
                audience!(|it| it.network.unknown),
                format_args!("`{name}` is listed twice"),
            );
        }
        names.push(name);
    }
}
