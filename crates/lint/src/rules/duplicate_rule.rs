use crate::{
    diagnostic::{Edit, Fix, Place},
    rule::rule,
    together::{Together, Told},
};

rule! {
    /// A rule that the list has already.
    ///
    /// It makes the list longer, and nothing else. The order of modifiers and of domains does not
    /// matter. Lists that it includes are looked through as well.
    ///
    /// ```adblock
    /// ||ads.example^$script,image
    /// ||ads.example^$image,script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1 says the same
    /// ```
    "duplicate-rule", Warning
}

/// Tells each rule with the one it repeats; so many that no one reads them all are told no further.
pub(crate) fn report(
    found: impl ExactSizeIterator<Item = (Place, Place)>,
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) {
    const MOST: usize = 50_000;
    let count = found.len();
    for (n, pair) in found.take(MOST).enumerate() {
        let Some(mut one) = together.tell(&RULE, pair, "says the same", "here first") else {
            continue;
        };
        let it = &mut one.diagnostic;
        if n + 1 == MOST && MOST < count {
            it.help = Some(format!("there are {} more", count - MOST).into());
        }
        it.fix = Some(Fix {
            // The other list may be used without this one.
            safe: !one.is_across,
            title: "remove this line".into(),
            edits: vec![Edit::DeleteLine { line: it.place.line }],
        });
        tell(one);
    }
}
