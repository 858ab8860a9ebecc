//! Dates as lists write them: `05 Jul 2026 12:30 UTC`, `2026-07-05T12:30:00+02:00`, and others. No
//! standard says how, so the parts are found by their forms.

/// The time in ms since 1970, UTC; `None` when the text has no whole date. Without a time it is
/// midnight, without a zone it is UTC.
pub(crate) fn read(text: &str) -> Option<u64> {
    let words = words(text);
    let (mut day, mut month, mut year) = (None, None, None);
    let (mut time, mut zone) = (None, 0);
    let mut n = 0;
    while let Some((word, before)) = words.get(n).copied() {
        let number = || word.parse::<i64>().ok();
        let next = |by: usize| words.get(n + by).copied();
        match word.len() {
            // 12:30, 12:30:00
            1 | 2 if time.is_none() && next(1).is_some_and(|it| it.1 == ':') => {
                let minutes = next(1)?.0.parse::<i64>().ok()?;
                let seconds = next(2).filter(|it| it.1 == ':');
                let seconds = seconds.map_or(Some(0), |it| it.0.parse::<i64>().ok())?;
                time = Some((number()?, minutes, seconds));
                n += if next(2).is_some_and(|it| it.1 == ':') { 2 } else { 1 };
            }
            // +02:00, +0200, UTC+02
            2 | 4 if time.is_some() && year.is_some() && matches!(before, '+' | '-') => {
                let mut minutes = number()?;
                if word.len() == 4 {
                    minutes = minutes / 100 * 60 + minutes % 100;
                } else {
                    minutes *= 60;
                    if let Some((more, ':')) = next(1) {
                        minutes += more.parse::<i64>().ok()?;
                        n += 1;
                    }
                }
                zone = if before == '-' { -minutes } else { minutes };
            }
            4 if year.is_none() && number().is_some() => year = number(),
            1 | 2 if number().is_some() => match (year, month) {
                // 2026-07-05
                (Some(_), None) => month = number(),
                _ if day.is_none() => day = number(),
                // 05.07.2026
                (None, None) => month = number(),
                _ => (),
            },
            3.. if month.is_none() => month = month_named(word),
            _ => (),
        }
        n += 1;
    }
    let (year, month, day) = (year?, month?, day?);
    let (hour, minute, second) = time.unwrap_or_default();
    let is_right = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second)
        && (-24 * 60..=24 * 60).contains(&zone);
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + (minute - zone) * 60 + second;
    is_right.then(|| u64::try_from(seconds).ok())?.map(|it| it * 1000)
}

/// Letters or digits that stand together, each with the character before it. `T` and `Z` of ISO dates
/// separate like a space.
fn words(text: &str) -> Vec<(&str, char)> {
    /// A date has no more parts.
    const MOST: usize = 16;
    let mut words = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next().filter(|_| words.len() < MOST) {
        let is_alike = |it: char| match first.is_ascii_digit() {
            true => it.is_ascii_digit(),
            false => it.is_alphabetic(),
        };
        let len = rest.find(|it| !is_alike(it)).unwrap_or(rest.len()).max(first.len_utf8());
        let (word, more) = rest.split_at(len);
        if first.is_ascii_digit() || len >= 3 && first.is_alphabetic() {
            words.push((word, before));
        }
        before = word.chars().next_back().unwrap_or(' ');
        rest = more;
    }
    words
}

fn month_named(word: &str) -> Option<i64> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|it| *it == start).map(|it| it as i64 + 1)
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // The year starts in March, so that a leap day is its last day.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_of_lists_are_read() {
        const NOON: u64 = 1_783_254_600_000;
        for (text, expected) in [
            ("05 Jul 2026 12:30 UTC", Some(NOON)),
            ("5 July 2026, 12:30", Some(NOON)),
            ("Sun, 05 Jul 2026 12:30:00 GMT", Some(NOON)),
            ("Sun, 05 Jul 2026 at 12:30:00 GMT", Some(NOON)),
            ("Sun, 05 Jul 2026, 14:30 UTC+02", Some(NOON)),
            ("Sun, 05 Jul 2026 05:30:00 -0700", Some(NOON)),
            ("2026-07-05T12:30:00+00:00", Some(NOON)),
            ("2026-07-05T18:00:00+05:30", Some(NOON)),
            ("2026-07-05T12:30:00.123Z", Some(NOON)),
            ("2026-07-05 12:30:00", Some(NOON)),
            ("2026/07/05 12:30", Some(NOON)),
            ("05.07.2026 12:30", Some(NOON)),
            ("July 5, 2026 12:30", Some(NOON)),
            ("2026-07-05", Some(NOON - 45_000_000)),
            ("29 Feb 2028", Some(1_835_395_200_000)),
            ("1970-01-01", Some(0)),
            ("1970-01-01 00:00 +0100", None),
            ("%timestamp%", None),
            ("2026", None),
            ("2026-13-05", None),
            ("2026-07-05 25:00", None),
            ("yesterday", None),
            ("", None),
            ("99999999999999999999-99-99", None),
            ("ﷺ é 12:", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
