#!/usr/bin/env node
// Puts every rule of ../corpus/lint/verdicts.tsv to the blockers' own parsers and prints the rows
// whose verdicts are others now. README.md tells how to run it.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { CompatibilityTypes, FilterList, RuleFactory, setConfiguration } from '@adguard/tsurlfilter';

const { values: args } = parseArgs({
  options: { ubo: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const file = new URL('../corpus/lint/verdicts.tsv', import.meta.url);
const unescaped = (text) =>
  text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));

/** uBlock Origin in a folder that has its `js`: what it does with a rule of a trusted list. */
async function ubo(folder) {
  const load = (name) => import(pathToFileURL(join(folder, 'js', name)));
  const { AstFilterParser } = await load('static-filtering-parser.js');
  const { CompiledListWriter } = await load('static-filtering-io.js');
  const { default: engine } = await load('static-net-filtering.js');
  const maxTokenLength = engine.MAX_TOKEN_LENGTH;
  const parser = new AstFilterParser({ trustedSource: true, maxTokenLength, nativeCssHas: true });
  return (rule) => {
    parser.parse(rule);
    if (!parser.isFilter() || parser.hasError()) return { kept: false };
    if (parser.isNetworkFilter()) {
      const kept = engine.createCompiler(parser).compile(parser, new CompiledListWriter());
      return { kept, pattern: parser.getNetPattern() };
    }
    // What the extension does behind the parser: it drops these without a word.
    if (parser.isException()) return { kept: true };
    const domains = parser.hasOptions() ? [...parser.getExtFilterDomainIterator()] : [];
    const isForAll = !domains.some((it) => !it.bad && !it.not);
    const compiled = parser.result?.compiled;
    if (parser.isScriptletFilter()) {
      return { kept: domains.length > 0 && !!parser.getScriptletArgs()[0] };
    }
    if (parser.isResponseheaderFilter()) return { kept: domains.length > 0 };
    if (compiled === undefined) return { kept: false };
    if (parser.isHtmlFilter()) return { kept: domains.length > 0 };
    return { kept: !(isForAll && compiled.startsWith('{')) };
  };
}

/** AdGuard's extension. A rule that is converted to several is kept when each of them is. */
function adguard(rule) {
  try {
    const converted = new FilterList(rule, 1).getContent().split('\n').filter(Boolean);
    return converted.every((it) => RuleFactory.createRule(it, 1, 0, true, true) !== null);
  } catch {
    return false;
  }
}

if (!args.ubo) {
  console.error('--ubo is missing: a folder that uBlock Origin’s tools/make-nodejs.sh made');
  process.exit(2);
}
const now = await ubo(args.ubo);
const before = await ubo(fileURLToPath(new URL('node_modules/@gorhill/ubo-core', import.meta.url)));
setConfiguration({ engine: 'extension', version: '', compatibility: CompatibilityTypes.Extension });

const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
const rows = lines.filter((it) => !it.startsWith('! ')).map((it) => it.split('\t'));
const rules = rows.map((it) => unescaped(it[1]));
const brave = execFileSync(
  'cargo',
  ['run', '--quiet', '--manifest-path', fileURLToPath(new URL('brave/Cargo.toml', import.meta.url))],
  { input: `${rules.join('\n')}\n`, encoding: 'utf8' },
).split('\n');

let changed = 0;
for (const [n, rule] of rules.entries()) {
  const { kept, pattern } = now(rule);
  // Since August 2025 a `$` without a known modifier behind it is a part of the address.
  const isMisread = kept && pattern?.includes('$') && !before(rule).kept;
  const verdicts = (kept && !isMisread ? '+' : '-') + (adguard(rule) ? '+' : '-') + brave[n];
  if (verdicts === rows[n][0]) continue;
  changed += 1;
  console.log(`${rows[n][0]} is now ${verdicts}: ${rows[n][1]}`);
  rows[n][0] = verdicts;
}
if (args.write) {
  const head = lines.filter((it) => it.startsWith('! '));
  writeFileSync(file, `${[...head, ...rows.map((it) => it.join('\t'))].join('\n')}\n`);
}
process.exitCode = changed > 0 && !args.write ? 1 : 0;
