// The trees are AGTree's: the same keys in the same order, and plain objects.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import * as agtree from '@adguard/agtree'
import { FilterListParser, RuleGenerator, RuleParser, Tree, defaultParserOptions, print } from '@bloqr/core'

const corpus = new URL('../../tests/corpus/', import.meta.url)
const rules = readFileSync(new URL('rules.txt', corpus), 'utf8')

/** Lines that AGTree reads in another way: docs/differences.md says why. */
const isOdd = (line) =>
  // What JavaScript trims and AGTree does not skip, and cosmetic rules after blanks.
  /^[\s\ufeff]/.test(line) ||
  // Positions without their base, or none.
  /^!#if|^\[|^! aglint |:(style|remove|matches-path|matches-media)\(/.test(line) ||
  // Texts that are glued to a `#`.
  /^[\d.:a-f]+\s.*\S#/.test(line)

const OPTIONS = [
  {},
  { parseHostRules: true },
  { parseHtmlFilteringRuleBodies: true },
  { isLocIncluded: false },
  { includeRaws: false },
  { isLocIncluded: false, includeRaws: false },
  { ignoreComments: true },
  { parseAbpSpecificRules: false, parseUboSpecificRules: false },
]

/** HostRule and HostnameList have positions here, and none in AGTree. */
function withoutHostPlaces(node) {
  if (node.type !== 'HostRule') return node
  const { start, end, ...rule } = node
  const { start: a, end: b, ...hostnames } = rule.hostnames
  const { comment, ...others } = rule
  return comment ? { ...others, hostnames, comment: comment.value } : { ...others, hostnames }
}

for (const options of OPTIONS) {
  test(`the nodes are AGTree's with ${JSON.stringify(options)}`, () => {
    let compared = 0
    for (const line of rules.split('\n')) {
      if (isOdd(line)) continue
      const all = { ...defaultParserOptions, ...options, tolerant: true }
      const theirs = withoutHostPlaces(agtree.RuleParser.parse(line, all))
      const ours = withoutHostPlaces(RuleParser.parse(line, all))
      assert.deepStrictEqual(ours, theirs, line)
      assert.equal(JSON.stringify(ours), JSON.stringify(theirs), line)
      compared += 1
    }
    assert.ok(compared > 150, `${compared} lines`)
  })
}

test('a list has the line endings of AGTree', () => {
  const text = '! a\r\n||b^\rc##.d\n\f\n||e^$script'
  for (const options of [{}, { includeRaws: false }, { isLocIncluded: false }]) {
    const all = { ...defaultParserOptions, ...options }
    const [ours, theirs] = [FilterListParser.parse(text, all), agtree.FilterListParser.parse(text, all)]
    assert.deepStrictEqual(ours, theirs)
    assert.equal(JSON.stringify(ours), JSON.stringify(theirs))
  }
})

test('without `tolerant`, the first invalid rule is an exception with its place', () => {
  for (const text of ['a\n!#if (\n', 'a.com##\n', '||a^$\n', '! aglint "a": {\n', 'x\ny##+js(a\n']) {
    const [ours, theirs] = [FilterListParser, agtree.FilterListParser].map((it) => {
      try {
        return it.parse(text)
      } catch (error) {
        return { name: error.name, message: error.message, start: error.start, end: error.end }
      }
    })
    if (theirs.name !== 'AdblockSyntaxError') continue
    assert.deepStrictEqual(ours, theirs, text)
  }
  assert.throws(() => RuleParser.parse('||a^$'), { name: 'AdblockSyntaxError', start: 4, end: 5 })
})

test('an error callback can parse, too', () => {
  const seen = []
  const onParseError = (error) => seen.push([error.message, RuleParser.parse('||inner^').type])
  const list = FilterListParser.parse('||a^$\n||b^\na##\n', { ...defaultParserOptions, tolerant: true, onParseError })
  assert.deepEqual(list.children.map((it) => it.type), ['InvalidRule', 'NetworkRule', 'InvalidRule', 'EmptyRule'])
  assert.deepEqual(seen.map((it) => it[1]), ['NetworkRule', 'NetworkRule'])
})

test('nodes are plain objects', () => {
  const rule = RuleParser.parse('||ads.example^$script,domain=a.example')
  assert.equal(Object.getPrototypeOf(rule), Object.prototype)
  assert.deepEqual(Object.keys(rule), ['type', 'category', 'syntax', 'exception', 'pattern', 'modifiers', 'raws', 'start', 'end'])
  assert.ok('modifiers' in rule && !('domains' in rule))
  assert.deepStrictEqual({ ...rule }, rule)
  assert.deepStrictEqual(structuredClone(rule), rule)
  assert.deepEqual(JSON.parse(JSON.stringify(rule.pattern)), rule.pattern)
  for (const [key, { writable, enumerable, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(rule))) {
    assert.ok(writable && enumerable && configurable, key)
  }
  rule.pattern.value = '||other.example^'
  rule.modifiers.children.pop()
  assert.equal(RuleGenerator.generate(rule), '||other.example^$script')
  assert.equal(print(rule), '||other.example^$script')
})

test('rules are written as AGTree writes them', () => {
  let compared = 0
  for (const line of rules.split('\n')) {
    for (const options of OPTIONS) {
      const node = agtree.RuleParser.parse(line, { ...defaultParserOptions, ...options, tolerant: true })
      const [ours, theirs] = [RuleGenerator, agtree.RuleGenerator].map((it) => {
        try {
          return it.generate(node)
        } catch (error) {
          return `${error.name}: ${error.message}`
        }
      })
      assert.equal(ours, theirs, line)
      compared += 1
    }
  }
  assert.ok(compared > 1000)
})

test('a list that nobody changed is printed as it was', () => {
  const texts = readdirSync(new URL('lint/', corpus)).map((it) => readFileSync(new URL(`lint/${it}`, corpus), 'utf8'))
  for (const text of [rules, ...texts, '\ud800||a^\r\n\udc00\ud800##.b:style(\ude00)\f  ', '\ue000\ud800$$a[b="\ud800"]\r']) {
    for (const parseHtmlFilteringRuleBodies of [false, true]) {
      const options = { ...defaultParserOptions, tolerant: true, parseHostRules: true, parseHtmlFilteringRuleBodies }
      const list = FilterListParser.parse(text, options)
      assert.equal(print(list), text)
    }
  }
})

test('lone surrogates and private characters stay what they are', () => {
  const text = '\ue001\ud83d\ue000$$a[b="\\"\udead\ue000😀"]'
  const options = { ...defaultParserOptions, parseHtmlFilteringRuleBodies: true }
  const rule = RuleParser.parse(text, options)
  const [, attribute] = rule.body.selectorList.children[0].children
  assert.equal(rule.raws.text, text)
  assert.equal(attribute.value.value, '"\udead\ue000😀')
  assert.equal(rule.end, text.length)
})

test('positions count UTF-16 code units', () => {
  const text = '! é😀\n||ü.example^$domain=😀.example\n'
  const [, rule] = FilterListParser.parse(text).children
  const { start, end } = rule.modifiers.children[0].value
  assert.equal(text.slice(start, end), '😀.example')
  const moved = FilterListParser.parse(text, defaultParserOptions, 100)
  assert.equal(moved.children[1].modifiers.children[0].value.start, start + 100)
  assert.deepEqual([moved.start, moved.end], [100, 100 + text.length])
})

test('a tree knows types without nodes, and makes nodes on demand', () => {
  const text = '! a\n||b^$script\nc##.d\n0.0.0.0 e.example\na##\n'
  const tree = new Tree(text)
  const types = ['CommentRule', 'NetworkRule', 'ElementHidingRule', 'HostRule', 'InvalidRule', 'EmptyRule']
  assert.deepEqual(Array.from({ length: tree.length }, (_, n) => tree.type(n)), types)
  const list = FilterListParser.parse(text, { ...defaultParserOptions, tolerant: true, parseHostRules: true })
  assert.deepStrictEqual([...tree], list.children)
  assert.deepEqual([tree.text(2), tree.start(2), tree.end(2), tree.syntax(2)], ['c##.d', 16, 21, 'Common'])
  assert.throws(() => tree.type(6), RangeError)
})

test('pieces of records are joined', () => {
  // So long that the core gives it in many pieces, and a rule that is longer than a piece.
  const text = '||ads.example^$script,domain=a.example\n'.repeat(20_000) + `||x^$domain=${'y|'.repeat(90_000)}z,script`
  const list = FilterListParser.parse(text)
  assert.equal(list.children.length, 20_001)
  assert.equal(list.children[20_000].end, text.length)
  assert.equal(text.slice(list.children[19_999].start, list.children[19_999].end), '||ads.example^$script,domain=a.example')
  assert.equal(new Tree(text).length, 20_001)
})

test('one rule is one rule, however long, and whatever it contains', () => {
  for (const text of ['', 'a\nb', `||${'a'.repeat(4094)}`, `||${'a'.repeat(4095)}`, `||${'é'.repeat(4094)}$script`, `##${'\ud800'.repeat(5000)}`]) {
    const ours = RuleParser.parse(text)
    assert.deepStrictEqual(ours, agtree.RuleParser.parse(text))
    assert.equal(ours.end, text.length)
  }
  assert.throws(() => RuleParser.parse(1), TypeError)
  assert.throws(() => RuleParser.parse(`||${'a'.repeat(5000)}$`), { name: 'AdblockSyntaxError', start: 5002 })
  const seen = []
  const options = { ...defaultParserOptions, tolerant: true, onParseError: ({ message }) => seen.push(message) }
  RuleParser.parse('||a^$', options)
  RuleParser.parse(`||${'a'.repeat(5000)}$`, options)
  assert.deepEqual(seen, ['Empty modifiers are not allowed', 'Empty modifiers are not allowed'])
})
