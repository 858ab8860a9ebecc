// Made from crates/convert/tables/modifiers.tsv by `BLESS=1 cargo test`: edit that file.

use crate::tables::modifiers::Change::{self, Becomes, DropsNegated};

pub(in crate::tables) static ADG: &[(&str, Change)] = &[
    ("1p", Becomes(&["~third-party"])),
    ("3p", Becomes(&["third-party"])),
    ("beacon", Becomes(&["ping"])),
    ("css", Becomes(&["stylesheet"])),
    ("doc", Becomes(&["document"])),
    ("ehide", Becomes(&["elemhide"])),
    ("empty", Becomes(&["redirect=nooptext"])),
    ("first-party", Becomes(&["~third-party"])),
    ("frame", Becomes(&["subdocument"])),
    ("from", Becomes(&["domain"])),
    ("ghide", Becomes(&["generichide"])),
    ("inline-font", Becomes(&["csp=font-src 'self' 'unsafe-eval' http: https: data: blob: mediastream: filesystem:"])),
    ("inline-script", Becomes(&["csp=script-src 'self' 'unsafe-eval' http: https: data: blob: mediastream: filesystem:"])),
    ("mp4", Becomes(&["redirect=noopmp4-1s", "media"])),
    ("object-subrequest", Becomes(&["object"])),
    ("queryprune", Becomes(&["removeparam"])),
    ("reason", Becomes(&[])),
    ("responseheader", Becomes(&["header"])),
    ("shide", Becomes(&["specifichide"])),
    ("uritransform", Becomes(&["urltransform"])),
    ("xhr", Becomes(&["xmlhttprequest"])),
];

pub(in crate::tables) static UBO: &[(&str, Change)] = &[
    ("1p", Becomes(&["first-party"])),
    ("css", Becomes(&["stylesheet"])),
    ("doc", Becomes(&["document"])),
    ("ehide", Becomes(&["elemhide"])),
    ("frame", Becomes(&["subdocument"])),
    ("from", Becomes(&["domain"])),
    ("ghide", Becomes(&["generichide"])),
    ("object-subrequest", Becomes(&["object"])),
    ("shide", Becomes(&["specifichide"])),
    ("third-party", Becomes(&["3p"])),
    ("urltransform", Becomes(&["uritransform"])),
    ("xmlhttprequest", Becomes(&["xhr"])),
];

pub(in crate::tables) static ABP: &[(&str, Change)] = &[
    ("1p", Becomes(&["~third-party"])),
    ("3p", Becomes(&["third-party"])),
    ("_", Becomes(&[])),
    ("beacon", Becomes(&["ping"])),
    ("css", Becomes(&["stylesheet"])),
    ("doc", Becomes(&["document"])),
    ("document", DropsNegated),
    ("ehide", Becomes(&["elemhide"])),
    ("empty", Becomes(&["rewrite=abp-resource:blank-text"])),
    ("first-party", Becomes(&["~third-party"])),
    ("frame", Becomes(&["subdocument"])),
    ("from", Becomes(&["domain"])),
    ("ghide", Becomes(&["generichide"])),
    ("inline-font", Becomes(&["csp=font-src 'self' 'unsafe-eval' http: https: data: blob: mediastream: filesystem:"])),
    ("inline-script", Becomes(&["csp=script-src 'self' 'unsafe-eval' http: https: data: blob: mediastream: filesystem:"])),
    ("mp4", Becomes(&["rewrite=abp-resource:blank-mp4", "media"])),
    ("object-subrequest", Becomes(&["object"])),
    ("reason", Becomes(&[])),
    ("xhr", Becomes(&["xmlhttprequest"])),
];
