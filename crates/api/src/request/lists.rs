//! The requests to compile, transform and convert.

use std::collections::BTreeMap;

use super::fields::Fields;
use crate::{body::Strings, compile};
use bloqr_compile::{Config, Step};
use bloqr_convert::Target;

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

impl Fields {
    pub(super) fn compile(&mut self) -> CompileRequest {
        CompileRequest {
            config: self.config(),
            texts: self.texts("preFetchedContent"),
            benchmark: self.flag("benchmark"),
            explain: self.flag("explain"),
            date: self.text("date"),
        }
    }

    pub(super) fn transform(&mut self) -> TransformRequest {
        let mut list = |name: &str| self.strings(name).iter().map(str::to_owned).collect();
        TransformRequest {
            exclusions: list("exclusions"),
            inclusions: list("inclusions"),
            steps: self.steps(),
            text: self.text("text").unwrap_or_default(),
            explain: self.flag("explain"),
        }
    }

    pub(super) fn convert(&mut self) -> ConvertRequest {
        let one = self.text("rule");
        let mut to = |name: &str| self.text(name).and_then(|it| it.parse().ok());
        let to = to("to").or_else(|| to("targetSyntax")).unwrap_or(Target::Adg);
        let rules = one.map(Rules::One);
        ConvertRequest { rules: rules.unwrap_or_else(|| Rules::Many(self.strings("rules"))), to }
    }

    /// The configuration of a compilation, in HostlistCompiler's format.
    fn config(&mut self) -> Config {
        let Some(value) = self.nested("configuration") else { return Config::default() };
        compile::read_config(&value).unwrap_or_else(|fault| {
            self.faults.add(&fault.pointer, fault.detail);
            Config::default()
        })
    }

    /// The steps of a transformation.
    fn steps(&mut self) -> Vec<Step> {
        const NAME: &str = "transformations";
        let steps: Vec<Step> = self.strings(NAME).iter().filter_map(|it| it.parse().ok()).collect();
        let mut validates = steps.clone();
        validates.retain(|it| it.allows().is_some());
        validates.dedup();
        if validates.len() > 1 {
            self.faults.add(&format!("/{NAME}"), "only one step can validate".to_owned());
        }
        steps
    }
}
