//! Network rules: the pattern stays, the modifiers change.

use bloqr_syntax::ast::{Modifier, NetworkRule};

use crate::{
    Refusal, Target,
    redirect::{self, Resource},
    tables::modifiers::{self, Change},
};

/// A modifier as it will be written.
#[derive(Debug, Clone, PartialEq)]
struct Written {
    negated: bool,
    name: String,
    value: Option<String>,
}

impl Written {
    fn new(modifier: &Modifier<'_>) -> Written {
        Written {
            negated: modifier.exception,
            name: modifier.name.text.to_owned(),
            value: modifier.value.map(|it| it.text.to_owned()),
        }
    }
}

/// The rule for the target; `None` when nothing changes.
pub(crate) fn convert(rule: &NetworkRule<'_>, to: Target) -> Result<Option<Vec<String>>, Refusal> {
    let Some(list) = &rule.modifiers else { return Ok(None) };
    if let Some(header) = removed_header(rule, to) {
        return Ok(Some(vec![header]));
    }
    // Most rules do not change, so check this before anything is made.
    let stays = |it: &Modifier<'_>| {
        modifiers::find(&it.name, to).is_none() && !redirect::is_redirect(&it.name)
    };
    if list.children.iter().all(|it| stays(&it)) {
        return blocks_pages(rule, to).map(|()| None);
    }
    blocks_pages(rule, to)?;
    let mut made = Vec::new();
    let mut wanted_types: Vec<&'static str> = Vec::new();
    let mut is_changed = false;
    let mut csp: Vec<String> = Vec::new();
    for modifier in &list.children {
        let written = Written::new(&modifier);
        match modifiers::find(&written.name, to) {
            Some(Change::DropsNegated) if written.negated => is_changed = true,
            Some(Change::Becomes(parts)) => {
                is_changed = true;
                for part in parts {
                    let new = become_part(&written, part)?;
                    if new.name == "csp" {
                        csp.extend(new.value.clone());
                    }
                    made.push(new);
                }
            }
            _ if redirect::is_redirect(&written.name) => {
                let (new, types) = redirected(rule, &written, to)?;
                is_changed |= new != written || !types.is_empty();
                wanted_types.extend(types);
                made.push(new);
            }
            _ => made.push(written),
        }
    }
    if !csp.is_empty() {
        merge_csp(&mut made)?;
    }
    if to == Target::Ubo {
        add_types(
            &list.children.iter().collect::<Vec<_>>(),
            &wanted_types,
            &mut made,
            &mut is_changed,
        );
    }
    if !is_changed {
        return Ok(None);
    }
    deduplicate(&mut made);
    if to == Target::Abp {
        check_rewrite(rule, &made)?;
    }
    Ok(Some(vec![print(rule, &made)]))
}

fn print(rule: &NetworkRule<'_>, modifiers: &[Written]) -> String {
    let mut text = String::new();
    if rule.exception {
        text.push_str("@@");
    }
    text.push_str(&rule.pattern);
    for (n, it) in modifiers.iter().enumerate() {
        text.push(if n == 0 { '$' } else { ',' });
        if it.negated {
            text.push('~');
        }
        text.push_str(&it.name);
        if let Some(value) = &it.value {
            text.push('=');
            text.push_str(value);
        }
    }
    text
}

/// One of the modifiers that replace a modifier: `~third-party`, `redirect=nooptext`.
fn become_part(written: &Written, part: &str) -> Result<Written, Refusal> {
    let (flips, part) = part.strip_prefix('~').map_or((false, part), |it| (true, it));
    let (name, value) = match part.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (part, None),
    };
    // A modifier with a value from the table, and a second modifier, cannot be negated.
    if value.is_some() && written.negated {
        return Err(Refusal::NegatedModifier(written.name.clone()));
    }
    let value = value.or_else(|| written.value.clone());
    Ok(Written { negated: written.negated != flips, name: name.to_owned(), value })
}

/// A redirect with the target's name for the resource, and the kinds of requests that uBlock Origin
/// requires with it.
fn redirected(
    rule: &NetworkRule<'_>,
    written: &Written,
    to: Target,
) -> Result<(Written, &'static [&'static str]), Refusal> {
    if written.negated {
        return Err(Refusal::NegatedModifier(written.name.clone()));
    }
    if to == Target::Abp && written.name == "redirect-rule" {
        // Adblock Plus redirects every request that the rule matches, even if no other rule blocks
        // it.
        return Err(Refusal::NotTaken {
            to,
            rule: "unsupported-modifier",
            message: "Adblock Plus does not know `redirect-rule`".into(),
            help: Some("use `redirect`, if the rule may also block the request".into()),
        });
    }
    let Some(value) = written.value.as_deref().filter(|it| !it.is_empty()) else {
        // An exception without a name applies to every redirect.
        if !rule.exception {
            return Err(Refusal::MissingValue(written.name.clone()));
        }
        return match to {
            Target::Abp => Err(Refusal::MissingValue("rewrite".to_owned())),
            Target::Adg | Target::Ubo => Ok((written.clone(), &[])),
        };
    };
    let Resource { name, types } = redirect::find(value, to);
    let modifier = match (to, &*written.name) {
        (Target::Abp, _) => "rewrite",
        (_, "rewrite") => "redirect",
        (_, name) => name,
    };
    let value = match (to, name) {
        (Target::Abp, Some(name)) => format!("abp-resource:{name}"),
        (Target::Abp, None) => {
            return Err(Refusal::Resource { to, name: redirect::bare(value).to_owned() });
        }
        // Only uBlock Origin knows the priority of a redirect.
        (Target::Ubo, Some(name)) => format!("{name}{}", redirect::priority(value)),
        (_, Some(name)) => name.to_owned(),
        (_, None) => value.to_owned(),
    };
    Ok((Written { negated: false, name: modifier.to_owned(), value: Some(value) }, types))
}

/// uBlock Origin redirects only the kinds of requests that the rule names. For an empty text, one
/// kind is enough.
fn add_types(
    before: &[Modifier<'_>],
    wanted: &[&'static str],
    made: &mut Vec<Written>,
    is_changed: &mut bool,
) {
    deduplicate(made);
    let is_text = made
        .iter()
        .any(|it| it.value.as_deref().is_some_and(|it| redirect::bare(it) == "noop.txt"));
    let has = |wanted: &str| {
        before.iter().any(|it| {
            let name = match modifiers::find(&it.name, Target::Ubo) {
                Some(Change::Becomes([name])) => name,
                _ => it.name.text,
            };
            name == wanted
        })
    };
    if is_text && wanted.iter().any(|it| has(it)) {
        return;
    }
    for it in wanted {
        if !before.iter().any(|before| &*before.name == *it) {
            *is_changed = true;
            made.push(Written { negated: false, name: (*it).to_owned(), value: None });
        }
    }
}

/// Joins all policies to one, at the end.
fn merge_csp(made: &mut Vec<Written>) -> Result<(), Refusal> {
    let mut policies = Vec::new();
    for it in made.iter().filter(|it| it.name == "csp") {
        match it.value.as_deref().filter(|it| !it.is_empty()) {
            Some(value) => policies.push(value.to_owned()),
            None => return Err(Refusal::MissingValue("csp".to_owned())),
        }
    }
    made.retain(|it| it.name != "csp");
    made.push(Written { negated: false, name: "csp".to_owned(), value: Some(policies.join("; ")) });
    Ok(())
}

fn deduplicate(made: &mut Vec<Written>) {
    let mut n = 0;
    while n < made.len() {
        if made[..n].contains(&made[n]) {
            made.remove(n);
        } else {
            n += 1;
        }
    }
}

/// `||a.example^$removeheader=x` for uBlock Origin, where this is a cosmetic rule.
fn removed_header(rule: &NetworkRule<'_>, to: Target) -> Option<String> {
    if to != Target::Ubo {
        return None;
    }
    let mut modifiers = rule.modifiers.as_ref()?.children.iter();
    let only = modifiers.next().filter(|_| modifiers.next().is_none())?;
    let header = only.value.filter(|it| !only.exception && !it.contains(':'))?;
    if &*only.name != "removeheader" || header.is_empty() {
        return None;
    }
    let host = if rule.pattern.is_empty() {
        ""
    } else {
        let host = rule.pattern.strip_prefix("||")?.strip_suffix('^')?;
        let is_name = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_');
        host.bytes().all(is_name).then_some(host).filter(|it| !it.is_empty())?
    };
    let separator = if rule.exception { "#@#" } else { "##" };
    Some(format!("{host}{separator}^responseheader({})", &*header))
}

/// Adblock Plus does not block pages, only allows them.
fn blocks_pages(rule: &NetworkRule<'_>, to: Target) -> Result<(), Refusal> {
    let blocks = |it: Modifier<'_>| {
        matches!(&*it.name, "document" | "doc") && !it.exception && !rule.exception
    };
    let list = rule.modifiers.as_ref().filter(|_| to == Target::Abp);
    if list.is_some_and(|it| it.children.iter().any(blocks)) {
        Err(Refusal::BlocksPages(to))
    } else {
        Ok(())
    }
}

/// Checks what Adblock Plus requires of a rule that redirects.
fn check_rewrite(rule: &NetworkRule<'_>, made: &[Written]) -> Result<(), Refusal> {
    if rule.exception || !made.iter().any(|it| it.name == "rewrite") {
        return Ok(());
    }
    let has_domain = made.iter().any(|it| {
        it.name == "domain"
            && it.value.iter().flat_map(|it| it.split('|')).any(|it| !it.starts_with('~'))
    });
    let is_first_party = made.iter().any(|it| it.name == "third-party" && it.negated);
    let is_anchored = rule.pattern.starts_with("||") || rule.pattern.starts_with('*');
    if is_anchored && (has_domain || is_first_party) {
        Ok(())
    } else {
        Err(Refusal::UnboundRewrite)
    }
}
