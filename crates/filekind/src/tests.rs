#![allow(clippy::disallowed_methods, reason = "tests read the lists that lie beside the project")]
use std::{fs, path::Path};

use super::{KINDS, looks_like_list, recognise};

#[test]
fn examples_are_of_their_kind() {
    for kind in KINDS {
        assert!(!kind.examples.is_empty(), "{} has no example", kind.name);
        for example in kind.examples {
            let found = recognise(example.as_bytes());
            assert_eq!(
                found.as_ref().map(|it| it.kind.name),
                Some(kind.name),
                "{example}\n{found:?}"
            );
        }
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = KINDS.iter().map(|it| it.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KINDS.len());
}

const LIST: &str = "a filter list";

fn kind(bytes: &[u8]) -> &'static str {
    recognise(bytes).map_or(LIST, |it| it.kind.name)
}

/// Files in doubt, and files that look like another kind at first.
#[test]
fn filter_lists_stay_filter_lists() {
    let lists = [
        "",
        "\n\n",
        "\u{FEFF}",
        "! just a comment\n",
        "# just a comment\n",
        "||ads.example^\n",
        "##.ad\n",
        "###ad\n",
        "##a[href^=\"http://ads.example\"]\n",
        "/banner/*/img^\n-ad-300x250.\n&adtype=\n",
        "/(^|\\.)ads\\.example$/\n/^ad[sx]?\\d*\\./\n",
        "a.example,~b.example##.ad\n",
        "ads.js$script,third-party\nbanner.gif$image\n",
        "a.example\nb.example\nc.example\nd.example\n",
        "*.a.example\n*.b.example\n",
        "# Hosts\n0.0.0.0 a.example\n0.0.0.0 b.example # why\n::1 localhost\n",
        "127.0.0.1 a.example b.example c.example d.example\n",
        // A header decides.
        "[Adblock Plus 2.0]\nThis is a text that was written below.\nIt has some words in each of its lines.\nThere is no rule here at all.\n",
        "[Adblock Plus]\nads.example CNAME .\nb.example CNAME .\n",
        "\u{FEFF}\n! Title: My list\n{\"a\": 1}\n",
        "! Title: My list\nhttps://a.example/b\nhttps://c.example/d\nhttps://e.example/f\n",
        "/*/banner/\n/*.ads/\n/* a.example */\n",
        "* a.example * block\n* b.example * block\n* c.example * block\n||ads.example^\n",
        "[AdGuard; uBlock Origin]\n* * image block\n",
        "[$path=/a]a.example##.ad\n[$domain=b.example]##.ad\n",
        // One rule among lines without meaning.
        "some garbage\nmore garbage here\n||ads.example^\nlast line of garbage\n",
        "a.example\nb.example\n##.ad\n",
        "This is a list of mine for some sites.\nIt hides all of the ads there are.\na.example##.ad\nThank you for the use of it.\n",
        "key: value\nother: value\n||ads.example^\n",
        "#if\n!#if adguard\n||ads.example^\n!#endif\n",
        "%include easylist:easylist/general.txt%\n",
        "@include \"general.txt\" /stripComments\n",
        "!#include a.txt\n!#include b.txt\n",
        // Rules that contain much of other languages.
        "a.example#%#(function(){ var a = 1; return a; })();\nb.example#%#window.x = { a: 1 };\n",
        "a.example#$#.ad { display: none !important; }\nb.example#$#body { height: auto; }\n",
        "a.example##+js(set, a, true)\nb.example##+js(nowoif)\n",
        "a.example$$script[tag-content=\"ads\"]\n",
        "@@||a.example^$document\n@@||b.example^$document\n",
        "https://ads.example/a.js\n||b.example^\n",
        "https://ads.example/a.js$script\nhttps://b.example/*\nhttps://c.example/d^\n",
        "|https://ads.example/\n|http://b.example/\n",
        "https://ads.example/\n",
        "! Note\na.example\n^ads.\n^banner.\n",
        // A long comment above a short list.
        "# This file blocks the ads of some sites.\n# It is made by hand, and read every day.\n# Use it as you like to do, please.\n# Tell us what is missing in it.\n0.0.0.0 a.example\n",
        "# name: my list\n# version: 1\n# key: value\na.example\nb.example\n",
        "# (function() {\n# return;\n# const a = 1;\na.example\n",
        "; DNS\n0.0.0.0 a.example\n0.0.0.0 b.example\n",
        // Only one or two lines of another kind.
        "0.0.0.0 a.example\n0.0.0.0 b.example\nwhite c.example\n0.0.0.0 d.example\n0.0.0.0 e.example\n",
        "a.example\nb.example\nc.example\n^ads\\.\nd.example\ne.example\nf.example\n",
        "a.example\nb.example\nc.example\nDOMAIN,d.example\ne.example\nf.example\n",
        "0.0.0.0 a.example\n192.0.2.1\n0.0.0.0 b.example\n",
    ];
    let wrong: Vec<String> = lists
        .iter()
        .filter_map(|it| Some(format!("{:?}:\n{it}", recognise(it.as_bytes())?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// More files of each kind: what other programs and other versions write.
#[test]
fn variants_are_recognised() {
    let files: &[(&str, &str)] = &[
        ("ubo-dynamic-rules", "* * inline-script block\n"),
        ("ubo-my-rules", "no-csp-reports: * true\nno-scripting: a.example true\n"),
        (
            "ubo-dynamic-rules",
            "behind-the-scene * * noop\nbehind-the-scene * image noop\n* xn--80aswg.example * block\n",
        ),
        ("umatrix-rules", "matrix-off: behind-the-scene true\n* * * block\n* * css allow\n"),
        (
            "umatrix-rules",
            "* 1st-party * allow\n* 1st-party frame allow\n* * cookie block\na.example * * inherit\n",
        ),
        (
            "dns-zone",
            "$TTL 1h\n@\tIN\tSOA\tlocalhost. root.localhost. ( 1 1h 15m 30d 2h )\n\tIN\tNS\tlocalhost.\nads.example\tIN\tCNAME\t.\n",
        ),
        ("dns-zone", "ads.example A 0.0.0.0\n*.ads.example A 0.0.0.0\nads.example AAAA ::\n"),
        (
            "dns-zone",
            "32.1.2.0.192.rpz-ip CNAME .\nads.example CNAME *.\nb.example CNAME rpz-drop.\n",
        ),
        ("dns-zone", "; x\n@ 60 IN SOA a. b. 1 2 3 4 5\n@ 60 IN NS a.\nwww.ads.example cname .\n"),
        ("dnsmasq", "address=/ads.example/\naddress=/b.example/#\n"),
        ("dnsmasq", "domain-needed\nno-resolv\nserver=/ads.example/\nserver=1.1.1.1\n"),
        (
            "unbound",
            "server:\n\tlocal-zone: \"ads.example\" redirect\n\tlocal-data: \"ads.example A 0.0.0.0\"\n",
        ),
        ("unbound", "local-zone: ads.example. always_null\nlocal-zone: b.example. always_null\n"),
        ("bind", "zone \"a.example\" IN {\n  type master;\n  file \"/etc/null\";\n};\n"),
        (
            "pi-hole-regex",
            "^(.+[_.-])?adse?rv(er?|ice)?s?[0-9]*[_.-]\n^ad([sxv]?[0-9]*|system)[_.-]([^.[:space:]]+\\.){1,}|[_.-]ad([sxv]?[0-9]*|system)[_.-]\n",
        ),
        ("pi-hole-regex", "(\\.|^)a\\.example$;querytype=A\n.*\\.b\\.example$\n\\.c\\.example$\n"),
        ("surge-rules", "DOMAIN,ads.example\n"),
        ("surge-rules", "domain-suffix,ads.example,reject\ndomain-keyword,adserver,reject\n"),
        (
            "surge-rules",
            "HOST,ads.example,reject\nHOST-SUFFIX,b.example,reject\nIP-CIDR,192.0.2.0/24,reject\n",
        ),
        ("surge-rules", "[Rule]\nDOMAIN-SUFFIX,ads.example,REJECT\nFINAL,DIRECT\n"),
        ("surge-rules", "# a\npayload:\n  # b\n  - \"+.ads.example\"\n  - \"b.example\"\n"),
        (
            "surge-rules",
            "^https?:\\/\\/ads\\.example\\/a url reject-200\n^https?:\\/\\/b\\.example\\/ url reject\nhostname = ads.example, b.example\n",
        ),
        (
            "little-snitch",
            "{\"description\": \"Ads\", \"name\": \"A\", \"denied-remote-hosts\": [\"ads.example\"]}",
        ),
        (
            "safari-content-blocker",
            "[\n  {\n    \"action\": { \"type\": \"css-display-none\", \"selector\": \".ad\" },\n    \"trigger\": { \"url-filter\": \".*\" }\n  }\n]\n",
        ),
        ("ip-ranges", "# Ads\nAds:1.2.3.4-1.2.3.8\nSome: name, with:1.2.4.0-1.2.4.255\n"),
        ("ip-ranges", "2.56.192.0/22 ; SBL459831\n5.134.128.0/19 ; SBL270738\n"),
        (
            "adaway-export",
            "# This file was made by an ad blocker\n127.0.0.1 localhost\n127.0.0.1 ads.example\nwhite a.example\nwhite b.example\nwhite c.example\nredirect 192.0.2.1 d.example\n",
        ),
        (
            "checksums",
            "9e107d9d372bb6826bd81d3542a419d6 *a.txt\ne4d909c290d0fb1ca068ffaddf22cbd0 *b.txt\n",
        ),
        (
            "checksums",
            "list.txt: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
        ),
        ("checksums", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"),
        (
            "urls",
            "# malware\r\nhttp://a.example/bin.sh\r\nhttp://192.0.2.1/x.exe\r\nhttps://b.example/y?z=1\r\n",
        ),
        ("html", "\n\n<!doctype html>\n<html lang=\"en\">\n"),
        ("html", "<!-- saved from a page -->\n<div class=\"ad\">\n</div>\n"),
        ("html", "<?xml version='1.0'?>\n<!-- a -->\n<!--b--><HTML\nlang=\"en\">\n"),
        ("html", "<!-- a comment\nwithout an end\n"),
        ("xml", "<?xml version='1.0'?>\n<!-- a -->\n<error>no</error>\n"),
        ("xml", "<rss version=\"2.0\">\n<channel>\n</channel>\n</rss>\n"),
        ("json", "{}\n"),
        ("json", "[]"),
        ("json", "{\n\t\"name\": \"x\",\n\t\"list\": [\n||ads.example^\n"),
        ("json", "[[\"a\", 1], [\"b\", 2]]"),
        (
            "ubo-backup",
            "{\"timeStamp\":1,\"version\":\"1\",\"userSettings\":{\"a\":true},\"selectedFilterLists\":[\"user-filters\"]}",
        ),
        (
            "userscript",
            "\u{FEFF}// ==UserScript==\r\n// @match *://a.example/*\r\n// ==/UserScript==\r\n",
        ),
        (
            "ubo-resources",
            "'use strict';\n\n/// remove-ads.js\n/// alias ra.js\n(() => {\n  document.cookie = '';\n})();\n",
        ),
        ("script", "#!/usr/bin/env python3\nimport os\n"),
        ("script", "@echo off\r\ncopy a b\r\n"),
        (
            "source",
            "(function() {\n  'use strict';\n  const a = document.querySelectorAll('.ad');\n  a.forEach(it => it.remove());\n})();\n",
        ),
        (
            "source",
            "package main\n\nimport (\n\t\"fmt\"\n)\n\nfunc main() {\n\tfmt.Println(\"a\")\n}\n",
        ),
        ("source", "<?php\nfunction a() {\n  return 1;\n}\n"),
        ("style-sheet", "/* ads */\n@import url('a.css');\n.ad,\n.banner {\n  display: none;\n}\n"),
        (
            "robots",
            "# robots\nuser-agent: Googlebot\ndisallow:\nSitemap: https://a.example/sitemap.xml\n",
        ),
        ("requirements", "-r base.txt\ndnspython==2.4.2 ; python_version > '3.8'\nidna>=3\n"),
        (
            "yaml",
            "name: CI\non:\n  push:\n    branches: [main]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n",
        ),
        ("settings", "[package]\nname = \"a\"\nversion = \"1.0\"\n"),
        ("csv", "\"id\",\"url\"\n\"1\",\"https://a.example/\"\n\"2\",\"https://b.example/\"\n"),
        (
            "license",
            "Attribution 4.0 International\n\nCreative Commons Corporation is not a law firm and does not provide legal services.\nDistribution of these licenses does not create a relation of any kind.\n",
        ),
        (
            "markdown",
            "# Lists\n\n| name | what |\n|------|------|\n| a | b |\n\nSee [the page](https://a.example/) for all of them.\n",
        ),
        (
            "prose",
            "How to report\n=============\n\n1. Open the page where the ad is shown.\n2. Take a picture of what you see there.\n3. Tell us which blocker you use, please.\n",
        ),
        ("tracking-protection-list", "msFilterList\n-d ads.example\n"),
        ("v2ray-domains", "include:ads\nfull:a.example @ads\nb.example\n"),
        (
            "shadowsocks-acl",
            "# ads\n[proxy_all]\n\n[outbound_block_list]\n^(.*\\.)?ads\\.example$\n",
        ),
        (
            "diff",
            "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n ||a.example^\n-||b.example^\n+||c.example^\n",
        ),
    ];
    let wrong: Vec<String> = files
        .iter()
        .filter(|it| kind(it.1.as_bytes()) != it.0)
        .map(|it| format!("{}, not {}:\n{}", kind(it.1.as_bytes()), it.0, it.1))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bytes_that_are_no_text_are_recognised() {
    let utf16 = |big: bool| -> Vec<u8> {
        let units = "! Title: a\n||ads.example^\n".encode_utf16();
        units.flat_map(|it| if big { it.to_be_bytes() } else { it.to_le_bytes() }).collect()
    };
    let with = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let files: &[(&str, Vec<u8>)] = &[
        ("utf-16", with(b"\xFF\xFE", utf16(false))),
        ("utf-16", with(b"\xFE\xFF", utf16(true))),
        ("utf-16", utf16(false)),
        ("utf-16", utf16(true)),
        ("binary", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
        ("binary", b"\x1F\x8B\x08\0\0\0".to_vec()),
        ("binary", (0..=255).cycle().take(5000).collect()),
        // A single zero byte does not make a file binary.
        (LIST, b"||ads.example^\n||b.example^\0\n".to_vec()),
        // Neither does another encoding of eight bits.
        (LIST, b"! gr\xFC\xDFe\n||ads.example^\n".to_vec()),
    ];
    for (name, bytes) in files {
        assert_eq!(kind(bytes), *name, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn the_reason_shows_the_lines() {
    let reason = |text: &str| recognise(text.as_bytes()).map(|it| it.reason);
    let text = "# mine\n\n* a.example * block\n* b.example * noop\n* c.example * noop\n* d.example * noop\n";
    let wanted =
        "lines 3, 4 and 5 are dynamic rules of uBlock Origin, such as `* a.example * block`";
    assert_eq!(reason(text).as_deref(), Some(wanted));
    let wanted = "line 1 has settings of dnsmasq: `address=/ads.example/`";
    assert_eq!(reason("address=/ads.example/\n").as_deref(), Some(wanted));
    let wanted = "it starts with `{` and ends with `}`, as JSON does";
    assert_eq!(reason("{\"a\": 1}\n").as_deref(), Some(wanted));
}

/// Some other lines do not make a list a file of another kind, and some rules do not make another
/// file a list.
#[test]
fn what_most_lines_are_decides() {
    for kind_of in KINDS.iter().filter(|it| !["utf-16", "binary"].contains(&it.name)) {
        for example in kind_of.examples {
            let lines: Vec<&str> = example.lines().collect();
            let mut text = String::new();
            for n in 0..100 {
                text.push_str(&format!("||ads{n}.example^\n"));
                if n % 10 < 4 {
                    text.push_str(lines[n % lines.len()]);
                    text.push('\n');
                }
            }
            let found = recognise(text.as_bytes());
            assert_eq!(found, None, "rules and 30 % of {}", kind_of.name);
        }
    }
    let dynamic: String = (0..500).map(|it| format!("* a{it}.example * noop\n")).collect();
    assert_eq!(kind(format!("{dynamic}||ads.example^\n").as_bytes()), "ubo-dynamic-rules");
}

/// Lines deep in a file are checked, too.
#[test]
fn the_rest_of_a_long_file_is_looked_at() {
    let names: String = (0..20_000).map(|it| format!("a{it}.example\n")).collect();
    let regexes: String = (0..4_000).map(|it| format!("^(.*\\.)?b{it}\\..*$\n")).collect();
    assert_eq!(kind(names.as_bytes()), LIST);
    assert_eq!(kind((names.clone() + &regexes).as_bytes()), "pi-hole-regex");
    let rules: String = (0..20_000).map(|it| format!("||c{it}.example^\n")).collect();
    let prose = "This text has some words in it.\n".repeat(200);
    assert_eq!(kind((prose + &rules).as_bytes()), LIST);
    assert_eq!(kind((names + &rules).as_bytes()), LIST);
}

#[test]
fn any_bytes_are_answered() {
    let mut chance = fastrand::Rng::with_seed(1);
    let alphabet: Vec<char> = "\n\r\t {}[]\"':,.;#!|$@^*/\\<>=-+_()aZ09é日\0".chars().collect();
    for _ in 0..3000 {
        let len = chance.usize(..200);
        let text: String = (0..len).map(|_| chance.choice(&alphabet).unwrap()).collect();
        recognise(text.as_bytes());
        let bytes: Vec<u8> = (0..len).map(|_| chance.u8(..)).collect();
        recognise(&bytes);
        looks_like_list(&bytes);
    }
    for kind in KINDS {
        for example in kind.examples {
            for cut in 0..example.len() {
                recognise(&example.as_bytes()[..cut]);
                recognise(&example.as_bytes()[cut..]);
            }
        }
    }
}

#[test]
fn a_file_without_an_extension_is_known_by_its_first_line() {
    let cases: &[(&[u8], bool)] = &[
        (b"[Adblock Plus 2.0]\n||ads.example^", true),
        (b"\xEF\xBB\xBF\r\n\r\n[Adblock Plus]\r\n", true),
        (b"[uBlock Origin]\n", true),
        (b"! Title: A\n", true),
        (b"!Title: A\n", true),
        (b"! Expires: 4 days\n", true),
        (b"! Checksum: abc\n! Title: A\n", true),
        (b"", false),
        (b"! only a comment\n", false),
        (b"[section]\n", false),
        (b"#!/bin/sh\n# ! Title: no\n", false),
        (b"text\n! Title: A\n", false),
        (b"[core]\n\trepositoryformatversion = 0\n", false),
        (b"\x7FELF\0\0[Adblock]\n", false),
    ];
    for (head, expected) in cases {
        assert_eq!(looks_like_list(head), *expected, "{:?}", String::from_utf8_lossy(head));
    }
}

/// Real files in the directory beside the project, if there is one.
#[test]
fn shared_files_are_told_apart() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    for dir in ["lists", "repos"] {
        collect(&shared.join(dir), &mut files);
    }
    for path in &files {
        let name = path.strip_prefix(&shared).map(Path::to_string_lossy).unwrap_or_default();
        let expected = match &*name {
            "repos/foreign/NordicFiltersDnsmasq.conf" => "dnsmasq",
            "repos/foreign/NordicFiltersPiHole.txt" => "pi-hole-regex",
            "repos/foreign/NordicFiltersRPZ.txt" => "dns-zone",
            "repos/foreign/NordicFiltersSocks5.list" => "surge-rules",
            it if it.starts_with("repos/yuki/medium_mode/") => "ubo-dynamic-rules",
            it if it.ends_with(".md") || it.ends_with(".yaml") => continue,
            _ => LIST,
        };
        let found = fs::read(path).ok().as_deref().and_then(recognise);
        let got = found.as_ref().map_or(LIST, |it| it.kind.name);
        if got != expected {
            wrong.push(format!("{name} is {expected}, not {got}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every piece of a real list is a filter list: repositories have parts without a header.
#[test]
fn pieces_of_shared_lists_are_filter_lists() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/lists");
    let mut files = Vec::new();
    collect(&shared, &mut files);
    let mut wrong = Vec::new();
    for path in files.iter().filter(|it| it.extension().is_some_and(|it| it == "txt")) {
        let text = fs::read_to_string(path).unwrap_or_default();
        let is_rule = |it: &&str| !it.starts_with(['!', '[', '#']) || it.starts_with("##");
        let lines: Vec<&str> = text.lines().filter(is_rule).collect();
        for width in [1, 2, 3, 10, 40, 400] {
            for piece in lines.chunks(width).step_by(1 + 40 / width) {
                if let Some(found) = recognise(piece.join("\n").as_bytes()) {
                    wrong.push(format!("{width} {path:?}: {}: {}", found.kind.name, found.reason));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {}", wrong.len(), wrong.join("\n"));
}

fn collect(dir: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
