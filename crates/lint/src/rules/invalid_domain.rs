use crate::{
    Targets,
    audience::Audience,
    diagnostic::Edit,
    domain::{self, Shape},
    engines::audience,
    last_dollar,
    line_context::{LineContext, Message},
    rule::rule,
    rules::{
        duplicate_domain::{self, Item},
        invalid_pattern, invalid_regex, look_alike,
    },
    tables::modifiers,
    values::Position,
};
use bloqr_syntax::{
    ast::{Domain, DomainList, HostRule, Text},
    invisible::is_invisible,
    source::Span,
};

rule! {
    /// Text that is not a valid domain: the rule, or this part of it, never applies.
    ///
    /// ```adblock
    /// site.example;www.site.example##.banner
    /// !           ^ `;` is not allowed in a domain: separate domains with `,`
    /// ||ads.example^$domain=.site.example
    /// !                     ^^^^^^^^^^^^^ `.site.example` is not a domain: it has one dot too many
    /// ```
    ///
    /// A `*` can only replace the end of a name:
    ///
    /// ```adblock
    /// *.site.example##.banner
    /// !^^^^^^^^^^^^^ a domain includes its subdomains: write `site.example`
    /// site.*##.banner
    /// ```
    "invalid-domain", Warning, ["invalid-domain-list", "no-invalid-domains"]
}

/// Checks the domains before the separator of a cosmetic rule.
pub(crate) fn check_list(domains: &DomainList<'_>, line: &str, cx: &mut LineContext<'_>) {
    let list = &line.as_bytes()[domains.span.start as usize..domains.span.end as usize];
    if memchr::memchr(b',', list).is_some() {
        check_twice(domains, line, cx);
    }
    let mut paths = None;
    let mut others = false;
    for domain in &domains.children {
        let shape = domain::shape(&domain.value);
        if matches!(shape, Shape::Name | Shape::AnyTld) {
            others = true;
            check_after(&domain, line, cx);
            continue;
        }
        let is_url = domain.value.contains("://") && !domain.value.starts_with('/');
        if domain.value.starts_with('|') || is_url {
            others = true;
            pattern(&domain.value, &line[domain.value.span().end as usize..], cx);
            continue;
        }
        // Blockers that do not support regular expressions split them at each `,`.
        let is_path = |it: &str| it.strip_prefix('~').unwrap_or(it).starts_with('/');
        if domain.value.split(',').filter(|it| !it.is_empty()).all(is_path) {
            paths = paths.or(Some(domain.value.span()));
        } else {
            others = true;
        }
        if shape == Shape::Path {
            path_before_separator(&domain.value, domain.exception, cx);
        } else {
            report(&domain.value, shape, Position::Cosmetic, cx);
        }
        if matches!(
            shape,
            Shape::Unicode | Shape::Regex | Shape::Upper | Shape::Any | Shape::Ancestor
        ) {
            check_after(&domain, line, cx);
        }
    }
    if let Some(span) = paths.filter(|_| !others) {
        let audience = audience!(|it| it.domains.only_regexes_before_separator);
        let who = audience.refused();
        let message = || {
            format!("{} {} not support regular expressions for domains", who.named(), who.does())
        };
        cx.report(&RULE, span, audience, Message::Made(&message));
    }
}

/// Reports `||site.example^##.banner`: a domain is not a pattern. `after` is what follows the domain:
/// with `$$script` the rule was to be a network rule.
#[cold]
fn pattern(domain: &Text<'_>, after: &str, cx: &mut LineContext<'_>) {
    let span = domain.span();
    let is_modifier = |it: &str| {
        let name = it.split('=').next().unwrap_or(it);
        modifiers::find(name.trim_start_matches('~')).is_some()
    };
    if after.strip_prefix("$$").is_some_and(|it| it.split(',').all(is_modifier)) {
        let second = Span { start: span.end, end: span.end + 1 };
        let place = cx.place(second);
        let audience = audience!(|it| it.domains.stray_before_separator);
        cx.report(
            &RULE,
            Span { end: span.end + 2, ..second },
            audience,
            "modifiers follow one `$`",
        )
        .fix(false, "remove one `$`", || vec![Edit::Replace { place, text: String::new() }]);
        return;
    }
    let host = domain.split_once("://").map_or(domain.text, |it| it.1);
    let name = host.trim_start_matches('|').trim_end_matches(['^', '/']);
    let place = cx.place(span);
    let audience = audience!(|it| it.domains.stray_before_separator);
    let noun = if host.len() < domain.len() { "URL" } else { "pattern" };
    if domain::shape(name) != Shape::Name {
        cx.report(&RULE, span, audience, format_args!("a domain is not a {noun}"));
        return;
    }
    let message = format_args!("a domain is not a {noun}: write `{name}`");
    cx.report(&RULE, span, audience, message).fix(false, format_args!("write `{name}`"), || {
        vec![Edit::Replace { place, text: name.to_owned() }]
    });
}

/// Looks for domains that occur twice.
fn check_twice(domains: &DomainList<'_>, line: &str, cx: &mut LineContext<'_>) {
    let items = domains.children.iter().map(|it| {
        let span = it.value.span();
        let start = span.start - u32::from(it.exception);
        Item { name: it.value.text, span: Span { start, ..span }, is_negated: it.exception }
    });
    duplicate_domain::check(line, items.filter(|it| !it.name.is_empty()), cx);
}

/// Reports `site.example ##.banner`: with the space it is read as a host and a comment.
pub(crate) fn check_host_line(line: &str, rule: &HostRule<'_>, cx: &mut LineContext<'_>) {
    // Blockers without hosts lines read a domain that is alone as a pattern.
    if line.len() < 4 {
        invalid_pattern::report_length(line, Span::new(0, line.len()), cx);
    }
    for name in rule.hostnames.iter().filter(|it| it.contains('$')) {
        let span = name.span();
        let message = "a line of a hosts file cannot have modifiers: write `||host^$…`";
        let mut audience = audience!(|it| it.lines.modifiers_of_host);
        if last_dollar::refuses_end_of(line).is_some() {
            audience = audience.and_refused_by(last_dollar::READERS);
        }
        cx.report(&RULE, span, audience, message);
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

/// Reports a space before or after a domain.
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
    let span = Span::new(at, at + 1);
    let place = cx.place(span);
    let message = "a space is not allowed between domains";
    cx.report(&RULE, span, audience!(|it| it.domains.space), message).fix(
        false,
        "remove the space",
        || vec![Edit::Replace { place, text: String::new() }],
    );
}

/// Reports a domain, without its `~`, that is not a plain name.
#[cold]
pub(crate) fn report(
    domain: &Text<'_>,
    shape: Shape,
    position: Position,
    cx: &mut LineContext<'_>,
) {
    let text: &str = domain.text;
    let span = domain.span();
    match shape {
        Shape::Unicode if position == Position::Modifier => {
            look_alike::check_names(text, span.start as usize, cx);
            let audience = audience!(|it| it.domains.unicode);
            let who = audience.refused();
            let message =
                || format!("{} domains only in Punycode: `xn--…`", who.with_verb("reads", "read"));
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Shape::Unicode => look_alike::check_names(text, span.start as usize, cx),
        Shape::Any | Shape::Upper if position == Position::Cosmetic => {
            report_before_separator(domain, shape, cx);
        }

        Shape::Upper if position == Position::Modifier => {
            upper_case(text, span, audience!(|it| it.domains.upper_case), cx);
        }
        Shape::Upper => (),
        Shape::Name | Shape::AnyTld if position != Position::Denyallow => (),
        Shape::Regex if position != Position::Denyallow => {
            invalid_regex::check_domain(domain, cx);
            let audience = audience!(|it| it.domains.regex);
            cx.report(
                &RULE,
                span,
                audience,
                "blockers do not read this regular expression as a domain",
            );
        }
        Shape::AnySub => {
            let name = &text[2..];
            let place = cx.place(Span { end: span.start + 2, ..span });
            let message = format_args!("a domain includes its subdomains: write `{name}`");
            cx.report(&RULE, span, wildcard(text, position), message).fix(
                false,
                "remove `*.`",
                || vec![Edit::Replace { place, text: String::new() }],
            );
        }
        Shape::Wildcard | Shape::Any => {
            let message = "a `*` is allowed only at the end of a domain";
            cx.report(&RULE, span, wildcard(text, position), message);
        }
        Shape::Address => {
            let audience = audience!(|it| it.domains.no_such);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!(
                    "`{text}` is not an IP address: each of the four numbers must be at most 255"
                ),
            );
        }
        Shape::Punycode => {
            let audience = audience!(|it| it.domains.no_such);
            cx.report(&RULE, span, audience, format_args!("`{text}` is not valid Punycode"));
        }
        Shape::Name | Shape::AnyTld | Shape::Regex => {
            let audience = audience!(|it| it.domains.not_plain);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("only whole domains are allowed here, not `{text}`"),
            );
        }
        Shape::Empty => {
            let audience = audience!(|it| it.domains.empty);
            cx.report(&RULE, span, audience, "a domain is missing here");
        }
        Shape::Path => {
            let audience = audience!(|it| it.domains.path);
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{text}` is not a domain: it has a path"),
            );
        }
        Shape::OuterDot | Shape::TwoDots => {
            let audience = match (shape, position) {
                (Shape::OuterDot, Position::Cosmetic) => {
                    audience!(|it| it.domains.outer_dot_before_separator)
                }
                (Shape::OuterDot, _) => audience!(|it| it.domains.outer_dot),
                (_, Position::Cosmetic) => audience!(|it| it.domains.two_dots_before_separator),
                _ => audience!(|it| it.domains.two_dots),
            };
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{text}` is not a domain: it has one dot too many"),
            );
        }
        Shape::Hyphen | Shape::InnerHyphen => {
            let audience = match (shape, position) {
                (Shape::Hyphen, Position::Cosmetic) => {
                    audience!(|it| it.domains.outer_hyphen_before_separator)
                }
                (_, Position::Cosmetic) => audience!(|it| it.domains.inner_hyphen_before_separator),
                _ => audience!(|it| it.domains.outer_hyphen),
            };
            cx.report(
                &RULE,
                span,
                audience,
                format_args!("`{text}` is not a domain: a part of it starts or ends with a `-`"),
            );
        }
        Shape::Ancestor if position == Position::Cosmetic => {
            let audience = audience!(|it| it.domains.ancestor);
            let who = audience.affected() & cx.targets;
            let message =
                || format!("{} {} not support `>>` after a domain", who.named(), who.does());
            let span = Span { start: span.end - 2, end: span.end };
            cx.report(&RULE, span, audience, Message::Made(&message));
        }
        Shape::Ancestor => {
            let at = span.end as usize - 2;
            report_stray('>', Span::new(at, at + 1), position, false, cx);
        }
        Shape::Stray(at) => {
            let stray = text[at as usize..].chars().next().unwrap_or(' ');
            let start = (span.start + at) as usize;
            let (before, after) = text.split_at(at as usize);
            let is_name = |it: &str| domain::shape(it.trim_start_matches('~')) == Shape::Name;
            let after = after.trim_start_matches(stray);
            let is_between = after.len() + stray.len_utf8() + before.len() == text.len()
                && is_name(before)
                && after.split([',', '|', ';', '&']).all(is_name);
            if position == Position::Cosmetic && before.is_empty() && text.starts_with("@@") {
                exception(text, span, cx);
                return;
            }
            let span = Span::new(start, start + stray.len_utf8());
            report_stray(stray, span, position, is_between, cx);
        }
    }
}

/// Reports `@@site.example##.banner`.
fn exception(text: &str, span: Span, cx: &mut LineContext<'_>) {
    let domains = text.trim_start_matches(['@', '|']);
    let message = format_args!("a cosmetic exception is written `{domains}#@#…`");
    let span = Span { end: span.start + 2, ..span };
    cx.report(&RULE, span, audience!(|it| it.domains.stray_before_separator), message);
}

/// The blockers affected by a `*` that does not replace the end of a name.
fn wildcard(text: &str, position: Position) -> Audience {
    if position == Position::To {
        audience!(|it| it.domains.wildcard_in_to)
    } else if position == Position::Modifier && text.ends_with('*') {
        audience!(|it| it.domains.open_wildcard)
    } else {
        audience!(|it| it.domains.wildcard)
    }
}

/// Reports what is different before `##` from modifiers.
fn report_before_separator(domain: &Text<'_>, shape: Shape, cx: &mut LineContext<'_>) {
    let text: &str = domain.text;
    let span = domain.span();
    if shape == Shape::Any {
        let audience = audience!(|it| it.domains.star_before_separator);
        let who = audience.affected() & cx.targets;
        let message = || {
            let does_not = format!("{} {} not support", who.named(), who.does());
            format!("{does_not} `*` before the separator: write the rule without it")
        };
        cx.report(&RULE, span, audience, Message::Made(&message));
    } else {
        upper_case(text, span, audience!(|it| it.domains.upper_case_before_separator), cx);
    }
}

/// Reports capital letters in a domain. This is reported also if a target reads them as small ones: no
/// author means them, and the other targets lose the rule.
#[cold]
pub(crate) fn upper_case(text: &str, span: Span, audience: Audience, cx: &mut LineContext<'_>) {
    let who = audience.affected() & cx.targets;
    if who.is_empty() {
        return;
    }
    let message = || {
        let do_not = format!("{} {} not", who.named(), who.does());
        format!("`{text}` must be in lower case: {do_not} read capital letters here")
    };
    let place = cx.place(span);
    // Who drops the rule loses nothing by the fix, and who keeps it applies it then.
    let is_safe = (audience.ignored() & cx.targets).is_empty();
    // Either all targets are affected, or some are not: only one of the two is reported.
    for audience in [audience, Audience::warns(Targets::EVERY)] {
        cx.report(&RULE, span, audience, Message::Made(&message)).fix(
            is_safe,
            "write it in lower case",
            || vec![Edit::Replace { place, text: text.to_ascii_lowercase() }],
        );
    }
}

/// Reports `a.example/path##.ad`.
fn path_before_separator(domain: &Text<'_>, is_negated: bool, cx: &mut LineContext<'_>) {
    let text: &str = domain.text;
    let audience = if is_negated || text.ends_with('/') {
        audience!(|it| it.domains.odd_path_before_separator)
    } else {
        audience!(|it| it.domains.path_before_separator)
    };
    let message = format_args!("`{text}` is not a domain: it has a path");
    cx.report(&RULE, domain.span(), audience, message);
}

/// Reports a character that no domain can contain. `is_between`: names are before and after it.
fn report_stray(
    stray: char,
    span: Span,
    position: Position,
    is_between: bool,
    cx: &mut LineContext<'_>,
) {
    let is_cosmetic = position == Position::Cosmetic;
    let audience = match stray {
        it if is_ignored(it) => audience!(|it| it.domains.ignorable),
        it if is_invisible(it) && is_cosmetic => {
            audience!(|it| it.domains.invisible_before_separator)
        }
        it if is_invisible(it) => audience!(|it| it.domains.invisible),
        '#' if is_cosmetic => audience!(|it| it.domains.hash_sign_before_separator),
        '#' => audience!(|it| it.domains.hash_sign),
        _ if is_cosmetic => audience!(|it| it.domains.stray_before_separator),
        _ => audience!(|it| it.domains.stray_character),
    };
    let message = || stray_message(stray, position);
    let place = cx.place(span);
    let details = cx.report(&RULE, span, audience, Message::Made(&message));
    let meant = separator(position);
    if is_between && is_other_separator(stray, position) {
        details.fix(false, format_args!("write `{meant}`"), || {
            vec![Edit::Replace { place, text: meant.to_string() }]
        });
    }
}

/// The characters that URLs ignore in a host: `ignored` in <https://www.unicode.org/reports/tr46/>.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200b}' | '\u{2060}' | '\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{e0100}'..='\u{e01ef}')
}

/// What separates domains.
fn separator(position: Position) -> char {
    if position == Position::Cosmetic { ',' } else { '|' }
}

/// Whether it is what separates domains in another place.
fn is_other_separator(stray: char, position: Position) -> bool {
    matches!(stray, ',' | ';' | '|' | '&') && stray != separator(position)
}

fn stray_message(stray: char, position: Position) -> String {
    let separator = separator(position);
    if is_invisible(stray) {
        return format!("invisible character U+{:04X}", u32::from(stray));
    }
    match stray {
        ' ' | '\t' => "a space is not allowed in a domain".to_owned(),
        _ if is_other_separator(stray, position) => {
            format!("`{stray}` is not allowed in a domain: separate domains with `{separator}`")
        }
        _ => format!("`{stray}` is not allowed in a domain"),
    }
}
