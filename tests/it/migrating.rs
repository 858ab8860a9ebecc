//! MIGRATING.md is held to the code: what it names exists, and no name of AGLint's that bloqr reads is missing.

use std::{collections::BTreeSet, fs};

use bloqr::{
    compile::Step,
    config,
    lint::{Config, RULES, Rule, lint},
    wire::Options,
};

use crate::support::root;

/// Names of the library, each of which the compiler looks up here.
macro_rules! paths {
    ($($($part:ident)::+),+ $(,)?) => {{
        $({
            #[allow(unused_imports, reason = "it only has to exist")]
            use $($part)::+ as _;
        })+
        [$(stringify!($($part)::+)),+].map(|it| it.replace(' ', ""))
    }};
}

/// A row of a table: its section, and its cells.
struct Row {
    section: String,
    cells: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("MIGRATING.md")).unwrap().replace("\r\n", "\n");
    let (mut rows, mut section) = (Vec::new(), String::new());
    let mut chapter = String::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            chapter = title.to_owned();
        } else if let Some(title) = line.strip_prefix("### ") {
            section = format!("{chapter}: {title}");
        } else if let Some(row) = line.strip_prefix("| ") {
            let row = row.strip_suffix('|').unwrap().replace("\\|", "\0");
            let cells = row.split('|').map(|it| it.trim().replace('\0', "|")).collect();
            rows.push(Row { section: section.clone(), cells });
        }
    }
    // The row of the titles, above each `|---|`, has no names.
    rows.retain(|it| it.cells.iter().any(|cell| cell.contains('`') || cell.starts_with('–')));
    rows
}

/// The code in a cell.
fn spans(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The names in links to pages of rules.
fn linked_rules(cell: &str) -> BTreeSet<&str> {
    cell.split("](docs/rules/").skip(1).filter_map(|it| it.split(".md").next()).collect()
}

/// Whether a command with these arguments is defined: `bloqr validate --fix`.
fn check_command(line: &str) {
    let mut command = bloqr::cli::command();
    command.build();
    for word in line.split(' ').skip(1) {
        let Some(flag) = word.strip_prefix("--") else {
            command =
                command.find_subcommand(word).unwrap_or_else(|| panic!("{line}: {word}")).clone();
            command.build();
            continue;
        };
        let is_defined = command.get_arguments().any(|it| it.get_long() == Some(flag));
        assert!(is_defined || ["help", "version"].contains(&flag), "{line}: {word}");
    }
}

/// Whether a `bloqr.toml` can have this line, as it is or in `[rules]`.
fn check_toml(line: &str) {
    let in_rules = format!("[rules]\n{line}\n");
    let whole = config::parse(line);
    assert!(
        whole.is_ok() || config::parse(&in_rules).is_ok(),
        "{line}: {whole:?}, {:?}",
        config::parse(&in_rules)
    );
}

#[test]
fn what_it_names_exists() {
    let paths = paths![
        bloqr::compile::Config,
        bloqr::compile::Source,
        bloqr::compile::Step,
        bloqr::compile::compile,
        bloqr::convert::Converter,
        bloqr::convert::Refusal,
        bloqr::convert::convert,
        bloqr::dns::is_hostname,
        bloqr::lint::TABLES,
        bloqr::lint::TARGETS,
        bloqr::lint::Targets,
        bloqr::lint::lint,
        bloqr::lint::preprocess::Regions,
        bloqr::matching::matches,
        bloqr::regex::Regex,
        bloqr::source::LineIndex,
        bloqr::syntax::Options,
        bloqr::syntax::SyntaxError,
        bloqr::syntax::ast::Agent,
        bloqr::syntax::ast::Category,
        bloqr::syntax::ast::DirectiveParams,
        bloqr::syntax::ast::DomainList,
        bloqr::syntax::ast::Hint,
        bloqr::syntax::ast::Modifier,
        bloqr::syntax::ast::ModifierList,
        bloqr::syntax::ast::ParameterList,
        bloqr::syntax::ast::Rule,
        bloqr::syntax::ast::RuleType,
        bloqr::syntax::ast::Separator,
        bloqr::syntax::ast::Syntax,
        bloqr::syntax::parse,
        bloqr::syntax::parse_list,
        bloqr::syntax::print,
        bloqr::wire::Options,
    ];
    let mut checked = 0;
    for row in rows() {
        for span in row.cells[1..].iter().flat_map(|it| spans(it)) {
            checked += 1;
            if span.starts_with("bloqr ") {
                check_command(span);
            } else if span.starts_with("bloqr::") {
                assert!(paths.iter().any(|it| it == span), "add {span} to the test");
            } else if span.starts_with("! bloqr-") {
                let list = format!("{span}\n||a.example^\n");
                let report = lint(&list, &Config::default());
                assert!(!format!("{report:?}").contains("invalid-suppression"), "{span}");
            } else if span.contains(" = ") || span.starts_with('[') {
                check_toml(span);
            } else {
                checked -= 1;
            }
        }
        for rule in row.cells.iter().flat_map(|it| linked_rules(it)) {
            assert!(Rule::find(rule).is_some(), "{rule}");
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn rules_are_those_with_aglints_names() {
    let mut named = BTreeSet::new();
    for row in rows().iter().filter(|it| it.section == "From AGLint: Rules") {
        let [three, four, ours] = &row.cells[..] else { panic!("{:?}", row.cells) };
        for name in
            spans(three).chain(spans(four)).filter(|it| !it.contains("unused") && *it != "fatal")
        {
            let rules: BTreeSet<&str> = Rule::named(name).map(|it| it.name).collect();
            assert_eq!(linked_rules(ours), rules, "{name}");
            named.insert(name.to_owned());
        }
    }
    let known = RULES.iter().flat_map(|it| it.aliases).map(|it| (*it).to_owned()).collect();
    assert_eq!(named, known);
}

#[test]
fn options_are_those_with_aglints_names() {
    let rows = rows();
    let all: String = rows
        .iter()
        .filter(|it| it.section == "From AGLint: Options of rules")
        .flat_map(|it| it.cells.clone())
        .collect();
    for rule in RULES {
        for option in rule.options {
            for alias in option.aliases {
                assert!(all.contains(&format!("`{alias}`")), "{alias} of {}", rule.name);
            }
        }
    }
    for row in rows.iter().filter(|it| it.section == "From AGLint: Options of rules") {
        let Some((rule, option)) =
            spans(&row.cells[1]).next().and_then(|it| it.split_once(" = { "))
        else {
            continue;
        };
        let option = option.split(" = ").next().unwrap();
        let spec = Rule::find(rule).unwrap().option(option).unwrap();
        for alias in spans(&row.cells[0]).filter(|it| !Rule::named(it).any(|_| true)) {
            assert!(spec.name == alias || spec.aliases.contains(&alias), "{alias} is not {option}");
        }
    }
}

#[test]
fn steps_and_options_of_the_parser_are_all_there() {
    let rows = rows();
    let names = |section: &str| -> Vec<String> {
        let rows = rows.iter().filter(|it| it.section == section);
        rows.filter_map(|it| spans(&it.cells[0]).next().map(str::to_owned)).collect()
    };
    assert_eq!(names("From HostlistCompiler: Transformations"), Step::ALL.map(|it| it.name()));
    let options = names("From AGTree: Options of the parser");
    let ours: BTreeSet<&str> = Options::NAMES.into_iter().chain(["onParseError"]).collect();
    assert_eq!(options.iter().map(String::as_str).collect::<BTreeSet<_>>(), ours);
}

/// What "same" promises is in the JavaScript package, where it is built.
#[test]
fn javascript_has_what_is_the_same() {
    let Ok(exports) = fs::read_to_string(root().join("js/src/index.js")) else {
        eprintln!("skipped: the package for JavaScript is not here");
        return;
    };
    for row in rows().iter().filter(|it| it.section == "From AGTree: Classes and functions") {
        if row.cells[1] == "same" {
            for name in spans(&row.cells[0]).map(|it| it.split('.').next().unwrap()) {
                assert!(exports.contains(name), "@bloqr/core has no {name}");
            }
        }
    }
}
