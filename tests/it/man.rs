//! Man pages: clap's options, and the text behind the help as sections with their usual names, in which
//! examples keep their lines.

use std::fmt::Write;

use clap_mangen::Man;

/// The page of a command.
pub(crate) fn page(command: clap::Command, name: &str) -> String {
    let extra = command.get_after_help().map(|it| it.to_string()).unwrap_or_default();
    let has_commands = command.get_subcommands().next().is_some();
    let has_version = command.get_version().is_some();
    // A page is dated by its release, not by the day it was made: the same code, the same bytes.
    let man = Man::new(command).title(name).date("");
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    man.render_name_section(&mut text).unwrap();
    man.render_synopsis_section(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    man.render_options_section(&mut text).unwrap();
    if has_commands {
        man.render_subcommands_section(&mut text).unwrap();
    }
    let mut text = String::from_utf8(text).unwrap();
    text.push_str(&sections(&extra));
    let mut end = Vec::new();
    if has_version {
        man.render_version_section(&mut end).unwrap();
    }
    text + &String::from_utf8(end).unwrap()
}

/// The sections of a text behind the help.
fn sections(text: &str) -> String {
    let (mut notes, mut exits, mut examples, mut others) =
        <(String, String, String, String)>::default();
    for part in text.trim_end().split("\n\n").filter(|it| !it.is_empty()) {
        let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
        let Some(title) = head.strip_suffix(':').filter(|_| rest.starts_with("  ")) else {
            _ = writeln!(notes, ".PP\n{}", escaped(part));
            continue;
        };
        match title {
            "Exit codes" => {
                for line in rest.lines() {
                    match line.strip_prefix("  ").and_then(|it| it.split_once("  ")) {
                        Some((code, meaning)) if !code.is_empty() => {
                            _ = writeln!(exits, ".TP\n{}\n{}", escaped(code), escaped(meaning));
                        }
                        // The meaning goes on.
                        _ => _ = writeln!(exits, "{}", escaped(line.trim())),
                    }
                }
            }
            "Example" | "Examples" => examples.push_str(&verbatim(rest)),
            _ if title.contains(' ') => {
                _ = write!(notes, ".PP\n{}\n{}", escaped(head), verbatim(rest));
            }
            _ => _ = write!(others, ".SH {}\n{}", title.to_uppercase(), verbatim(rest)),
        }
    }
    let mut all = others;
    for (title, part) in [("\"EXIT STATUS\"", exits), ("NOTES", notes), ("EXAMPLES", examples)] {
        if !part.is_empty() {
            _ = write!(all, ".SH {title}\n{part}");
        }
    }
    all
}

/// Lines that stay as they are.
fn verbatim(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|it| escaped(it.strip_prefix("  ").unwrap_or(it))).collect();
    format!(".PP\n.nf\n.RS 4\n{}\n.RE\n.fi\n", lines.join("\n"))
}

fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
        // A dot there would be a command.
        if line.starts_with('.') { format!("\\&{line}") } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn examples_keep_their_lines() {
    let text = "Examples:\n  bloqr a   one\n  bloqr b\n\nProse\nof two lines.\n\nExit codes:\n  0  good\n  1  bad,\n     or not";
    let expect = ".SH \"EXIT STATUS\"\n.TP\n0\ngood\n.TP\n1\nbad,\nor not\n.SH NOTES\n.PP\nProse\nof two lines.\n\
        .SH EXAMPLES\n.PP\n.nf\n.RS 4\nbloqr a   one\nbloqr b\n.RE\n.fi\n";
    assert_eq!(sections(text), expect);
}
