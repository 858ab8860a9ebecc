#!/usr/bin/env node
// Brings AdGuard's scriptlets and resources into the tables, from an installed package
// @adguard/scriptlets with its @adguard/agtree beside it. Adblock Plus's names come from AGTree.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { calledWith, replaceRows, rowsOf } from './table.mjs';

const { folder, date } = calledWith();
const agtree = join(folder, '../agtree');
const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const { redirectsCompatibilityTable, scriptletsCompatibilityTable } = await import(
  pathToFileURL(join(agtree, 'dist/index.js'))
);

const { version } = json(folder, 'package.json');
const source = { id: 'adg', product: '@adguard/scriptlets', version, date };
const { scriptlets } = json(folder, 'dist/scriptlets.corelibs.json');
const resources = json(folder, 'dist/redirects.json');

const tables = {
  id: 'agtree',
  product: '@adguard/agtree',
  version: json(agtree, 'package.json').version,
  date,
  files: 'dist/compatibility-tables',
};
/** The names that a product has for a thing, its own first. */
const namesOf = (row, product) =>
  Object.values(row[product] ?? {}).flatMap((it) => [it.name, ...(it.aliases ?? [])]);
const ofAdblockPlus = (table, role) =>
  table.getRowsByProduct().flatMap((row) => {
    const names = namesOf(row, 'AdblockPlus');
    return names.length > 0 ? rowsOf(names, 'abp', role) : [];
  });

const scriptletRole = (name) => (name.startsWith('trusted-') ? 'trusted-scriptlet' : 'scriptlet');
replaceRows(
  'scriptlets',
  { ...source, files: 'dist/scriptlets.corelibs.json' },
  scriptlets.flatMap((it) => {
    // It takes them without their `.js` too.
    const names = it.names.flatMap((name) => [name, name.replace(/\.js$/, '')]);
    return rowsOf([...new Set(names)], 'adg', scriptletRole(it.names[0]));
  }),
);
replaceRows('scriptlets', tables, ofAdblockPlus(scriptletsCompatibilityTable, 'snippet'));

// AdGuard's engines know a resource by its own name, and by those that AGTree converts to that; not
// by the other aliases that the package has for it.
const converted = redirectsCompatibilityTable.getRowsByProduct().flatMap((row) => {
  const names = namesOf(row, 'AdGuard');
  if (names.length === 0) return [];
  return rowsOf([...names, ...namesOf(row, 'UblockOrigin'), ...namesOf(row, 'AdblockPlus')], 'adg', 'resource');
});
const own = resources.map((it) => ({ name: it.title, engines: 'adg', role: 'resource' }));
replaceRows('redirects', { ...source, files: 'dist/redirects.json, AGTree’s dist/compatibility-tables' }, [
  ...own,
  ...converted,
]);
replaceRows('redirects', tables, ofAdblockPlus(redirectsCompatibilityTable, 'resource'));
