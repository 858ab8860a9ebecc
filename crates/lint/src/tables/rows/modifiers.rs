// Made from crates/lint/tables/modifiers.tsv by `BLESS=1 cargo test`: edit that file.

use crate::tables::{
    all,
    modifiers::{ModifierRef, Modifier, Only, Role, Value, modifier, named, on},
};

pub(crate) static MODIFIERS: &[Modifier] = &[
    modifier(&["_"], Role::Other, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")),
        on(all("ubo")),
    ]),
    modifier(&["addheader"], Role::Action, &[
        on(all("abp")).takes(Value::Required).only(Only::Blocking),
    ]),
    modifier(&["all"], Role::Abstract, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")).only(Only::Blocking),
        on(all("ubo")),
        on(all("brave")),
    ]),
    modifier(&["app"], Role::Scope, &[
        on(all("adg_os_any")).takes(Value::Required),
    ]),
    modifier(&["badfilter"], Role::Other, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")),
        on(all("ubo")),
        on(all("brave")),
    ]),
    modifier(&["client"], Role::Scope, &[
        on(all("adg_os_any")).takes(Value::Required),
    ]),
    modifier(&["cname"], Role::Behaviour, &[
        on(all("ubo")).only(Only::Exceptions),
    ]),
    modifier(&["content"], Role::Behaviour, &[
        on(all("adg_os_any")).only(Only::Exceptions),
    ]),
    modifier(&["cookie"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::Optional),
    ]),
    modifier(&["csp"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
        on(all("ubo")).takes(Value::RequiredToBlock),
        on(all("abp")).takes(Value::RequiredToBlock),
        on(all("brave")).takes(Value::Optional),
    ]),
    modifier(&["ctag"], Role::Scope, &[
        on(all("adg_os_any")).takes(Value::Required),
    ]),
    modifier(&["denyallow"], Role::Scope, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")).takes(Value::Required),
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["dnsrewrite"], Role::Action, &[
        on(all("adg_os_any")).takes(Value::Optional),
    ]),
    modifier(&["dnstype"], Role::Scope, &[
        on(all("adg_os_any")).takes(Value::Required),
    ]),
    modifier(&["document", "doc"], Role::Type, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")).negatable(),
        on(all("ubo")).negatable(),
        on(all("abp")).negatable(),
        on(all("brave")),
    ]),
    modifier(&["domain", "from"], Role::Scope, &[
        on(all("any")).takes(Value::Required),
    ]),
    modifier(&["elemhide", "ehide"], Role::Behaviour, &[
        on(all("abp,adg")).only(Only::Exceptions),
        on(all("ubo")),
    ]),
    modifier(&["empty"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).deprecated("redirect=nooptext"),
        on(all("ubo")),
    ]),
    modifier(&["extension"], Role::Behaviour, &[
        on(all("adg_os_any")).only(Only::Exceptions).negatable(),
    ]),
    modifier(&["first-party", "1p"], Role::Scope, &[
        on(all("adg,brave,ubo")).negatable(),
    ]),
    modifier(&["font"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["genericblock"], Role::Behaviour, &[
        on(all("abp,adg_ext_any,adg_os_any,adg_safari_any")).only(Only::Exceptions),
        on(all("ubo")).only(Only::Exceptions),
    ]),
    modifier(&["generichide", "ghide"], Role::Behaviour, &[
        on(all("abp,adg,brave")).only(Only::Exceptions),
        on(all("ubo")),
    ]),
    modifier(&["header"], Role::Scope, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::Required),
        on(all("ubo")).takes(Value::Required),
        on(all("abp")).takes(Value::Required),
    ]),
    modifier(&["hls"], Role::Action, &[
        on(all("adg_os_any")).takes(Value::Optional),
    ]),
    modifier(&["image"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["important"], Role::Other, &[
        on(all("adg")),
        on(all("ubo")).only(Only::Blocking),
        on(all("brave")),
    ]),
    modifier(&["inline-font"], Role::Abstract, &[
        on(all("adg_ext_any,adg_os_any")).negatable(),
        on(all("ubo")).negatable(),
    ]),
    modifier(&["inline-script"], Role::Abstract, &[
        on(all("adg_ext_any,adg_os_any")).negatable(),
        on(all("ubo")).negatable(),
    ]),
    modifier(&["ipaddress"], Role::Scope, &[
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["jsinject"], Role::Behaviour, &[
        on(all("adg_ext_any,adg_os_any,adg_safari_any")).only(Only::Exceptions),
    ]),
    modifier(&["jsonprune"], Role::Action, &[
        on(all("adg_os_any")).takes(Value::Optional),
    ]),
    modifier(&["match-case"], Role::Other, &[
        on(all("abp,adg,ubo")).negatable(),
        on(all("brave")),
    ]),
    modifier(&["media"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["method"], Role::Scope, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::Required),
        on(all("ubo")).takes(Value::Required),
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["mp4"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).deprecated("redirect=noopmp4-1s,media"),
        on(all("ubo")),
    ]),
    modifier(&["network"], Role::Other, &[
        on(all("adg_os_any")),
    ]),
    modifier(&["object"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["object-subrequest"], Role::Type, &[
        on(all("adg")).removed("object"),
        on(all("ubo")).negatable(),
        on(all("brave")).negatable(),
    ]),
    modifier(&["other"], Role::BareType, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["permissions"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
        on(all("ubo")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["ping", "beacon"], Role::BareType, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["popunder"], Role::Abstract, &[
        on(all("ubo")).negatable(),
    ]),
    modifier(&["popup"], Role::Abstract, &[
        on(all("adg")),
        on(all("ubo")).negatable(),
        on(all("abp")),
    ]),
    modifier(&["reason"], Role::Other, &[
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["redirect"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
        on(all("ubo")).takes(Value::RequiredToBlock),
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["redirect-rule"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
        on(all("ubo")).takes(Value::RequiredToBlock),
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["referrerpolicy"], Role::Action, &[
        on(all("adg_os_any")).takes(Value::Optional),
    ]),
    modifier(&["removeheader"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["removeparam", "queryprune"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any,ubo")).takes(Value::Optional),
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["replace"], Role::Action, &[
        on(all("adg_ext_firefox,adg_os_any")).takes(Value::RequiredToBlock),
        on(all("ubo_ext_firefox")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["requestheader"], Role::Scope, &[
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["responseheader"], Role::Scope, &[
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["rewrite"], Role::Action, &[
        on(all("abp,adg_ext_any,adg_os_any,brave")).takes(Value::Required),
        on(all("ubo")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["script"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["sitekey"], Role::Scope, &[
        on(all("abp")).takes(Value::Required),
    ]),
    modifier(&["specifichide", "shide"], Role::Behaviour, &[
        on(all("adg")).only(Only::Exceptions),
        on(all("ubo")),
    ]),
    modifier(&["stealth"], Role::Behaviour, &[
        on(all("adg_ext_any,adg_os_any")).only(Only::Exceptions).takes(Value::Optional),
    ]),
    modifier(&["strict1p", "strict-first-party"], Role::Scope, &[
        on(all("ubo")),
    ]),
    modifier(&["strict3p", "strict-third-party"], Role::Scope, &[
        on(all("ubo")),
    ]),
    modifier(&["stylesheet", "css"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["subdocument", "frame"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["tag"], Role::Other, &[
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["third-party", "3p"], Role::Scope, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["to"], Role::Scope, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::Required),
        on(all("ubo")).takes(Value::Required),
        on(all("brave")).takes(Value::Required),
    ]),
    modifier(&["top"], Role::Scope, &[
        on(all("ubo")).takes(Value::Required),
    ]),
    modifier(&["uritransform"], Role::Action, &[
        on(all("ubo")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["urlblock"], Role::Behaviour, &[
        on(all("adg")).only(Only::Exceptions),
    ]),
    modifier(&["urlskip"], Role::Action, &[
        on(all("ubo")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["urltransform"], Role::Action, &[
        on(all("adg_ext_any,adg_os_any")).takes(Value::RequiredToBlock),
    ]),
    modifier(&["webbundle"], Role::Type, &[
        on(all("abp")).negatable(),
    ]),
    modifier(&["webrtc"], Role::BareType, &[
        on(all("adg")).removed("the `nowebrtc` scriptlet"),
        on(all("ubo")).removed("the `nowebrtc` scriptlet"),
        on(all("abp")).negatable(),
    ]),
    modifier(&["websocket"], Role::BareType, &[
        on(all("abp,adg_ext_any,adg_os_any,adg_safari_any,brave,ubo")).negatable(),
    ]),
    modifier(&["xmlhttprequest", "xhr"], Role::Type, &[
        on(all("any")).negatable(),
    ]),
    modifier(&["xmlprune"], Role::Action, &[
        on(all("adg_os_any")).takes(Value::Optional),
    ]),
];

pub(in crate::tables) static NAMES: &[(&str, ModifierRef)] = &[
    ("1p", named(19, all("adg,brave,ubo"))),
    ("3p", named(63, all("adg,brave,ubo"))),
    ("_", named(0, all("adg_ext_any,adg_os_any,adg_safari_any,ubo"))),
    ("addheader", named(1, all("abp"))),
    ("all", named(2, all("adg_ext_any,adg_os_any,adg_safari_any,brave,ubo"))),
    ("app", named(3, all("adg_os_any"))),
    ("badfilter", named(4, all("adg_ext_any,adg_os_any,adg_safari_any,brave,ubo"))),
    ("beacon", named(41, all("brave,ubo"))),
    ("client", named(5, all("adg_os_any"))),
    ("cname", named(6, all("ubo"))),
    ("content", named(7, all("adg_os_any"))),
    ("cookie", named(8, all("adg_ext_any,adg_os_any"))),
    ("csp", named(9, all("abp,adg_ext_any,adg_os_any,brave,ubo"))),
    ("css", named(60, all("adg,brave,ubo"))),
    ("ctag", named(10, all("adg_os_any"))),
    ("denyallow", named(11, all("adg_ext_any,adg_os_any,adg_safari_any,ubo"))),
    ("dnsrewrite", named(12, all("adg_os_any"))),
    ("dnstype", named(13, all("adg_os_any"))),
    ("doc", named(14, all("adg_ext_any,adg_os_any,adg_safari_any,brave,ubo"))),
    ("document", named(14, all("abp,adg_ext_any,adg_os_any,adg_safari_any,brave,ubo"))),
    ("domain", named(15, all("any"))),
    ("ehide", named(16, all("adg,ubo"))),
    ("elemhide", named(16, all("abp,adg,ubo"))),
    ("empty", named(17, all("adg_ext_any,adg_os_any,ubo"))),
    ("extension", named(18, all("adg_os_any"))),
    ("first-party", named(19, all("adg,brave,ubo"))),
    ("font", named(20, all("any"))),
    ("frame", named(61, all("adg,brave,ubo"))),
    ("from", named(15, all("brave,ubo"))),
    ("genericblock", named(21, all("abp,adg_ext_any,adg_os_any,adg_safari_any,ubo"))),
    ("generichide", named(22, all("abp,adg,brave,ubo"))),
    ("ghide", named(22, all("adg,brave,ubo"))),
    ("header", named(23, all("abp,adg_ext_any,adg_os_any,ubo"))),
    ("hls", named(24, all("adg_os_any"))),
    ("image", named(25, all("any"))),
    ("important", named(26, all("adg,brave,ubo"))),
    ("inline-font", named(27, all("adg_ext_any,adg_os_any,ubo"))),
    ("inline-script", named(28, all("adg_ext_any,adg_os_any,ubo"))),
    ("ipaddress", named(29, all("ubo"))),
    ("jsinject", named(30, all("adg_ext_any,adg_os_any,adg_safari_any"))),
    ("jsonprune", named(31, all("adg_os_any"))),
    ("match-case", named(32, all("abp,adg,brave,ubo"))),
    ("media", named(33, all("any"))),
    ("method", named(34, all("adg_ext_any,adg_os_any,brave,ubo"))),
    ("mp4", named(35, all("adg_ext_any,adg_os_any,ubo"))),
    ("network", named(36, all("adg_os_any"))),
    ("object", named(37, all("any"))),
    ("object-subrequest", named(38, all("adg,brave,ubo"))),
    ("other", named(39, all("any"))),
    ("permissions", named(40, all("adg_ext_any,adg_os_any,ubo"))),
    ("ping", named(41, all("any"))),
    ("popunder", named(42, all("ubo"))),
    ("popup", named(43, all("abp,adg,ubo"))),
    ("queryprune", named(49, all("adg_ext_any,adg_os_any,ubo"))),
    ("reason", named(44, all("ubo"))),
    ("redirect", named(45, all("adg_ext_any,adg_os_any,brave,ubo"))),
    ("redirect-rule", named(46, all("adg_ext_any,adg_os_any,brave,ubo"))),
    ("referrerpolicy", named(47, all("adg_os_any"))),
    ("removeheader", named(48, all("adg_ext_any,adg_os_any"))),
    ("removeparam", named(49, all("adg_ext_any,adg_os_any,brave,ubo"))),
    ("replace", named(50, all("adg_ext_firefox,adg_os_any,ubo_ext_firefox"))),
    ("requestheader", named(51, all("ubo"))),
    ("responseheader", named(52, all("ubo"))),
    ("rewrite", named(53, all("abp,adg_ext_any,adg_os_any,brave,ubo"))),
    ("script", named(54, all("any"))),
    ("shide", named(56, all("adg,ubo"))),
    ("sitekey", named(55, all("abp"))),
    ("specifichide", named(56, all("adg,ubo"))),
    ("stealth", named(57, all("adg_ext_any,adg_os_any"))),
    ("strict-first-party", named(58, all("ubo"))),
    ("strict-third-party", named(59, all("ubo"))),
    ("strict1p", named(58, all("ubo"))),
    ("strict3p", named(59, all("ubo"))),
    ("stylesheet", named(60, all("any"))),
    ("subdocument", named(61, all("any"))),
    ("tag", named(62, all("brave"))),
    ("third-party", named(63, all("any"))),
    ("to", named(64, all("adg_ext_any,adg_os_any,brave,ubo"))),
    ("top", named(65, all("ubo"))),
    ("uritransform", named(66, all("ubo"))),
    ("urlblock", named(67, all("adg"))),
    ("urlskip", named(68, all("ubo"))),
    ("urltransform", named(69, all("adg_ext_any,adg_os_any"))),
    ("webbundle", named(70, all("abp"))),
    ("webrtc", named(71, all("abp,adg,ubo"))),
    ("websocket", named(72, all("abp,adg_ext_any,adg_os_any,adg_safari_any,brave,ubo"))),
    ("xhr", named(73, all("adg,brave,ubo"))),
    ("xmlhttprequest", named(73, all("any"))),
    ("xmlprune", named(74, all("adg_os_any"))),
];
