//! Lists and rules in the syntax of another product.

use serde_json::json;

use crate::{Answer, options::Options};
use bloqr_convert::{Conversion, Converter, Target};
use bloqr_syntax::source::{Newline, lines};

/// `{"text", "kept", "changed", "refused"}`: the list for the product of the option `to`. A line that it reads
/// unchanged stays as it is. A rule that it cannot express is not in the text: `refused` has it, as
/// `{"line", "rule", "reason", "message"}`; lines count from 1.
pub fn convert(options: &str, text: &str) -> Answer {
    let converter = Converter::new(target(options)?);
    let mut made = String::with_capacity(text.len());
    let mut refused = Vec::new();
    let (mut kept, mut changed) = (0, 0);
    for (n, line) in lines(text).enumerate() {
        // The empty text after the last line ending is not a line.
        if line.text.is_empty() && line.newline.is_none() {
            break;
        }
        let ending = line.newline.map_or("", Newline::as_str);
        match converter.convert(line.text) {
            Ok(Conversion::Unchanged) => {
                made.push_str(line.text);
                made.push_str(ending);
                kept += 1;
            }
            Ok(Conversion::Changed(rules)) => {
                // Not every product ends a line at a form feed.
                let between = if matches!(ending, "" | "\x0c") { "\n" } else { ending };
                made.push_str(&rules.join(between));
                made.push_str(ending);
                changed += 1;
            }
            Err(refusal) => refused.push(json!({
                "line": n + 1,
                "rule": line.text,
                "reason": refusal.reason(),
                "message": refusal.to_string(),
            })),
        }
    }
    let document = json!({ "text": made, "kept": kept, "changed": changed, "refused": refused });
    Ok(document.to_string().into_bytes())
}

/// `{"rules"}`: one rule for the product of the option `to`; null when nothing of it has another form there. A rule
/// that the product cannot express is an error; one that it drops is none, as in AGTree.
pub fn convert_rule(options: &str, rule: &str) -> Answer {
    let converter = Converter::new(target(options)?).lenient();
    let made = converter.convert(rule).map_err(|it| it.to_string())?;
    let rules = match made {
        Conversion::Unchanged => None,
        Conversion::Changed(rules) => Some(rules),
    };
    Ok(json!({ "rules": rules }).to_string().into_bytes())
}

fn target(options: &str) -> Result<Target, String> {
    let mut options = Options::read(options)?;
    let to = options.required_text("to")?;
    options.end()?;
    to.parse().map_err(|it: bloqr_convert::UnknownTarget| it.to_string())
}
