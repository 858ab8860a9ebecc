// Made from crates/convert/tables/pseudos.tsv by `BLESS=1 cargo test`: edit that file.

use crate::tables::pseudos::Pseudo;

pub(in crate::tables) static ADG: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: Some(("contains", None)), extended: true, refused: false }),
    ("-abp-has", Pseudo { becomes: Some(("has", None)), extended: true, refused: false }),
    ("-abp-properties", Pseudo { becomes: None, extended: false, refused: true }),
    ("contains", Pseudo { becomes: None, extended: true, refused: false }),
    ("has-text", Pseudo { becomes: Some(("contains", None)), extended: true, refused: false }),
    ("if", Pseudo { becomes: Some(("has", None)), extended: false, refused: false }),
    ("if-not", Pseudo { becomes: None, extended: true, refused: false }),
    ("matches-attr", Pseudo { becomes: None, extended: true, refused: false }),
    ("matches-css", Pseudo { becomes: None, extended: true, refused: false }),
    ("matches-css-after", Pseudo { becomes: Some(("matches-css", Some("after"))), extended: true, refused: false }),
    ("matches-css-before", Pseudo { becomes: Some(("matches-css", Some("before"))), extended: true, refused: false }),
    ("matches-path", Pseudo { becomes: None, extended: true, refused: false }),
    ("matches-prop", Pseudo { becomes: Some(("matches-property", None)), extended: true, refused: false }),
    ("matches-property", Pseudo { becomes: None, extended: true, refused: false }),
    ("min-text-length", Pseudo { becomes: None, extended: true, refused: false }),
    ("nth-ancestor", Pseudo { becomes: None, extended: true, refused: false }),
    ("remove", Pseudo { becomes: None, extended: true, refused: false }),
    ("upward", Pseudo { becomes: None, extended: true, refused: false }),
    ("watch-attr", Pseudo { becomes: None, extended: true, refused: false }),
    ("xpath", Pseudo { becomes: None, extended: true, refused: false }),
];

pub(in crate::tables) static UBO: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: Some(("has-text", None)), extended: false, refused: false }),
    ("-abp-has", Pseudo { becomes: Some(("has", None)), extended: false, refused: false }),
    ("-abp-properties", Pseudo { becomes: None, extended: false, refused: true }),
    ("matches-property", Pseudo { becomes: Some(("matches-prop", None)), extended: false, refused: false }),
];

pub(in crate::tables) static ABP: &[(&str, Pseudo)] = &[
    ("-abp-contains", Pseudo { becomes: None, extended: true, refused: false }),
    ("-abp-has", Pseudo { becomes: None, extended: true, refused: false }),
    ("-abp-properties", Pseudo { becomes: None, extended: true, refused: false }),
    ("contains", Pseudo { becomes: Some(("-abp-contains", None)), extended: true, refused: false }),
    ("has-text", Pseudo { becomes: Some(("-abp-contains", None)), extended: true, refused: false }),
    ("if", Pseudo { becomes: Some(("has", None)), extended: false, refused: false }),
    ("xpath", Pseudo { becomes: None, extended: true, refused: false }),
];
