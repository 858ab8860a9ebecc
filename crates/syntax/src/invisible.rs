//! Characters that are invisible, or that change how other characters look. A list can contain
//! them; output for users must show them.

/// Whether a character is invisible, changes the text direction or controls a terminal. Characters
/// that users type and editors show do not count: tab, line endings, and the two variation
/// selectors that choose between emoji and text.
///
/// Controls (`Cc`), separators of lines (`Zl`, `Zp`), `Default_Ignorable_Code_Point` and the
/// anchors of annotations, as in Unicode 16: <https://www.unicode.org/reports/tr44/>.
#[inline]
pub fn is_invisible(c: char) -> bool {
    !matches!(c, ' '..='~') && is_hidden(c)
}

#[rustfmt::skip]
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x08' | '\x0b' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{34f}'
        | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The JSON escape of a character: `\u009b`, or a surrogate pair of such escapes.
#[cold]
pub fn escaped(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_invisible};

    #[test]
    fn what_hides_is_told_from_what_shows() {
        let hidden = "\0\x1b\x7f\u{80}\u{9b}\u{ad}\u{61c}\u{180e}\u{200b}\u{200f}\u{2028}\u{2029}\
                      \u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3164}\u{feff}\u{e0041}";
        assert_eq!(hidden.chars().find(|it| !is_invisible(*it)), None);
        let shown = " ~\t\n\r\u{a0}äß广ש\u{301}\u{fe0f}\u{fffd}…";
        assert_eq!(shown.chars().find(|it| is_invisible(*it)), None);
    }

    #[test]
    fn escapes_are_those_of_json() {
        for c in ['\x7f', '\u{9b}', '\u{202e}', '\u{e0041}'] {
            let text: String = serde_json::from_str(&format!("\"{}\"", escaped(c))).unwrap();
            assert_eq!(text, c.to_string());
        }
    }
}
