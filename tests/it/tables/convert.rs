//! The Rust that the converter's tables are made into.

use std::{collections::BTreeMap, fmt::Write};

use super::file::{File, Row};

/// A module for a table. `lint` are the linter's tables, which have the other names of a thing.
pub(super) fn module(table: &File, lint: &[File]) -> String {
    let rows = match &*table.name {
        "arguments" => arguments(table),
        "modifiers" => modifiers(table),
        "pseudos" => pseudos(table),
        "redirects" => redirects(table, lint_table(lint, "redirects")),
        "scriptlets" => scriptlets(table, lint_table(lint, "scriptlets")),
        other => panic!("nothing says what to make of {other}.tsv: add it to {}", file!()),
    };
    format!(
        "// Made from crates/convert/tables/{}.tsv by `BLESS=1 cargo test`: edit that file.\n\n{rows}",
        table.name,
    )
}

pub(super) fn modules(tables: &[File]) -> String {
    let mut text = "// Made from crates/convert/tables/ by `BLESS=1 cargo test`.\n\n".to_owned();
    for table in tables {
        writeln!(text, "pub(super) mod {};", table.name).unwrap();
    }
    text
}

fn lint_table<'t>(tables: &'t [File], name: &str) -> &'t File {
    tables.iter().find(|it| it.name == name).unwrap()
}

fn list(name: &str, of: &str, rows: &[String]) -> String {
    let rows: String = rows.iter().map(|it| format!("    {it},\n")).collect();
    format!("\npub(in crate::tables) static {name}: &[{of}] = &[\n{rows}];\n")
}

const TARGETS: [(&str, &str); 3] = [("adg", "ADG"), ("ubo", "UBO"), ("abp", "ABP")];

fn modifiers(table: &File) -> String {
    let mut text =
        "use crate::tables::modifiers::Change::{self, Becomes, DropsNegated};\n".to_owned();
    for (target, name) in TARGETS {
        let rows: Vec<String> = of(table, target)
            .map(|it| {
                let change = match &*it.role {
                    "becomes" => format!("Becomes(&{:?})", parts(&it.value)),
                    "drops-negated" => "DropsNegated".to_owned(),
                    other => panic!("{}: what is `{other}`?", it.name),
                };
                format!("({:?}, {change})", it.name)
            })
            .collect();
        text.push_str(&list(name, "(&str, Change)", &rows));
    }
    text
}

fn pseudos(table: &File) -> String {
    let mut text = "use crate::tables::pseudos::Pseudo;\n".to_owned();
    for (target, name) in TARGETS {
        let mut names: BTreeMap<&str, (Option<&str>, bool, bool)> = BTreeMap::new();
        for row in of(table, target) {
            let it = names.entry(&row.name).or_default();
            match &*row.role {
                "becomes" => it.0 = Some(&row.value),
                "extended" => it.1 = true,
                "refused" => it.2 = true,
                other => panic!("{}: what is `{other}`?", row.name),
            }
        }
        let rows: Vec<String> = names
            .iter()
            .map(|(name, (becomes, extended, refused))| {
                let becomes = becomes.map(|it| match it.split_once(' ') {
                    Some((name, word)) => (name, Some(word)),
                    None => (it, None),
                });
                format!("({name:?}, Pseudo {{ becomes: {becomes:?}, extended: {extended}, refused: {refused} }})")
            })
            .collect();
        text.push_str(&list(name, "(&str, Pseudo)", &rows));
    }
    text
}

fn arguments(table: &File) -> String {
    let unquoted = |text: &str| if text == "''" { String::new() } else { text.to_owned() };
    let rows: Vec<String> = table
        .rows
        .iter()
        .flat_map(|it| it.engines.iter().map(move |engine| (it, engine)))
        .map(|(it, engine)| {
            let (scriptlet, number) = it.role.split_once(' ').unwrap();
            let to = variant(engine);
            // For uBlock Origin, two quotes are the empty text.
            let becomes = if engine == "ubo" { it.value.clone() } else { unquoted(&it.value) };
            format!(
                "Row {{ to: Target::{to}, scriptlet: {scriptlet:?}, number: {number}, value: {:?}, becomes: {becomes:?} }}",
                unquoted(&it.name),
            )
        })
        .collect();
    format!("use crate::{{Target, tables::arguments::Row}};\n{}", list("ROWS", "Row", &rows))
}

fn redirects(table: &File, lint: &File) -> String {
    let groups = groups(table);
    let rows: Vec<String> = groups
        .values()
        .map(|rows| {
            let [adg, ubo, abp] = ["adg", "ubo", "abp"].map(|it| value(rows, it, "resource"));
            let types = parts(value(rows, "ubo", "types").unwrap_or_default());
            format!("Row {{ adg: {adg:?}, ubo: {ubo:?}, abp: {abp:?}, types: &{types:?} }}")
        })
        .collect();
    let uses = "use crate::tables::redirects::Row;\n";
    let names = names(&groups, "resource", lint);
    format!("{uses}{}{}", list("ROWS", "Row", &rows), list("NAMES", "(&str, u16)", &names))
}

fn scriptlets(table: &File, lint: &File) -> String {
    let groups = groups(table);
    let rows: Vec<String> = groups
        .iter()
        .map(|(name, rows)| {
            let [adg, ubo, abp] = ["adg", "ubo", "abp"].map(|it| value(rows, it, "scriptlet"));
            let arguments = value(rows, "abp", "arguments").unwrap_or("0");
            let (least, most) = arguments.split_once('-').unwrap_or((arguments, arguments));
            format!(
                "Row {{ name: {name:?}, adg: {adg:?}, ubo: {ubo:?}, abp: {abp:?}, abp_arguments: ({least}, {most}) }}"
            )
        })
        .collect();
    let uses = "use crate::tables::scriptlets::Row;\n";
    let names = names(&groups, "scriptlet", lint);
    format!("{uses}{}{}", list("ROWS", "Row", &rows), list("NAMES", "(&str, u16)", &names))
}

/// The rows of each thing.
fn groups(table: &File) -> BTreeMap<&str, Vec<&Row>> {
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &table.rows {
        groups.entry(&row.name).or_default().push(row);
    }
    groups
}

/// Every name of every thing, in each product's own words, with the number of its row. A name of
/// two things is the first's.
fn names(groups: &BTreeMap<&str, Vec<&Row>>, role: &str, lint: &File) -> Vec<String> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    // What the table itself says goes before what follows from it.
    for (n, rows) in groups.values().enumerate() {
        for row in rows.iter().filter(|it| it.role == role) {
            names.entry(&row.value).or_insert(n);
        }
    }
    for (n, rows) in groups.values().enumerate() {
        for row in rows.iter().filter(|it| it.role == role) {
            for engine in &row.engines {
                let own = own_name(lint, engine, &row.value);
                for other in lint.rows.iter().filter(|it| it.engines.contains(engine)) {
                    if own_name(lint, engine, &other.name) == own {
                        names.entry(&other.name).or_insert(n);
                    }
                }
            }
        }
    }
    names.iter().map(|(name, row)| format!("({name:?}, {row})")).collect()
}

/// The first name of a thing in a product, by any of its names.
fn own_name<'t>(lint: &'t File, engine: &String, name: &'t str) -> &'t str {
    let row = lint.rows.iter().find(|it| it.name == name && it.engines.contains(engine));
    match row {
        Some(row) if row.role == "alias" => &row.value,
        _ => name,
    }
}

fn value<'r>(rows: &[&'r Row], engine: &str, role: &str) -> Option<&'r str> {
    let row = rows.iter().find(|it| it.role == role && it.engines.iter().any(|it| it == engine));
    row.map(|it| &*it.value)
}

fn of<'t>(table: &'t File, engine: &'t str) -> impl Iterator<Item = &'t Row> {
    table.rows.iter().filter(move |it| it.engines.iter().any(|it| it == engine))
}

fn parts(value: &str) -> Vec<&str> {
    value.split(',').filter(|it| !it.is_empty()).collect()
}

/// `adg` as `Adg`.
fn variant(name: &str) -> String {
    name[..1].to_ascii_uppercase() + &name[1..]
}
