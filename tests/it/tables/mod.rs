//! The tables of the linter and of the converter, crates/*/tables/*.tsv: what they hold, the Rust
//! that is made of them, and how old they are.

mod convert;
mod file;
mod rust;

use std::{fs, time::SystemTime};

use self::file::{File, days_of, parse};
use crate::support::{files, golden, root};

/// A table is compared with its sources at least once in so many days.
const OLDEST: i64 = 365;

/// Every table of the linter, by its name.
fn tables() -> Vec<File> {
    tables_of("lint")
}

/// Every table of a crate, by its name.
fn tables_of(name: &str) -> Vec<File> {
    let paths = files(&root().join(format!("crates/{name}/tables")), "tsv");
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            parse(name, &fs::read_to_string(path).unwrap())
                .unwrap_or_else(|it| panic!("{name}: {it}"))
        })
        .collect()
}

#[test]
fn made_into_rust() {
    let tables = tables();
    for table in &tables {
        let path = format!("crates/lint/src/tables/rows/{}.rs", table.name);
        golden(&path, &rust::module(table));
    }
    golden("crates/lint/src/tables/rows/version.rs", &rust::version(file::hash(&tables)));
    golden("crates/lint/src/tables/rows/mod.rs", &rust::modules(&tables));
}

#[test]
fn tables_of_the_converter_made_into_rust() {
    let tables = tables_of("convert");
    let lint = self::tables();
    for table in &tables {
        let path = format!("crates/convert/src/tables/rows/{}.rs", table.name);
        golden(&path, &convert::module(table, &lint));
    }
    golden("crates/convert/src/tables/rows/mod.rs", &convert::modules(&tables));
}

#[test]
fn version_is_of_the_rows() {
    let text = "# a\n#source\tx\tX\t1\t2026-08-01\tf\nname\tengines\trole\tvalue\tsince\tsource\n\
        b\tubo\tproperty\t-\t-\tx\n";
    let of = |text: &str| file::hash(&[parse("t", text).unwrap()]);
    assert_eq!(of(text), of(&text.replace('\n', "\r\n")));
    assert_eq!(of(text), of(&text.replace("# a", "# another comment\n# more")));
    assert_eq!(of(text), of(text.trim_end()));
    assert_ne!(of(text), of(&text.replace("\tubo\t", "\tadg\t")));
    assert_eq!(file::hash(&tables()), bloqr::lint::TABLES, "run BLESS=1 cargo test");
}

#[test]
fn wrong_rows_are_reported() {
    let head = "#source\tx\tX\t1\t2026-08-01\tf\nname\tengines\trole\tvalue\tsince\tsource\n";
    let cases = [
        ("b\tubo\tproperty\t-\t-", "5 cells"),
        ("b\tubo\tproperty\t-\t-\ty", "source `y`"),
        ("b\tublock\tproperty\t-\t-\tx", "unknown target `ublock`"),
        ("b\tubo\talias\tc\t-\tx", "alias of `c`"),
        ("b\tubo\tproperty\t-\t-\tx\na\tubo\tproperty\t-\t-\tx", "order"),
        ("b\tubo\tproperty\t\t-\tx", "empty"),
    ];
    for (row, wrong) in cases {
        let error = parse("t", &format!("{head}{row}\n")).unwrap_err();
        assert!(error.contains(wrong), "{row}: {error}");
    }
    assert!(parse("t", head.replace("2026-08-01", "August").as_str()).is_err());
}

/// Scriptlets and resources come and go with each release of a blocker.
#[test]
fn names_are_of_august_2026_or_newer() {
    let first = days_of("2026-08-01").unwrap();
    for table in &tables() {
        for source in &table.sources {
            assert!(days_of(&source.date).unwrap() >= first, "{}: {}", table.name, source.id);
        }
    }
}

/// Tests may know what day it is; the core may not.
#[test]
fn tables_are_younger_than_a_year() {
    let today =
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let mut old = too_old("lint", &tables(), today as i64);
    old.extend(too_old("convert", &tables_of("convert"), today as i64));
    assert!(
        old.is_empty(),
        "scripts/tables/README.md says how to refresh them:\n{}",
        old.join("\n")
    );
}

/// The sources that a table was last compared with too long ago.
fn too_old(of: &str, tables: &[File], today: i64) -> Vec<String> {
    let sources = tables.iter().flat_map(|it| it.sources.iter().map(|source| (&it.name, source)));
    sources
        .filter(|it| today - days_of(&it.1.date).unwrap() > OLDEST)
        .map(|(table, it)| {
            let (product, version, date) = (&it.product, &it.version, &it.date);
            format!("crates/{of}/tables/{table}.tsv is of {product} {version}, read on {date}")
        })
        .collect()
}

#[test]
fn old_tables_are_reported() {
    let head = "name\tengines\trole\tvalue\tsince\tsource\n";
    let table = parse("t", &format!("#source\tx\tX\t1\t2026-08-01\tf\n{head}")).unwrap();
    let on = |date: &str| too_old("lint", std::slice::from_ref(&table), days_of(date).unwrap());
    assert_eq!(on("2027-08-01"), [""; 0]);
    assert_eq!(on("2027-08-02"), ["crates/lint/tables/t.tsv is of X 1, read on 2026-08-01"]);
}
