#!/usr/bin/env node
// Brings the scriptlets and resources of a checkout of uBlock Origin into the tables.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { calledWith, replaceRows, rowsOf } from './table.mjs';

const { folder, date } = calledWith();
const load = (name) => import(pathToFileURL(join(folder, 'src/js', name)));
const { builtinScriptlets } = await load('resources/scriptlets.js');
const { default: resources } = await load('redirect-resources.js');
const version = readFileSync(join(folder, 'dist/version'), 'utf8').trim();
const source = { id: 'ubo', product: 'uBlock Origin', version, date };

// Brave ships uBlock Origin's beside its own.
const engines = 'ubo brave';
const bare = (name) => name.replace(/\.js$/, '');
const all = [...resources].map(([name, it]) => ({ ...it, names: [name, it.alias ?? []].flat() }));
// A resource whose text is loaded can be run as a scriptlet.
const runnable = all.filter((it) => it.data === 'text' && it.names[0].endsWith('.js'));

replaceRows('scriptlets', { ...source, files: 'src/js/resources, src/js/redirect-resources.js' }, [
  ...builtinScriptlets
    .filter((it) => !it.name.endsWith('.fn'))
    .flatMap((it) => {
      const role = it.requiresTrust ? 'trusted-scriptlet' : 'scriptlet';
      return rowsOf([it.name, ...(it.aliases ?? [])].map(bare), engines, role);
    }),
  ...runnable.flatMap((it) => {
    const names = it.names.filter((name) => name.endsWith('.js')).map(bare);
    return rowsOf(names, engines, 'resource');
  }),
]);
replaceRows('redirects', { ...source, files: 'src/js/redirect-resources.js' }, [
  // Takes a redirection back.
  { name: 'none', engines, role: 'resource' },
  ...all.flatMap((it) => rowsOf(it.names, engines, 'resource')),
]);
