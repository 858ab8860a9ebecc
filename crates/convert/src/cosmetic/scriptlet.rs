//! Scriptlets of AdGuard and uBlock Origin.

use std::borrow::Cow;

use bloqr_syntax::ast::{Calls, Children, CosmeticRule, Separator, Syntax};

use crate::{
    Refusal, Target,
    cosmetic::page,
    draft::{Draft, signed},
    quotes,
    tables::{arguments, scriptlets},
};

/// The prefixes of AdGuard's names for scriptlets of other products.
const OF_UBO: &str = "ubo-";
const OF_ABP: &str = "abp-";

/// A call: the name and the arguments, as they are written. An empty argument is an empty text.
pub(super) type Call<'a> = Vec<Cow<'a, str>>;

/// The calls of a rule, as they are written.
pub(super) fn calls<'a>(calls: &Children<Calls<'a>>) -> impl Iterator<Item = Call<'a>> {
    calls.iter().map(|it| it.children.iter().map(|it| it.map_or("".into(), |it| it.text)).collect())
}

/// `+js(set, a, 1)` and `#$#log a` as `//scriptlet('ubo-set', 'a', '1')`.
pub(super) fn to_adguard(
    rule: &CosmeticRule<'_>,
    body: &Children<Calls<'_>>,
) -> Result<Option<Vec<Draft>>, Refusal> {
    let (prefix, escaped) = match rule.syntax {
        Syntax::AdGuard => return Ok(None),
        Syntax::AdblockPlus => (OF_ABP, ' '),
        Syntax::UblockOrigin | Syntax::Common => (OF_UBO, ','),
    };
    let separator = signed(Separator::JsInjection, rule.exception());
    let mut drafts = Vec::new();
    for mut call in calls(body) {
        if call.is_empty() {
            continue;
        }
        let name = quotes::unquoted(&call[0]);
        let row = scriptlets::find(&name).filter(|_| rule.syntax == Syntax::UblockOrigin);
        if !name.starts_with(prefix) {
            call[0] = [prefix, &name].concat().into();
        }
        if let Some(own) = row.and_then(|it| it.adg).filter(|_| !scriptlets::is_known(&call[0])) {
            // AdGuard has the scriptlet, but not with uBlock Origin's name.
            call[0] = own.into();
        }
        for argument in call.iter_mut().filter(|it| it.contains('\\')) {
            *argument = quotes::unescape(argument, escaped).into();
        }
        match row.and_then(|it| it.ubo) {
            Some("remove-class" | "remove-attr") => join_selectors(&mut call),
            Some(name @ ("json-prune-fetch-response" | "json-prune-xhr-response")) => {
                by_position(&mut call, name);
            }
            _ => (),
        }
        let length = call.iter().map(|it| it.len() + 4).sum::<usize>();
        let mut body = String::with_capacity(length + 16);
        body.push_str("//scriptlet(");
        for (n, argument) in call.iter().enumerate() {
            body.push_str(if n > 0 { ", " } else { "" });
            quotes::push_single_quoted(argument, &mut body);
        }
        body.push(')');
        drafts.push(Draft::of(rule, separator, body));
    }
    if drafts.is_empty() {
        // In an exception, a call without a name means every scriptlet.
        drafts.push(Draft::of(rule, separator, "//scriptlet()".to_owned()));
    }
    Ok(Some(drafts))
}

/// uBlock Origin takes several selectors, then when to apply them; AdGuard takes a list of
/// selectors.
fn join_selectors(call: &mut Call<'_>) {
    if call.len() < 3 {
        return;
    }
    let mut rest = call.split_off(2);
    let is_time = |it: &str| matches!(it, "asap" | "stay" | "complete");
    let time = rest.pop_if(|it| is_time(it));
    let count = rest.len();
    let last_is_selector = time.is_none();
    let selectors: Vec<&str> = rest
        .iter()
        .enumerate()
        .map(|(n, it)| if last_is_selector && n + 1 == count { &**it } else { it.trim() })
        .collect();
    call.push(selectors.join(", ").into());
    call.extend(time);
}

/// uBlock Origin takes pairs of a key and a value; AdGuard takes values by position.
fn by_position<'a>(call: &mut Call<'a>, name: &'a str) {
    let at = |n: usize| call.get(n).cloned().unwrap_or_default();
    let (prune, needed, has_needed) = (at(1), at(2), call.len() > 2);
    let (mut matched, mut stack) = (Cow::default(), Cow::default());
    let mut n = 3;
    while n < call.len() {
        match &*at(n) {
            "propsToMatch" => matched = at(n + 1),
            "stackToMatch" => stack = at(n + 1),
            _ => (),
        }
        n += 2;
    }
    let mut made = vec![name.into(), prune];
    let has_match = !matched.is_empty() || !stack.is_empty();
    if has_needed || has_match {
        made.push(needed);
    }
    if has_match {
        made.push(matched);
    }
    if !stack.is_empty() {
        made.push(stack);
    }
    *call = made;
}

/// AdGuard's scriptlets and Adblock Plus's snippets as `+js(…)`.
pub(super) fn to_ublock(
    rule: &CosmeticRule<'_>,
    body: &Children<Calls<'_>>,
) -> Result<Vec<Draft>, Refusal> {
    let to = Target::Ubo;
    let separator = signed(Separator::ElementHiding, rule.exception());
    let mut drafts = Vec::new();
    for mut call in calls(body) {
        let Some(written) = call.first() else { continue };
        let name = quotes::unquoted(written);
        let own = name.strip_prefix(OF_UBO).filter(|_| rule.syntax == Syntax::AdGuard);
        let row = scriptlets::find(&name);
        let ubo = match own {
            Some(own) => own,
            None => row
                .and_then(|it| it.ubo)
                .ok_or_else(|| Refusal::Scriptlet { to, name: name.clone().into_owned() })?,
        };
        call[0] = ubo.strip_suffix(".js").unwrap_or(ubo).to_owned().into();
        for argument in &mut call[1..] {
            *argument = quotes::escape(&quotes::unquoted(argument), ',').into();
            if quotes::is_quoted(argument) {
                // uBlock Origin would remove the quotes.
                *argument = quotes::quoted_again(argument).map(Cow::from).ok_or_else(|| {
                    Refusal::ScriptletArgument {
                        to,
                        name: ubo.to_owned(),
                        argument: Some(argument.clone().into_owned()),
                    }
                })?;
            }
            if rule.syntax == Syntax::AdblockPlus {
                *argument = quotes::unescape(argument, ' ').into();
            }
        }
        if let Some(row) = row {
            for (n, argument) in call.iter_mut().enumerate().skip(1) {
                if let Some(other) = arguments::find(row.name, n, argument, to) {
                    *argument = other.into();
                }
            }
            let is_by_position =
                matches!(row.name, "json-prune-fetch-response" | "json-prune-xhr-response");
            if is_by_position && own.is_none() {
                by_key(&mut call);
            }
        }
        let mut draft = Draft::of(rule, separator, format!("+js({})", call.join(", ")));
        page::to_ublock(rule, &mut draft)?;
        drafts.push(draft);
    }
    if drafts.is_empty() {
        let mut draft = Draft::of(rule, separator, "+js()".to_owned());
        page::to_ublock(rule, &mut draft)?;
        drafts.push(draft);
    }
    Ok(drafts)
}

/// The opposite of [`by_position`].
fn by_key(call: &mut Call<'_>) {
    let rest = if call.len() > 3 { call.split_off(3) } else { Vec::new() };
    for (key, value) in ["propsToMatch", "stackToMatch"].into_iter().zip(rest) {
        if !value.is_empty() {
            call.push(key.into());
            call.push(value);
        }
    }
}
