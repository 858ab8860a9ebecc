//! `bloqr ast`, end to end: what it prints of lists, of which shapes, and how it ends.

use std::{fs, process::Stdio};

use serde_json::Value;

use crate::support::{bloqr, golden, root};

const SMALL: &str = "tests/corpus/ast/small.txt";

/// Runs the command in the project's folder: stdout, stderr and exit code.
fn run(args: &[&str], stdin: &[u8]) -> (String, String, i32) {
    let output =
        bloqr().current_dir(root()).args(args).write_stdin(stdin).output().expect("bloqr runs");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().expect("an exit code"))
}

fn parse(args: &[&str], stdin: &[u8]) -> (String, String, i32) {
    run(&[&["ast", "parse"], args].concat(), stdin)
}

/// The texts of the rules that `--format agtree` finds, each cut out by its offsets.
fn texts_by_offset(list: &str) -> Vec<String> {
    let (out, _, _) = parse(&["--format", "agtree", "-"], list.as_bytes());
    let list: Vec<u16> = list.encode_utf16().collect();
    let tree: Value = serde_json::from_str(&out).unwrap();
    let cut = |rule: &Value| {
        let at = |key: &str| rule[key].as_u64().unwrap() as usize;
        let text = String::from_utf16(&list[at("start")..at("end")]).unwrap();
        assert_eq!(rule["raws"]["text"], Value::String(text.clone()));
        text
    };
    assert_eq!(tree["end"].as_u64().unwrap() as usize, list.len());
    tree["children"].as_array().unwrap().iter().map(cut).collect()
}

#[test]
fn every_format() {
    for format in ["json", "agtree", "ndjson", "tree", "summary"] {
        let (out, err, code) = parse(&["--format", format, SMALL], b"");
        assert_eq!((err.as_str(), code), ("", 1), "{format}");
        golden(&format!("tests/corpus/ast/small.{format}"), &out);
    }
}

#[test]
fn coloured_tree() {
    let (out, _, _) = parse(&["--format", "tree", "--color", "always", "--rule", "##.ad"], b"");
    assert!(out.contains("\x1b[36mElementHidingRule\x1b[0m"), "{out:?}");
}

#[test]
fn off_a_terminal_json_is_the_default() {
    let (out, _, code) = parse(&["--rule", "||a.example^"], b"");
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["parsedRules"][0]["ast"]["pattern"]["value"], "||a.example^");
    assert_eq!(code, 0);
}

#[test]
fn rules_on_the_command_line() {
    let (out, _, code) = parse(&["--format", "ndjson", "--rule", "##.a", "--rule", "-b"], b"");
    let types: Vec<Value> = out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(types[0]["type"], "ElementHidingRule");
    assert_eq!(types[1]["pattern"]["value"], "-b");
    assert_eq!((types.len(), code), (2, 0));
}

#[test]
fn options_are_agtrees() {
    let (out, _, _) = parse(&["-O", "includeRaws=false", "-O", "isLocIncluded=false", "-"], b"##a");
    assert!(!out.contains("raws") && !out.contains("start"), "{out}");
    let (_, err, code) = parse(&["-O", "parseEverything=true", "-"], b"##a");
    assert!(err.contains("parseHostRules"), "{err}");
    assert_eq!(code, 2);
}

#[test]
fn without_tolerance_the_first_invalid_rule_ends_it() {
    let args = ["--format", "ndjson", "-O", "tolerant=false", "-"];
    let (out, err, code) = parse(&args, b"##.a\n##\nb##\n##.c\n");
    assert_eq!((out.lines().count(), code), (3, 1), "{out}");
    assert!(err.contains("<stdin>:3:1: stopped at an invalid rule: Empty rule body"), "{err}");
}

#[test]
fn several_files_are_distinguished() {
    let example = "examples/list.txt";
    let (out, _, _) = parse(&["--format", "ndjson", SMALL, example], b"");
    let files: Vec<Value> = out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(files.first().unwrap()["file"], SMALL);
    assert_eq!(files.last().unwrap()["file"], example);
    let (out, _, _) = parse(&["--format", "agtree", SMALL, example], b"");
    let files: Vec<Value> = out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!([&files[0]["file"], &files[1]["file"]], [SMALL, example]);
}

#[test]
fn every_way_to_end_a_line() {
    for (list, texts) in [
        ("", &[""] as &[&str]),
        ("a", &["a"]),
        ("a\n", &["a", ""]),
        ("a\r\nb\rc\n\nd\x0ce", &["a", "b", "c", "", "d", "e"]),
        ("a\r\r\nb", &["a", "", "b"]),
        ("\u{feff}! é\n😀##.a\n", &["\u{feff}! é", "😀##.a", ""]),
        ("a\0b\n\0", &["a\0b", "\0"]),
    ] {
        assert_eq!(texts_by_offset(list), texts, "{list:?}");
    }
}

/// Large enough for many pieces, with lines that lie across their borders.
#[test]
fn a_long_list_comes_out_in_order() {
    for newline in ["\n", "\r\n", "\r"] {
        let lines: Vec<String> =
            (0..9_000).map(|n| format!("||é{n}.example{}^", "x".repeat(n % 97))).collect();
        let list = lines.join(newline);
        assert_eq!(texts_by_offset(&list), lines);
    }
}

/// A line of a hundred pieces, between two of usual size.
#[test]
fn a_long_line_is_one_rule() {
    let long = "a,".repeat(3 << 19);
    let list = format!("##.a\n{long}b##.c\n! z");
    let (out, _, code) = parse(&["--format", "ndjson", "-"], list.as_bytes());
    let rules: Vec<&str> = out.lines().collect();
    assert_eq!((rules.len(), code), (3, 0));
    let rule: Value = serde_json::from_str(rules[1]).unwrap();
    assert_eq!(rule["domains"]["children"].as_array().unwrap().len(), (3 << 19) + 1);
    assert_eq!(rule["start"], 5);
    assert_eq!(rule["end"], list.len() - "\n! z".len());
    assert!(rules[2].contains("\"CommentRule\""));
}

#[test]
fn what_is_not_utf8_is_named_and_the_rest_is_parsed() {
    let (out, err, code) = parse(&["--format", "ndjson", "-"], b"##.a\n||b\xff\xfe^\n##.c");
    assert_eq!((out.lines().count(), code), (3, 1));
    assert!(out.contains("||b\u{fffd}\u{fffd}^"), "{out}");
    assert_eq!(
        err,
        "warning: <stdin>:2: byte 0xff at offset 8 is not UTF-8; every such byte is read as U+FFFD\n"
    );
}

#[test]
fn directories_are_searched_as_git_sees_them() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for list in ["a.txt", "sub/b.adblock", "sub/.hidden/c.list", "d.HOSTS"] {
        write(list, "##.ad\n");
    }
    for other in ["README.txt", "robots.txt", "license.txt", "e.md", "ignored/f.txt", ".git/g.txt"]
    {
        write(other, "##\n||a^$,\n");
    }
    write(".gitignore", "ignored/\n");
    let output = bloqr()
        .current_dir(dir.path())
        .args(["ast", "parse", "--format", "ndjson", "."])
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let mut files: Vec<String> = out
        .lines()
        .map(|it| serde_json::from_str::<Value>(it).unwrap()["file"].to_string())
        .collect();
    files.dedup();
    let expected = ["./a.txt", "./d.HOSTS", "./sub/.hidden/c.list", "./sub/b.adblock"];
    assert_eq!(files, expected.map(|it| format!("\"{it}\"")));
}

#[test]
fn a_directory_without_lists_is_no_success() {
    let dir = tempfile::tempdir().unwrap();
    let output = bloqr().args(["ast", "parse"]).arg(dir.path()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("no filter list in") && err.contains("try"), "{err}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_missing_file_says_so() {
    let (out, err, code) = parse(&["nowhere.txt"], b"");
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.starts_with("error: cannot read nowhere.txt: "), "{err}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let list = "||ads.example^\n".repeat(100_000);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_bloqr"))
        .args(["ast", "parse", "--format", "ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // The command may stop reading before all is written.
    _ = std::io::Write::write_all(&mut stdin, list.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
        (Some(0), "")
    );
}

#[test]
fn nodes_one_by_one() {
    let (out, err, code) =
        run(&["ast", "walk", SMALL, "--type", "modifier", "--max-depth", "3", "--context"], b"");
    assert_eq!((err.as_str(), code), ("", 1));
    golden("tests/corpus/ast/small.walk", &out);
    let (lines, _, _) = run(&["ast", "walk", "--format", "ndjson", "-"], b"##.a");
    let nodes: Vec<Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let kinds: Vec<String> =
        nodes.iter().map(|it| format!("{}{}", it["depth"], it["type"].as_str().unwrap())).collect();
    assert_eq!(
        kinds,
        [
            "0FilterList",
            "1ElementHidingRule",
            "2DomainList",
            "2Value",
            "2ElementHidingRuleBody",
            "3Value"
        ]
    );
    let (_, err, code) = run(&["ast", "walk", "-", "--type", "Rule"], b"");
    assert!(err.contains("NetworkRule"), "{err}");
    assert_eq!(code, 2);
}

#[test]
fn requests_are_answered_one_a_line() {
    let requests = concat!(
        "{\"id\": 1, \"kind\": \"rule\", \"input\": \"##.ad\", \"options\": {\"includeRaws\": false}}\n",
        "\n",
        "{\"id\": \"b\", \"input\": \"##\\u0020\"}\n",
        "{\"id\": 3, \"kind\": \"list\", \"input\": \"##.a\\na##\"}\n",
        "{\"id\": 4, \"kind\": \"list\", \"input\": \"a##\", \"options\": {\"tolerant\": true}}\n",
        "{\"id\": 5, \"input\": \"x\", \"options\": {\"nonsense\": true}}\n",
        "nonsense\n",
    );
    let (out, _, code) = run(&["ast", "serve"], requests.as_bytes());
    assert_eq!(code, 0);
    golden("tests/corpus/ast/serve.ndjson", &out);
}
