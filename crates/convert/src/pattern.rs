//! Patterns and regular expressions in modifiers of cosmetic rules.

/// Whether a text is `/…/`.
pub(crate) fn is_regex(text: &str) -> bool {
    let text = text.trim();
    text.len() > 2 && text.starts_with('/') && text.ends_with('/')
}

/// The start and the end of a regular expression that matches where another one does not.
const NOT: (&str, &str) = ("^((?!", ").)*$");

/// The pattern as a regular expression without slashes: `/x^` as `\/x([^ a-zA-Z0-9.%_-]|$)`.
pub(crate) fn to_regex(pattern: &str) -> String {
    let text = pattern.trim();
    if matches!(text, "||" | "|" | "*" | "") {
        return ".*".to_owned();
    }
    if is_regex(pattern) {
        return pattern[1..pattern.len() - 1].to_owned();
    }
    let mut regex = String::new();
    let text = match (text.strip_prefix("||"), text.strip_prefix('|')) {
        (Some(rest), _) => {
            regex.push_str("^(http|https|ws|wss)://([a-z0-9-_.]+\\.)?");
            rest
        }
        (None, Some(rest)) => {
            regex.push('^');
            rest
        }
        (None, None) => text,
    };
    let (text, ends) = text.strip_suffix('|').map_or((text, false), |it| (it, true));
    for c in text.chars() {
        match c {
            '*' => regex.push_str(".*"),
            '^' => regex.push_str("([^ a-zA-Z0-9.%_-]|$)"),
            '.' | '+' | '?' | '$' | '{' | '}' | '(' | ')' | '[' | ']' | '/' | '\\' | '|' => {
                regex.extend(['\\', c]);
            }
            _ => regex.push(c),
        }
    }
    if ends {
        regex.push('$');
    }
    regex
}

/// A regular expression, without slashes, that matches where this one does not.
pub(crate) fn negate(regex: &str) -> String {
    let text = regex.trim();
    if text.starts_with(NOT.0) && text.ends_with(NOT.1) {
        return text.to_owned();
    }
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text);
    format!("{}{text}{}", NOT.0, NOT.1)
}

/// The regular expression, with slashes, that was negated in this form.
pub(crate) fn negated(text: &str) -> Option<String> {
    let inner = text.strip_prefix('/')?.strip_suffix('/')?;
    let inner = inner.strip_prefix(NOT.0)?.strip_suffix(NOT.1)?;
    Some(format!("/{inner}/"))
}

/// The characters that AdGuard requires to be escaped in the value of a modifier before a cosmetic
/// rule.
const SPECIAL: [char; 4] = ['[', ']', ',', '\\'];

/// The value with a backslash before these characters.
pub(crate) fn escape(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        if SPECIAL.contains(&c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// The value without those backslashes.
pub(crate) fn unescape(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && SPECIAL.contains(next) => {
                text.push(*next);
                chars.next();
            }
            _ => text.push(c),
        }
    }
    text
}

/// `foo*bar` as a regular expression that matches a whole text.
pub(crate) fn glob(glob: &str) -> String {
    let mut regex = "/^".to_owned();
    for c in glob.chars() {
        match c {
            '*' if regex.ends_with(".*") && !regex.ends_with("\\.*") => (),
            '*' => regex.push_str(".*"),
            '/' | '$' | '^' | '+' | '.' | '(' | ')' | '=' | '!' | '|' | '?' | '[' | ']' | '{'
            | '}' | ',' => regex.extend(['\\', c]),
            _ => regex.push(c),
        }
    }
    regex.push_str("$/s");
    regex
}
