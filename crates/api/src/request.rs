//! Checks a body against the schema of its endpoint. The endpoints of the syntax tree and of the
//! linter ignore unknown fields, as they always did. The other endpoints refuse them, because a
//! misspelt option would change a list without a message.

mod custom;
mod fields;
mod lists;
pub(crate) mod schema;
mod wish;

use crate::{Endpoint, Problem, body::Strings, custom::CustomRequest};
use bloqr_syntax::matching::Url;
use fields::Fields;
use schema::forms;

pub(super) use lists::{CompileRequest, ConvertRequest, Rules, TransformRequest};
pub(super) use wish::WishRequest;

/// A body that fits its schema.
pub(super) enum Request {
    Parse { rules: Strings },
    Walk(WalkRequest),
    Validate { rules: Strings, strict: bool },
    ValidateRule { rule: String, url: Option<TestUrl>, strict: bool },
    Compile(CompileRequest),
    Transform(TransformRequest),
    Convert(ConvertRequest),
    Custom(CustomRequest),
}

pub(super) struct WalkRequest {
    pub(super) list: List,
    pub(super) types: Vec<String>,
    pub(super) max_depth: Option<usize>,
    pub(super) context: bool,
}

pub(super) enum List {
    Rules(Strings),
    Text(String),
}

/// A URL: the text of the request, and the parsed URL.
pub(super) struct TestUrl {
    pub(super) text: String,
    pub(super) url: Url,
}

impl Request {
    pub(super) fn read(endpoint: Endpoint, body: &[u8]) -> Result<Request, Problem> {
        if body.len() > endpoint.max_body() {
            return Err(Problem::too_large(endpoint, body.len()));
        }
        let mut fields = Fields::read(endpoint, body, forms(endpoint), endpoint.is_strict())?;
        let request = match endpoint {
            Endpoint::Parse => Request::Parse { rules: fields.strings("rules") },
            Endpoint::Walk => Request::Walk(fields.walk()),
            Endpoint::Validate => {
                Request::Validate { rules: fields.strings("rules"), strict: fields.flag("strict") }
            }
            Endpoint::ValidateRule => Request::ValidateRule {
                rule: fields.text("rule").unwrap_or_default(),
                url: fields.text("testUrl").and_then(TestUrl::new),
                strict: fields.flag("strict"),
            },
            Endpoint::Compile => Request::Compile(fields.compile()),
            Endpoint::Transform if fields.has("source") => Request::Custom(fields.custom()),
            Endpoint::Transform => Request::Transform(fields.transform()),
            Endpoint::Convert => Request::Convert(fields.convert()),
        };
        if fields.faults.is_empty() { Ok(request) } else { Err(fields.faults.problem(endpoint)) }
    }
}

impl TestUrl {
    fn new(text: String) -> Option<TestUrl> {
        let url = Url::parse(&text)?;
        Some(TestUrl { text, url })
    }
}

impl Fields {
    fn walk(&mut self) -> WalkRequest {
        let list = match self.text("text") {
            Some(text) => List::Text(text),
            None => List::Rules(self.strings("rules")),
        };
        WalkRequest {
            list,
            types: self.strings("nodeTypes").iter().map(str::to_owned).collect(),
            max_depth: self.whole("maxDepth").map(|it| it as usize),
            context: self.flag("includeContext"),
        }
    }
}
