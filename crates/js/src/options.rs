//! Reads options: a JSON object.

use serde_json::{Map, Value};

/// The options of a call. What was not taken from it at the end is unknown.
pub(crate) struct Options(Map<String, Value>);

impl Options {
    pub(crate) fn read(json: &str) -> Result<Options, String> {
        match serde_json::from_str(json) {
            Ok(Value::Object(it)) => Ok(Options(it)),
            Ok(_) => Err("the options are not an object".to_owned()),
            Err(error) => Err(format!("the options are not JSON: {error}")),
        }
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name).filter(|it| !it.is_null())
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(it)) => Ok(Some(it)),
            Some(_) => Err(format!("`{name}` must be a string")),
        }
    }

    pub(crate) fn required_text(&mut self, name: &str) -> Result<String, String> {
        self.text(name)?.ok_or_else(|| format!("`{name}` is missing"))
    }

    /// Off when it is not there.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, String> {
        match self.take(name) {
            None => Ok(false),
            Some(Value::Bool(it)) => Ok(it),
            Some(_) => Err(format!("`{name}` must be true or false")),
        }
    }

    /// The options that are left.
    pub(crate) fn rest(self) -> Value {
        Value::Object(self.0)
    }

    /// No other option may be there.
    pub(crate) fn end(self) -> Result<(), String> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(format!("unknown option `{name}`")),
        }
    }
}
