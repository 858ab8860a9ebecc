use crate::{Targets, audience::Audience, diagnostic::Edit, line_context::LineContext, rule::rule};
use bloqr_syntax::{ast::HintComment, source::Span};

rule! {
    /// A hint appears twice in one comment, or a platform appears twice in one hint.
    ///
    /// ```adblock
    /// !+ NOT_OPTIMIZED NOT_OPTIMIZED
    /// !                ^^^^^^^^^^^^^ `NOT_OPTIMIZED` is listed twice
    /// ||ads.example^
    /// !+ PLATFORM(mac, windows, mac)
    /// !                         ^^^ `mac` is listed twice
    /// ||ads.example/x
    /// ```
    "duplicate-hint", Warning, [
        "duplicated-hints",
        "duplicated-hint-platforms",
        "no-duplicated-hints",
        "no-duplicated-hint-platforms"
    ]
}

pub(crate) fn check(line: &str, hints: &HintComment<'_>, cx: &mut LineContext<'_>) {
    let mut names = Seen::default();
    for hint in &hints.children {
        names.see(line, &hint.name, hint.span, cx);
        let mut platforms = Seen::default();
        for platform in hint.params.iter().flat_map(|it| &it.children).flatten() {
            platforms.see(line, &platform.text, platform.span, cx);
        }
    }
}

/// Names in upper case, each with the place where it is first.
#[derive(Default)]
struct Seen(Vec<(String, Span)>);

impl Seen {
    fn see(&mut self, line: &str, name: &str, span: Span, cx: &mut LineContext<'_>) {
        // There are few names: a list of hundreds has repeated some of them long before.
        const ENOUGH: usize = 64;
        let upper = name.to_ascii_uppercase();
        let Some((_, first)) = self.0.iter().find(|it| it.0 == upper) else {
            if self.0.len() < ENOUGH {
                self.0.push((upper, span));
            }
            return;
        };
        let text = |it: Span| &line[it.start as usize..it.end as usize];
        let is_same = text(*first) == text(span);
        let cut = cx.place(with_separator(line, span));
        let audience = Audience::ignored_by(Targets::EVERY);
        let message = format_args!("`{name}` is listed twice");
        let finding = cx.report(&RULE, span, audience, message);
        if is_same {
            finding.fix(true, format_args!("remove the second `{name}`"), || {
                vec![Edit::Replace { place: cut, text: String::new() }]
            });
        }
    }
}

/// The span with the spaces and the comma before it.
fn with_separator(line: &str, span: Span) -> Span {
    let before = line[..span.start as usize].trim_end();
    let before = before.strip_suffix(',').map_or(before, str::trim_end);
    Span::new(before.len(), span.end as usize)
}
