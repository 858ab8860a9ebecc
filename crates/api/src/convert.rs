//! Converts rules to the syntax of another product.

use serde_json::{Map, Value, json};

use crate::{
    MAX_ANSWER,
    body::Strings,
    request::{ConvertRequest, Rules},
};
use bloqr_convert::{Conversion, Converter, Target};
use bloqr_wire::Json;

/// `POST /api/convert`
pub(super) fn write(json: &mut Json<'_>, request: &ConvertRequest) {
    match &request.rules {
        Rules::Many(rules) => many(json, rules, request.to),
        Rules::One(rule) => one(json, rule, request.to),
    }
}

/// For `rules` and `to`: all rules in order, the rules that changed, and the rules that cannot be
/// converted.
fn many(json: &mut Json<'_>, rules: &Strings, to: Target) {
    let converter = Converter::new(to);
    let mut changed = Json::limited(MAX_ANSWER);
    let mut refused = Json::limited(MAX_ANSWER);
    let (mut count, mut count_changed) = (0, 0);
    let mut reasons: Map<String, Value> = Map::new();
    let mut count_refused = 0;
    json.raw("{\"success\":true,\"to\":");
    json.string(to.as_str());
    json.raw(",\"rules\":[");
    for (index, rule) in rules.iter().enumerate() {
        let conversion = match converter.convert(rule) {
            Ok(it) => it,
            Err(refusal) => {
                let reason = refusal.reason();
                let sum = reasons.get(reason).and_then(Value::as_u64).unwrap_or(0) + 1;
                reasons.insert(reason.to_owned(), sum.into());
                refused.raw(if count_refused > 0 { "," } else { "" });
                count_refused += 1;
                refused.value(&json!({
                    "index": index, "rule": rule, "reason": reason, "error": refusal.to_string(),
                }));
                if refused.is_full() {
                    return json.give_up();
                }
                continue;
            }
        };
        if let Conversion::Changed(made) = &conversion {
            changed.raw(if count_changed > 0 { "," } else { "" });
            count_changed += 1;
            changed.value(&json!({ "index": index, "rule": rule, "rules": made }));
        }
        for made in conversion.rules(rule) {
            json.raw(if count > 0 { "," } else { "" });
            json.string(&made);
            count += 1;
        }
        if json.is_full() || changed.is_full() {
            return json.give_up();
        }
    }
    json.raw("],\"ruleCount\":");
    json.value(&count.into());
    for (name, part) in [(",\"changed\":[", changed), ("],\"refused\":[", refused)] {
        json.raw(name);
        json.raw(&String::from_utf8_lossy(&part.finish()));
    }
    json.raw("],\"stats\":");
    let kept = rules.len - count_changed - count_refused;
    json.value(&json!({ "kept": kept, "changed": count_changed, "refused": reasons }));
    json.raw("}");
}

/// For `rule` and `targetSyntax`: the answer of the guide's backend.
fn one(json: &mut Json<'_>, rule: &str, to: Target) {
    let mut document = json!({ "success": true, "rule": rule, "targetSyntax": to.as_str() });
    match Converter::new(to).convert(rule) {
        Ok(conversion) => {
            document["isConverted"] = conversion.is_changed().into();
            document["convertedRules"] = conversion.rules(rule).into();
        }
        Err(refusal) => {
            document["isConverted"] = false.into();
            document["convertedRules"] = json!([]);
            document["reason"] = refusal.reason().into();
            document["error"] = refusal.to_string().into();
        }
    }
    json.value(&document);
}
