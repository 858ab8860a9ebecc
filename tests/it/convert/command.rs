//! `bloqr convert` with the real binary: bytes, messages, exit codes.

use std::{fs, process::Stdio};

use crate::support::{bloqr, golden};

/// stdout, stderr and exit code.
fn run(args: &[&str], stdin: &str) -> (String, String, i32) {
    let output = bloqr().arg("convert").args(args).write_stdin(stdin).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

const LIST: &str = "! Title: é\r\n||a.example^$1p\r\n\r\n||b.example^   \r\n\
    a.example#%#x\r\na.example#$#log a; log b\r\n##.c";

#[test]
fn only_changed_lines_change() {
    let (out, err, code) = run(&["--to", "adg", "-"], LIST);
    assert_eq!(
        out,
        "! Title: é\r\n||a.example^$~third-party\r\n\r\n||b.example^   \r\na.example#%#x\r\n\
         a.example#%#//scriptlet('abp-log', 'a')\r\na.example#%#//scriptlet('abp-log', 'b')\r\n##.c"
    );
    assert_eq!((err.as_str(), code), ("for AdGuard: 5 lines kept, 2 changed, 0 refused\n", 0));
    // The end of the last line does not make one more.
    let (out, err, _) = run(&["--to", "adg", "-"], "||a.example^\n||b.example^$1p\n");
    assert_eq!(out, "||a.example^\n||b.example^$~third-party\n");
    assert_eq!(err, "for AdGuard: 1 line kept, 1 changed, 0 refused\n");
}

#[test]
fn what_is_refused_is_named_and_counted() {
    let (out, err, code) = run(&["--to", "ubo", "-"], LIST);
    assert_eq!(out, "! Title: é\r\n||a.example^$first-party\r\n\r\n||b.example^   \r\n##.c");
    assert_eq!(code, 1);
    golden("tests/corpus/convert/refused.err", &err);
    let (kept, _, code) = run(&["--to", "ubo", "--keep", "-"], LIST);
    let comment = "\r\n! not converted (javascript): a.example#%#x\r\n";
    assert!(kept.contains(comment) && code == 1, "{kept}");
}

#[test]
fn every_byte_of_other_lines_stays() {
    let list = "a.example##.a\rb.example##.b\x0c\u{feff}c.example##.c\n! \u{202e}d\n\n\n";
    for to in ["adg", "ubo", "abp"] {
        assert_eq!(run(&["--to", to, "-"], list).0, list);
    }
    assert_eq!(
        run(&["--to", "adg", "-"], ""),
        (String::new(), run(&["--to", "adg", "-"], "").1, 0)
    );
}

#[test]
fn a_long_list_keeps_its_order() {
    let line = |n: u32| {
        if n.is_multiple_of(100) { format!("||{n}.example^$1p") } else { format!("||{n}.example^") }
    };
    let list: String = (0..100_000).map(|n| line(n) + "\n").collect();
    let (out, _, code) = run(&["--to", "adg", "-"], &list);
    assert!(out == list.replace("$1p", "$~third-party") && code == 0);
}

#[test]
fn a_line_longer_than_many_pieces() {
    let rule = format!("||a.example^$1p,domain={}b.example", "a.example|".repeat(100_000));
    let (out, _, code) = run(&["--to", "adg", "-"], &rule);
    assert!(out == rule.replace("$1p", "$~third-party") && code == 0);
}

#[test]
fn a_file_is_replaced_when_all_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let [list, out] = ["list.txt", "out.txt"].map(|it| dir.path().join(it));
    fs::write(&list, "||a.example^$1p\n").unwrap();
    let [list, out] = [&list, &out].map(|it| it.to_str().unwrap());
    assert_eq!(run(&["--to", "adg", "-o", out, list], "").0, "");
    assert_eq!(fs::read_to_string(out).unwrap(), "||a.example^$~third-party\n");
    // Onto itself.
    assert_eq!(run(&["--to", "adg", "-o", list, list], "").2, 0);
    assert_eq!(fs::read_to_string(list).unwrap(), "||a.example^$~third-party\n");
    // It is not replaced when it would lose a rule, by any path to the file; with `--keep` no rule is lost.
    let lossy = "||a.example^$removeparam=x\n";
    fs::write(list, lossy).unwrap();
    let file = || fs::File::open(list).unwrap();
    for (input, stdin) in [(list, None), ("-", Some(file()))] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bloqr"));
        command.args(["convert", "--to", "abp", "-o", list, input]);
        let output = command.stdin(stdin.map_or(Stdio::null(), Stdio::from)).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("list.txt was not changed"), "{err}");
        assert_eq!(fs::read_to_string(list).unwrap(), lossy);
    }
    assert_eq!(run(&["--to", "abp", "--keep", "-o", list, list], "").2, 1);
    assert!(fs::read_to_string(list).unwrap().ends_with(lossy));
    // What cannot be read whole leaves the file as it was.
    fs::write(list, b"||a.example^\n\xff\n").unwrap();
    let (_, err, code) = run(&["--to", "adg", "-o", out, list], "");
    assert_eq!(code, 2);
    assert!(err.contains("list.txt is not UTF-8: line 2 has the byte 0xff"), "{err}");
    assert_eq!(fs::read_to_string(out).unwrap(), "||a.example^$~third-party\n");
}

#[test]
fn a_file_that_is_not_there() {
    let (_, err, code) = run(&["--to", "adg", "no-such-list.txt"], "");
    assert!(code == 2 && err.contains("no-such-list.txt"), "{err}");
}
