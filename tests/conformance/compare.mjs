#!/usr/bin/env node
// Asks AGTree and `bloqr ast serve` the same generated questions and compares their answers.
// README.md tells how to run it; exits 1 when a difference has no name in known.mjs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { FilterListParser, RuleParser, defaultParserOptions } from '@adguard/agtree/parser';

import { request } from './generate.mjs';
import { corrections, forgiven, isForeign, isForgottenOffset, moved } from './known.mjs';
import { Random } from './random.mjs';

const { values: args } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    bloqr: { type: 'string', default: fileURLToPath(new URL('../../target/release/bloqr', import.meta.url)) },
    show: { type: 'string', default: '20' },
    'no-shrink': { type: 'boolean', default: false },
  },
});

/** `bloqr ast serve`, asked one line at a time. It may answer in any order. */
class Server {
  #waiting = new Map();
  #sent = 0;

  constructor(path) {
    this.process = spawn(path, ['ast', 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const answer = JSON.parse(line);
      this.#waiting.get(answer.id).resolve(answer);
      this.#waiting.delete(answer.id);
    });
    // When the server goes, nobody need wait for what it still owes. What it died of comes first.
    const fail = (why) => {
      const [owed] = this.#waiting.values();
      console.error(`compare: \`${path} ast serve\` ${why}${owed ? ` over ${JSON.stringify(owed.question)}` : ''}`);
      process.exit(2);
    };
    this.process.on('error', (error) => fail(`did not start (${error.message})`));
    this.process.on('exit', (code, signal) => this.closing || fail(`ended with ${signal ?? code}`));
    this.process.stdin.on('error', () => {});
  }

  /** Resolves, once the pipe takes more, to a promise of the answer (boxed, so that it is not awaited). */
  async send({ kind, input, options }) {
    const id = String((this.#sent += 1));
    const question = { id, kind, input, options };
    const answer = new Promise((resolve) => this.#waiting.set(id, { resolve, question }));
    if (!this.process.stdin.write(`${JSON.stringify(question)}\n`)) {
      // Not `once`, which would throw when the server is gone; its exit is told of above.
      await new Promise((resolve) => this.process.stdin.once('drain', resolve));
    }
    return { answer };
  }

  async close() {
    this.closing = true;
    this.process.stdin.end();
    await once(this.process, 'exit');
  }
}

/** AGTree's answer, in the shape of the server's. */
function agtree({ kind, input, options }) {
  const parser = kind === 'list' ? FilterListParser : RuleParser;
  try {
    const ast = parser.parse(input, { ...defaultParserOptions, ...options });
    // Through JSON, since that is the contract: no undefined values, no -0, no NaN.
    return { ast: JSON.parse(JSON.stringify(ast)) };
  } catch (error) {
    return { error: error.message, errorName: error.name, start: error.start, end: error.end };
  }
}

/** The first difference of two JSON values as `{path, expected, got}`, or undefined. */
function difference(expected, got, path = '$') {
  if (expected === got) return undefined;
  const here = { path, expected, got };
  if (!isObject(expected) || !isObject(got) || Array.isArray(expected) !== Array.isArray(got)) return here;
  const [a, b, free] = forgiven(expected, got);
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (free.has(key)) continue;
    const found = difference(own(a, key), own(b, key), `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

const isObject = (it) => typeof it === 'object' && it !== null;
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** What is wrong with an answer to one rule or list, as `{why, path, expected, got}`, or undefined. */
function judge({ kind, input }, expected, got) {
  if (expected.ast) {
    if (!got.ast) return { why: 'refused', path: '$', expected: expected.ast.type, got: got.error };
    const found = difference(expected.ast, got.ast);
    return found && { why: 'tree', ...found };
  }
  if (got.error === undefined) return { why: 'accepted', path: '$', expected: expected.error, got: got.ast?.type };
  if (isForeign(expected.errorName)) return undefined;
  if (got.error !== expected.error) return { why: 'message', path: '$', expected: expected.error, got: got.error };
  const places = expected.start === undefined
    || (expected.start === got.start && expected.end === got.end)
    || ruleStarts(kind, input).some((at) => isForgottenOffset(expected, got, input, at));
  return places ? undefined : { why: 'position', path: '$', expected: [expected.start, expected.end], got: [got.start, got.end] };
}

/** Where the refused rule may start. */
function ruleStarts(kind, input) {
  if (kind === 'rule') return [0];
  let start = 0;
  return lines(input).map(({ length }) => (start += length) - length);
}

/** The name of the AGTree bug that makes the difference, when bloqr has the right answer. */
function explain(question, expected, got) {
  if (question.kind === 'rule') {
    return corrections(question, agtree).find(({ answer }) => !answer || !judge(question, answer, got))?.name;
  }
  return expected.ast && got.ast ? explainList(question, expected.ast, got.ast) : explainRefusal(question);
}

/** Every rule of the list that differs has to have a name of its own. */
function explainList({ input, options }, { children, ...whole }, { children: others, ...otherWhole }) {
  if (children.length !== others.length || difference(whole, otherWhole)) return undefined;
  let start = 0;
  const names = lines(input).flatMap(({ text, length }, at) => {
    const base = start;
    start += length;
    if (!difference(children[at], others[at])) return [];
    const question = { kind: 'rule', input: text, options: { ...options, tolerant: true } };
    const { raws } = children[at];
    const isRight = ({ answer }) => !answer || !difference({ ...moved(answer.ast, (place) => place + base), ...(raws && { raws }) }, others[at]);
    return [corrections(question, agtree).find(isRight)?.name];
  });
  return names.includes(undefined) ? undefined : names[0];
}

/** One bad rule refuses the whole of a list that is not read tolerantly; any that shows a bug may be it. */
function explainRefusal({ input, options }) {
  return lines(input)
    .map(({ text }) => ({ kind: 'rule', input: text, options }))
    .flatMap((question) => corrections(question, agtree))
    .map(({ name }) => name)[0];
}

const lines = (text) => [...text.matchAll(/([^\r\n\f]*)(\r\n|[\r\n\f]|$)/g)].map((it) => ({ text: it[1], length: it[0].length }));

/** Lone surrogates cannot be sent or be compared: AGTree cuts characters in half in some messages. */
const isWellFormed = (answer) => !/(?<!\\)(?:\\\\)*\\ud[89a-f]/i.test(JSON.stringify(answer));

async function check(server, question) {
  const { answer } = await server.send(question);
  const expected = agtree(question);
  return verdict(question, expected, await answer);
}

function verdict(question, expected, got) {
  if (!isWellFormed(expected)) return { skipped: true };
  const fault = judge(question, expected, got);
  if (!fault) return {};
  const bug = explain(question, expected, got);
  return !bug && rightAnswerIsHalved(question) ? { skipped: true } : { fault, bug };
}

/** Whether AGTree, asked for a line as it reads it right, cuts a character in half. */
function rightAnswerIsHalved(question) {
  return lines(question.input).some(({ text }) => {
    const input = text.trimStart();
    return input !== text && !isWellFormed(agtree({ ...question, kind: 'rule', input }));
  });
}

/** The shortest text found, by cutting pieces out, that still shows a difference of the same sort. */
async function shrink(server, question, fault) {
  let chars = Array.from(question.input);
  for (let size = Math.ceil(chars.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < chars.length; ) {
      const rest = [...chars.slice(0, at), ...chars.slice(at + size)];
      const { fault: found, bug } = await check(server, { ...question, input: rest.join('') });
      if (found && !bug && found.why === fault.why && place(found) === place(fault)) chars = rest;
      else at += size;
    }
  }
  return { ...question, input: chars.join('') };
}

const place = ({ why, path }) => `${why} at ${path.replace(/\.\d+/g, '[]')}`;
const brief = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

function print(question, { path, expected, got, why }) {
  console.log(`\n${question.kind} ${brief(question.input)} ${brief(question.options)}`);
  console.log(`  ${why} at ${path}\n  AGTree ${brief(expected)}\n  bloqr  ${brief(got)}`);
}

async function main() {
  // JSON5 warns of some characters in strings that it accepts.
  console.warn = () => {};
  const random = new Random(Number(args.seed));
  const server = new Server(args.bloqr);
  const made = new Map();
  const known = new Map();
  const differences = [];
  let skipped = 0;
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

  const open = [];
  for (let n = 0; n < Number(args.count); n += 1) {
    const question = request(random);
    add(made, question.made);
    const { answer } = await server.send(question);
    open.push(answer.then((got) => {
      const { fault, bug, skipped: skip } = verdict(question, agtree(question), got);
      if (skip) skipped += 1;
      else if (bug) add(known, bug);
      else if (fault) differences.push({ question, fault });
    }));
    // A thousand questions under way keep both programs busy and the memory small.
    if (open.length === 1000) await Promise.all(open.splice(0));
  }
  await Promise.all(open);

  const bySort = new Map();
  for (const it of differences) bySort.set(place(it.fault), [...(bySort.get(place(it.fault)) ?? []), it]);
  const shown = [...bySort.values()].flatMap((group) => group.slice(0, 3)).slice(0, Number(args.show));
  for (const { question, fault } of shown) {
    const smallest = args['no-shrink'] ? question : await shrink(server, question, fault);
    print(smallest, (await check(server, smallest)).fault);
  }
  await server.close();

  const table = (title, map) => {
    console.log(`\n${title}`);
    for (const [key, count] of [...map].sort((a, b) => b[1] - a[1])) console.log(`  ${String(count).padStart(7)}  ${key}`);
  };
  table('asked', made);
  if (known.size) table("differ on a bug of AGTree's", known);
  if (bySort.size) table('differ', new Map([...bySort].map(([key, group]) => [key, group.length])));
  console.log(`\n${args.count} questions from seed ${args.seed}: ${differences.length} unexplained differences`
    + `, ${skipped} skipped for half characters`);
  return differences.length ? 1 : 0;
}

process.exitCode = await main();
