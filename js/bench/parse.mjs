// How fast `FilterListParser.parse` is, beside AGTree's:
//     node --single-threaded --expose-gc js/bench/parse.mjs LIST [ROUNDS]
// The runs take turns, and the median of their CPU time is shown, because other programs disturb single runs. With one
// thread, that is the time that a run takes on an idle machine; else the work of V8's helper threads is added.

import { readFileSync } from 'node:fs'
import * as agtree from '@adguard/agtree'
import * as bloqr from '@bloqr/core'

const [list, rounds = '15'] = process.argv.slice(2)
if (list === undefined) throw new Error('name a list: node js/bench/parse.mjs LIST')
const text = readFileSync(list, 'utf8')
const options = { ...agtree.defaultParserOptions, tolerant: true }

/** Visits every node. */
function visit(node) {
  let count = 1
  for (const key in node) {
    const child = node[key]
    if (typeof child === 'object' && child !== null) count += visit(child)
  }
  return count
}

/** Reads only the types of rules. */
function types(rules) {
  let count = 0
  for (const { type } of rules) count += type === 'NetworkRule' ? 1 : 0
  return count
}

const contestants = {
  'AGTree, every node': () => visit(agtree.FilterListParser.parse(text, options)),
  'bloqr, every node': () => visit(bloqr.FilterListParser.parse(text, options)),
  'AGTree, types': () => types(agtree.FilterListParser.parse(text, options).children),
  'bloqr, types': () => types(bloqr.FilterListParser.parse(text, options).children),
  'bloqr, types of a Tree': () => {
    const tree = new bloqr.Tree(text, { parseHostRules: false })
    let count = 0
    for (let n = 0; n < tree.length; n += 1) count += tree.type(n) === 'NetworkRule' ? 1 : 0
    return count
  },
}

const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
for (let round = 0; round < Number(rounds) + 2; round += 1) {
  for (const [name, run] of Object.entries(contestants)) {
    globalThis.gc?.()
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    // The first rounds warm up.
    if (round >= 2) times[name].push((user + system) / 1000)
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
for (const [name, taken] of Object.entries(times)) {
  const reference = median(times[name.endsWith('node') ? 'AGTree, every node' : 'AGTree, types'])
  const time = median(taken)
  console.log(`${name.padEnd(24)} ${time.toFixed(1).padStart(7)} ms  ${(reference / time).toFixed(1).padStart(5)} x`)
}
