// Made from crates/lint/tables/tokens.tsv by `BLESS=1 cargo test`: edit that file.

use crate::{
    Targets,
    tables::{
        all,
        tokens::{CLI, OTHERS, Token},
    },
};

pub(in crate::tables) static TOKENS: &[(&str, Token)] = &[
    ("adguard", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg").union(CLI) }),
    ("adguard_app_android", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_os_android") }),
    ("adguard_app_cli", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE.union(CLI) }),
    ("adguard_app_ios", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_cb_ios") }),
    ("adguard_app_mac", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_os_mac") }),
    ("adguard_app_windows", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_os_windows") }),
    ("adguard_ext_android_cb", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_cb_android") }),
    ("adguard_ext_chromium", Token { ubo: all("ubo_ext_chromium"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_ext_chromium") }),
    ("adguard_ext_chromium_mv3", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: all("adg_ext_chromium") }),
    ("adguard_ext_edge", Token { ubo: Targets::NONE, ubo_some: all("ubo_ext_edge"), is_known_to_ubo: true, adguard: all("adg_ext_edge") }),
    ("adguard_ext_firefox", Token { ubo: all("ubo_ext_firefox"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_ext_firefox") }),
    ("adguard_ext_opera", Token { ubo: all("ubo_ext_chromium"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_ext_opera") }),
    ("adguard_ext_safari", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: all("adg_cb_safari") }),
    ("cap_html_filtering", Token { ubo: all("ubo_ext_firefox"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("cap_ipaddress", Token { ubo: all("ubo"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_brave", Token { ubo: Targets::NONE, ubo_some: all("ubo_ext_chromium"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_chromium", Token { ubo: all("ubo_ext_chromium"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_edge", Token { ubo: Targets::NONE, ubo_some: all("ubo_ext_edge"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_firefox", Token { ubo: all("ubo_ext_firefox"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_legacy", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_mobile", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_mv3", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("env_safari", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("ext_abp", Token { ubo: Targets::NONE.union(OTHERS), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("ext_devbuild", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("ext_ublock", Token { ubo: all("ubo"), ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("ext_ubol", Token { ubo: Targets::NONE, ubo_some: all("ubo"), is_known_to_ubo: true, adguard: Targets::NONE }),
    ("false", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: true, adguard: Targets::NONE }),
    ("true", Token { ubo: Targets::NONE, ubo_some: Targets::NONE, is_known_to_ubo: false, adguard: all("adg").union(CLI) }),
];
