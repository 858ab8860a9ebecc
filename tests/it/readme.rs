//! The README's commands print what it says. `BLESS=1 cargo test` writes what they print now.

use std::fs;

use crate::support::{bloqr, golden, root};

const GUIDE: &str = "[[dynamic_dispatch_namespaces]]
binding = \"LOADER\"
namespace = \"bloqr-backend-dynamic\"
";

#[test]
fn commands_print_what_the_readme_says() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("examples/compile")).unwrap();
    for list in [
        "examples/list.txt",
        "examples/broken.txt",
        "examples/compile/list.json",
        "examples/compile/hosts.txt",
        "examples/compile/rules.txt",
    ] {
        fs::copy(root().join(list), dir.path().join(list)).unwrap();
    }
    fs::write(dir.path().join("wrangler.toml"), GUIDE).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n");
    let mut now = String::new();
    let mut in_block = false;
    for line in readme.lines() {
        match (in_block, line.strip_prefix("$ bloqr ")) {
            (true, Some(command)) => {
                let output = bloqr().current_dir(&dir).args(words(command)).output().unwrap();
                now.push_str(&format!("{line}\n"));
                now.push_str(&String::from_utf8(output.stdout).unwrap());
                now.push_str(&String::from_utf8(output.stderr).unwrap());
            }
            (true, None) if line != "```" => (),
            _ => {
                in_block = line == "```console";
                now.push_str(&format!("{line}\n"));
            }
        }
    }
    golden("README.md", &now);
}

/// Words as a shell splits them, as far as the README goes: single quotes hold blanks.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}
