//! The requests to compile, transform and convert.

use std::collections::BTreeMap;

use super::fields::Fields;
use crate::{
    body::{Strings, Value},
    compile,
};
use bloqr_compile::{Config, Step};
use bloqr_convert::{Target, UnknownTarget};

/// `POST /api/compile`
pub(crate) struct CompileRequest {
    pub(crate) config: Config,
    /// The texts of sources and of included files, by their names.
    pub(crate) texts: BTreeMap<String, String>,
    pub(crate) benchmark: bool,
    pub(crate) explain: bool,
    /// The time for the header of the list and for `compiledAt`: ISO 8601.
    pub(crate) date: Option<String>,
}

/// `POST /api/transform`
pub(crate) struct TransformRequest {
    pub(crate) steps: Vec<Step>,
    pub(crate) exclusions: Vec<String>,
    pub(crate) inclusions: Vec<String>,
    pub(crate) text: String,
    pub(crate) explain: bool,
}

/// `POST /api/convert`
pub(crate) struct ConvertRequest {
    pub(crate) rules: Rules,
    pub(crate) to: Target,
}

pub(crate) enum Rules {
    Many(Strings),
    /// One rule, with the names of the guide's backend: `rule` and `targetSyntax`.
    One(String),
}

/// The maximum number of patterns of a transformation.
const MAX_PATTERNS: usize = 10_000;

impl Fields {
    pub(super) fn compile(&mut self) -> CompileRequest {
        if let Some(priority) = self.string("priority")
            && !["standard", "high"].contains(&priority.as_str())
        {
            self.faults.add("/priority", "expected `standard` or `high`".to_owned());
        }
        CompileRequest {
            config: self.config(),
            texts: self.texts("preFetchedContent"),
            benchmark: self.flag("benchmark"),
            explain: self.flag("explain"),
            date: self.date(),
        }
    }

    pub(super) fn transform(&mut self) -> TransformRequest {
        for name in ["data", "rules"] {
            if self.map.remove(name).is_some() {
                self.faults.add(&format!("/{name}"), "only allowed beside `source`".to_owned());
            }
        }
        let mut list = |name: &str| {
            let strings = self.strings(name, MAX_PATTERNS, usize::MAX).unwrap_or_default();
            strings.iter().map(str::to_owned).collect()
        };
        TransformRequest {
            exclusions: list("exclusions"),
            inclusions: list("inclusions"),
            steps: self.steps(),
            text: self.required("text", "a string", Fields::string).unwrap_or_default(),
            explain: self.flag("explain"),
        }
    }

    pub(super) fn convert(&mut self) -> ConvertRequest {
        if self.map.contains_key("rule") || self.map.contains_key("targetSyntax") {
            for name in ["rules", "to"] {
                if self.map.remove(name).is_some() {
                    let what = "expected `rules` and `to`, or `rule` and `targetSyntax`";
                    self.faults.add(&format!("/{name}"), what.to_owned());
                }
            }
            return ConvertRequest {
                rules: Rules::One(
                    self.required("rule", "a string", Fields::string).unwrap_or_default(),
                ),
                to: self.target("targetSyntax"),
            };
        }
        ConvertRequest { rules: Rules::Many(self.rules()), to: self.target("to") }
    }

    /// The configuration of a compilation, in HostlistCompiler's format.
    fn config(&mut self) -> Config {
        const NAME: &str = "configuration";
        let Some(Value::Nested(value)) = self.map.remove(NAME) else {
            self.faults.add(&format!("/{NAME}"), "missing: expected an object".to_owned());
            return Config::default();
        };
        compile::read_config(&value).unwrap_or_else(|fault| {
            self.faults.add(&fault.pointer, fault.detail);
            Config::default()
        })
    }

    /// The steps of a transformation.
    fn steps(&mut self) -> Vec<Step> {
        const NAME: &str = "transformations";
        let names = self.required(NAME, "an array of strings", |fields, name| {
            fields.strings(name, MAX_PATTERNS, usize::MAX)
        });
        let mut steps = Vec::new();
        for (n, name) in names.unwrap_or_default().iter().enumerate() {
            match name.parse::<Step>() {
                Ok(step) => steps.push(step),
                Err(_) => {
                    let known = Step::ALL.map(Step::name).join(", ");
                    self.faults.add(&format!("/{NAME}/{n}"), format!("expected one of {known}"));
                }
            }
        }
        let mut validates: Vec<Step> = steps.clone();
        validates.retain(|it| it.allows().is_some());
        validates.dedup();
        if validates.len() > 1 {
            self.faults.add(&format!("/{NAME}"), "only one step can validate".to_owned());
        }
        steps
    }

    /// The product to convert to.
    fn target(&mut self, name: &str) -> Target {
        let Some(text) = self.required(name, "a string", Fields::string) else {
            return Target::Adg;
        };
        text.parse().unwrap_or_else(|error: UnknownTarget| {
            self.faults.add(&format!("/{name}"), error.to_string());
            Target::Adg
        })
    }

    /// Texts by their names.
    pub(super) fn texts(&mut self, name: &str) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        match self.map.remove(name) {
            None => (),
            Some(Value::Nested(serde_json::Value::Object(fields))) => {
                for (key, value) in fields {
                    match value {
                        serde_json::Value::String(text) => drop(texts.insert(key, text)),
                        other => {
                            let kind = Value::Nested(other).kind();
                            let key = key.replace('~', "~0").replace('/', "~1");
                            let what = format!("expected a string, not {kind}");
                            self.faults.add(&format!("/{name}/{key}"), what);
                        }
                    }
                }
            }
            Some(other) => self.wrong(name, "an object with the text of each source", &other),
        }
        texts
    }

    /// `2026-11-27T18:00:00.000Z`; also without the fraction.
    fn date(&mut self) -> Option<String> {
        let date = self.string("date")?;
        let is_date = date.is_ascii()
            && date.ends_with('Z')
            && (20..=30).contains(&date.len())
            && date.bytes().zip(*b"0000-00-00T00:00:00").all(|(it, form)| match form {
                b'0' => it.is_ascii_digit(),
                sign => it == sign,
            })
            && date[19..date.len() - 1].strip_prefix('.').map_or(date.len() == 20, |it| {
                !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())
            });
        if !is_date {
            let what = "expected a time in UTC like 2026-11-27T18:00:00.000Z";
            self.faults.add("/date", what.to_owned());
        }
        Some(date)
    }
}
