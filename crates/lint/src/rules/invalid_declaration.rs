use crate::{
    Targets,
    audience::Audience,
    css::Style,
    diagnostic::Edit,
    engines::{ENGINES, who},
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    tables::{
        css_values::{self, Kind},
        properties,
    },
};
use bloqr_syntax::source::Span;

rule! {
    /// A style that has no effect, or that blockers refuse.
    ///
    /// ```adblock
    /// site.example#$#body { hieght: 0; }
    /// !                     ^^^^^^ there is no property `hieght`
    /// site.example##body:style(background: url(x.png))
    /// !                                    ^^^^ blockers refuse styles with `url(…)`
    /// ```
    ///
    /// ```adblock
    /// site.example#$#body { height: 0; }
    /// ```
    "invalid-declaration", Warning, ["no-invalid-css-declaration"]
}

#[cold]
pub(crate) fn report(fault: Style<'_>, span: Span, cx: &mut LineContext<'_>) {
    let audience = audience(fault);
    let affected = audience.refused() & cx.targets;
    let place = cx.place(span);
    let details = cx.report(&RULE, span, audience, Message::Made(&|| message(fault, affected)));
    match fault {
        Style::UnknownProperty(name) => {
            let lower = name.to_ascii_lowercase();
            details.suggest(place, name, || nearest(&lower, properties::PROPERTIES.names()));
        }
        Style::WrongValue { value: "important", .. } => {
            details.help("write `!important`").fix(false, "add the `!`", || {
                vec![Edit::Replace { place, text: "!important".to_owned() }]
            });
        }
        Style::WrongValue { property, value } => {
            details.suggest(place, value, || nearest_value(property, &value.to_ascii_lowercase()));
        }
        Style::SplitUnit(text) => {
            let joined = text.split_ascii_whitespace().collect::<String>();
            details.fix(false, "join the number and its unit", || {
                vec![Edit::Replace { place, text: joined }]
            });
        }
        Style::Important => {
            details.fix(false, "write `!important`", || {
                vec![Edit::Replace { place, text: "!important".to_owned() }]
            });
        }
        _ => (),
    }
}

/// The word that a property takes and that is similar.
fn nearest_value(property: &str, value: &str) -> Option<&'static str> {
    let takes = properties::takes_of(property)?;
    let colors = takes.has(Kind::Color).then(css_values::colors);
    let words = takes.words().chain(css_values::words_for_all());
    nearest(value, words.chain(colors.into_iter().flatten()))
}

/// Reports the first value of a style that some blockers do not accept. They read it as a style only
/// after a space.
#[cold]
pub(crate) fn check_words(has_space: bool, style: &str, start: usize, cx: &mut LineContext<'_>) {
    let who = who!(|it| it.cosmetic.styles.needs_space);
    if !has_space {
        let place = cx.place(Span::new(start - 1, start - 1));
        let affected = who & cx.targets;
        let message = || format!("{} a space before the `{{`", affected.with_verb("needs", "need"));
        let span = Span::new(start - 1, start);
        cx.report(&RULE, span, Audience::ignored_by(who), Message::Made(&message)).fix(
            false,
            "add a space",
            || vec![Edit::Replace { place, text: " ".to_owned() }],
        );
        return;
    }
    let targets = cx.targets;
    for engine in ENGINES.iter().filter(|it| it.platforms.intersects(targets)) {
        let Some(words) = engine.cosmetic.styles.words else { continue };
        let Some(word) = word_beyond(style, words) else { continue };
        let at = start + (word.as_ptr() as usize - style.as_ptr() as usize);
        let who = engine.platforms;
        let message = || format!("{} {} not accept `{word}` in a style", who.named(), who.does());
        let span = Span::new(at, at + word.len());
        cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
    }
}

/// The first name or word in a style that is not accepted: words are in `words`, or they are numbers
/// or colors. A style that removes the element can have any values.
fn word_beyond<'s>(style: &'s str, words: &[&str]) -> Option<&'s str> {
    let style = style.trim_end();
    let style = style.strip_suffix('}').unwrap_or(style);
    let declarations = style.split(';').filter_map(|it| it.split_once(':'));
    let is = |text: &str, word: &str| text.trim().eq_ignore_ascii_case(word);
    if declarations.clone().any(|(name, value)| is(name, "remove") && is(value, "true")) {
        return None;
    }
    let is_name = |it: &str| it.bytes().all(|it| it.is_ascii_alphabetic() || it == b'-');
    let mut names = declarations.clone().map(|it| it.0.trim());
    if let Some(odd) = names.find(|it| !is_name(it) || it.starts_with("--")) {
        return Some(odd);
    }
    let values = declarations.flat_map(|(_, value)| {
        let value = value.split(':').next().unwrap_or(value).trim_end();
        value.strip_suffix("!important").unwrap_or(value).split(' ')
    });
    let is_listed = |it: &str| {
        let it = it.to_ascii_lowercase();
        words.binary_search(&it.as_str()).is_ok() || is_plain_value(&it)
    };
    values.filter(|it| !it.is_empty()).find(|it| !is_listed(it))
}

/// `#fff`, `0`, `1.5em`, `-3px`
fn is_plain_value(value: &str) -> bool {
    const UNITS: [&str; 28] = [
        "", "%", "ch", "cm", "dvh", "dvw", "em", "ex", "fr", "in", "lh", "lvh", "lvw", "mm", "pc",
        "pt", "px", "q", "rem", "rlh", "svh", "svw", "vb", "vh", "vi", "vmax", "vmin", "vw",
    ];
    if let Some(digits) = value.strip_prefix('#') {
        return (3..=8).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit());
    }
    let end = value.trim_end_matches(|it: char| it.is_ascii_alphabetic() || it == '%').len();
    let (number, unit) = value.split_at(end);
    number.parse::<f64>().is_ok() && !number.ends_with('.') && UNITS.contains(&unit)
}

/// Browsers ignore a broken declaration. Blockers check for dangerous parts, and some check whether
/// there is a declaration at all.
fn audience(fault: Style<'_>) -> Audience {
    match fault {
        Style::NoColon
        | Style::NoProperty(_)
        | Style::NoValue(_)
        | Style::UnknownProperty(_)
        | Style::NoUnit { .. }
        | Style::SplitUnit(_)
        | Style::TooMany { .. }
        | Style::Parts { .. }
        | Style::WrongValue { .. }
        | Style::Important => Audience::ignored_by(Targets::EVERY),
        Style::Empty => Audience::refused_or_ignored(who!(|it| it.cosmetic.styles.empty)),
        Style::OnlySemicolons => {
            Audience::refused_or_ignored(who!(|it| it.cosmetic.styles.only_semicolons))
        }
        Style::OnlyBroken => {
            Audience::refused_or_ignored(who!(|it| it.cosmetic.styles.only_broken))
        }
        Style::Unmatched { opens: true } => {
            Audience::refused_or_ignored(who!(|it| it.cosmetic.styles.unclosed_brackets))
        }
        Style::Unmatched { opens: false } => {
            Audience::refused_or_ignored(who!(|it| it.cosmetic.styles.unopened_brackets))
        }
        Style::Url(_) => Audience::refused_by(who!(|it| it.cosmetic.styles.urls)),
        Style::Image(_) => Audience::refused_by(who!(|it| it.cosmetic.styles.images)),
        Style::Comment => Audience::refused_by(who!(|it| it.cosmetic.styles.comments)),
        Style::DoubleSlash => Audience::refused_by(who!(|it| it.cosmetic.styles.double_slash)),
        Style::Backslash => Audience::refused_by(who!(|it| it.cosmetic.styles.backslash)),
    }
}

/// `3 or 4 values`
fn counted(least: u8, most: u8) -> String {
    match (least, most) {
        (0 | 1, 1) => "one value".to_owned(),
        _ if least == most => format!("{most} values"),
        _ if least + 1 == most => format!("{least} or {most} values"),
        _ => format!("{least} to {most} values"),
    }
}

/// `affected` are the targets that drop the rule.
fn message(fault: Style<'_>, affected: Targets) -> String {
    match fault {
        Style::Empty | Style::OnlySemicolons | Style::OnlyBroken => {
            "this style has no declarations".to_owned()
        }
        Style::NoColon => "write a declaration as `property: value`".to_owned(),
        Style::NoProperty(name) => format!("`{name}` is not a property"),
        Style::NoValue(name) => format!("`{name}` has no value"),
        Style::UnknownProperty(name) => format!("there is no property `{name}`"),
        Style::NoUnit { word, unit } => format!("`{word}` needs a unit, such as `{word}{unit}`"),
        Style::SplitUnit(word) => {
            let joined = word.replace(' ', "");
            format!("a number and its unit are one word: write `{joined}`")
        }
        Style::TooMany { property, most: 1 } => format!("`{property}` takes {}", counted(1, 1)),
        Style::TooMany { property, most } => format!("`{property}` takes at most {most} values"),
        Style::Parts { name, least, most } => format!("`{name}(…)` takes {}", counted(least, most)),
        Style::WrongValue { property, value } => format!("`{property}` does not take `{value}`"),
        Style::Unmatched { opens: true } => "this bracket or quote is never closed".to_owned(),
        Style::Unmatched { opens: false } => "this bracket was never opened".to_owned(),
        Style::Url(word) => format!("blockers refuse styles with `{word}…)`"),
        Style::Image(word) => {
            format!("{} styles with `{word}…)`", affected.with_verb("refuses", "refuse"))
        }
        Style::Comment => "blockers refuse styles with comments".to_owned(),
        Style::DoubleSlash => {
            format!("{} styles with `//`", affected.with_verb("refuses", "refuse"))
        }
        Style::Backslash => "blockers refuse styles with a `\\`".to_owned(),
        Style::Important => "only `!important` is allowed here".to_owned(),
    }
}
