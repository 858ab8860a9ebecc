//! Text tables: columns as wide as their content, separated by two spaces.

use std::io::{self, Write};

use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr;

/// A cell and its colour.
pub(super) type Cell = (String, Style);

/// The cells of a row, and the indented lines below them.
pub(super) type Row = (Vec<Cell>, Vec<String>);

/// Prints rows under a heading.
pub(super) fn print(
    out: &mut dyn Write,
    heading: &[&str],
    dim: Style,
    rows: &[Row],
) -> io::Result<()> {
    let widths = widths(heading, rows);
    let head: Vec<Cell> = heading.iter().map(|it| ((*it).to_owned(), dim)).collect();
    row(out, &head, &widths)?;
    self::rows(out, heading, dim, rows)
}

/// Prints rows without the heading; the heading still counts for the width.
pub(super) fn rows(
    out: &mut dyn Write,
    heading: &[&str],
    dim: Style,
    rows: &[Row],
) -> io::Result<()> {
    let widths = widths(heading, rows);
    for (cells, below) in rows {
        row(out, cells, &widths)?;
        for line in below {
            writeln!(out, "  {dim}{line}{dim:#}")?;
        }
    }
    Ok(())
}

fn widths(heading: &[&str], rows: &[Row]) -> Vec<usize> {
    let width = |n: usize| {
        let cells = rows.iter().filter_map(|it| it.0.get(n)).map(|it| it.0.width());
        cells.chain([heading[n].width()]).max().unwrap_or(0)
    };
    (0..heading.len()).map(width).collect()
}

fn row(out: &mut dyn Write, cells: &[Cell], widths: &[usize]) -> io::Result<()> {
    for (n, (text, style)) in cells.iter().enumerate() {
        let is_last = n + 1 == cells.len();
        let pad = if is_last { 0 } else { widths[n] - text.width() + 2 };
        write!(out, "{style}{text}{style:#}{:pad$}", "")?;
    }
    writeln!(out)
}
