#!/usr/bin/env node
// Brings Brave's own scriptlets and resources into the tables, from a checkout of
// brave/adblock-resources.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { calledWith, replaceRows, rowsOf } from './table.mjs';

const { folder, date } = calledWith();
const resources = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'));
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const source = { id: 'brave', product: 'brave/adblock-resources', version, date, files: 'metadata.json' };

const scripts = resources.filter((it) => it.name.endsWith('.js'));
const bare = (name) => name.replace(/\.js$/, '');
replaceRows(
  'scriptlets',
  source,
  scripts.flatMap((it) => rowsOf([it.name, ...it.aliases].map(bare), 'brave', 'scriptlet')),
);
replaceRows(
  'redirects',
  source,
  resources.flatMap((it) => rowsOf([it.name, ...it.aliases], 'brave', 'resource')),
);
