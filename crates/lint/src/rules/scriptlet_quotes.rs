use crate::{
    audience::Audience,
    diagnostic::Edit,
    line_context::LineContext,
    options::{Kind, OptionType, Value, Wrong},
    rule::rule,
};
use bloqr_syntax::{
    ast::{Calls, Children, CosmeticRule, Separator, Syntax},
    source::Span,
};

rule! {
    /// An argument of a scriptlet in other quotes than the configuration wants.
    ///
    /// A matter of style. Off unless a configuration asks for it.
    ///
    /// ```adblock
    /// site.example#%#//scriptlet('set-constant', 'ads', 'false')
    /// !                          ^^^^^^^^^^^^^^ this argument has single quotes, not double quotes
    /// !                                          ^^^^^ this argument has single quotes, not double quotes
    /// !                                                 ^^^^^^^ this argument has single quotes, not double quotes
    /// site.example##+js("set-constant", ads, false)
    /// !                 ^^^^^^^^^^^^^^ this argument has double quotes, not no quotes
    /// ```
    ///
    /// ```adblock bloqr-adg:"single"
    /// site.example#%#//scriptlet('set-constant', 'ads', 'false')
    /// site.example##+js(set-constant, ads, false)
    /// ```
    ///
    /// Quotation marks of texts, like `“` and `’`, are none to a blocker and are told, too.
    "scriptlet-quotes", Warning, off, ["scriptlet-quotes"];

    /// What arguments of AdGuard's `//scriptlet(…)` stand in
    adg "adg": Quotes = Quotes::Double,

    /// What arguments of uBlock Origin's `+js(…)` stand in
    ubo "ubo": Quotes = Quotes::None,

    /// What arguments of Adblock Plus' snippets stand in
    abp "abp": Quotes = Quotes::None,

    /// Whether arguments that start or end with a quotation mark of texts are reported
    disallow_curly "disallow-curly-quotes" ["disallowCurlyQuotes"]: bool = true
}

/// What an argument stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    None,
    Single,
    Double,
    Backtick,
}

impl Quotes {
    fn of(text: &str) -> Quotes {
        let first = text.chars().next().filter(|it| text.len() > 1 && text.ends_with(*it));
        match first {
            Some('\'') => Quotes::Single,
            Some('"') => Quotes::Double,
            Some('`') => Quotes::Backtick,
            _ => Quotes::None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Quotes::None => "no quotes",
            Quotes::Single => "single quotes",
            Quotes::Double => "double quotes",
            Quotes::Backtick => "backticks",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Quotes::None => "",
            Quotes::Single => "'",
            Quotes::Double => "\"",
            Quotes::Backtick => "`",
        }
    }
}

impl OptionType for Quotes {
    const KIND: Kind = Kind::Word(&["none", "single", "double", "backtick"]);

    fn read(value: &Value) -> Result<Quotes, Wrong> {
        Ok(match value.as_text() {
            Some("single") => Quotes::Single,
            Some("double") => Quotes::Double,
            Some("backtick") => Quotes::Backtick,
            _ => Quotes::None,
        })
    }
}

pub(crate) fn check(
    rule: &CosmeticRule<'_>,
    calls: &Children<Calls<'_>>,
    cx: &mut LineContext<'_>,
) {
    if !cx.asked.scriptlet_quotes {
        return;
    }
    let settings = &cx.options.scriptlet_quotes;
    let is_adguard =
        matches!(rule.separator, Separator::JsInjection | Separator::JsInjectionException);
    let wanted = match rule.syntax {
        Syntax::AdblockPlus => *settings.abp(),
        _ if is_adguard => *settings.adg(),
        _ => *settings.ubo(),
    };
    let is_strict = *settings.disallow_curly();
    for call in calls {
        for argument in call.children.iter().flatten() {
            let text = &*argument.text;
            let curly = |it: &char| matches!(it, '\u{2018}'..='\u{201f}');
            let ends = [text.chars().next(), text.chars().next_back()];
            if is_strict && let Some(mark) = ends.into_iter().flatten().find(curly) {
                let message = format_args!("`{mark}` is not read as a quote by blockers");
                cx.report(&RULE, argument.span, Audience::NOTE, message);
                continue;
            }
            let found = Quotes::of(text);
            if found != wanted {
                report(text, argument.span, found, wanted, cx);
            }
        }
    }
}

#[cold]
fn report(text: &str, span: Span, found: Quotes, wanted: Quotes, cx: &mut LineContext<'_>) {
    let place = cx.place(span);
    let (has, not) = (found.name(), wanted.name());
    let message = format_args!("this argument has {has}, not {not}");
    let title = format_args!("write it with {not}");
    cx.report(&RULE, span, Audience::NOTE, message).maybe_fix(false, title, || {
        let mark = found.mark();
        let inside = text.strip_prefix(mark)?.strip_suffix(mark)?;
        // What must be escaped in other quotes is left to people.
        let is_plain = !inside.contains(['\\', '\'', '"', '`']);
        let is_bare = !inside.is_empty() && !inside.contains([',', ' ', ')']);
        let text = format!("{0}{inside}{0}", wanted.mark());
        (is_plain && (wanted != Quotes::None || is_bare))
            .then(|| vec![Edit::Replace { place, text }])
    });
}
