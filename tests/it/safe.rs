//! What strangers write (in lists, in the names of files, in configurations, in answers) never
//! reaches a terminal or a log as it is.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    dispatch::server::{Reply, Server},
    support::bloqr,
};

/// Every character that controls a terminal, is invisible, or changes the text direction.
fn hostile() -> Vec<char> {
    let ranges = [
        '\x01'..='\x1f',
        '\x7f'..='\u{9f}',
        '\u{ad}'..='\u{ad}',
        '\u{61c}'..='\u{61c}',
        '\u{180e}'..='\u{180e}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{feff}'..='\u{feff}',
        '\u{e0001}'..='\u{e0001}',
        '\u{e0020}'..='\u{e007f}',
    ];
    ranges.into_iter().flatten().collect()
}

/// One text with all of these characters that a line can contain, and with complete escapes.
fn payload() -> String {
    let mut text = "\x1b[2J\x1b]0;title\x07\x1b[31m\u{9b}2J".to_owned();
    text.extend(hostile().into_iter().filter(|it| !"\n\r\x0c\t".contains(*it)));
    text
}

#[track_caller]
fn check_text(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    for c in hostile().into_iter().filter(|it| !matches!(it, '\n' | '\t')) {
        let line = text.lines().find(|it| it.contains(c)).unwrap_or_default();
        assert!(!text.contains(c), "{what} prints U+{:04X}: {line:?}", u32::from(c));
    }
}

/// Runs `bloqr` there and looks at both streams, without colours and with them.
#[track_caller]
fn check(dir: &Path, args: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let run = |more: &[&str]| {
        let mut command = bloqr();
        command.current_dir(dir).args(args).args(more).write_stdin(list());
        let output = command.output().unwrap();
        assert!(output.status.code().is_some_and(|it| it < 3), "{args:?}");
        (output.stdout, output.stderr)
    };
    let colored = run(&["--color", "always"]);
    for bytes in [&colored.0, &colored.1] {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let ours = regex_lite::Regex::new("\x1b\\[(0|1|2|3[0-7])?m").unwrap();
        check_text(&format!("{args:?} in colours"), ours.replace_all(&text, "").as_bytes());
    }
    let plain = run(&[]);
    check_text(&format!("{args:?} on stdout"), &plain.0);
    check_text(&format!("{args:?} on stderr"), &plain.1);
    plain
}

/// The payload wherever a rule has a place for it.
fn list() -> String {
    let x = payload();
    let mut list = format!("! {x}\n!+ NOT_{x}\n!#if {x}\n!#endif\n!#include {x}.txt\n");
    for line in [
        format!("||a{x}.example^$foo{x},domain={x}|b.example,script,script"),
        format!("||a.example^$script,script,removeparam={x}"),
        format!("/ad(?{x}[/$redirect={x}"),
        format!("{x}.example##.a{x}:foo{x}({x})"),
        format!("a.example##+js({x}, {x})"),
        format!("a.example#%#//scriptlet('{x}', '{x}"),
        format!("a.example#@#[{x}"),
        format!("0.0.0.0 {x}.example"),
        format!("[{x}]"),
        format!("! bloqr-disable-next-line {x}"),
    ] {
        list += &format!("{line}\n{line}\n");
    }
    // A character alone is judged otherwise than among others.
    for c in hostile() {
        list += &format!("||a.example^$script,script,f{c}o\na{c}b.example##.ad\n");
    }
    list
}

fn project() -> TempDir {
    let dir = TempDir::new().unwrap();
    let escaped: String = payload().chars().map(|it| format!("\\U{:08X}", u32::from(it))).collect();
    for (path, text) in [
        ("list.txt", list()),
        ("clean.txt", "||ads.example^$script\n".to_owned()),
        ("bad.toml", format!("\"{escaped}\" = 1\n")),
        ("rule.toml", format!("[rules]\n\"{escaped}\" = \"off\"\n")),
        (
            "wrangler.toml",
            format!(
                "name = \"a\"\n# {}\n[env.\"{escaped}\"]\nname = \"{escaped}\"\n\
                 [[worker_loaders]]\nbinding = \"LOADER\"\n",
                payload().replace(|it: char| it.is_ascii_control(), "")
            ),
        ),
        ("broken/wrangler.toml", format!("name = {}\n", payload())),
        ("broken/wrangler.jsonc", format!("{{ \"{}\": ", payload())),
    ] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

#[test]
fn validate_shows_what_lists_hide() {
    let dir = project();
    for format in ["text", "concise", "github", "json", "ndjson", "sarif"] {
        for source in ["list.txt", "-"] {
            check(dir.path(), &["validate", source, "--no-config", "--format", format]);
        }
    }
    check(dir.path(), &["validate", "list.txt", "--no-config", "--statistics"]);
    let (out, _) = check(dir.path(), &["validate", "list.txt", "--no-config", "--diff"]);
    assert!(!out.is_empty());
    for format in ["text", "concise", "github", "json", "ndjson", "sarif"] {
        let args = ["list.txt", "--no-config", "--format", format, "--output", "report"];
        check(dir.path(), &[&["validate"], &args[..]].concat());
        check_text(format, &fs::read(dir.path().join("report")).unwrap());
    }
}

#[test]
fn other_commands_show_it_too() {
    let dir = project();
    let x = payload();
    for args in [
        &["ast", "parse", "list.txt", "--format", "tree"][..],
        &["ast", "parse", "list.txt", "--format", "summary"],
        &["ast", "parse", "list.txt", "--format", "json"],
        &["ast", "parse", "list.txt", "--format", "ndjson"],
        &["ast", "parse", "list.txt", "--format", "agtree"],
        &["ast", "walk", "list.txt"],
        &["ast", "walk", "list.txt", "--format", "ndjson"],
        &["bindings", "status", "--config", "wrangler.toml"],
        &["bindings", "status", "--config", "wrangler.toml", "--format", "json"],
        &["bindings", "check", "--config", "wrangler.toml"],
        &["bindings", "enable", "all", "--all-envs", "--dry-run", "--config", "wrangler.toml"],
        &["bindings", "disable", "all", "--all-envs", "--dry-run", "--config", "wrangler.toml"],
        &["bindings", "enable", "loader", "--env", &x, "--config", "wrangler.toml"],
        &["bindings", "status", "--config", "broken/wrangler.toml"],
        &["bindings", "status", "--config", "broken/wrangler.jsonc"],
        &["validate", "clean.txt", "--config", "bad.toml"],
        &["validate", "clean.txt", "--config", "rule.toml"],
        &["validate", "clean.txt", "--select", &x],
        &["validate", "clean.txt", "--target", &x],
        &["validate", "--format", &x],
        &["validate", "--rule", &x],
        &["validate", "clean.txt", "--output", &format!("{x}/report")],
        &["validate", &x],
        &["rules", &x],
        &[&x],
    ] {
        check(dir.path(), args);
    }
}

/// JSON says the same as before: escapes are one way to write it.
#[test]
fn json_means_the_same() {
    let dir = project();
    let (out, _) = check(dir.path(), &["ast", "parse", "list.txt", "--format", "ndjson"]);
    let raw: Vec<Value> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let text = list();
    let comment = text.lines().next().unwrap();
    assert_eq!(raw[0]["raws"]["text"].as_str().unwrap(), comment);
    let (out, _) = check(dir.path(), &["validate", "list.txt", "--no-config", "--format", "json"]);
    let report: Value = serde_json::from_slice(&out).unwrap();
    let findings = report["files"][0]["errors"].as_array().unwrap();
    assert!(findings.iter().any(|it| it["rule"].as_str().unwrap().contains(&payload())));
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_files_are_shown_too() {
    let dir = TempDir::new().unwrap();
    // A name holds anything but a slash and the end of a line, here: it is 255 bytes at most.
    for (n, part) in payload().chars().collect::<Vec<_>>().chunks(40).enumerate() {
        let name: String = part.iter().collect();
        fs::write(dir.path().join(format!("{n}{name}.txt")), "||a.example^$foo,script,script\n")
            .unwrap();
        fs::write(dir.path().join(format!("{n}{name}.toml")), "a = ").unwrap();
        fs::create_dir(dir.path().join(format!("dir{n}{name}"))).unwrap();
        let (toml, folder) = (format!("{n}{name}.toml"), format!("dir{n}{name}"));
        check(dir.path(), &["bindings", "status", "--config", &toml]);
        check(dir.path(), &["validate", "--config", &toml]);
        check(dir.path(), &["validate", &folder]);
        check(dir.path(), &["validate", "--output", &folder]);
    }
    for format in ["text", "concise", "github", "json", "ndjson", "sarif"] {
        check(dir.path(), &["validate", "--no-config", "--format", format]);
    }
    check(dir.path(), &["validate", "--no-config", "--diff"]);
    for format in ["tree", "summary", "json", "ndjson", "agtree"] {
        check(dir.path(), &["ast", "parse", ".", "--format", format]);
    }
}

#[test]
fn answers_of_backends_are_shown_too() {
    let dir = project();
    let x = payload();
    let header: String = x.chars().filter(|it| !it.is_control()).collect();
    let finding = serde_json::json!({
        "errorType": "unknown-modifier", "message": x, "help": x,
        "line": 1, "column": 1, "endColumn": 2,
    });
    let report = serde_json::json!({ "totalRules": 1, "invalidRules": 0, "errors": [finding] });
    let answers = [
        report.to_string(),
        // Raw, as a server may write it.
        format!("{{\"{header}\": "),
        format!("{{\"totalRules\":\"{header}\",\"rules\":[\"{header}\"]}}"),
        x.clone(),
    ];
    for answer in answers {
        for status in [200, 500] {
            let (answer, header) = (answer.clone(), header.clone());
            let server = Server::new(move |_| {
                let reply = Reply::text(status, "application/json", &answer);
                reply.header("server", &header).header("x-bloqr-dispatch", &header)
            });
            for args in [
                &["validate", "clean.txt", "--no-config", "--format", "text"][..],
                &["validate", "clean.txt", "--no-config", "--format", "concise"],
                &["validate", "clean.txt", "--no-config", "--format", "github"],
                &["validate", "clean.txt", "--no-config", "--format", "json"],
                &["ast", "parse", "clean.txt", "--format", "tree"],
                &["ast", "parse", "clean.txt", "--format", "json"],
            ] {
                check(dir.path(), &[args, &["--backend", &server.url, "--verbose"]].concat());
            }
            for command in ["check", "audit"] {
                for format in ["text", "json", "github"] {
                    check(dir.path(), &["dispatch", command, &server.url, "--format", format]);
                }
            }
        }
    }
}
