//! What the blockers' own parsers said of rules that were put to them: `+` is kept, `-` is dropped.

use bloqr::{
    diagnostic::Severity,
    lint::{Config, Targets, check},
};

/// For uBlock Origin, AdGuard and Brave.
const VERDICTS: &[(&str, &str)] = &[
    // Brave looks for modifiers behind the last `$`, whatever follows.
    ("++-", "/ads$/"),
    ("++-", "||ads.example/$/"),
    ("--+", "||ads.example^$~~script"),
    ("---", "||ads.example^$~~important"),
    ("--+", "||ads.example^$csp="),
    ("--+", "||ads.example^$important="),
    ("---", "||ads.example^$redirect="),
    ("+++", "||ads.example^$domain=/a|b/"),
    ("++-", "||ads.example^$domain=/a/|/b/"),
    ("+++", "||ads.example^$domain=/a/|site.example"),
    ("++-", "||ads.example^$domain=~/a/"),
    ("++-", "/a/,/b/##.banner"),
    ("+++", "/a/,site.example##.banner"),
    ("+++", "/a,b/##.banner"),
    ("++-", "||ads.example^$method=delete"),
    ("--+", "site.example##.banner:style(color: red):remove()"),
    ("---", "site.example##.banner:remove():style(color: red)"),
    ("---", "##.banner:style(color: red):remove()"),
    ("---", "site.example##.banner:host()"),
    ("++-", "||xn--example.com^"),
    // How little a pattern may be.
    ("---", "a"),
    ("--+", "/a/"),
    ("--+", ".*"),
    ("+-+", "a*"),
    ("+++", "/ab/"),
    ("--+", "|a"),
    // A word and a space are a line of a hosts file to uBO.
    ("+-+", "1.2.3 ads.example"),
    ("--+", "1.2.3 ads.example$script"),
    ("--+", "/ads ads.example"),
    // What opens in an argument has to close.
    ("---", "site.example##.banner:has("),
    ("-+-", "site.example##.banner:xpath(//*[@id])"),
    ("-+-", "site.example##.banner:has-text(/a/*b)"),
    ("+++", "site.example##.banner:xpath(a/*b*/c)"),
    ("+++", "site.example##.banner:has-text(\"/*\")"),
    ("---", "site.example##.banner:matches-attr(\"a\"=\"b)"),
    ("-+-", "site.example##.banner:matches-attr(a=\"b)"),
    ("---", "site.example##.banner:xpath(//a[\"b])"),
    ("-+-", "site.example##.banner:has-text(it's)"),
    ("+++", "site.example##.banner:matches-css(color: )"),
    ("---", "site.example##.banner:has([id=\"a)"),
    ("---", "site.example##.banner:is(.ad[id)"),
    ("+--", "site.example##.banner /* ad"),
    ("+-+", "site.example##.banner /* ad */"),
    // To Brave a pseudo-element is the last part of a selector.
    ("++-", "site.example##.banner::before:hover"),
    ("++-", "site.example##.banner::before .ad"),
    ("++-", "site.example##.banner::-webkit-scrollbar.ad"),
    ("+++", "site.example##.banner::before, .ad"),
    ("+++", "site.example##.banner::before:style(color: red)"),
    ("++-", "site.example##a|b"),
    ("++-", "site.example##[a|b]"),
    ("+++", "site.example##*|b"),
    ("+++", "site.example##[*|b]"),
    ("+++", "site.example##[|b]"),
    ("+++", "site.example##:has(a|b)"),
    ("++-", "site.example##a|*"),
    ("-+-", "site.example##.banner { color: {red} }"),
    ("-+-", "site.example##@media print { .banner { color: red } }"),
    // uBO's modifiers make a script none to AdGuard.
    ("---", "site.example#%#a = {b:remove(c)}"),
    ("-+-", "site.example#%#a = {b: remove(c)}"),
    ("-+-", "site.example#%#a = \":style(b)\""),
    ("---", "site.example$$div:remove()"),
    // What one does not see.
    ("+++", "a\u{200b}b.example##.banner"),
    ("-+-", "a\u{200d}b.example##.banner"),
    ("-++", "||ads.example^$domain=a\u{200d}b.example"),
    // AdGuard's conditions before a rule, and what looks like one.
    ("-+-", "[$url=||ads.example]##.banner"),
    ("---", "[$url=||ads.example]site.example##.banner"),
    ("---", "[$url=||ads.example,path=/x]##.banner"),
    ("+++", "site.example##[id]:matches-path(/x)"),
    // Values.
    ("+--", "||ads.example^$removeparam=a|b"),
    ("++-", "||ads.example^$removeparam=/a|b/"),
    ("---", "||ads.example^$header=x,removeheader=request:y"),
    ("-+-", "||ads.example^$header=x,removeheader=y"),
    ("+--", "||ads.example^$ipaddress"),
    ("---", "||ads.example^$image$genericblock"),
    ("+++", "||ads.example^$redirect=noopjs:99999999999"),
    ("+-+", "||ads.example^$redirect=noopjs:5a"),
    // Names in quotes, and older ways to write.
    ("+++", "site.example##+js('set', a, 1)"),
    ("+++", "site.example##+js(`set`, a, 1)"),
    ("-++", "#?#.banner[-ext-has=\".ad\"]"),
    ("+++", "site.example#?#.banner[-ext-has=\".ad\"]"),
    ("-+-", "site.example#$#@media print { .banner { color: red } }"),
];

#[test]
fn rules_are_judged_as_the_blockers_do() {
    let mut wrong = String::new();
    for (expect, rule) in VERDICTS {
        let judged: String = [Targets::UBO, Targets::ADG, Targets::BRAVE]
            .into_iter()
            .map(|targets| {
                let config = Config::for_targets(targets);
                match check(rule, &config).count(Severity::Error) {
                    0 => '+',
                    _ => '-',
                }
            })
            .collect();
        if judged != *expect {
            wrong += &format!("{expect} is judged {judged}: {rule}\n");
        }
    }
    assert!(wrong.is_empty(), "uBO, AdGuard, Brave:\n{wrong}");
}
