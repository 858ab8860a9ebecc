//! Scriptlets as Adblock Plus's snippets: `#$#abort-on-property-read ads`.

use bloqr_syntax::ast::{Calls, Children, CosmeticRule, Syntax};

use crate::{
    Refusal, Target,
    cosmetic::scriptlet,
    quotes,
    tables::{arguments, scriptlets},
};

const TO: Target = Target::Abp;

/// The bodies, one for each call.
pub(super) fn convert(
    rule: &CosmeticRule<'_>,
    body: &Children<Calls<'_>>,
) -> Result<Vec<String>, Refusal> {
    let mut bodies = Vec::new();
    for call in scriptlet::calls(body) {
        let Some(written) = call.first() else { return Err(Refusal::NamelessScriptlet) };
        let written = quotes::unquoted(written);
        let name = match rule.syntax {
            Syntax::AdGuard => written.strip_prefix("ubo-").unwrap_or(&written),
            _ => &written,
        };
        let is_ublock = rule.syntax == Syntax::UblockOrigin || name.len() < written.len();
        let row = scriptlets::find(name);
        let Some((row, snippet)) = row.and_then(|it| Some((it, it.abp?))) else {
            return Err(Refusal::Scriptlet { to: TO, name: written.clone().into_owned() });
        };
        let mut given: Vec<String> = call[1..].iter().map(|it| plain(it, rule.syntax)).collect();
        while given.last().is_some_and(|it| it.is_empty() && given.len() > 1)
            && row.name != "set-constant"
        {
            given.pop();
        }
        let (least, most) = row.abp_arguments;
        let refusal = |argument: Option<&String>| Refusal::ScriptletArgument {
            to: TO,
            name: snippet.to_owned(),
            argument: argument.cloned(),
        };
        if given.len() < usize::from(least) || given.len() > usize::from(most) {
            return Err(refusal(None));
        }
        let mut text = snippet.to_owned();
        for (n, argument) in given.iter().enumerate() {
            let value = match arguments::find(row.name, n + 1, argument, TO) {
                Some(value) => value.to_owned(),
                // A number is the same for all products.
                None if arguments::is_listed(row.name, n + 1, TO) && !is_number(argument) => {
                    return Err(refusal(Some(argument)));
                }
                None => pattern(row.name, n + 1, argument, is_ublock)
                    .ok_or_else(|| refusal(Some(argument)))?,
            };
            text.push(' ');
            text.push_str(&written_argument(&value));
        }
        if text.ends_with('}') {
            // Without the `;`, braces look like those of a style.
            text.push(';');
        }
        bodies.push(text);
    }
    if bodies.is_empty() {
        return Err(Refusal::NamelessScriptlet);
    }
    Ok(bodies)
}

/// The argument without the quotes and escapes of its syntax.
fn plain(argument: &str, syntax: Syntax) -> String {
    let quote = argument.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'));
    let inner = quote.and_then(|it| argument[1..].strip_suffix(it).map(|inner| (it, inner)));
    let (quote, text) = inner.map_or((None, argument), |(quote, inner)| (Some(quote), inner));
    let text = match quote {
        Some(quote) => quotes::unescape(text, quote),
        None => text.to_owned(),
    };
    if syntax == Syntax::UblockOrigin { quotes::unescape(&text, ',') } else { text }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// Converts an argument that is a text to look for or a regular expression. Adblock Plus knows only
/// the flag `i`, and no `!` for negation. `None` when it cannot be converted.
fn pattern(scriptlet: &str, number: usize, text: &str, is_ublock: bool) -> Option<String> {
    let is_pattern = matches!(
        (scriptlet, number),
        ("abort-current-inline-script", 2) | ("prevent-addEventListener", _) | ("remove-cookie", _)
    );
    if !is_pattern {
        return Some(text.to_owned());
    }
    if text.starts_with('!') {
        return None;
    }
    if let Some(end) = text.strip_prefix('/').and_then(|it| it.rfind('/')) {
        let flags = &text[end + 2..];
        // Other letters after the slash are not flags, so the argument is a plain text.
        let are_flags = flags.bytes().all(|it| b"dgimsuvy".contains(&it));
        return (!are_flags || matches!(flags, "" | "i")).then(|| text.to_owned());
    }
    // uBlock Origin compares the whole type of an event.
    if is_ublock && (scriptlet, number) == ("prevent-addEventListener", 1) && !text.is_empty() {
        let is_word =
            |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b':');
        let regex = || format!("/^{}$/", text.replace('.', "\\."));
        return text.bytes().all(is_word).then(regex);
    }
    Some(text.to_owned())
}

/// The argument in the syntax of Adblock Plus: in quotes if it has blanks, with every backslash
/// doubled.
fn written_argument(text: &str) -> String {
    let needs_quotes =
        text.is_empty() || text.contains(|it: char| it.is_whitespace() || matches!(it, ';' | '\''));
    let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
    if needs_quotes { format!("'{escaped}'") } else { escaped }
}
