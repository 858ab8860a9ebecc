//! The Rust that a table is made into.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::file::{File, Row};

/// A module for a table.
pub(super) fn module(table: &File) -> String {
    let made = match &*table.name {
        "comments" | "values" => by_role(table),
        "css_values" => css_values(table),
        "modifiers" => modifiers(table),
        "properties" => properties(table),
        "pseudos" => pseudos(table),
        "redirects" => redirects(table),
        "scriptlets" => scriptlets(table),
        "tokens" => tokens(table),
        other => panic!("nothing says what to make of {other}.tsv: add it to {}", file!()),
    };
    format!(
        "// Made from crates/lint/tables/{}.tsv by `BLESS=1 cargo test`: edit that file.\n\n{}{}",
        table.name, made.uses, made.rows,
    )
}

pub(super) fn modules(tables: &[File]) -> String {
    let mut text = "// Made from crates/lint/tables/ by `BLESS=1 cargo test`.\n\n".to_owned();
    for table in tables {
        writeln!(text, "pub(super) mod {};", table.name).unwrap();
    }
    text.push_str("pub(super) mod version;\n");
    text
}

pub(super) fn version(hash: u32) -> String {
    format!(
        "// Made from crates/lint/tables/ by `BLESS=1 cargo test`.\n\n\
         pub(in crate::tables) const VERSION: u32 = 0x{:04x}_{:04x};\n",
        hash >> 16,
        hash & 0xffff,
    )
}

/// A module while it is made.
#[derive(Default)]
struct Made {
    uses: &'static str,
    rows: String,
}

impl Made {
    fn table(&mut self, name: &str, of: &str, rows: &[String]) {
        self.list(name, &format!("(&str, {of})"), rows);
    }

    fn list(&mut self, name: &str, of: &str, rows: &[String]) {
        let name = format!("\npub(in crate::tables) static {name}: &[{of}] = &[\n");
        self.rows.push_str(&name);
        for row in rows {
            writeln!(self.rows, "    {row},").unwrap();
        }
        self.rows.push_str("];\n");
    }
}

/// The targets of some rows.
fn all<'r>(engines: impl IntoIterator<Item = &'r String>) -> String {
    let targets: BTreeSet<&str> = engines.into_iter().map(String::as_str).collect();
    let targets: Vec<&str> = targets.into_iter().collect();
    format!("all(\"{}\")", targets.join(","))
}

/// The rows of each name.
fn by_name<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<&'r str, Vec<&'r Row>> {
    let mut names: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        names.entry(&row.name).or_default().push(row);
    }
    names
}

/// `required-to-block` as `RequiredToBlock`.
fn variant(words: &str) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    words.split('-').map(capital).collect()
}

/// A list of names for each role.
fn by_role(table: &File) -> Made {
    let mut made = Made::default();
    let roles: BTreeSet<&str> = table.rows.iter().map(|it| &*it.role).collect();
    for role in roles {
        let names: Vec<String> =
            rows_of(table, role).map(|it| format!("({:?}, ())", it.name)).collect();
        made.table(&role.to_ascii_uppercase().replace('-', "_"), "()", &names);
    }
    made
}

fn css_values(table: &File) -> Made {
    let uses = "use crate::tables::css_values::Kind;\n";
    let mut made = Made { uses, ..Made::default() };
    let units: Vec<String> = rows_of(table, "unit")
        .map(|it| format!("({:?}, Kind::{})", it.name, variant(&it.value)))
        .collect();
    let names = |role| rows_of(table, role).map(|it| format!("({:?}, ())", it.name));
    made.table("COLORS", "()", &names("color").collect::<Vec<_>>());
    made.table("EVERY_PROPERTY", "()", &names("every-property").collect::<Vec<_>>());
    let functions: Vec<String> = rows_of(table, "function")
        .map(|it| format!("({:?}, ({}))", it.name, it.value.replace('-', ", ")))
        .collect();
    made.table("FUNCTIONS", "(u8, u8)", &functions);
    made.table("UNITS", "Kind", &units);
    made
}

/// Each property has the number of what it takes, because many take the same.
fn properties(table: &File) -> Made {
    let uses = "use crate::tables::{\n    css_values::Kind,\n    properties::{Takes, takes},\n};\n";
    let mut made = Made { uses, ..Made::default() };
    let values: BTreeSet<&str> = table.rows.iter().map(|it| &*it.value).collect();
    let number = |value: &str| values.iter().position(|it| *it == value).unwrap();
    let rows: Vec<String> =
        table.rows.iter().map(|it| format!("({:?}, {})", it.name, number(&it.value))).collect();
    let values: Vec<String> = values.iter().map(|it| taken(it)).collect();
    made.table("PROPERTIES", "u16", &rows);
    made.list("VALUES", "Takes", &values);
    made
}

/// `4 <length> auto` as `takes(4, &[Kind::Length], "auto")`.
fn taken(value: &str) -> String {
    let mut parts = value.split(' ').peekable();
    let most = parts.next_if(|it| it.bytes().all(|it| it.is_ascii_digit()) && !it.is_empty());
    let (kinds, words): (Vec<&str>, Vec<&str>) = parts.partition(|it| it.starts_with('<'));
    let kinds = kinds.iter().map(|it| format!("Kind::{}", variant(it.trim_matches(['<', '>']))));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let words = if value.is_empty() { "*".to_owned() } else { words.join(" ") };
    format!("takes({}, &[{kinds}], {words:?})", most.unwrap_or("0"))
}

fn pseudos(table: &File) -> Made {
    let uses = "use crate::{\n    Targets,\n    tables::{\n        all,\n        pseudos::{Argument, Element, Pseudo, action, css, procedural},\n    },\n};\n";
    let mut made = Made { uses, ..Made::default() };
    let (elements, classes): (Vec<&Row>, Vec<&Row>) =
        table.rows.iter().partition(|it| it.role.starts_with("element"));
    let classes: Vec<String> = classes
        .iter()
        .map(|it| {
            let (argument, who) = (variant(&it.value), all(&it.engines));
            format!("{}({:?}, Argument::{argument}, {who})", it.role, it.name)
        })
        .collect();
    let elements: Vec<String> = by_name(elements.into_iter())
        .into_iter()
        .map(|(name, rows)| {
            let one_colon = rows.iter().find(|it| it.role == "element-one-colon");
            let one_colon = one_colon.map_or("Targets::NONE".to_owned(), |it| all(&it.engines));
            format!("({name:?}, Element {{ one_colon: {one_colon} }})")
        })
        .collect();
    made.table("PSEUDOS", "Pseudo", &classes);
    made.table("ELEMENTS", "Element", &elements);
    made
}

fn redirects(table: &File) -> Made {
    let mut made = Made { uses: "use crate::{Targets, tables::all};\n", ..Made::default() };
    let rows: Vec<String> = by_name(table.rows.iter())
        .into_iter()
        .map(|(name, rows)| format!("({name:?}, {})", all(rows.iter().flat_map(|it| &it.engines))))
        .collect();
    made.table("REDIRECTS", "Targets", &rows);
    made
}

fn scriptlets(table: &File) -> Made {
    let uses = "use crate::tables::{\n    all,\n    scriptlets::{Scriptlet, known, needing},\n};\n";
    let mut made = Made { uses, ..Made::default() };
    let rows: Vec<String> = by_name(table.rows.iter())
        .into_iter()
        .map(|(name, rows)| {
            let mut needs: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
            for row in &rows {
                match &*own(table, row).value {
                    "" | "0" => (),
                    value => needs.entry(value).or_default().extend(&row.engines),
                }
            }
            let needs: Vec<String> =
                needs.into_iter().map(|(value, who)| format!("({}, {value})", all(who))).collect();
            let who = all(rows.iter().flat_map(|it| &it.engines));
            let trusted = rows.iter().filter(|it| own(table, it).role == "trusted-scriptlet");
            let trusted: Vec<&String> = trusted.flat_map(|it| &it.engines).collect();
            let trusted = match &*trusted {
                [] => String::new(),
                _ => format!(".trusted_by({})", all(trusted)),
            };
            match &*needs {
                [] => format!("({name:?}, known({who}){trusted})"),
                _ => format!("({name:?}, needing({who}, &[{}]){trusted})", needs.join(", ")),
            }
        })
        .collect();
    made.table("SCRIPTLETS", "Scriptlet", &rows);
    made
}

fn tokens(table: &File) -> Made {
    let uses = "use crate::{\n    Targets,\n    tables::{\n        all,\n        tokens::{CLI, OTHERS, Token},\n    },\n};\n";
    let mut made = Made { uses, ..Made::default() };
    let rows: Vec<String> = by_name(table.rows.iter())
        .into_iter()
        .map(|(name, rows)| {
            let of = |source: &str, role: &str| -> Vec<&Row> {
                let rows = rows.iter().filter(|it| it.source == source && it.role == role);
                rows.copied().collect()
            };
            let who = |source, role| match &*of(source, role) {
                [] => "Targets::NONE".to_owned(),
                rows => all(rows.iter().flat_map(|it| &it.engines)),
            };
            // Those who fulfil it and are no targets.
            let beyond = |source| -> String {
                let names = of(source, "beyond").into_iter().map(|it| it.value.to_uppercase());
                names.map(|it| format!(".union({it})")).collect()
            };
            let (ubo, adguard) = (who("ubo", "always") + &beyond("ubo"), who("adg", "always") + &beyond("adg"));
            let ubo_some = who("ubo", "sometimes");
            let is_known_to_ubo = rows.iter().any(|it| it.source == "ubo");
            format!("({name:?}, Token {{ ubo: {ubo}, ubo_some: {ubo_some}, is_known_to_ubo: {is_known_to_ubo}, adguard: {adguard} }})")
        })
        .collect();
    made.table("TOKENS", "Token", &rows);
    made
}

/// For an alias, the row of its name in the same source; for another row, the row itself.
fn own<'t>(table: &'t File, row: &'t Row) -> &'t Row {
    if row.role != "alias" {
        return row;
    }
    let is_own = |it: &&Row| it.name == row.value && it.role != "alias" && it.source == row.source;
    let own = table.rows.iter().find(is_own);
    own.unwrap_or_else(|| panic!("{}: no row of its source is `{}`", row.name, row.value))
}

fn modifiers(table: &File) -> Made {
    let uses = "use crate::tables::{\n    all,\n    modifiers::{ModifierRef, Modifier, Only, Role, Value, modifier, named, on},\n};\n";
    let mut made = Made { uses, ..Made::default() };
    let owns = by_name(table.rows.iter().filter(|it| it.role != "alias"));
    let mut found = Vec::new();
    let mut modifiers = Vec::new();
    for (row, (name, uses)) in owns.iter().enumerate() {
        assert!(uses.iter().all(|it| it.role == uses[0].role), "{name} has several roles");
        let who = all(uses.iter().flat_map(|it| &it.engines));
        found.push((name.to_string(), format!("({name:?}, named({row}, {who}))")));
        let mut names = vec![format!("{name:?}")];
        for alias in table.rows.iter().filter(|it| it.role == "alias" && it.value == *name) {
            let (alias, who) = (&alias.name, all(&alias.engines));
            found.push((alias.clone(), format!("({alias:?}, named({row}, {who}))")));
            names.push(format!("{alias:?}"));
        }
        let uses: Vec<String> = uses.iter().map(|it| format!("        {},\n", usage(it))).collect();
        modifiers.push(format!(
            "modifier(&[{}], Role::{}, &[\n{}    ])",
            names.join(", "),
            variant(&owns[name][0].role),
            uses.concat(),
        ));
    }
    found.sort();
    let found: Vec<String> = found.into_iter().map(|it| it.1).collect();
    made.list("MODIFIERS", "Modifier", &modifiers);
    made.rows =
        made.rows.replace("pub(in crate::tables) static MODIFIERS", "pub(crate) static MODIFIERS");
    made.table("NAMES", "ModifierRef", &found);
    made
}

/// How some targets read a modifier.
fn usage(row: &Row) -> String {
    let mut text = format!("on({})", all(&row.engines));
    for word in row.value.split("; ").filter(|it| !it.is_empty()) {
        let call = match word.split_once(": ") {
            Some((state @ ("deprecated" | "removed"), instead)) => format!("{state}({instead:?})"),
            Some(_) => panic!("{}: what is `{word}`?", row.name),
            None => match word {
                "negatable" => "negatable()".to_owned(),
                "blocking" | "exceptions" => format!("only(Only::{})", variant(word)),
                _ => format!("takes(Value::{})", variant(word)),
            },
        };
        write!(text, ".{call}").unwrap();
    }
    text
}

fn rows_of<'t>(table: &'t File, role: &'t str) -> impl Iterator<Item = &'t Row> {
    table.rows.iter().filter(move |it| it.role == role)
}
