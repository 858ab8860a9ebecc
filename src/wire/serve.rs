//! The protocol of `bloqr ast serve`: one JSON request, one JSON answer, AGTree's options.
//!
//! `{"id": "1", "kind": "rule", "input": "||a^", "options": {"parseHostRules": true}}` is answered
//! with `{"id": "1", "ast": {…}}` or `{"id": "1", "error": "message", "start": 3, "end": 9}`.

use serde_json::{Map, Value};

use crate::{
    source::{Line, Span, Utf16, lines, utf16_len},
    syntax::{self, Rule, SyntaxError},
    wire::{
        ast::{self, write},
        json::Json,
    },
};

/// Answers one request. A request that makes no sense is answered with an error too.
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
    syntax: syntax::Options,
    output: ast::Options,
    tolerant: bool,
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
            Some(_) => return Err("`kind` is `rule` or `list`".to_owned()),
        };
        let mut request = Request {
            is_list,
            input,
            syntax: syntax::Options::default(),
            output: ast::Options::ALL,
            tolerant: false,
        };
        match fields.get("options") {
            None | Some(Value::Null) => (),
            Some(Value::Object(options)) => request.set(options)?,
            Some(_) => return Err("`options` is not an object".to_owned()),
        }
        Ok(request)
    }

    fn set(&mut self, options: &Map<String, Value>) -> Result<(), String> {
        for (name, value) in options {
            let option = match name.as_str() {
                "tolerant" => &mut self.tolerant,
                "isLocIncluded" => &mut self.output.locations,
                "includeRaws" => &mut self.output.raws,
                "parseAbpSpecificRules" => &mut self.syntax.abp,
                "parseUboSpecificRules" => &mut self.syntax.ubo,
                "parseHostRules" => &mut self.syntax.hosts,
                "ignoreComments" => &mut self.syntax.ignore_comments,
                "parseHtmlFilteringRuleBodies" => &mut self.syntax.html_bodies,
                _ => return Err(format!("unknown option `{name}`")),
            };
            *option = value.as_bool().ok_or_else(|| format!("`{name}` is true or false"))?;
        }
        Ok(())
    }

    fn answer(&self, json: &mut Json<'_>) {
        if self.is_list {
            return self.answer_list(json);
        }
        let line = Line { text: &self.input, newline: None };
        match syntax::parse(line.text, &self.syntax) {
            Rule::Invalid(error) if !self.tolerant => refuse(json, &error, line.text, 0),
            rule => {
                json.raw(",\"ast\":");
                write(json, &rule, line, 0, self.output, "");
            }
        }
    }

    fn answer_list(&self, json: &mut Json<'_>) {
        if !self.tolerant && self.refuse_first(json) {
            return;
        }
        json.raw(",\"ast\":");
        write_list(json, &self.input, &self.syntax, self.output);
    }

    /// Without tolerance the first invalid rule is the answer.
    fn refuse_first(&self, json: &mut Json<'_>) -> bool {
        let mut base = 0;
        for line in lines(&self.input) {
            if let Rule::Invalid(error) = syntax::parse(line.text, &self.syntax) {
                refuse(json, &error, line.text, base);
                return true;
            }
            base += units(line);
        }
        false
    }
}

/// The length of a line and what ended it, in UTF-16 code units.
fn units(line: Line<'_>) -> u64 {
    (utf16_len(line.text.as_bytes()) + line.newline.map_or(0, |it| it.len())) as u64
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

/// Writes AGTree's `FilterList`: every line of `text`, offsets in the text.
pub fn write_list(
    json: &mut Json<'_>,
    text: &str,
    options: &syntax::Options,
    output: ast::Options,
) {
    json.raw("{\"type\":\"FilterList\",\"children\":[");
    let mut base = 0;
    for (n, line) in lines(text).enumerate() {
        if n > 0 {
            json.raw(",");
        }
        write(json, &syntax::parse(line.text, options), line, base, output, "");
        base += units(line);
    }
    json.raw("]");
    if output.locations {
        json.raw(",\"start\":0,\"end\":");
        json.number(base);
    }
    json.raw("}");
}
