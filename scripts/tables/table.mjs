// Reads and writes the tables of the linter, crates/lint/tables/*.tsv. README.md says how.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const FOLDER = new URL('../../crates/lint/tables/', import.meta.url);
const COLUMNS = ['name', 'engines', 'role', 'value', 'since', 'source'];

/** The folder and the date that a script was called with. */
export function calledWith() {
  const options = { date: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length !== 1 || !/^\d{4}-\d\d-\d\d$/.test(values.date ?? '')) {
    console.error('usage: node SCRIPT.mjs FOLDER --date YYYY-MM-DD');
    process.exit(2);
  }
  return { folder: positionals[0], date: values.date };
}

/**
 * Puts `rows` in the place of all rows that a table has of `source`. What a person has found out
 * stays: `since`, and a `value` that is not given. Prints which names are new and which are gone.
 */
export function replaceRows(table, source, rows) {
  const file = new URL(`${table}.tsv`, FOLDER);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const start = lines.findIndex((it) => !it.startsWith('#')) + 1;
  const head = lines.slice(0, start).map((it) =>
    it.startsWith(`#source\t${source.id}\t`)
      ? ['#source', source.id, source.product, source.version, source.date, source.files].join('\t')
      : it,
  );
  if (!head.some((it) => it.startsWith(`#source\t${source.id}\t`))) {
    throw new Error(`${table}.tsv has no line \`#source\` for \`${source.id}\``);
  }
  const all = lines.slice(start).map((it) => {
    const cells = it.split('\t');
    return Object.fromEntries(COLUMNS.map((column, n) => [column, cells[n]]));
  });
  const before = new Map(all.filter((it) => it.source === source.id).map((it) => [it.name, it]));
  const after = new Map();
  for (const row of rows) {
    const known = before.get(row.name);
    const since = known?.since ?? row.since ?? source.version;
    const value = row.value ?? (known?.role === 'alias' ? '-' : known?.value) ?? '-';
    if (!after.has(row.name)) after.set(row.name, { ...row, value, since, source: source.id });
  }
  for (const [name, row] of after) {
    if (!before.has(name)) console.log(`${table}: new: ${name} (${row.role} ${row.value})`);
  }
  for (const name of before.keys()) if (!after.has(name)) console.log(`${table}: gone: ${name}`);

  const others = all.filter((it) => it.source !== source.id);
  const order = (it) => `${it.name}\t${it.source}`;
  const sorted = [...others, ...after.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const body = sorted.map((it) => COLUMNS.map((column) => it[column]).join('\t'));
  writeFileSync(file, `${[...head, ...body].join('\n')}\n`);
}

/** A row for each name of a thing: the first is its own, the others are aliases of that. */
export function rowsOf(names, engines, role) {
  const [own, ...aliases] = names;
  return [
    { name: own, engines, role },
    ...aliases.filter((it) => it !== own).map((name) => ({ name, engines, role: 'alias', value: own })),
  ];
}
