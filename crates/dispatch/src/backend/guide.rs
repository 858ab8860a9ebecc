//! The backend of the integration guide.

use super::{
    Backend, How, KnownAs, Mark, Misfit, Off, PathMark, Quirk, Reading, Refusal, Shape, Sign,
    Validates, sign::Scalar,
};
use crate::{
    Path::{DynamicWorkerLoader, Inline, Loader},
    evidence::Kind,
};
use bloqr_api::Endpoint::{Parse, Validate, ValidateRule, Walk};

pub(super) static GUIDE: Backend = Backend {
    name: "guide",
    title: "the guide's backend",
    source: "jaypatrick/adblock-compiler 0.92.0, read and run whole",
    date: "2026-11",
    marks: &[
        Mark { header: "x-api-version", holds: "v1" },
        Mark { header: "server-timing", holds: "auth;" },
        Mark { header: "access-control-expose-headers", holds: "X-Payg-Session-Remaining" },
    ],
    paths: &[
        PathMark {
            endpoints: &[Parse, Validate],
            path: DynamicWorkerLoader,
            kind: Kind::Fingerprint,
            signs: &[Sign::Every("parsedRules", &[STUB_ENTRY])],
            is_alone: true,
            says: "every rule is called valid, and none has a tree",
            stub: Some(LOOKS_ONLY),
        },
        PathMark {
            endpoints: &[Validate],
            path: DynamicWorkerLoader,
            kind: Kind::Fingerprint,
            signs: &[Sign::Has(&["parsedRules", "summary"]), Sign::Lacks(&["valid"])],
            is_alone: false,
            says: "the answer of a parse instead of a validation",
            stub: Some(LOOKS_ONLY),
        },
        PathMark {
            endpoints: &[Validate],
            path: Loader,
            kind: Kind::Body,
            signs: &[
                Sign::Is("executedIn", "dynamic-worker-isolate"),
                Sign::True("valid"),
                Sign::Empty("errors"),
            ],
            is_alone: false,
            says: "executedIn: dynamic-worker-isolate",
            stub: Some("the isolate of LOADER calls every list valid, without a check"),
        },
        // A backend that does the work would show this too.
        PathMark {
            endpoints: &[Parse, Validate],
            path: Loader,
            kind: Kind::Body,
            signs: &[Sign::Is("executedIn", "dynamic-worker-isolate")],
            is_alone: false,
            says: "executedIn: dynamic-worker-isolate",
            stub: None,
        },
        PathMark {
            endpoints: &[Parse],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[Sign::Every("parsedRules", &[TREE, FAILED]), Sign::Any("parsedRules", TREE)],
            is_alone: true,
            says: "trees without offsets",
            stub: None,
        },
        PathMark {
            endpoints: &[Parse],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[Sign::Every("parsedRules", &[FAILED])],
            is_alone: false,
            says: "rules that cannot be read are reported",
            stub: None,
        },
        PathMark {
            endpoints: &[Validate],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[VALIDATION, Sign::Lacks(&["executedIn"])],
            is_alone: false,
            says: "a validation without the mark of an isolate",
            stub: None,
        },
        PathMark {
            endpoints: &[Validate],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[
                VALIDATION,
                Sign::Lacks(&["executedIn"]),
                Sign::Any("errors", Shape { is: &[("/message", NO_WORDS)], ..Shape::ANY }),
            ],
            is_alone: true,
            says: "errors without messages",
            stub: None,
        },
        PathMark {
            endpoints: &[Walk],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[Sign::Answered],
            is_alone: false,
            says: "it never sends a walk to an isolate",
            stub: None,
        },
        PathMark {
            endpoints: &[ValidateRule],
            path: Inline,
            kind: Kind::Fingerprint,
            signs: &[Sign::Refused(400, "Invalid JSON body")],
            is_alone: false,
            says: "it refuses every rule, and does not use an isolate",
            stub: None,
        },
    ],
    tries: &[
        // The backend drops the answer of the LOADER isolate to a parse.
        (Parse, &[DynamicWorkerLoader, Inline]),
        (Walk, &[Inline]),
        (Validate, &[DynamicWorkerLoader, Loader, Inline]),
        (ValidateRule, &[Inline]),
    ],
    reading: Reading {
        off: &[
            Off {
                option: "isLocIncluded",
                known: KnownAs { code: "no-offsets", says: "the guide's backend gives no offsets" },
            },
            Off {
                option: "parseUboSpecificRules",
                known: KnownAs {
                    code: "ubo-syntax-off",
                    says: "the guide's backend has uBlock Origin's syntax switched off",
                },
            },
            Off {
                option: "parseAbpSpecificRules",
                known: KnownAs {
                    code: "abp-syntax-off",
                    says: "the guide's backend has Adblock Plus' syntax switched off",
                },
            },
        ],
        keeps_lines: Some(KnownAs {
            code: "blank-lines",
            says: "the guide's backend keeps blank rules, and blanks around rules",
        }),
        unwalked: Some((
            "InvalidRuleError",
            KnownAs {
                code: "no-error-nodes",
                says: "the guide's backend reports no nodes below invalid rules",
            },
        )),
        validates: Validates::Unreadable {
            error_type: "ParseError",
            words: KnownAs {
                code: "messages",
                says: "the guide's backend has other messages for errors",
            },
            counts: KnownAs {
                code: "counts",
                says: "the guide's backend only counts what it cannot parse",
            },
            limits: &[
                KnownAs {
                    code: "lint",
                    says: "the linter: that backend only reports which rules it cannot read",
                },
                KnownAs {
                    code: "syntaxes",
                    says: "rules of uBlock Origin and Adblock Plus: that backend has their syntaxes switched off",
                },
            ],
        },
    },
    quirks: &[
        Quirk {
            at: "cosmetic.body",
            rule_type: Some("ScriptletInjectionRule"),
            how: How::Empty,
            known: KnownAs {
                code: "scriptlet-bodies",
                says: "the guide's backend leaves the bodies of scriptlet rules empty",
            },
        },
        Quirk {
            at: "cosmetic.body",
            rule_type: None,
            how: How::Blanks,
            known: KnownAs {
                code: "blanks-of-bodies",
                says: "the guide's backend keeps the blanks around bodies",
            },
        },
        Quirk {
            at: "error",
            rule_type: None,
            how: How::Words,
            known: KnownAs {
                code: "messages",
                says: "the guide's backend has other messages for errors",
            },
        },
    ],
    refusals: &[Refusal {
        endpoint: ValidateRule,
        known: KnownAs {
            code: "no-validate-rule",
            says: "the guide's backend never answers validate-rule",
        },
    }],
    misfits: &[
        Misfit {
            path: Loader,
            why: "the code of the guide's backend calls `fetch` on the result of `LOADER.load()`, which has no `fetch`: so every request falls back to inline, and a new deployment does not change this",
            next: "change that code to `load(…).getEntrypoint().fetch(…)`, or deploy a backend that does",
        },
        Misfit {
            path: DynamicWorkerLoader,
            why: "the code of the guide's backend passes a text to `DYNAMIC_WORKER_LOADER.load()`, which needs an object: so every request falls back to inline, and a new deployment does not change this",
            next: "change that code to `load({ compatibilityDate, mainModule, modules }).getEntrypoint().fetch(…)`, or deploy a backend that does",
        },
    ],
};

const LOOKS_ONLY: &str = "the isolate of DYNAMIC_WORKER_LOADER only checks how a rule starts, and calls every rule valid";

const NO_WORDS: Scalar = Scalar::Text("[object Object]");

const STUB_ENTRY: Shape = Shape {
    has: &["/ruleText", "/success", "/category", "/type"],
    is_whole: true,
    is: &[("/success", Scalar::Bool(true))],
    ..Shape::ANY
};

/// AGTree's nodes have offsets unless they are switched off.
const TREE: Shape = Shape {
    has: &["/ast", "/syntax", "/valid", "/properties"],
    lacks: &["/ast/start", "/ast/end"],
    ..Shape::ANY
};

const FAILED: Shape = Shape {
    has: &["/ruleText", "/success", "/error"],
    is_whole: true,
    is: &[("/success", Scalar::Bool(false))],
    ..Shape::ANY
};

const VALIDATION: Sign =
    Sign::Has(&["valid", "totalRules", "validRules", "invalidRules", "errors", "duration"]);
