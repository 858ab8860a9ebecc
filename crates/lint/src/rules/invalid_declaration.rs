use crate::{
    Targets,
    audience::Audience,
    css::Style,
    engines::who,
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    tables::properties,
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
    let details = cx.report(&RULE, span, audience, Message::Made(&|| message(fault, affected)));
    if let Style::UnknownProperty(name) = fault {
        details.maybe_meant(|| nearest(&name.to_ascii_lowercase(), properties::PROPERTIES.names()));
    }
}

/// Browsers ignore a broken declaration. Blockers check for dangerous parts, and some check whether
/// there is a declaration at all.
fn audience(fault: Style<'_>) -> Audience {
    match fault {
        Style::NoColon
        | Style::NoProperty(_)
        | Style::NoValue(_)
        | Style::UnknownProperty(_)
        | Style::NoUnit(_)
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
        Style::NoUnit(word) => format!("`{word}` needs a unit, such as `{word}px`"),
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
