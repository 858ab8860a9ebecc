//! The kinds of files that are often next to filter lists: a row for each.

use super::{Fit, dns, head, hosts, proxy, sample::Sample, text, ubo};

/// A kind of file that is not a filter list.
#[derive(Debug)]
pub struct Kind {
    /// The name for programs, which never changes: `ubo-dynamic-rules`
    pub name: &'static str,
    /// The name for people: `uBlock Origin's dynamic rules`
    pub title: &'static str,
    /// Short files of the kind.
    pub examples: &'static [&'static str],
    pub(super) signs: &'static [Sign],
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

/// How to recognize a kind.
#[derive(Debug)]
pub(super) enum Sign {
    /// By its bytes, which are checked before the text is split into lines.
    Bytes,
    /// By the whole sample: returns the reason, or `None`.
    Whole(fn(&Sample<'_>) -> Option<String>),
    Lines(Lines),
}

/// A kind whose lines are all similar.
#[derive(Debug)]
pub(super) struct Lines {
    /// Judges a line without blanks at its ends.
    pub(super) judge: fn(&str) -> Fit,
    /// The description of lines that only this kind has, for the reason.
    pub(super) what: &'static str,
    /// How many lines must fit, in percent, without comments.
    pub(super) percent: usize,
    /// How many lines that only this kind has are needed.
    pub(super) least: usize,
    /// How many of the lines that fit must be such lines, in percent.
    pub(super) marks_percent: usize,
    /// Whether filter lists can also have such lines: then one line that only filter lists have
    /// decides against the kind.
    pub(super) is_weak: bool,
}

const fn lines(what: &'static str, judge: fn(&str) -> Fit) -> Lines {
    Lines { judge, what, percent: 90, least: 1, marks_percent: 0, is_weak: false }
}

impl Lines {
    const fn percent(self, percent: usize) -> Lines {
        Lines { percent, ..self }
    }

    const fn least(self, least: usize) -> Lines {
        Lines { least, ..self }
    }

    const fn marks(self, marks_percent: usize) -> Lines {
        Lines { marks_percent, ..self }
    }

    const fn weak(self) -> Lines {
        Lines { is_weak: true, ..self }
    }
}

/// The first kind that fits is used, so narrow kinds come before wide ones.
#[rustfmt::skip]
pub static KINDS: &[Kind] = &[
    Kind {
        name: "utf-16", title: "text in UTF-16",
        examples: &["\u{0}!\u{0} \u{0}T\u{0}i\u{0}t\u{0}l\u{0}e"],
        signs: &[Sign::Bytes],
    },
    Kind {
        name: "binary", title: "a binary file",
        examples: &["\u{7F}ELF\u{2}\u{1}\u{1}\u{0}\u{0}"],
        signs: &[Sign::Bytes],
    },
    Kind {
        name: "git-lfs-pointer", title: "a pointer of Git LFS",
        examples: &["version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"],
        signs: &[Sign::Whole(head::pointer)],
    },
    Kind {
        name: "pem", title: "a key, a certificate or a signature",
        examples: &["-----BEGIN PGP SIGNATURE-----\n\niQIzBAABCAAdFiEE\n-----END PGP SIGNATURE-----\n"],
        signs: &[Sign::Whole(head::pem)],
    },
    Kind {
        name: "ubo-backup", title: "a backup of uBlock Origin",
        examples: &["{\n  \"timeStamp\": 1700000000000,\n  \"version\": \"1.73.0\",\n  \"userSettings\": {},\n  \"userFilters\": \"||ads.example^\"\n}\n"],
        signs: &[Sign::Whole(head::ubo_backup)],
    },
    Kind {
        name: "safari-content-blocker", title: "rules of Safari's content blocker",
        examples: &["[{\"trigger\": {\"url-filter\": \"ads\"}, \"action\": {\"type\": \"block\"}}]\n"],
        signs: &[Sign::Whole(head::safari_json)],
    },
    Kind {
        name: "dnr-rules", title: "declarativeNetRequest rules",
        examples: &["[{\"id\": 1, \"action\": {\"type\": \"block\"}, \"condition\": {\"urlFilter\": \"||ads.example^\"}}]\n"],
        signs: &[Sign::Whole(head::dnr_json)],
    },
    Kind {
        name: "little-snitch", title: "rules of Little Snitch",
        examples: &[
            "{\n  \"name\": \"Ads\",\n  \"denied-remote-domains\": [\"ads.example\"]\n}\n",
            "{\"name\": \"Ads\", \"rules\": [{\"action\": \"deny\", \"process\": \"any\", \"remote-domains\": \"ads.example\"}]}\n",
        ],
        signs: &[Sign::Whole(head::little_snitch)],
    },
    Kind {
        name: "sing-box-rules", title: "a rule set of sing-box",
        examples: &["{\"version\": 1, \"rules\": [{\"domain_suffix\": [\"ads.example\"]}]}\n"],
        signs: &[Sign::Whole(head::sing_box)],
    },
    Kind {
        name: "json", title: "JSON",
        examples: &["{\"id\": 101, \"rules\": [\"||ads.example^\"]}\n", "[\n  \"ads.example\",\n  \"tracker.example\"\n]\n"],
        signs: &[Sign::Whole(head::json)],
    },
    Kind {
        name: "xml", title: "XML",
        examples: &["<?xml version=\"1.0\"?>\n<feed>\n</feed>\n", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"],
        signs: &[Sign::Whole(|it| head::html(it).is_none().then(|| head::xml(it)).flatten())],
    },
    Kind {
        name: "html", title: "HTML",
        examples: &["<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n", "<html>\n<pre>||ads.example^</pre>\n</html>\n"],
        signs: &[Sign::Whole(head::html)],
    },
    Kind {
        name: "userscript", title: "a userscript",
        examples: &["// ==UserScript==\n// @name Ads\n// ==/UserScript==\nremove();\n"],
        signs: &[Sign::Whole(head::userscript)],
    },
    Kind {
        name: "userstyle", title: "a userstyle",
        examples: &["/* ==UserStyle==\n@name Ads\n==/UserStyle== */\n", "@-moz-document domain(\"a.example\") {\n  .ad { display: none; }\n}\n"],
        signs: &[Sign::Whole(head::userstyle)],
    },
    Kind {
        name: "ubo-resources", title: "uBlock Origin's resources",
        examples: &[
            "/// my-scriptlet.js\n/// alias my.js\n(function() {\n    'use strict';\n})();\n",
            "noop.txt text/plain\n\n\n1x1.gif image/gif;base64\nR0lGODlhAQABAIAAAA\n",
        ],
        signs: &[Sign::Whole(head::ubo_resources)],
    },
    Kind {
        name: "umatrix-recipes", title: "recipes of uMatrix",
        examples: &["! uMatrix: Ruleset recipes 1.0\n! Title: Recipes\n\nA site\n    a.example *\n        _ b.example script\n"],
        signs: &[Sign::Whole(head::umatrix_recipes)],
    },
    Kind {
        name: "diff", title: "a diff",
        examples: &["diff --git a/list.txt b/list.txt\n--- a/list.txt\n+++ b/list.txt\n@@ -1 +1 @@\n-||a.example^\n+||b.example^\n"],
        signs: &[Sign::Whole(head::diff)],
    },
    Kind {
        name: "umatrix-rules", title: "rules of uMatrix",
        examples: &["https-strict: * true\nmatrix-off: localhost true\n* * * block\n* 1st-party css allow\na.example cdn.example script allow\n"],
        signs: &[Sign::Lines(lines("rules of uMatrix", ubo::umatrix_rule).percent(75).marks(5))],
    },
    Kind {
        name: "ubo-dynamic-rules", title: "uBlock Origin's dynamic rules",
        examples: &["* * 3p-script block\n* cdn.example * noop\na.example ads.example * block\n"],
        signs: &[Sign::Lines(lines("dynamic rules of uBlock Origin", ubo::dynamic_rule))],
    },
    Kind {
        name: "ubo-my-rules", title: "uBlock Origin's \"My rules\"",
        examples: &["no-popups: * true\nno-large-media: behind-the-scene false\n* * 3p-frame block\n* https://a.example/b.js script allow\n"],
        signs: &[Sign::Lines(lines("switches and rules of uBlock Origin", ubo::my_rule))],
    },
    Kind {
        name: "ubo-trusted-sites", title: "uBlock Origin's trusted sites",
        examples: &["about-scheme\nchrome-extension-scheme\nmoz-extension-scheme\na.example\n"],
        signs: &[Sign::Lines(lines("schemes that uBlock Origin trusts", ubo::trusted_site).weak())],
    },
    Kind {
        name: "dns-zone", title: "a DNS zone, as RPZ has it",
        examples: &[
            "$TTL 60\n@ IN SOA localhost. root.localhost. (2 3H 1H 1W 2H)\n  IN NS localhost.\nads.example CNAME .\n*.ads.example CNAME .\n",
            "; blocked\nads.example CNAME rpz-passthru.\n",
            "$ORIGIN rpz.example.\n@ 3600 SOA a.example. b.example. (\n    2026010101 ; serial\n    1h ; refresh\n    10m\n    1d\n    60 )\nads.example 60 IN A 0.0.0.0\n",
        ],
        signs: &[Sign::Lines(lines("records of a zone", dns::zone))],
    },
    Kind {
        name: "dnsmasq", title: "settings of dnsmasq",
        examples: &["# ads\naddress=/ads.example/0.0.0.0\nlocal=/tracker.example/\nserver=/ads.example/\n"],
        signs: &[Sign::Lines(lines("settings of dnsmasq", dns::dnsmasq))],
    },
    Kind {
        name: "smartdns", title: "settings of SmartDNS",
        examples: &["address /ads.example/#\naddress /tracker.example/#\n"],
        signs: &[Sign::Lines(lines("settings of SmartDNS", dns::smartdns))],
    },
    Kind {
        name: "unbound", title: "settings of unbound",
        examples: &["server:\n  local-zone: \"ads.example\" always_nxdomain\n", "local-data: \"ads.example A 0.0.0.0\"\n"],
        signs: &[Sign::Lines(lines("settings of unbound", dns::unbound))],
    },
    Kind {
        name: "bind", title: "settings of BIND",
        examples: &["zone \"ads.example\" { type master; notify no; file \"null.zone\"; };\n"],
        signs: &[Sign::Lines(lines("settings of BIND", dns::bind))],
    },
    Kind {
        name: "routeros", title: "a script of RouterOS",
        examples: &["/ip dns static\nadd name=ads.example address=0.0.0.0\n"],
        signs: &[Sign::Lines(lines("commands of RouterOS", dns::routeros))],
    },
    Kind {
        name: "surge-rules", title: "rules of Surge, Shadowrocket, Quantumult or Clash",
        examples: &[
            "# ads\nDOMAIN-SUFFIX,ads.example\nDOMAIN-KEYWORD,adserver,REJECT\nIP-CIDR,192.0.2.0/24,no-resolve\n",
            "host-suffix, ads.example, reject\n",
            "payload:\n  - DOMAIN-SUFFIX,ads.example\n",
            "payload:\n  - '+.ads.example'\n  - '*.tracker.example'\n",
            "#!name=Ads\n[URL Rewrite]\n^https?:\\/\\/ads\\.example\\/ - reject\n[MITM]\nhostname = ads.example\n",
        ],
        signs: &[
            Sign::Whole(proxy::clash),
            Sign::Lines(lines("rules of Surge and its relatives", proxy::surge).marks(50)),
        ],
    },
    Kind {
        name: "shadowsocks-acl", title: "an access list of Shadowsocks",
        examples: &["[bypass_all]\n[outbound_block_list]\n(^|\\.)ads\\.example$\n"],
        signs: &[Sign::Whole(proxy::shadowsocks_acl)],
    },
    Kind {
        name: "v2ray-domains", title: "domains of V2Ray",
        examples: &["# ads\nfull:ads.example\ndomain:tracker.example\nregexp:^ads\\.\n"],
        signs: &[Sign::Lines(lines("domains of V2Ray", proxy::v2ray).marks(10).weak())],
    },
    Kind {
        name: "privoxy", title: "actions of Privoxy",
        examples: &["{ +block{Ads.} }\n.ads.example\n/.*/banner/\n"],
        signs: &[Sign::Lines(lines("actions of Privoxy", proxy::privoxy))],
    },
    Kind {
        name: "tracking-protection-list", title: "a tracking protection list of Internet Explorer",
        examples: &["msFilterList\n: Expires=5\n# ads\n-d ads.example\n- /banner/\n+d a.example\n"],
        signs: &[Sign::Lines(lines("rules of a tracking protection list", proxy::tracking_protection))],
    },
    Kind {
        name: "firewall", title: "rules of a firewall",
        examples: &["create ads hash:net\nadd ads 192.0.2.0/24\n", "iptables -A INPUT -s 192.0.2.1 -j DROP\n"],
        signs: &[Sign::Lines(lines("rules of a firewall", proxy::firewall))],
    },
    Kind {
        name: "pi-hole-regex", title: "regular expressions of Pi-hole",
        examples: &[
            "# ads\n(^|\\.)ads\\.example$\n^ad[sx]?[0-9]*\\.\n",
            "a.example\nb.example\nc.example\n^(.*\\.)?ads\\.example\\..*$\n^.*banner.*\\.example$\n(\\.|^)x\\.example$\n",
        ],
        signs: &[
            Sign::Lines(lines("regular expressions of Pi-hole", dns::pihole_start).marks(50)),
            Sign::Lines(lines("regular expressions of Pi-hole", dns::pihole_regex).least(2).marks(50)),
            Sign::Lines(lines("regular expressions of Pi-hole", dns::pihole_mixed).least(3).marks(3)),
        ],
    },
    Kind {
        name: "ip-ranges", title: "IP addresses and ranges",
        examples: &[
            "Ads Ltd.:192.0.2.0-192.0.2.255\nTracker:198.51.100.1-198.51.100.9\n",
            "192.0.2.0/24\n198.51.100.7\n2001:db8::/32\n",
            "192.000.002.000 - 192.000.002.255 , 000 , Ads Ltd.\n",
            "192.0.2.1\n192.0.2.2\n192.0.2.3\n",
        ],
        signs: &[
            Sign::Lines(lines("ranges of addresses", hosts::ip_range)),
            Sign::Lines(lines("addresses", hosts::ip).least(3).weak()),
        ],
    },
    Kind {
        name: "proxies", title: "proxies",
        examples: &["socks5://192.0.2.1:1080\nsocks4://192.0.2.2:1080\n", "192.0.2.1:8080\n192.0.2.2:3128\n"],
        signs: &[Sign::Lines(lines("addresses of proxies", hosts::proxy).least(2).weak())],
    },
    Kind {
        name: "adaway-export", title: "an export of AdAway",
        examples: &["127.0.0.1 ads.example\nwhite a.example\nwhite b.example\nwhite c.example\n", "white a.example\n"],
        signs: &[
            Sign::Lines(lines("entries of an export of AdAway", hosts::adaway).marks(50).weak()),
            Sign::Lines(lines("entries of an export of AdAway", hosts::adaway).least(3).weak()),
        ],
    },
    Kind {
        name: "checksums", title: "checksums",
        examples: &[
            "d41d8cd98f00b204e9800998ecf8427e  list.txt\n",
            "SHA1 (list.txt) = da39a3ee5e6b4b0d3255bfef95601890afd80709\n",
            "MD5:\nd41d8cd98f00b204e9800998ecf8427e *list.txt\n",
        ],
        signs: &[Sign::Lines(lines("checksums", hosts::checksum))],
    },
    Kind {
        name: "urls", title: "addresses of pages",
        examples: &["https://ads.example/a.js\nhttp://b.example/c\nhttps://d.example/\n"],
        signs: &[Sign::Lines(lines("whole addresses", hosts::url).least(3).percent(95).weak())],
    },
    Kind {
        name: "dnscrypt-names", title: "names that dnscrypt-proxy blocks",
        examples: &["=ads.example\n*.tracker.example\nads.* @work\n"],
        signs: &[Sign::Lines(lines("names that dnscrypt-proxy blocks", dns::dnscrypt).least(2).weak())],
    },
    Kind {
        name: "robots", title: "robots.txt",
        examples: &["User-agent: *\nDisallow: /ads/\n"],
        signs: &[Sign::Lines(lines("rules for robots", text::robots))],
    },
    Kind {
        name: "requirements", title: "requirements of Python",
        examples: &["requests==2.31.0\ntqdm\nlxml>=4.9\n"],
        signs: &[Sign::Lines(lines("packages of Python", text::requirements).weak())],
    },
    Kind {
        name: "script", title: "a script",
        examples: &["#!/bin/sh\nset -e\ncurl -s https://a.example/list.txt > list.txt\n"],
        signs: &[Sign::Whole(head::shell)],
    },
    Kind {
        name: "base64", title: "Base64",
        examples: &["W0FkYmxvY2sgUGx1cyAyLjBdCiEgVGl0bGU6IEV4YW1wbGUKfHxhZHMuZXhh\nbXBsZV4KQQ==\n"],
        signs: &[Sign::Whole(head::base64)],
    },
    Kind {
        name: "license", title: "a licence",
        examples: &["The MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\nof this software and associated documentation files, to deal\nin the Software without restriction.\n"],
        signs: &[Sign::Whole(head::license)],
    },
    Kind {
        name: "style-sheet", title: "a style sheet",
        examples: &[".ad {\n  display: none !important;\n}\n", ".ad { display: none; }\n.banner, .x { height: 0; }\n"],
        signs: &[Sign::Whole(text::css)],
    },
    Kind {
        name: "source", title: "the source of a program",
        examples: &[
            "const fs = require('fs');\nfunction main() {\n  return fs.readFileSync('a');\n}\nmain();\n",
            "import sys\n\ndef main():\n    print(sys.argv)\n\nmain()\n",
            "function FindProxyForURL(url, host) {\n  if (host == \"ads.example\") {\n    return \"PROXY 0.0.0.0:80\";\n  }\n  return \"DIRECT\";\n}\n",
            "!function(){var a=1;return a}();\n",
        ],
        signs: &[Sign::Lines(lines("lines of a program", text::source).percent(80).marks(10).weak())],
    },
    Kind {
        name: "markdown", title: "Markdown",
        examples: &["# Lists\n\nThese are lists for [people](https://a.example) of all kinds.\n\nUse them as you like to do:\n\n```\n||ads.example^\n```\n"],
        signs: &[Sign::Whole(text::markdown)],
    },
    Kind {
        name: "yaml", title: "YAML",
        examples: &["---\nname: lists\nitems:\n  - ads.example\n  - tracker.example\nversion: 1\n"],
        signs: &[Sign::Lines(lines("keys of YAML", text::yaml).least(2).marks(20).weak())],
    },
    Kind {
        name: "settings", title: "settings",
        examples: &["[section]\nname = \"lists\"\nurl = \"https://a.example/\"\n"],
        signs: &[Sign::Lines(lines("settings", text::settings).least(2).marks(30).weak())],
    },
    Kind {
        name: "csv", title: "a table (CSV)",
        examples: &["domain,category,since\nads.example,ads,2024\nb.example,tracker,2025\n", "1,a.example\n2,b.example\n3,c.example\n"],
        signs: &[Sign::Whole(text::csv)],
    },
    Kind {
        name: "prose", title: "a text for people",
        examples: &["How to use these lists\n\nOpen the settings of your blocker and add the address.\nIt is read again every day, so that you need not do more.\nTell us when a site does not work.\n", PROSE_WITH_ITEMS, PROSE_WITHOUT_SPACES, PROSE_WITH_VOWEL_SIGNS],
        signs: &[Sign::Lines(lines("sentences", text::prose).least(3).marks(30).weak())],
    },
];

const PROSE_WITH_ITEMS: &str = "This blocker needs little memory and takes these lists:\n\n\
    - A list (ads)\n- B list\n- Another list\n- And many others\n\n***\n\nIt is free, and it asks for nothing.\n\nYou can add more lists in its settings.\n\n\
    [Documentation](https://docs.example/)\n[Questions](https://forum.example/)\n";

const PROSE_WITHOUT_SPACES: &str = "\u{8fd9}\u{4e2a}\u{62e6}\u{622a}\u{5668}\u{5360}\u{7528}\u{5f88}\u{5c11}\u{7684}\u{5185}\u{5b58}\u{3002}\n\n\
    - EasyList\n- \u{7b49}\u{7b49}\n\n***\n\n\
    \u{53ef}\u{4ee5}\u{6dfb}\u{52a0}\u{66f4}\u{591a}\u{7684}\u{89c4}\u{5219}\u{5217}\u{8868}\u{3002}\n\
    \u{5b83}\u{662f}\u{514d}\u{8d39}\u{7684}\u{81ea}\u{7531}\u{8f6f}\u{4ef6}\u{3002}\n";

const PROSE_WITH_VOWEL_SIGNS: &str = "\u{0c0e}\u{0c15}\u{0c4d}\u{0c15}\u{0c41}\u{0c35} \u{0c2a}\u{0c4d}\u{0c30}\u{0c15}\u{0c1f}\u{0c28}\u{0c32}\u{0c41} \u{0c05}\u{0c21}\u{0c4d}\u{0c21}\u{0c41}\u{0c15}\u{0c4b}\u{0c02}\u{0c21}\u{0c3f} \u{0c07}\u{0c15}\u{0c4d}\u{0c15}\u{0c21}\n\
    \u{0c1c}\u{0c3e}\u{0c2c}\u{0c3f}\u{0c24}\u{0c3e}\u{0c28}\u{0c41} \u{0c1a}\u{0c47}\u{0c30}\u{0c4d}\u{0c1a}\u{0c02}\u{0c21}\u{0c3f} \u{0c2e}\u{0c40}\u{0c30}\u{0c41} \u{0c15}\u{0c42}\u{0c21}\u{0c3e}\n\
    \u{0c05}\u{0c21}\u{0c4d}\u{0c21}\u{0c41}\u{0c15}\u{0c4b}\u{0c02}\u{0c21}\u{0c3f} \u{0c07}\u{0c15}\u{0c4d}\u{0c15}\u{0c21}\n";
