//! The operations: what each path takes, what it answers, and which refusals it has.

use std::collections::BTreeMap;

use bloqr_usercode::Kind;
use serde_json::{Map, Value, json};

use super::{ALWAYS, COUNTED, DISPATCHED, LATER, body_schema, schema_ref};
use crate::{
    ALIASES, BATCH, Endpoint, GENERATE, MAX_BATCH, OPENAPI, Refusal,
    problem::{ANSWER_TOO_LARGE, INVALID_REQUEST},
    request::schema::{WISH, forms},
};

pub(super) struct Operation {
    pub(super) path: String,
    pub(super) method: &'static str,
    id: &'static str,
    about: &'static str,
    parameters: Vec<Value>,
    body: Option<Value>,
    /// The answers that are no refusals.
    answers: Vec<(u16, Value)>,
    /// The status and the name of each refusal.
    refusals: Vec<(u16, &'static str)>,
    /// Whether it is for everybody.
    is_open: bool,
    /// Whether its answer says which path gave it.
    is_dispatched: bool,
}

impl Operation {
    fn new(method: &'static str, path: &str, id: &'static str, about: &'static str) -> Operation {
        Operation {
            path: path.to_owned(),
            method,
            id,
            about,
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            refusals: Vec::new(),
            is_open: false,
            is_dispatched: false,
        }
    }

    fn open(self) -> Operation {
        Operation { is_open: true, ..self }
    }

    fn dispatched(self) -> Operation {
        Operation { is_dispatched: true, ..self }.refuses(ISOLATES)
    }

    fn parameter(mut self, place: &str, name: &str, schema: Value, about: &str) -> Operation {
        self.parameters.push(json!({
            "name": name, "in": place, "required": place == "path",
            "schema": schema, "description": about,
        }));
        self
    }

    /// A body of JSON, with an example of it.
    fn body(self, schema: Value, example: Value) -> Operation {
        let body = json!({
            "required": true,
            "content": { "application/json": { "schema": schema, "example": example } },
        });
        Operation { body: Some(body), ..self }
    }

    fn answer(mut self, status: u16, schema: &str, about: &str) -> Operation {
        let content = json!({ "application/json": { "schema": schema_ref(schema) } });
        self.answers.push((status, json!({ "description": about, "content": content })));
        self
    }

    /// The last answer can also have this type.
    fn also(mut self, media_type: &str) -> Operation {
        if let Some((_, answer)) = self.answers.last_mut() {
            answer["content"][media_type] = json!({ "schema": { "type": "string" } });
        }
        self
    }

    /// It has no body.
    fn gone(mut self) -> Operation {
        self.answers.push((204, json!({ "description": "It is deleted" })));
        self
    }

    fn refuses(mut self, refusals: &[Refusal]) -> Operation {
        self.refusals.extend(refusals.iter().map(|it| (it.status(), it.name())));
        self
    }

    /// A refusal of the core.
    fn core_refuses(mut self, (status, name, _): (u16, &'static str, &str)) -> Operation {
        self.refusals.push((status, name));
        self
    }

    pub(super) fn to_json(&self) -> Value {
        let mut responses: BTreeMap<u16, Value> = self.answers.iter().cloned().collect();
        let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for (status, name) in &self.refusals {
            let names = by_status.entry(*status).or_default();
            if !names.contains(name) {
                names.push(name);
            }
        }
        for (status, names) in by_status {
            let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
            let problem =
                json!({ "application/problem+json": { "schema": schema_ref("Problem") } });
            let answer = json!({ "description": names.join(", "), "content": problem });
            responses.insert(status, answer);
        }
        for (status, answer) in &mut responses {
            let mut headers = Map::new();
            for name in self.headers(*status) {
                let header = json!({ "$ref": format!("#/components/headers/{name}") });
                headers.insert(name.to_owned(), header);
            }
            answer["headers"] = headers.into();
        }
        let responses: Map<String, Value> =
            responses.into_iter().map(|(status, answer)| (status.to_string(), answer)).collect();
        let mut operation =
            json!({ "operationId": self.id, "summary": self.about, "responses": responses });
        if !self.parameters.is_empty() {
            operation["parameters"] = self.parameters.clone().into();
        }
        if let Some(body) = &self.body {
            operation["requestBody"] = body.clone();
        }
        if self.is_open {
            operation["security"] = json!([]);
        }
        operation
    }

    /// The headers that an answer with this status can have.
    fn headers(&self, status: u16) -> impl Iterator<Item = &'static str> {
        let has = |refusals: &[Refusal]| {
            refusals.iter().any(|it| self.refusals.contains(&(status, it.name())))
        };
        let is_done = status < 300;
        let is_of_path =
            is_done || has(ISOLATES) || has(&[Refusal::CoreFailed]) || status == ANSWER_TOO_LARGE.0;
        let is_dispatched = self.is_dispatched && is_of_path;
        let is_counted = !self.is_open && (is_done || has(&[Refusal::RateLimited]));
        let is_later = has(&[Refusal::RateLimited, Refusal::Unavailable]);
        [(true, ALWAYS), (is_dispatched, DISPATCHED), (is_counted, COUNTED), (is_later, LATER)]
            .into_iter()
            .filter(|(has, _)| *has)
            .flat_map(|(_, names)| names.iter().copied())
    }
}

/// Refusals of the gates: key, tier, rate.
const GATES: &[Refusal] = &[
    Refusal::Unauthenticated,
    Refusal::Forbidden,
    Refusal::MethodNotAllowed,
    Refusal::RateLimited,
    Refusal::CoreFailed,
    Refusal::Unavailable,
];

/// Refusals of a request with a body.
const BODIES: &[Refusal] = &[
    Refusal::TurnstileFailed,
    Refusal::TooLarge,
    Refusal::BodyTooSlow,
    Refusal::UnsupportedMediaType,
];

const ISOLATES: &[Refusal] =
    &[Refusal::IsolateThrew, Refusal::IsolateGarbage, Refusal::IsolateTimeout];

const SOURCES: &[Refusal] =
    &[Refusal::SourceRefused, Refusal::SourceFailed, Refusal::SourcesTooLarge];

pub(super) fn all() -> Vec<Operation> {
    let endpoints = Endpoint::ALL.into_iter().map(|it| (it.path(), it));
    let mut all: Vec<Operation> =
        endpoints.chain(ALIASES).map(|(path, it)| of_endpoint(path, it)).collect();
    all.extend([batch(), job(), generate()]);
    all.extend(for_everybody());
    all.extend(agents());
    all
}

fn of_endpoint(path: &str, endpoint: Endpoint) -> Operation {
    let is_alias = path != endpoint.path();
    let (id, about, answer, example) = match endpoint {
        Endpoint::Parse => (
            "parseRules",
            "Parses rules into trees",
            "Parsed",
            json!({ "rules": ["||ads.example^$script", "example.com##.ad"] }),
        ),
        Endpoint::Walk => (
            "walkNodes",
            "Lists the nodes of the tree one by one",
            "Walked",
            json!({ "text": "||ads.example^$script\n", "nodeTypes": ["Modifier"] }),
        ),
        Endpoint::Validate => (
            "validateRules",
            "Finds the problems of a list",
            "Validated",
            json!({ "rules": ["||ads.example^$scirpt", "||ads.example^"], "strict": true }),
        ),
        Endpoint::ValidateRule => (
            "validateRule",
            "Finds the problems of a rule, and whether it matches a URL",
            "ValidatedRule",
            json!({ "rule": "||ads.example^$script", "testUrl": "https://ads.example/a.js" }),
        ),
        Endpoint::Compile => (
            "compileList",
            "Makes one list from many sources",
            "Compiled",
            json!({
                "configuration": {
                    "name": "My list",
                    "sources": [{ "source": "own.txt" }],
                    "transformations": ["Deduplicate", "RemoveEmptyLines"],
                },
                "preFetchedContent": { "own.txt": "||ads.example^\n||ads.example^\n" },
            }),
        ),
        Endpoint::Transform => (
            "transformList",
            "Applies steps, or code of the caller, to a list",
            "Transformed",
            json!({ "text": "||ads.example^\n||ads.example^\n", "transformations": ["Deduplicate"] }),
        ),
        Endpoint::Convert if is_alias => (
            "convertRule",
            "The same as /api/convert",
            "Converted",
            json!({ "rule": "||ads.example^$third-party", "targetSyntax": "ubo" }),
        ),
        Endpoint::Convert => (
            "convertRules",
            "Converts rules to the syntax of another product",
            "Converted",
            json!({ "rules": ["example.com##+js(set, a, true)"], "to": "adg" }),
        ),
    };
    let is_compile = endpoint == Endpoint::Compile;
    let mut operation = Operation::new("post", path, id, about)
        .body(body_schema(forms(endpoint), endpoint.is_strict()), example)
        .answer(200, answer, "The answer")
        .refuses(GATES)
        .refuses(BODIES)
        .dispatched()
        .core_refuses(INVALID_REQUEST);
    // The most that steps say of the lines they may have is 20 MiB.
    if endpoint != Endpoint::Transform {
        operation = operation.core_refuses(ANSWER_TOO_LARGE);
    }
    if endpoint.task() == "compile" {
        operation = operation.also("text/plain");
    }
    if is_compile {
        operation = operation
            .also("text/event-stream")
            .answer(202, "Job", "The work takes longer: ask for the job")
            .refuses(SOURCES);
    }
    if endpoint == Endpoint::Transform {
        let about = "`deterministic` runs the code twice, and says whether the results are equal";
        operation = operation.parameter("query", "check", json!({ "type": "string" }), about);
        operation.refusals.extend(Kind::ALL.map(|it| (it.status(), it.name())));
    }
    operation
}

fn batch() -> Operation {
    // The other fields are checked when the request is compiled: one that is wrong is answered alone.
    let request = json!({
        "type": "object",
        "description": "The fields of a body for /api/compile, and an id",
        "properties": { "id": { "type": "string", "minLength": 1 } },
        "required": ["id"],
    });
    let schema = json!({
        "type": "object",
        "properties": {
            "requests": { "type": "array", "items": request, "minItems": 1, "maxItems": MAX_BATCH },
        },
        "required": ["requests"],
    });
    let example = json!({ "requests": [{
        "id": "a",
        "configuration": { "name": "My list", "sources": [{ "source": "own.txt" }] },
        "preFetchedContent": { "own.txt": "||ads.example^\n" },
    }] });
    Operation::new("post", BATCH, "compileLists", "Several compilations, each with an id")
        .body(schema, example)
        .answer(200, "Batch", "The answer to each")
        .refuses(GATES)
        .refuses(BODIES)
        .core_refuses(INVALID_REQUEST)
}

fn job() -> Operation {
    Operation::new("get", "/api/compile/{id}", "getJob", "How far a compilation is, or its answer")
        .parameter("path", "id", json!({ "type": "string" }), "The id of the job")
        .answer(200, "JobOrCompiled", "The progress, or the answer when it is done")
        .refuses(GATES)
        .refuses(&[Refusal::NotFound])
        .refuses(SOURCES)
        .core_refuses(INVALID_REQUEST)
        .core_refuses(ANSWER_TOO_LARGE)
}

fn generate() -> Operation {
    Operation::new(
        "post",
        GENERATE,
        "generateTransform",
        "A model writes the source of a transform",
    )
    .body(body_schema(WISH, true), json!({ "wish": "remove all rules for example.com" }))
    .answer(200, "Generated", "The source, which was tried")
    .refuses(GATES)
    .refuses(BODIES)
    .refuses(&[
        Refusal::GeneratorRefused,
        Refusal::GeneratorCut,
        Refusal::GeneratorNoCode,
        Refusal::GeneratorFailed,
        Refusal::GeneratorUnset,
        Refusal::UserCodeUnavailable,
    ])
    .core_refuses(INVALID_REQUEST)
}

fn for_everybody() -> [Operation; 4] {
    let get = |path, id, about, answer| {
        Operation::new("get", path, id, about)
            .open()
            .answer(200, answer, "The answer")
            .refuses(&[Refusal::MethodNotAllowed])
    };
    [
        get("/api/version", "getVersion", "Versions, limits and endpoints", "Version"),
        get("/api/health", "getHealth", "Whether the backend is alive, and its paths", "Health"),
        get("/api/ready", "getReady", "Whether the parts that the backend needs answer", "Ready")
            .refuses(&[Refusal::Unavailable]),
        get(OPENAPI, "getOpenApi", "This document", "OpenApi"),
    ]
}

fn agents() -> Vec<Operation> {
    const PATH: &str = "/agents/{agent}/{user}";
    let on = |method, end: &str, id, about| {
        let agents = json!({ "type": "string", "enum": ["rules-agent", "watch-agent"] });
        let user = json!({ "type": "string", "examples": ["me"] });
        Operation::new(method, &format!("{PATH}{end}"), id, about)
            .parameter("path", "agent", agents, "The agent")
            .parameter("path", "user", user, "The caller's own name, or `me`")
            .refuses(GATES)
            .refuses(&[Refusal::AgentNotFound, Refusal::AgentUnavailable])
    };
    let call = json!({
        "type": "object",
        "properties": {
            "method": { "type": "string" },
            "args": { "type": "array", "items": { "type": "object" } },
        },
        "required": ["method"],
    });
    let mut put = on("put", "/list", "replaceList", "Replaces the list of a `rules-agent`")
        .parameter("header", "If-Match", json!({ "type": "string" }), "The revision to replace")
        .answer(200, "Called", "The new revision")
        .refuses(&[Refusal::InvalidCall, Refusal::AgentConflict, Refusal::AgentFull]);
    put.body = Some(json!({
        "required": true,
        "content": { "text/plain": { "schema": { "type": "string" }, "example": "||ads.example^\n" } },
    }));
    let mut list = on("get", "/list", "getList", "The list of a `rules-agent`");
    let content = json!({ "text/plain": { "schema": { "type": "string" } } });
    list.answers.push((200, json!({ "description": "The list", "content": content })));
    let mut events = on("get", "/events", "followAgent", "The events of an agent");
    let content = json!({ "text/event-stream": { "schema": schema_ref("Event") } });
    events.answers.push((200, json!({ "description": "The events", "content": content })));
    vec![
        on("get", "", "getAgent", "The state of an agent")
            .answer(200, "AgentState", "The state")
            .refuses(&[Refusal::UpgradeRequired]),
        on("delete", "", "deleteAgent", "Deletes an agent with all that it has stored").gone(),
        on("post", "/rpc", "callAgent", "Calls a method of an agent: docs/agents.md lists them")
            .body(call, json!({ "method": "problems", "args": [{ "offset": 0, "limit": 10 }] }))
            .answer(200, "Called", "The result")
            .refuses(&[
                Refusal::InvalidCall,
                Refusal::TooLarge,
                Refusal::UnsupportedMediaType,
                Refusal::AgentMethodUnknown,
                Refusal::AgentConflict,
                Refusal::AgentFull,
            ]),
        events,
        list,
        put,
    ]
}
