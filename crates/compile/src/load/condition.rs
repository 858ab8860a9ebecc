//! The conditions of `!#if`.

use bloqr_dns::trim;

use super::Defines;

/// The state of the evaluation between two brackets.
struct Level {
    /// The value of the alternatives so far, and the value of the current one.
    any: bool,
    all: bool,
    operand: Option<bool>,
    is_negated: bool,
}

impl Level {
    const NEW: Level = Level { any: false, all: true, operand: None, is_negated: false };

    /// A second operand without an operator makes both false.
    fn set(&mut self, value: bool) {
        self.operand = Some(value && self.operand.is_none());
    }

    fn name(&mut self, text: &str, defines: &Defines) {
        let mut name = trim(text);
        while let Some(rest) = name.strip_prefix('!') {
            self.is_negated = !self.is_negated;
            name = trim(rest);
        }
        if !name.is_empty() {
            self.set(name == "true" || defines.contains(name));
        }
    }

    /// Adds the operand. An operand that cannot change the result may be missing.
    fn close(&mut self) -> Result<(), &'static str> {
        let Some(value) = self.operand.take() else {
            return if self.any || !self.all { Ok(()) } else { Err("a condition is empty") };
        };
        self.all &= value != std::mem::take(&mut self.is_negated);
        Ok(())
    }

    fn value(mut self) -> Result<bool, &'static str> {
        self.close()?;
        Ok(self.any || self.all)
    }
}

/// Evaluates a condition: names with `||`, which binds weaker than `&&`, then `!`, and brackets.
/// Undefined names are false. Each open bracket is a level in memory: there is no recursion.
pub(super) fn evaluate(condition: &str, defines: &Defines) -> Result<bool, &'static str> {
    const BRACKETS: &str = "a bracket is never closed, or never opened";
    let mut levels: Vec<Level> = Vec::new();
    let mut level = Level::NEW;
    let mut rest = condition;
    loop {
        let bytes = rest.as_bytes();
        let is_sign = |at: &usize| match bytes[*at] {
            b'(' | b')' => true,
            it => matches!(it, b'|' | b'&') && bytes.get(at + 1) == Some(&it),
        };
        let Some(at) = (0..bytes.len()).find(is_sign) else {
            level.name(rest, defines);
            return if levels.is_empty() { level.value() } else { Err(BRACKETS) };
        };
        level.name(&rest[..at], defines);
        match bytes[at] {
            b'(' => levels.push(std::mem::replace(&mut level, Level::NEW)),
            b')' => {
                let value = level.value()?;
                level = levels.pop().ok_or(BRACKETS)?;
                level.set(value);
            }
            sign => {
                level.close()?;
                if sign == b'|' {
                    level.any |= level.all;
                    level.all = true;
                }
            }
        }
        rest = &rest[at + if matches!(bytes[at], b'(' | b')') { 1 } else { 2 }..];
    }
}

#[cfg(test)]
mod tests {
    use super::evaluate;

    /// A condition, and its value when `a` and `b` are defined; `None` when it is invalid.
    const CASES: &[(&str, Option<bool>)] = &[
        ("true", Some(true)),
        ("TRUE", Some(false)),
        ("a", Some(true)),
        ("c", Some(false)),
        ("!c", Some(true)),
        ("!!a", Some(true)),
        ("a&&b", Some(true)),
        ("a && c", Some(false)),
        ("c||a", Some(true)),
        ("true||c && c", Some(true)),
        ("(true||c) && c", Some(false)),
        ("!(a && c)", Some(true)),
        ("!a && !b || c", Some(false)),
        ("a b", Some(false)),
        ("a | b", Some(false)),
        ("(a) b", Some(false)),
        ("a ||", Some(true)),
        ("c ||", None),
        ("", None),
        ("()", None),
        ("(a", None),
        ("a)", None),
        ("a || (", None),
    ];

    #[test]
    fn conditions_hold_or_not() {
        let defines = ["a", "b"].map(str::to_owned).into();
        for (condition, expected) in CASES {
            assert_eq!(evaluate(condition, &defines).ok(), *expected, "{condition}");
        }
        let deep = "(".repeat(100_000);
        assert!(evaluate(&deep, &defines).is_err());
    }
}
