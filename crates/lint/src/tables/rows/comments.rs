// Made from crates/lint/tables/comments.tsv by `BLESS=1 cargo test`: edit that file.


pub(in crate::tables) static CONTENT_BLOCKER: &[(&str, ())] = &[
    ("advanced", ()),
    ("all", ()),
    ("custom", ()),
    ("general", ()),
    ("other", ()),
    ("privacy", ()),
    ("security", ()),
    ("social", ()),
];

pub(in crate::tables) static DIRECTIVE: &[(&str, ())] = &[
    ("else", ()),
    ("endif", ()),
    ("if", ()),
    ("include", ()),
    ("safari_cb_affinity", ()),
];

pub(in crate::tables) static HEADER: &[(&str, ())] = &[
    ("Checksum", ()),
    ("Description", ()),
    ("Diff-Expires", ()),
    ("Diff-Name", ()),
    ("Diff-Path", ()),
    ("Expires", ()),
    ("Homepage", ()),
    ("Last modified", ()),
    ("Licence", ()),
    ("License", ()),
    ("Redirect", ()),
    ("TimeUpdated", ()),
    ("Title", ()),
    ("Version", ()),
];

pub(in crate::tables) static HINT: &[(&str, ())] = &[
    ("NOT_OPTIMIZED", ()),
    ("NOT_PLATFORM", ()),
    ("NOT_VALIDATE", ()),
    ("PLATFORM", ()),
];

pub(in crate::tables) static HINT_PLATFORM: &[(&str, ())] = &[
    ("android", ()),
    ("cli", ()),
    ("ext_android_cb", ()),
    ("ext_chromium", ()),
    ("ext_chromium_mv3", ()),
    ("ext_edge", ()),
    ("ext_ff", ()),
    ("ext_opera", ()),
    ("ext_safari", ()),
    ("ext_ublock", ()),
    ("ios", ()),
    ("linux", ()),
    ("mac", ()),
    ("windows", ()),
];
