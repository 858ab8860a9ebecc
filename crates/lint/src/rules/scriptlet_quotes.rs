use crate::{
    audience::Audience,
    diagnostic::Edit,
    line_context::LineContext,
    options::{InvalidValue, Kind, OptionType, Value},
    rule::rule,
};
use bloqr_syntax::{
    ast::{Calls, Children, CosmeticRule, Separator, Syntax},
    source::Span,
};

rule! {
    /// An argument of a scriptlet in other quotes than the configuration requires.
    ///
    /// This is a matter of style. Off unless a configuration switches it on.
    ///
    /// ```adblock
    /// site.example#%#//scriptlet('set-constant', 'ads', 'false')
    /// !                          ^^^^^^^^^^^^^^ this argument has single quotes: write it with double quotes
    /// !                                          ^^^^^ this argument has single quotes: write it with double quotes
    /// !                                                 ^^^^^^^ this argument has single quotes: write it with double quotes
    /// site.example##+js("set-constant", ads, false)
    /// !                 ^^^^^^^^^^^^^^ this argument has double quotes: write it with no quotes
    /// ```
    ///
    /// ```adblock bloqr-adg:"single"
    /// site.example#%#//scriptlet('set-constant', 'ads', 'false')
    /// site.example##+js(set-constant, ads, false)
    /// ```
    ///
    /// Blockers do not read typographic quotation marks, such as `“` and `’`, as quotes. They are
    /// reported too.
    "scriptlet-quotes", Warning, off, ["scriptlet-quotes"];

    /// The quotes around arguments of AdGuard's `//scriptlet(…)`
    adg "adg": Quotes = Quotes::Double,

    /// The quotes around arguments of uBlock Origin's `+js(…)`
    ubo "ubo": Quotes = Quotes::None,

    /// The quotes around arguments of Adblock Plus' snippets
    abp "abp": Quotes = Quotes::None,

    /// Whether typographic quotation marks around arguments are reported
    disallow_curly "disallow-curly-quotes" ["disallowCurlyQuotes"]: bool = true
}

/// The quotes around an argument.
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

    fn read(value: &Value) -> Result<Quotes, InvalidValue> {
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
                let message = format_args!("blockers do not read `{mark}` as a quote");
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
    let message = format_args!("this argument has {has}: write it with {not}");
    let title = format_args!("write it with {not}");
    cx.report(&RULE, span, Audience::NOTE, message).maybe_fix(false, title, || {
        let mark = found.mark();
        let inside = text.strip_prefix(mark)?.strip_suffix(mark)?;
        // An argument that would need escapes in the other quotes is not fixed.
        let is_plain = !inside.contains(['\\', '\'', '"', '`']);
        let is_bare = !inside.is_empty() && !inside.contains([',', ' ', ')']);
        let text = format!("{0}{inside}{0}", wanted.mark());
        (is_plain && (wanted != Quotes::None || is_bare))
            .then(|| vec![Edit::Replace { place, text }])
    });
}
