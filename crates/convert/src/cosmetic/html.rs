//! Rules that change the HTML of a page: `$$script[tag-content="x"]`, `##^script:has-text(x)`.

use bloqr_syntax::{
    Options, Rule,
    ast::{
        AttributeSelector, CosmeticBody, CosmeticRule, Selector, SelectorList, Separator, Syntax,
    },
    parse,
};

use crate::{
    Refusal, Target,
    draft::{Draft, signed},
    pattern, quotes,
};

/// The maximum length if a rule has none, as AGTree writes it: 32 times the length that AdGuard
/// reads of a page by default.
const LONGEST: u32 = 262_144;

pub(super) fn to_adguard(
    line: &str,
    rule: &CosmeticRule<'_>,
) -> Result<Option<Vec<Draft>>, Refusal> {
    let separator = signed(Separator::HtmlFiltering, rule.exception());
    let from = rule.syntax;
    let body = with_selectors(line, |list| write(list, Work { from, to: Target::Adg }))?;
    let is_own = from == Syntax::AdGuard;
    if is_own && !body.is_changed {
        return Ok(None);
    }
    Ok(Some(vec![Draft::of(rule, separator, body.text)]))
}

pub(super) fn to_ublock(line: &str, rule: &CosmeticRule<'_>) -> Result<String, Refusal> {
    let from = rule.syntax;
    let body = with_selectors(line, |list| write(list, Work { from, to: Target::Ubo }))?;
    Ok(format!("^{}", body.text))
}

/// Reads the body of a line as selectors.
fn with_selectors<T>(
    line: &str,
    act: impl FnOnce(&SelectorList<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    match parse(line, &Options::LIST.with_html_bodies(true)) {
        Rule::Cosmetic(CosmeticRule { body: CosmeticBody::HtmlSelectors(list), .. }) => act(&list),
        Rule::Invalid(error) => Err(Refusal::Unreadable(error)),
        // A line that was parsed as an HTML rule is also one with this option.
        _ => Err(Refusal::HtmlValue(line.to_owned())),
    }
}

/// The direction of a conversion.
#[derive(Clone, Copy)]
struct Work {
    from: Syntax,
    to: Target,
}

#[derive(Default)]
struct Body {
    text: String,
    is_changed: bool,
}

fn write(list: &SelectorList<'_>, work: Work) -> Result<Body, Refusal> {
    let mut body = Body::default();
    for (n, complex) in list.children.iter().enumerate() {
        if n > 0 {
            body.text.push_str(", ");
        }
        let selectors: Vec<Selector<'_>> = complex.children.iter().collect();
        let mut lengths = Lengths::of(&selectors);
        for (n, selector) in selectors.iter().enumerate() {
            match selector {
                Selector::Combinator(sign) => {
                    let is_last = n + 1 == selectors.len();
                    if n == 0 || is_last || matches!(selectors[n - 1], Selector::Combinator(_)) {
                        return Err(Refusal::HtmlCombinator(sign.text.to_string()));
                    }
                    match &**sign {
                        " " => body.text.push(' '),
                        sign => body.text.push_str(&format!(" {sign} ")),
                    }
                }
                Selector::Attribute(it) => attribute(it, work, &mut lengths, &mut body)?,
                Selector::PseudoClass(it) => {
                    let argument = it.argument.as_deref();
                    pseudo_class(&it.name, argument, work, &mut body)?;
                }
                Selector::Type(it) => body.text.push_str(it),
                Selector::Class(it) => body.text.push_str(&format!(".{}", &**it)),
                Selector::Id(it) => body.text.push_str(&format!("#{}", &**it)),
            }
        }
    }
    Ok(body)
}

/// The strictest limits of lengths in a selector of AdGuard.
struct Lengths {
    least: Option<u64>,
    most: Option<u64>,
    is_written: bool,
}

impl Lengths {
    fn of(selectors: &[Selector<'_>]) -> Lengths {
        let lengths = |wanted: &'static str| {
            selectors.iter().filter_map(move |it| match it {
                Selector::Attribute(it) if &*it.name == wanted => number(&it.test.as_ref()?.value),
                _ => None,
            })
        };
        let (least, most) = (lengths("min-length").max(), lengths("max-length").min());
        Lengths { least, most, is_written: false }
    }
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// `:contains()` with a regular expression for the lengths between the limits.
fn length(least: Option<u64>, most: Option<u64>) -> String {
    let most = most.map_or(String::new(), |it| it.to_string());
    format!("/^(?=.{{{},{most}}}$).*/s", least.unwrap_or(0))
}

fn attribute(
    attribute: &AttributeSelector<'_>,
    work: Work,
    lengths: &mut Lengths,
    body: &mut Body,
) -> Result<(), Refusal> {
    let name = &*attribute.name;
    if !matches!(name, "tag-content" | "wildcard" | "min-length" | "max-length") {
        write_attribute(attribute, work.to, &mut body.text);
        return Ok(());
    }
    let refusal = || Refusal::HtmlValue(format!("[{name}]"));
    let test = attribute.test.as_ref().ok_or_else(refusal)?;
    if test.value.is_empty() || &*test.operator != "=" || test.flag.is_some() {
        return Err(refusal());
    }
    if work.from == Syntax::UblockOrigin {
        return Err(Refusal::MixedHtml(format!("[{name}]")));
    }
    body.is_changed = true;
    let contains = if work.to == Target::Ubo { "has-text" } else { "contains" };
    let (pseudo, argument) = match name {
        "tag-content" => (contains, test.value.text.to_string()),
        "wildcard" => (contains, pattern::glob(&test.value)),
        _ => {
            number(&test.value).ok_or_else(refusal)?;
            match (work.to, name) {
                (Target::Ubo, "min-length") => ("min-text-length", test.value.text.to_string()),
                // uBlock Origin has no maximum; AGTree leaves it out too.
                (Target::Ubo, _) => return Ok(()),
                _ if lengths.is_written => return Ok(()),
                _ => {
                    lengths.is_written = true;
                    (contains, length(lengths.least, lengths.most))
                }
            }
        }
    };
    body.text.push_str(&format!(":{pseudo}({argument})"));
    Ok(())
}

fn write_attribute(attribute: &AttributeSelector<'_>, to: Target, out: &mut String) {
    out.push('[');
    out.push_str(&attribute.name);
    if let Some(test) = &attribute.test {
        out.push_str(&test.operator);
        let value = quotes::escape(&test.value, '"');
        // AdGuard doubles a quote instead of escaping it.
        let value = if to == Target::Adg { value.replace("\\\"", "\"\"") } else { value };
        out.push_str(&format!("\"{value}\""));
        if let Some(flag) = &test.flag {
            out.push(' ');
            out.push_str(flag);
        }
    }
    out.push(']');
}

fn pseudo_class(
    name: &str,
    argument: Option<&str>,
    work: Work,
    body: &mut Body,
) -> Result<(), Refusal> {
    if !matches!(name, "contains" | "has-text" | "min-text-length") {
        body.text.push(':');
        body.text.push_str(name);
        if let Some(argument) = argument {
            body.text.push_str(&format!("({argument})"));
        }
        return Ok(());
    }
    let refusal = || Refusal::HtmlValue(format!(":{name}()"));
    let argument = argument.filter(|it| !it.is_empty()).ok_or_else(refusal)?;
    let is_ublock = name != "contains";
    if is_ublock != (work.from == Syntax::UblockOrigin) {
        return Err(Refusal::MixedHtml(format!(":{name}()")));
    }
    let (name, argument) = match (name, work.to) {
        ("has-text", Target::Adg) => ("contains", argument.to_owned()),
        ("min-text-length", Target::Adg) => {
            let least = number(argument).ok_or_else(refusal)?;
            ("contains", length(Some(least), Some(u64::from(LONGEST))))
        }
        ("contains", Target::Ubo) => ("has-text", argument.to_owned()),
        _ => (name, argument.to_owned()),
    };
    body.text.push_str(&format!(":{name}({argument})"));
    Ok(())
}
