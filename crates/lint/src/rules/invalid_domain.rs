use crate::{
    Targets,
    audience::Audience,
    brave,
    diagnostic::Edit,
    domain::{self, Shape},
    line_context::LineContext,
    rule::rule,
    rules::invalid_regex,
};
use bloqr_syntax::{
    ast::{Domain, DomainList, HostRule, Text},
    invisible::is_invisible,
    source::Span,
};

rule! {
    /// A domain that is none: the rule, or that part of it, never applies.
    ///
    /// ```adblock
    /// site.example;www.site.example##.banner
    /// !           ^ `;` does not belong in a domain: domains are separated by `,`
    /// ||ads.example^$domain=.site.example
    /// !                     ^^^^^^^^^^^^^ `.site.example` is no domain: a dot too many
    /// ```
    ///
    /// A `*` may stand for the end of a name only:
    ///
    /// ```adblock
    /// *.site.example##.banner
    /// !^^^^^^^^^^^^^ a domain holds for its subdomains anyway: write `site.example`
    /// site.*##.banner
    /// ```
    "invalid-domain", Warning, ["invalid-domain-list", "no-invalid-domains"]
}

/// Who refuses which shape, and who keeps the rule as if nothing were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    /// Before `##`.
    Cosmetic,
    /// In `domain=` and its like.
    Modifier,
    /// In `denyallow=`, which takes plain names only.
    Plain,
}

/// Checks the domains before the separator of a cosmetic rule.
pub(crate) fn check_list(domains: &DomainList<'_>, line: &str, cx: &mut LineContext<'_>) {
    let mut paths = None;
    let mut others = false;
    for domain in &domains.children {
        let shape = domain::shape(&domain.value);
        if matches!(shape, Shape::Name | Shape::AnyTld) {
            others = true;
            check_after(&domain, line, cx);
            continue;
        }
        // Brave cuts at each `,`.
        let is_path = |it: &str| it.strip_prefix('~').unwrap_or(it).starts_with('/');
        match domain.value.split(',').filter(|it| !it.is_empty()).all(is_path) {
            true => paths = paths.or(Some(domain.value.span())),
            false => others = true,
        }
        report(&domain.value, shape, Context::Cosmetic, cx);
        if matches!(shape, Shape::Unicode | Shape::Regex | Shape::Upper | Shape::Any) {
            check_after(&domain, line, cx);
        }
    }
    if let Some(span) = paths.filter(|_| !others) {
        cx.report(
            &RULE,
            span,
            Audience::refused_by(Targets::BRAVE),
            "Brave knows no regular expressions for domains",
        );
    }
}

/// Finds `site.example ##.banner`: with the space it reads as a host and a comment.
pub(crate) fn check_host_line(line: &str, rule: &HostRule<'_>, cx: &mut LineContext<'_>) {
    for name in rule.hostnames.iter().filter(|it| it.contains('$')) {
        let span = name.span();
        let message = "a line of a hosts file has no modifiers: write `||host^$…`";
        let brave = match brave::refuses_end_of(line) {
            Some(_) => Targets::BRAVE,
            None => Targets::NONE,
        };
        cx.report(
            &RULE,
            span,
            Audience::refused_or_ignored(Targets::UBO | Targets::ABP | brave),
            message,
        );
    }
    let (Some(_), Some(name), None) = (&rule.comment, rule.hostnames.iter().last(), &rule.ip)
    else {
        return;
    };
    let end = name.span().end as usize;
    let rest = line[end..].trim_start_matches([' ', '\t']);
    let is_separator = ["##", "#@#", "#?#", "#$#", "#%#", "#@?#", "#@$#", "#$?#"];
    let is_body = |it: &str| !it.is_empty() && !it.starts_with([' ', '\t', '#']);
    let separated = is_separator.iter().find_map(|it| rest.strip_prefix(it));
    if separated.is_some_and(is_body) && rest.len() < line.len() - end {
        space(end, cx);
    }
}

/// uBO and Brave take a list without a space in it.
#[inline]
fn check_after(domain: &Domain<'_>, line: &str, cx: &mut LineContext<'_>) {
    let bytes = line.as_bytes();
    let Span { start, end } = domain.value.span();
    let (start, end) = (start as usize, end as usize);
    let is_blank = |it: Option<&u8>| matches!(it, Some(b' ' | b'\t'));
    let first = bytes[..start].trim_ascii_end().len();
    if is_blank(bytes.get(end)) {
        space(end, cx);
    } else if first > 0 && start > 0 && is_blank(bytes.get(start - 1)) {
        space(start - 1, cx);
    }
}

#[cold]
fn space(at: usize, cx: &mut LineContext<'_>) {
    cx.report(
        &RULE,
        Span::new(at, at + 1),
        Audience::refused_or_ignored(Targets::UBO | Targets::ABP),
        "a space does not belong between domains",
    );
}

/// Checks one domain of a list in a modifier, with its `~`.
#[inline]
pub(crate) fn check_one(text: &str, start: usize, context: Context, cx: &mut LineContext<'_>) {
    let name = text.strip_prefix('~').unwrap_or(text);
    let name = Text { text: name, start: (start + text.len() - name.len()) as u32 };
    match domain::shape(&name) {
        Shape::Name => (),
        Shape::AnyTld if context != Context::Plain => (),
        shape => report(&name, shape, context, cx),
    }
}

#[cold]
fn report(domain: &Text<'_>, shape: Shape, context: Context, cx: &mut LineContext<'_>) {
    const UBO: Targets = Targets::UBO;
    const ADG: Targets = Targets::ADG;
    let cosmetic = context == Context::Cosmetic;
    let strict = UBO | ADG;
    // AdGuard looks up what ends in `.*` without a look at the rest.
    let is_open = context == Context::Modifier && (&**domain == "*" || domain.ends_with(".*"));
    let wildcard = if is_open { UBO } else { strict };
    let text: &str = domain.text;
    let mut span = domain.span();
    let (message, who) = match shape {
        Shape::Name | Shape::AnyTld if context != Context::Plain => return,
        Shape::Any if cosmetic => {
            // uBO and AdGuard take it for every page; Brave for a name.
            let message = "Brave looks for a page called `*`";
            cx.report(&RULE, span, Audience::ignored_by(Targets::BRAVE), message);
            return;
        }
        Shape::Address => {
            cx.report(
                &RULE,
                span,
                Audience::ignored_by(Targets::EVERY),
                format_args!("`{text}` is no address: each of four numbers is at most 255"),
            );
            return;
        }
        Shape::Unicode => return,
        Shape::Upper if cosmetic => {
            let message = format_args!("`{text}` has to be in lower case");
            let place = cx.place(span);
            cx.report(
                &RULE,
                span,
                Audience::refused_by(ADG).and_ignored_by(Targets::BRAVE),
                message,
            )
            .fix(true, "write it in lower case", || {
                vec![Edit::Replace { place, text: text.to_ascii_lowercase() }]
            });
            return;
        }
        Shape::Upper => return,
        Shape::Path if cosmetic => {
            // uBO since 2026, and AdGuard.
            let message = format!("`{text}` is no domain: it has a path");
            cx.report(&RULE, span, Audience::ignored_by(Targets::BRAVE | Targets::ABP), message);
            return;
        }
        Shape::Regex if context != Context::Plain => {
            let source = &text[1..text.len() - 1];
            let start = span.start as usize + 1;
            invalid_regex::check(source, "", start, UBO | Targets::ABP | Targets::BRAVE, cx);
            cx.report(
                &RULE,
                span,
                Audience::refused_by(Targets::ABP),
                "a regular expression for a domain",
            );
            return;
        }
        Shape::Punycode => {
            cx.report(
                &RULE,
                span,
                Audience::ignored_by(Targets::EVERY),
                format_args!("`{text}` is no Punycode"),
            );
            return;
        }
        Shape::Empty => ("there is no domain here".to_owned(), UBO | Targets::ABP | ADG),
        Shape::AnySub => {
            let name = &text[2..];
            (format!("a domain holds for its subdomains anyway: write `{name}`"), wildcard)
        }
        Shape::Wildcard | Shape::Any => {
            ("a `*` may stand for the end of a domain only".to_owned(), wildcard)
        }
        Shape::Name | Shape::AnyTld | Shape::Regex => {
            (format!("only whole domains may stand here, not `{text}`"), UBO | ADG)
        }
        Shape::Path => (format!("`{text}` is no domain: it has a path"), UBO),
        Shape::EmptyLabel if text.trim_matches('.').contains("..") => {
            let message = format!("`{text}` is no domain: a dot too many");
            cx.report(&RULE, span, Audience::refused_or_ignored(!Targets::BRAVE), message);
            return;
        }
        Shape::EmptyLabel => (format!("`{text}` is no domain: a dot too many"), strict),
        Shape::Hyphen => {
            let message = format!("`{text}` is no domain: a part starts or ends with a `-`");
            cx.report(&RULE, span, Audience::refused_or_ignored(!Targets::BRAVE), message);
            return;
        }
        Shape::Stray(at) => {
            let stray = text[at as usize..].chars().next().unwrap_or(' ');
            span.start += at;
            span.end = span.start + stray.len_utf8() as u32;
            // Brave takes what stands between two `#` for a separator it does not know.
            let brave = if stray == '#' { Targets::BRAVE } else { Targets::NONE };
            let who = match stray {
                // uBO takes these out, AdGuard looks for a page with them in its name.
                it if is_ignored(it) => Targets::NONE,
                it if is_invisible(it) && cosmetic => UBO | Targets::BRAVE,
                it if is_invisible(it) => UBO,
                _ => strict | brave,
            };
            (stray_message(stray, context), who)
        }
    };
    cx.report(&RULE, span, Audience::refused_or_ignored(who | Targets::ABP), message);
}

/// What URLs leave out of a host: `ignored` in <https://www.unicode.org/reports/tr46/>.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200b}' | '\u{2060}' | '\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{e0100}'..='\u{e01ef}')
}

fn stray_message(stray: char, context: Context) -> String {
    let separator = if context == Context::Cosmetic { ',' } else { '|' };
    if is_invisible(stray) {
        return format!("an invisible character, U+{:04X}", u32::from(stray));
    }
    match stray {
        ' ' | '\t' => "a space does not belong in a domain".to_owned(),
        ',' | ';' | '|' | '&' if stray != separator => {
            format!("`{stray}` does not belong in a domain: domains are separated by `{separator}`")
        }
        _ => format!("`{stray}` does not belong in a domain"),
    }
}
