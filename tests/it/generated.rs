//! Files made from the code: committed, and held to it here.

use std::{collections::BTreeSet, fs};

use bloqr::lint::{RULES, docs};
use clap_complete::Shell;

use crate::{
    man,
    support::{golden, root},
};

#[test]
fn completions() {
    let shells = [
        (Shell::Bash, "bloqr.bash"),
        (Shell::Zsh, "_bloqr"),
        (Shell::Fish, "bloqr.fish"),
        (Shell::PowerShell, "_bloqr.ps1"),
    ];
    for (shell, file) in shells {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut bloqr::cli::command(), "bloqr", &mut text);
        golden(&format!("completions/{file}"), &String::from_utf8(text).unwrap());
    }
}

#[test]
fn completions_into_a_closed_pipe() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bloqr"));
    let output = command.args(["completions", "bash"]).stdout(writer).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
}

/// The contract of scripts, beside the examples, where an editor looks for it.
#[test]
fn contract_of_scripts() {
    golden("examples/transform/transform.d.ts", bloqr::usercode::CONTRACT);
}

#[test]
fn man_pages() {
    let mut written = BTreeSet::new();
    page("bloqr", bloqr::cli::command().disable_help_subcommand(true), &mut written);
    let there: BTreeSet<String> = fs::read_dir(root().join("man"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, written, "man/ holds a page of no command");

    fn page(name: &str, mut command: clap::Command, written: &mut BTreeSet<String>) {
        command.build();
        for sub in command.get_subcommands() {
            let sub = sub.clone().disable_help_subcommand(true);
            page(&format!("{name}-{}", sub.get_name()), sub, written);
        }
        golden(&format!("man/{name}.1"), &man::page(command, name));
        written.insert(format!("{name}.1"));
    }
}

#[test]
fn rule_pages() {
    let mut written = BTreeSet::from(["README.md".to_owned()]);
    golden("docs/rules/README.md", &docs::index(RULES));
    for rule in RULES {
        golden(&format!("docs/rules/{}.md", rule.name), &docs::page(rule));
        written.insert(format!("{}.md", rule.name));
    }
    let there: BTreeSet<String> = fs::read_dir(root().join("docs/rules"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, written, "docs/rules/ holds a page of no rule");
}
