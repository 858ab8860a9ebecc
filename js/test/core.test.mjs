// The instances of the core: their memory, and what is done when one fails.

import assert from 'node:assert/strict'
import { test } from 'node:test'

/** Every instance that the package makes. */
const instances = []
let trapNext = false
const { Instance } = WebAssembly
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, [module, imports]) {
    const instance = new target(module, imports)
    instances.push(instance)
    const { bloqr_summary: real, ...others } = instance.exports
    const bloqr_summary = (...args) => {
      if (!trapNext) return real(...args)
      trapNext = false
      throw new WebAssembly.RuntimeError('unreachable')
    }
    return { exports: { ...others, bloqr_summary } }
  },
})

const { MAX_LENGTH, FilterListParser, RuleParser, defaultParserOptions, lint, summary } = await import('@bloqr/core')

const size = () => instances.at(-1).exports.memory.buffer.byteLength

test('calls share an instance, and their memory is freed', () => {
  const text = '||ads.example^$script,domain=a.example\n'.repeat(5_000)
  for (let n = 0; n < 3; n += 1) summary(text), FilterListParser.parse(text), lint(text, { select: ['short-rule'] })
  const [count, before] = [instances.length, size()]
  for (let n = 0; n < 30; n += 1) summary(text), FilterListParser.parse(text), lint(text, { select: ['short-rule'] })
  assert.deepEqual([instances.length, size()], [count, before])
})

test('an instance that trapped is replaced', () => {
  summary('')
  const before = instances.length
  trapNext = true
  assert.throws(() => summary('||a^\n'), { name: 'Error', message: /^the core failed: / })
  assert.equal(summary('||a^\n').total, 1)
  assert.equal(instances.length, before + 1)
})

test('an exception of a rule costs no instance', () => {
  RuleParser.parse('a')
  const before = instances.length
  for (let n = 0; n < 10; n += 1) assert.throws(() => RuleParser.parse('||a^$'))
  const onParseError = () => assert.fail('stop')
  assert.throws(() => FilterListParser.parse('||a^$', { ...defaultParserOptions, tolerant: true, onParseError }))
  assert.equal(instances.length, before)
})

test('many rules are parsed one by one in one instance', () => {
  RuleParser.parse('a')
  const [count, before] = [instances.length, size()]
  for (let n = 0; n < 50_000; n += 1) RuleParser.parse(`||ads${n}.example^$domain=\ud800`)
  assert.deepEqual([instances.length, size()], [count, before])
})

test('an instance that grew large is dropped', () => {
  const before = instances.length
  summary('x'.repeat(60 << 20))
  assert.ok(size() > 48 << 20)
  assert.equal(summary('a').total, 1)
  assert.equal(RuleParser.parse('||a^').type, 'NetworkRule')
  assert.equal(instances.length, before + 1)
})

test('a text that is too long is refused before it is copied', () => {
  const text = ' '.repeat(MAX_LENGTH + 1)
  const before = instances.length
  for (const call of [() => summary(text), () => FilterListParser.parse(text)]) {
    assert.throws(call, { name: 'RangeError', message: /^the text has 134217729 code units, and at most 134217728/ })
  }
  assert.equal(instances.length, before)
})

test('calls inside calls leave nothing in the memory of the others', () => {
  const onParseError = () => RuleParser.parse('a')
  const round = () => {
    FilterListParser.parse('||a^$', { ...defaultParserOptions, tolerant: true, onParseError })
    RuleParser.parse('a')
  }
  round()
  const sizes = () => instances.slice(0, count).map((it) => it.exports.memory.buffer.byteLength)
  const count = instances.length
  const before = sizes()
  for (let n = 0; n < 200; n += 1) round()
  assert.deepEqual(sizes(), before)
})
