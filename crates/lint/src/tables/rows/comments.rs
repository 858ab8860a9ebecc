// Made from crates/lint/tables/comments.tsv by `BLESS=1 cargo test`: edit that file.


pub(in crate::tables) static CONDITION: &[(&str, ())] = &[
    ("adguard", ()),
    ("adguard_app_android", ()),
    ("adguard_app_cli", ()),
    ("adguard_app_ios", ()),
    ("adguard_app_mac", ()),
    ("adguard_app_windows", ()),
    ("adguard_ext_android_cb", ()),
    ("adguard_ext_chromium", ()),
    ("adguard_ext_chromium_mv3", ()),
    ("adguard_ext_edge", ()),
    ("adguard_ext_firefox", ()),
    ("adguard_ext_opera", ()),
    ("adguard_ext_safari", ()),
    ("adguard_ext_thunderbird", ()),
    ("cap_html_filtering", ()),
    ("cap_ipaddress", ()),
    ("cap_user_stylesheet", ()),
    ("env_brave", ()),
    ("env_chromium", ()),
    ("env_edge", ()),
    ("env_firefox", ()),
    ("env_legacy", ()),
    ("env_mobile", ()),
    ("env_mv3", ()),
    ("env_safari", ()),
    ("ext_abp", ()),
    ("ext_adguard", ()),
    ("ext_devbuild", ()),
    ("ext_ublock", ()),
    ("ext_ubol", ()),
    ("false", ()),
    ("true", ()),
];

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
