//! What is in a list, in numbers.

use serde_json::{Map, Value, json};

use crate::{Answer, options::Options};
use bloqr_syntax::{
    self as syntax,
    ast::{Category, RuleType, Syntax},
    source::lines,
};
use bloqr_wire::parse::Summary;

/// `{"total", "successful", "failed", "byCategory", "byType", "bySyntax"}`: lines by AGTree's names; names that
/// count nothing are left out. The last line counts only when it is not empty.
pub fn summary(options: &str, text: &str) -> Answer {
    Options::read(options)?.end()?;
    let mut summary = Summary::default();
    for line in lines(text).filter(|it| it.newline.is_some() || !it.text.is_empty()) {
        summary.add(&syntax::parse(line.text, &syntax::Options::LIST));
    }
    let (total, failed) = (summary.total(), summary.invalid());
    let categories = Category::ALL.map(|it| (it.as_str(), summary.of_category(it)));
    let types = RuleType::ALL.map(|it| (it.as_str(), summary.of_type(it)));
    let syntaxes = Syntax::ALL.map(|it| (it.as_str(), summary.of_syntax(it)));
    let document = json!({
        "total": total,
        "successful": total - failed,
        "failed": failed,
        "byCategory": counts(&categories),
        "byType": counts(&types),
        "bySyntax": counts(&syntaxes),
    });
    Ok(document.to_string().into_bytes())
}

fn counts(counts: &[(&str, u64)]) -> Map<String, Value> {
    let some = counts.iter().filter(|it| it.1 > 0);
    some.map(|(name, count)| ((*name).to_owned(), (*count).into())).collect()
}
