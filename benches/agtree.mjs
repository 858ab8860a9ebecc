// node agtree.mjs WHAT FILE WARM PASSES: AGTree's RuleParser, line by line, each tree dropped at
// once, which is its fastest way. WHAT is `parse`, or `ndjson` to write each tree as JSON to
// /dev/null too, or `adg` or `ubo` to convert each rule, and to write the list to /dev/null. Prints one line of JSON, in seconds a pass, as the other benches do.
//
// Run it from the folder in whose node_modules AGTree stands.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [what, file, warm, passes] = process.argv.slice(2);

const agtree = (file) => import(pathToFileURL(path.resolve(`node_modules/@adguard/agtree/dist/${file}`)));
const { RuleParser } = await agtree('index.js');
const { RuleConverter } = await agtree('converter/index.js');
const { RuleGenerator } = await agtree('generator/index.js');

// Host rules are off: it is the faster way for AGTree, and no line of these lists needs them.
const OPTIONS = {
  tolerant: true,
  isLocIncluded: true,
  includeRaws: true,
  parseAbpSpecificRules: true,
  parseUboSpecificRules: true,
};

function* lines(text) {
  let start = 0;
  for (let end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
  }
  yield text.slice(start);
}

let last;

function parse(text) {
  let count = 0;
  for (const line of lines(text)) {
    last = RuleParser.parse(line, OPTIONS);
    count += 1;
  }
  return count;
}

/** Written in pieces of a megabyte, as a buffered writer does. */
function ndjson(text) {
  const out = fs.openSync('/dev/null', 'w');
  let count = 0;
  let size = 0;
  let piece = [];
  const flush = () => {
    fs.writeSync(out, piece.join('\n') + '\n');
    piece = [];
    size = 0;
  };
  for (const line of lines(text)) {
    const json = JSON.stringify(RuleParser.parse(line, OPTIONS));
    piece.push(json);
    size += json.length;
    if (size > 1 << 20) flush();
    count += 1;
  }
  flush();
  fs.closeSync(out);
  return count;
}

/** What cannot be converted is left out, as `bloqr convert` does. */
function convert(text, convertRule) {
  const out = fs.openSync('/dev/null', 'w');
  let count = 0;
  let piece = [];
  for (const line of lines(text)) {
    count += 1;
    try {
      const node = RuleParser.parse(line, OPTIONS);
      const { result, isConverted } = convertRule(node);
      if (isConverted) piece.push(...result.map((it) => RuleGenerator.generate(it)));
      else piece.push(line);
    } catch {
      continue;
    }
    if (piece.length > 10_000) {
      fs.writeSync(out, piece.join('\n') + '\n');
      piece = [];
    }
  }
  fs.writeSync(out, piece.join('\n') + '\n');
  fs.closeSync(out);
  return count;
}

const adg = (text) => convert(text, (it) => RuleConverter.convertToAdg(it));
const ubo = (text) => convert(text, (it) => RuleConverter.convertToUbo(it));

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const work = { parse, ndjson, adg, ubo }[what];
const text = fs.readFileSync(file, 'utf8');
const cpu = [];
const wall = [];
let count;
for (let pass = 0; pass < Number(warm) + Number(passes); pass += 1) {
  const cpuStart = process.cpuUsage();
  const wallStart = performance.now();
  count = work(text);
  const used = process.cpuUsage(cpuStart);
  if (pass < Number(warm)) continue;
  cpu.push((used.user + used.system) / 1e6);
  wall.push((performance.now() - wallStart) / 1e3);
}
console.log(JSON.stringify({ name: `AGTree ${what}`, count, cpu: median(cpu), wall: median(wall), passes: Number(passes) }));
