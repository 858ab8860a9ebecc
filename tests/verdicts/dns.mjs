#!/usr/bin/env node
// Puts every rule of ../corpus/lint/dns-verdicts.tsv to AdGuard's DnsEngine and to HostlistCompiler's Validate, each rule
// as a list of its own, and prints the rows whose verdicts are others now. README.md tells how to run it.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

import {
  CompatibilityTypes, DnsEngine, RuleStorage, StringRuleList, setConfiguration,
} from '@adguard/tsurlfilter';

const { values: args } = parseArgs({
  options: { write: { type: 'boolean', default: false }, rules: { type: 'string' } },
});
const require = createRequire(import.meta.url);
const { validate } = require('@adguard/hostlist-compiler/src/transformations/validate');
setConfiguration({ engine: 'extension', version: '', compatibility: CompatibilityTypes.CoreLibs });
// HostlistCompiler prints each line that it drops.
console.error = () => {};

/** Whether the engine stores the rule. */
function dnsEngine(rule) {
  const engine = new DnsEngine(new RuleStorage([new StringRuleList(1, `${rule}\n`, false, false, false)]));
  return engine.rulesCount + (engine.networkEngine?.rulesCount ?? 0) > 0;
}

const verdictsOf = (rule) =>
  [dnsEngine(rule), validate([rule])[0] === rule].map((it) => (it ? '+' : '-')).join('');

if (args.rules) {
  for (const rule of readFileSync(args.rules, 'utf8').split('\n').filter(Boolean)) {
    console.log(`${verdictsOf(rule)}\t${rule}`);
  }
  process.exit(0);
}

const file = new URL('../corpus/lint/dns-verdicts.tsv', import.meta.url);
const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
let changed = 0;
const now = lines.map((line) => {
  if (line.startsWith('! ')) return line;
  const [before, rule, ...known] = line.split('\t');
  const verdicts = verdictsOf(rule);
  if (verdicts !== before) {
    changed += 1;
    console.log(`${before} is now ${verdicts}: ${rule}`);
  }
  return [verdicts, rule, ...known].join('\t');
});
if (args.write) writeFileSync(file, `${now.join('\n')}\n`);
process.exitCode = changed > 0 && !args.write ? 1 : 0;
