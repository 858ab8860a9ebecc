use crate::{
    Targets,
    engines::audience,
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    tables::{
        modifiers::{ModifierRef, row},
        redirects::{self, REDIRECTS},
    },
};
use bloqr_syntax::ast::{Modifier, Text};

rule! {
    /// A resource for redirects that the blocker does not have.
    ///
    /// uBlock Origin and Brave then still block the request (but `redirect-rule` does nothing);
    /// AdGuard drops the rule.
    ///
    /// ```adblock
    /// ||ads.example/lib.js$script,redirect=noopsj
    /// !                                    ^^^^^^ unknown resource `noopsj`
    /// ```
    ///
    /// Blockers have different names, and know most names of each other:
    ///
    /// ```adblock
    /// ||ads.example/lib.js$script,redirect=noopjs
    /// ||ads.example/lib.js$script,redirect=noop.js
    /// ```
    "unknown-redirect", Warning, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Checks the value of `redirect` and similar modifiers: a name, and optionally `:` and a priority.
#[inline]
pub(crate) fn check(
    modifier: &Modifier<'_>,
    found: ModifierRef,
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
    let affected = lacking & cx.targets;
    let message = || {
        if lacking == Targets::EVERY {
            format!("unknown resource `{name}`")
        } else {
            format!("{} {} no resource `{name}`", affected.named(), affected.has())
        }
    };
    let mut span = value.span();
    span.end = span.start + name.len() as u32;
    let place = cx.place(span);
    let audience = audience!(|it| it.values.unknown_resource).among(lacking);
    cx.report(&RULE, span, audience, Message::Made(&message)).suggest(place, name, || {
        let is_better = |it: &&str| !self::lacking(it, is_rewrite).contains(affected);
        nearest(name, REDIRECTS.names().filter(is_better))
    });
}

/// The blockers that have no resource with that name.
fn lacking(name: &str, is_rewrite: bool) -> Targets {
    let who = match name.strip_prefix("abp-resource:") {
        Some(bare) => {
            // AdGuard removes the prefix.
            let abp = if is_rewrite { Targets::ABP } else { Targets::NONE };
            let bare = redirects::who(bare) & (Targets::ADG | abp);
            bare | redirects::who(name)
        }
        None => redirects::who(name) & !Targets::ABP,
    };
    !who
}

fn is_priority(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}
