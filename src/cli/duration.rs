//! Lengths of time on the command line: `500ms`, `30s`, `5m`.

use std::time::Duration;

/// Reads a length of time. A number without a unit means seconds.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    let number: f64 = digits.parse().map_err(|_| EXPECTED.to_owned())?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "s" | "" => number,
        "m" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(EXPECTED.to_owned()),
    };
    match Duration::try_from_secs_f64(seconds) {
        Ok(it) if !it.is_zero() && it <= Duration::from_secs(24 * 3600) => Ok(it),
        _ => Err("it must be more than 0 and at most 24 hours".to_owned()),
    }
}

const EXPECTED: &str = "write it as 500ms, 30s, 5m or 1h";

/// `30 s`, `1.5 s`, `500 ms`, `5 m`
pub(super) fn show(duration: Duration) -> String {
    let millis = duration.as_millis();
    match millis {
        0..1000 => format!("{millis} ms"),
        _ if millis.is_multiple_of(60_000) => format!("{} m", millis / 60_000),
        _ if millis.is_multiple_of(1000) => format!("{} s", millis / 1000),
        _ => format!("{:.1} s", duration.as_secs_f64()),
    }
}

/// Microseconds with a suitable unit: `870 µs`, `5.9 ms`, `124 ms`, `3.2 s`.
pub(super) fn show_micros(micros: u64) -> String {
    let value = micros as f64;
    match micros {
        0..1000 => format!("{micros} µs"),
        1000..99_950 => format!("{:.1} ms", value / 1e3),
        99_950..999_500 => format!("{:.0} ms", value / 1e3),
        _ => format!("{:.1} s", value / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_shown() {
        let cases = [("500ms", "500 ms"), ("30s", "30 s"), ("30", "30 s"), ("1.5s", "1.5 s")];
        for (text, shown) in
            cases.into_iter().chain([("5m", "5 m"), ("90s", "90 s"), ("1h", "60 m")])
        {
            assert_eq!(parse(text).map(show).as_deref(), Ok(shown), "{text}");
        }
        for wrong in ["", "s", "-1s", "0", "1d", "nan", "inf", "1e300", "5 m", "25h"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn microseconds_have_three_digits() {
        let cases = [(7, "7 µs"), (5_940, "5.9 ms"), (99_949, "99.9 ms"), (123_600, "124 ms")];
        for (micros, shown) in cases.into_iter().chain([(999_600, "1.0 s"), (3_210_000, "3.2 s")]) {
            assert_eq!(show_micros(micros), shown);
        }
    }
}
