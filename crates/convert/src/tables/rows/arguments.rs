// Made from crates/convert/tables/arguments.tsv by `BLESS=1 cargo test`: edit that file.

use crate::{Target, tables::arguments::Row};

pub(in crate::tables) static ROWS: &[Row] = &[
    Row { to: Target::Ubo, scriptlet: "prevent-fetch", number: 1, value: "", becomes: "/^/" },
    Row { to: Target::Ubo, scriptlet: "set-constant", number: 2, value: "", becomes: "''" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "", becomes: "" },
    Row { to: Target::Ubo, scriptlet: "prevent-fetch", number: 1, value: "*", becomes: "/^/" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "[]", becomes: "emptyArray" },
    Row { to: Target::Ubo, scriptlet: "set-constant", number: 2, value: "emptyArr", becomes: "[]" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "emptyArr", becomes: "emptyArray" },
    Row { to: Target::Ubo, scriptlet: "set-constant", number: 2, value: "emptyObj", becomes: "{}" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "emptyObj", becomes: "emptyObj" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "false", becomes: "false" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "falseFunc", becomes: "falseFunc" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "noopFunc", becomes: "noopFunc" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "null", becomes: "null" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "true", becomes: "true" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "trueFunc", becomes: "trueFunc" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "undefined", becomes: "undefined" },
    Row { to: Target::Abp, scriptlet: "set-constant", number: 2, value: "{}", becomes: "emptyObj" },
];
