//! JSON with comments: the tree from jsonc-parser's ranges, as strict as wrangler's own reader.

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::Value,
    common::{Range, Ranged},
    parse_to_ast,
};

use super::{
    Invalid,
    node::{Kind, Node},
};

pub(super) fn parse(text: &str) -> Result<Node, Invalid> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let result = parse_to_ast(text, &CollectOptions::default(), &options).map_err(|err| {
        let range = err.range();
        Invalid { message: err.kind().to_string().to_lowercase(), span: range.start..range.end }
    })?;
    let all = 0..text.len();
    match result.value {
        Some(it @ Value::Object(_)) => node(&it),
        Some(_) => Err(Invalid { message: "not an object".to_owned(), span: all }),
        None => Err(Invalid { message: "the file is empty".to_owned(), span: 0..0 }),
    }
}

fn node(value: &Value<'_>) -> Result<Node, Invalid> {
    let Range { start, end } = value.range();
    let (brackets, kind) = match value {
        Value::Object(object) => {
            let mut entries: Vec<(String, Node)> = Vec::new();
            for property in &object.properties {
                let key = property.name.as_str();
                if entries.iter().any(|(it, _)| it == key) {
                    // wrangler reads the last one. An edit could change the wrong one, so this is
                    // refused.
                    let span = property.range.start..property.range.end;
                    return Err(Invalid {
                        message: format!("the key `{key}` appears twice"),
                        span,
                    });
                }
                entries.push((key.to_owned(), node(&property.value)?));
            }
            (Some(start..end), Kind::Table(entries))
        }
        Value::Array(array) => {
            let elements: Result<_, _> = array.elements.iter().map(node).collect();
            (Some(start..end), Kind::Array(elements?))
        }
        Value::StringLit(text) => (None, Kind::Text(text.value.to_string())),
        Value::NumberLit(number) => (None, Kind::Other(number.value.to_owned())),
        Value::BooleanLit(it) => (None, Kind::Other(it.value.to_string())),
        Value::NullKeyword(_) => (None, Kind::Other("null".to_owned())),
    };
    Ok(Node { at: start, brackets, kind })
}
