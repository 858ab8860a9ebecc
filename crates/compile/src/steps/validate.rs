use bloqr_dns::{Allow, Checked, Verdict, check};

use crate::{
    Error, Workers,
    lines::Lines,
    log::Why,
    pass::{Fate, Run},
};

super::docs! {
    /// Removes the rules that DNS blockers do not accept: cosmetic rules, paths, modifiers other
    /// than `important`, `dnstype`, `dnsrewrite`, `ctag`, `denyallow`, `badfilter` and `client`,
    /// public suffixes, IP addresses, and patterns of fewer than five characters. In a hosts line,
    /// only the invalid names are removed. Comments and empty lines directly above a removed rule
    /// are removed too.
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

/// Applies one of the four steps that validate.
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
