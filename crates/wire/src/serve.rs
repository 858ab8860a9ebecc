//! The protocol of `bloqr ast serve`: one JSON request, one JSON answer, AGTree's options.
//!
//! `{"id": "1", "kind": "rule", "input": "||a^", "options": {"parseHostRules": true}}` is answered
//! with `{"id": "1", "ast": {…}}` or `{"id": "1", "error": "message", "start": 3, "end": 9}`.

use serde_json::{Map, Value};

use crate::{Json, Options, ast, list};
use bloqr_syntax::{
    self as syntax, Rule, SyntaxError,
    source::{Line, Span, Utf16, lines},
};

/// Answers one request. The answer to an invalid request is an error.
pub fn answer(request: &str, json: &mut Json<'_>) {
    let parsed = serde_json::from_str::<Value>(request);
    let id = parsed.as_ref().ok().and_then(|it| it.get("id")).map(Value::to_string);
    json.raw("{\"id\":");
    json.raw(id.as_deref().unwrap_or("null"));
    let request = parsed.map_err(|err| format!("the request is not JSON: {err}"));
    match request.and_then(|it| Request::read(&it)) {
        Ok(request) => request.answer(json),
        Err(message) => {
            json.raw(",\"error\":");
            json.string(&message);
        }
    }
    json.raw("}\n");
}

struct Request {
    is_list: bool,
    input: String,
    options: Options,
}

impl Request {
    fn read(request: &Value) -> Result<Request, String> {
        let Some(fields) = request.as_object() else {
            return Err("the request is not an object".to_owned());
        };
        let input = fields.get("input").and_then(Value::as_str);
        let input = input.ok_or("the request has no text in `input`")?.to_owned();
        let is_list = match fields.get("kind").map(Value::as_str) {
            None | Some(Some("rule")) => false,
            Some(Some("list")) => true,
            Some(_) => return Err("`kind` must be `rule` or `list`".to_owned()),
        };
        let options = match fields.get("options") {
            None | Some(Value::Null) => Options::default(),
            Some(Value::Object(overrides)) => options(overrides)?,
            Some(_) => return Err("`options` must be an object".to_owned()),
        };
        Ok(Request { is_list, input, options })
    }

    fn answer(&self, json: &mut Json<'_>) {
        let refusal = if self.options.tolerant { None } else { self.first_error() };
        match refusal {
            Some((error, line, base)) => refuse(json, &error, line, base),
            None if self.is_list => {
                json.raw(",\"ast\":");
                list::write(json, lines(&self.input), &self.options);
            }
            None => {
                json.raw(",\"ast\":");
                let line = Line { text: &self.input, newline: None };
                let rule = syntax::parse(line.text, &self.options.syntax);
                ast::write(json, &rule, line, 0, self.options.output, "");
            }
        }
    }

    /// Without `tolerant`, the answer is the first invalid rule: its error, its line, and the start
    /// of the line in UTF-16 code units.
    fn first_error(&self) -> Option<(Box<SyntaxError>, &str, u64)> {
        if !self.is_list {
            return match syntax::parse(&self.input, &self.options.syntax) {
                Rule::Invalid(error) => Some((error, &self.input, 0)),
                _ => None,
            };
        }
        let mut base = 0;
        for line in lines(&self.input) {
            if let Rule::Invalid(error) = syntax::parse(line.text, &self.options.syntax) {
                return Some((error, line.text, base));
            }
            base += line.units();
        }
        None
    }
}

fn options(overrides: &Map<String, Value>) -> Result<Options, String> {
    let mut options = Options::default();
    for (name, value) in overrides {
        let option = options.by_name(name).ok_or_else(|| format!("unknown option `{name}`"))?;
        *option = value.as_bool().ok_or_else(|| format!("`{name}` must be true or false"))?;
    }
    Ok(options)
}

fn refuse(json: &mut Json<'_>, error: &SyntaxError, line: &str, base: u64) {
    json.raw(",\"error\":");
    json.string(&error.message);
    if error.class.has_place() {
        let utf16 = Utf16::new(line);
        let Span { start, end } = error.span;
        for (key, at) in [(",\"start\":", start), (",\"end\":", end)] {
            json.raw(key);
            json.number(base + u64::from(utf16.units(at)));
        }
    }
}
