//! The time in the header of a list: `2026-11-27T12:00:00.000Z`.

use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::cli::Error;

/// The given time, or that of `SOURCE_DATE_EPOCH`, or now.
pub(in crate::cli) fn modified(given: Option<&str>) -> Result<String, Error> {
    let wrong = |what: &str, text: &str| {
        Error::new(format!("{what} `{text}` is not a time"))
            .hint("write seconds since 1970, or 2026-11-27, or 2026-11-27T12:00:00Z")
    };
    if let Some(text) = given {
        return read(text).ok_or_else(|| wrong("--date", text));
    }
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => {
            read(&text).ok_or_else(|| wrong("SOURCE_DATE_EPOCH", &text))
        }
        _ => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Ok(show(since.as_secs(), since.subsec_millis()))
        }
    }
}

fn read(text: &str) -> Option<String> {
    if let Ok(seconds) = text.parse::<u64>() {
        // This is the end of the year 9999.
        return (seconds < 253_402_300_800).then(|| show(seconds, 0));
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let time = time.strip_suffix('Z')?;
    let (time, millis) = time.split_once('.').unwrap_or((time, "000"));
    let is_number = |text: &str, len, most| {
        text.len() == len
            && text.bytes().all(|it| it.is_ascii_digit())
            && text.parse::<u32>().is_ok_and(|it| it <= most)
    };
    let date: Vec<&str> = date.split('-').collect();
    let clock: Vec<&str> = time.split(':').collect();
    let is_date = matches!(date[..], [y, m, d]
        if is_number(y, 4, 9999) && is_number(m, 2, 12) && is_number(d, 2, 31));
    let is_time = matches!(clock[..], [h, m, s]
        if is_number(h, 2, 23) && is_number(m, 2, 59) && is_number(s, 2, 59));
    (is_date && is_time && is_number(millis, 3, 999))
        .then(|| format!("{}T{time}.{millis}Z", date.join("-")))
}

/// Converts seconds since 1970 to a date. Days are counted from the first of March of the year 0,
/// so that a leap day ends a year: 400 years have 146,097 days.
fn show(seconds: u64, millis: u32) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next;
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn times_are_read_and_shown() {
        let cases = [
            ("0", Some("1970-01-01T00:00:00.000Z")),
            ("951782400", Some("2000-02-29T00:00:00.000Z")),
            ("1796000000", Some("2026-11-30T00:53:20.000Z")),
            ("2026-11-27", Some("2026-11-27T00:00:00.000Z")),
            ("2026-11-27T12:30:00Z", Some("2026-11-27T12:30:00.000Z")),
            ("2026-11-27T12:30:00.123Z", Some("2026-11-27T12:30:00.123Z")),
            ("2026-13-01", None),
            ("today", None),
            ("2026-11-27T12:30:00", None),
            ("99999999999999", None),
        ];
        for (text, time) in cases {
            assert_eq!(read(text).as_deref(), time, "{text}");
        }
    }
}
