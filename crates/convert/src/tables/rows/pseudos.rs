// Made from crates/convert/tables/pseudos.tsv by `BLESS=1 cargo test`: edit that file.

use crate::tables::pseudos::Pseudo;

pub(in crate::tables) static ADG: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: Some(("contains", None)), extended: true }),
    ("-abp-has", Pseudo { becomes: Some(("has", None)), extended: true }),
    ("-abp-properties", Pseudo { becomes: None, extended: true }),
    ("contains", Pseudo { becomes: None, extended: true }),
    ("has-text", Pseudo { becomes: Some(("contains", None)), extended: true }),
    ("if", Pseudo { becomes: Some(("has", None)), extended: false }),
    ("if-not", Pseudo { becomes: None, extended: true }),
    ("matches-attr", Pseudo { becomes: None, extended: true }),
    ("matches-css", Pseudo { becomes: None, extended: true }),
    ("matches-css-after", Pseudo { becomes: Some(("matches-css", Some("after"))), extended: true }),
    ("matches-css-before", Pseudo { becomes: Some(("matches-css", Some("before"))), extended: true }),
    ("matches-path", Pseudo { becomes: None, extended: true }),
    ("matches-prop", Pseudo { becomes: Some(("matches-property", None)), extended: true }),
    ("matches-property", Pseudo { becomes: None, extended: true }),
    ("min-text-length", Pseudo { becomes: None, extended: true }),
    ("nth-ancestor", Pseudo { becomes: None, extended: true }),
    ("remove", Pseudo { becomes: None, extended: true }),
    ("upward", Pseudo { becomes: None, extended: true }),
    ("watch-attr", Pseudo { becomes: None, extended: true }),
    ("xpath", Pseudo { becomes: None, extended: true }),
];

pub(in crate::tables) static UBO: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: Some(("has-text", None)), extended: false }),
    ("-abp-has", Pseudo { becomes: Some(("has", None)), extended: false }),
    ("matches-property", Pseudo { becomes: Some(("matches-prop", None)), extended: false }),
];

pub(in crate::tables) static ABP: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: None, extended: true }),
    ("-abp-has", Pseudo { becomes: None, extended: true }),
    ("-abp-properties", Pseudo { becomes: None, extended: true }),
    ("contains", Pseudo { becomes: Some(("-abp-contains", None)), extended: true }),
    ("has-text", Pseudo { becomes: Some(("-abp-contains", None)), extended: true }),
    ("if", Pseudo { becomes: Some(("has", None)), extended: false }),
    ("xpath", Pseudo { becomes: None, extended: true }),
];
