use bloqr_dns::{Allow, Checked, Verdict, check};

use crate::{
    Error, Workers,
    lines::Lines,
    log::Why,
    pass::{Fate, Run},
};

super::docs! {
    /// Removes the rules that DNS blockers do not take: cosmetic rules, paths, modifiers other than
    /// `important`, `dnstype`, `dnsrewrite`, `ctag`, `denyallow`, `badfilter` and `client`, public
    /// suffixes, IP addresses, patterns of fewer than five characters. Of a hosts line only the
    /// wrong names go. Comments and empty lines right above a rule that goes, go with it.
    ///
    /// ```adblock
    /// ! ads
    /// ||ads.example.com^$important
    /// ! cosmetic
    /// example.com##.banner
    /// ||example.com/path
    /// ||ads.example.com^$script
    /// ||co.uk^
    /// ||1.2.3.4^
    /// 127.0.0.1 localhost a_b.example.com
    /// ```
    ///
    /// ```adblock
    /// ! ads
    /// ||ads.example.com^$important
    /// 127.0.0.1 a_b.example.com
    /// ```
}

/// The four steps that validate.
pub(super) fn run<W: Workers>(
    allow: Allow,
    lines: &mut Lines,
    run: &mut Run<'_, W>,
) -> Result<(), Error> {
    run.each(lines, |line, notes| {
        let Checked { verdict, difference } = check(line, allow);
        if let Some(difference) = difference {
            notes.differ(difference.into());
        }
        match verdict {
            Verdict::Taken => Fate::Keep,
            Verdict::Rewritten(text) => Fate::Text(text),
            Verdict::Refused(why) => {
                notes.refuse(why);
                Fate::Remove(Why::Refused(why))
            }
        }
    })?;
    run.remove_notes_above(lines);
    Ok(())
}
