use std::borrow::Cow;

use crate::{
    Config,
    diagnostic::{Diagnostic, Edit, Few, Fix, Place},
    list_set::{ListSet, SetFinding},
    rule::rule,
};

rule! {
    /// A rule that the list already has.
    ///
    /// It only makes the list longer. The order of modifiers and of domains does not matter. Lists
    /// that this list includes are checked as well.
    ///
    /// ```adblock
    /// ||ads.example^$script,image
    /// ||ads.example^$image,script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 has the same rule
    /// ```
    ///
    /// Rules under different conditions are different rules. Conditions are the branches of an
    /// `!#if`, the content blockers of `!#safari_cb_affinity`, and the hints above a rule. A rule
    /// outside of a block also applies inside of it, and a rule without a hint applies on every
    /// platform:
    ///
    /// ```adblock
    /// !+ PLATFORM(windows)
    /// ||ads.example^
    /// !^^^^^^^^^^^^^ line 3 has the same rule
    /// ||ads.example^
    /// ```
    ///
    /// ```adblock
    /// !+ PLATFORM(windows)
    /// ||ads.example^
    /// !+ PLATFORM(mac)
    /// ||ads.example^
    /// ```
    ///
    /// Lists that do not include each other are compared as well if they are below the one directory
    /// that was given, or in the same directory if several lists were given; `--across` compares all
    /// lists, `--no-across` none. Each list is compared with the lists that it is used with (`--with`).
    /// There a rule is reported if it is written in the same way. `--fix` does not remove it, because
    /// the other list may be used without this one.
    ///
    /// A list that mostly repeats others is reported once, and not compared further: a list that was
    /// built from others, a copy, or the same list as a hosts file. It has at least ten such rules, and
    /// they are more than half of its rules.
    ///
    /// Two names of the same modifier count as the same, and the rule that fewer blockers accept is
    /// reported. When it is removed, its hints and comments like `! bloqr-disable-next-line` are
    /// removed too.
    "duplicate-rule", Warning
}

/// The text of the label at the other rule.
fn label((it, other): (Place, Place)) -> &'static str {
    if other.line < it.line { "first here" } else { "here as well" }
}

/// Reports each rule that another one repeats.
pub(crate) fn report(
    found: impl Iterator<Item = (Place, Place)>,
    set: &ListSet<'_>,
    sink: &mut dyn FnMut(SetFinding),
) {
    for pair in found {
        let Some(mut one) = set.finding(&RULE, pair, "has the same rule", label(pair)) else {
            continue;
        };
        let it = &mut one.diagnostic;
        it.fix = Some(Fix {
            // The other list may be used without this one.
            safe: !one.is_across,
            title: "remove this line".into(),
            edits: [Edit::DeleteLine { line: it.place.line }].into(),
        });
        sink(one);
    }
}

/// The finding for a list that mostly repeats others: `count` of its rules, of how many.
pub(crate) fn copy_of_other_lists(
    place: Place,
    (count, all): (usize, usize),
    lists: &[Cow<'_, str>],
    config: &Config,
) -> Option<Diagnostic> {
    const MOST: usize = 3;
    let severity = config.severity(&RULE, RULE.severity)?;
    let named: Vec<String> = lists.iter().take(MOST).map(|it| format!("`{it}`")).collect();
    let more = match lists.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message =
        format!("{count} of the {all} rules of this list are also in {}{more}", named.join(", "));
    let help = "if this list is built from the others, exclude it in the configuration; its rules are \
                not compared with theirs one by one";
    Some(Diagnostic::new(RULE.name, severity, place, message).with_help(help))
}

/// The finding for a rule that another list has too, where neither list includes the other.
pub(crate) fn duplicate_of_other_list(
    place: Place,
    (list, line): (&str, u32),
    config: &Config,
) -> Option<Diagnostic> {
    let severity = config.severity(&RULE, RULE.severity)?;
    Some(Diagnostic {
        rule: RULE.name,
        severity,
        place,
        message: format!("line {} of `{list}` has the same rule", line + 1).into(),
        labels: Few::new(),
        help: Some("keep it in one of the lists, if they are used together".into()),
        // Lists are fixed one by one, so each of them keeps the rule.
        fix: None,
    })
}
