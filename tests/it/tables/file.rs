//! A table with the layout of its file.

use std::collections::HashSet;

use bloqr::lint::Targets;

#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) sources: Vec<Source>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) product: String,
    pub(super) version: String,
    /// When it was the newest there is: `2026-08-22`.
    pub(super) date: String,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// Targets, by name.
    pub(super) engines: Vec<String>,
    pub(super) role: String,
    /// Empty for `-`.
    pub(super) value: String,
    pub(super) since: String,
    pub(super) source: String,
}

const COLUMNS: &str = "name\tengines\trole\tvalue\tsince\tsource";

/// Reads a table, or says what is wrong with it.
pub(super) fn parse(name: &str, text: &str) -> Result<File, String> {
    let mut file = File { name: name.to_owned(), sources: Vec::new(), rows: Vec::new() };
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next_if(|it| it.starts_with('#')) {
        if let Some(cells) = line.strip_prefix("#source\t") {
            file.sources.push(source(&cells.split('\t').collect::<Vec<_>>())?);
        }
    }
    if lines.next() != Some(COLUMNS) {
        return Err(format!("the columns are not {COLUMNS:?}"));
    }
    for line in lines.filter(|it| !it.starts_with('#')) {
        let row = row(line)?;
        if file.sources.iter().all(|it| it.id != row.source) {
            return Err(format!("`{line}`: there is no source `{}`", row.source));
        }
        file.rows.push(row);
    }
    if !file.rows.is_sorted_by(|a, b| a.name <= b.name) {
        return Err("the rows are not in the order of their names".to_owned());
    }
    let own: HashSet<_> =
        file.rows.iter().filter(|it| it.role != "alias").map(|it| &it.name).collect();
    match file.rows.iter().find(|it| it.role == "alias" && !own.contains(&it.value)) {
        Some(it) => Err(format!("`{}` is an alias of `{}`, which has no row", it.name, it.value)),
        None => Ok(file),
    }
}

fn source(cells: &[&str]) -> Result<Source, String> {
    let &[id, product, version, date, _files] = cells else {
        return Err(format!("a source has 5 cells, not {}", cells.len()));
    };
    days_of(date).ok_or_else(|| format!("`{date}` is no date"))?;
    let [id, product, version, date] = [id, product, version, date].map(str::to_owned);
    Ok(Source { id, product, version, date })
}

fn row(line: &str) -> Result<Row, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[name, engines, role, value, since, source] = &*cells else {
        return Err(format!("`{line}` has {} cells", cells.len()));
    };
    if cells.contains(&"") {
        return Err(format!("`{line}`: a cell is empty; write `-`"));
    }
    for engine in engines.split(' ') {
        engine.parse::<Targets>().map_err(|it| format!("`{line}`: {it}"))?;
    }
    let value = if value == "-" { "" } else { value };
    let [name, role, value, since, source] = [name, role, value, since, source].map(str::to_owned);
    let engines = engines.split(' ').map(str::to_owned).collect();
    Ok(Row { name, engines, role, value, since, source })
}

/// FNV-1a of all cells of all rows: not of comments, sources and line ends.
pub(super) fn hash(tables: &[File]) -> u32 {
    let rows = tables.iter().flat_map(|table| table.rows.iter().map(|row| (&table.name, row)));
    let mut hash = 0x811c_9dc5_u32;
    for (table, row) in rows {
        let engines = row.engines.join(" ");
        let cells = [table, &row.name, &engines, &row.role, &row.value, &row.since, &row.source]
            .map(String::as_str);
        for byte in cells.join("\t").bytes().chain([b'\n']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// The days from 1970-01-01 to a date of the form `2026-08-22`.
pub(super) fn days_of(date: &str) -> Option<i64> {
    let parts: Vec<&str> = date.split('-').collect();
    let &[year, month, day] = &*parts else { return None };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    let [year, month, day] = [year.parse().ok()?, month.parse().ok()?, day.parse::<i64>().ok()?];
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the day that not all have is the last.
    let (year, month): (i64, i64) =
        if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468)
}
