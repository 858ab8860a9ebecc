use crate::{
    Targets,
    engines::audience,
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    tables::{
        modifiers::{Found, row},
        redirects::{self, REDIRECTS},
    },
};
use bloqr_syntax::ast::{Modifier, Text};

rule! {
    /// A resource to redirect to that the blocker does not have.
    ///
    /// uBlock Origin and Brave still block the request then (for `redirect-rule` they do nothing);
    /// AdGuard drops the rule.
    ///
    /// ```adblock
    /// ||ads.example/lib.js$script,redirect=noopsj
    /// !                                    ^^^^^^ there is no resource `noopsj`
    /// ```
    ///
    /// The names differ between blockers, and most know each other's:
    ///
    /// ```adblock
    /// ||ads.example/lib.js$script,redirect=noopjs
    /// ||ads.example/lib.js$script,redirect=noop.js
    /// ```
    "unknown-redirect", Warning, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Checks the value of `redirect` and its like: a name, and perhaps a priority behind a `:`.
#[inline]
pub(crate) fn check(
    modifier: &Modifier<'_>,
    found: Found,
    value: &Text<'_>,
    cx: &mut LineContext<'_>,
) {
    const REDIRECT: u8 = row("redirect");
    const REDIRECT_RULE: u8 = row("redirect-rule");
    const REWRITE: u8 = row("rewrite");
    if matches!(found.row, REDIRECT | REDIRECT_RULE | REWRITE) {
        check_name(modifier, value, cx);
    }
}

fn check_name(modifier: &Modifier<'_>, value: &Text<'_>, cx: &mut LineContext<'_>) {
    let text: &str = value.text;
    let name = match text.rsplit_once(':') {
        Some((name, number)) if is_priority(number) => name,
        _ => text,
    };
    let is_rewrite = &*modifier.name == "rewrite";
    let lacking = lacking(name, is_rewrite);
    if !lacking.intersects(cx.targets) {
        return;
    }
    let told = lacking & cx.targets;
    let message = || {
        if lacking == Targets::EVERY {
            format!("there is no resource `{name}`")
        } else {
            format!("{} {} no resource `{name}`", told.named(), told.has())
        }
    };
    let mut span = value.span();
    span.end = span.start + name.len() as u32;
    let place = cx.place(span);
    let audience = audience!(|it| it.values.unknown_resource).among(lacking);
    cx.report(&RULE, span, audience, Message::Made(&message)).suggest(place, name, || {
        let is_better = |it: &&str| !self::lacking(it, is_rewrite).contains(told);
        nearest(name, REDIRECTS.iter().map(|it| it.0).filter(is_better))
    });
}

/// Who has no resource of that name.
fn lacking(name: &str, is_rewrite: bool) -> Targets {
    let who = match name.strip_prefix("abp-resource:") {
        Some(name) => {
            let who = redirects::who(name);
            let abp = who & redirects::ABP != 0;
            // AdGuard leaves the prefix away.
            let of_adg = redirects::ADG | redirects::ADG_FROM_UBO | redirects::ADG_FROM_ABP;
            let adg = who & of_adg != 0;
            [
                (abp, Targets::UBO | Targets::BRAVE),
                (abp && is_rewrite, Targets::ABP),
                (adg || (abp && is_rewrite), Targets::ADG),
            ]
        }
        None => {
            let who = redirects::who(name);
            let ubo = who & redirects::UBO != 0;
            let adg = who & (redirects::ADG | redirects::ADG_FROM_UBO) != 0;
            [(ubo, Targets::UBO | Targets::BRAVE), (false, Targets::ABP), (adg, Targets::ADG)]
        }
    };
    who.iter().filter(|it| !it.0).fold(Targets::NONE, |lacking, it| lacking | it.1)
}

fn is_priority(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}
