// What the core does with lists.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compile, convert, fix, lint, match, summary, version } from '@bloqr/core'

test('findings have their places in code units', () => {
  const text = '! é😀\n||ads.example^$scirpt\n'
  const { valid, findings, totalRules } = lint(text)
  assert.equal(valid, false)
  assert.equal(totalRules, 1)
  const [finding] = findings
  assert.equal(finding.errorType, 'unknown-modifier')
  assert.equal(finding.message, 'unknown modifier `scirpt`')
  assert.equal(text.slice(finding.start, finding.end), 'scirpt')
  assert.deepEqual([finding.line, finding.column, finding.endColumn], [2, 16, 22])
  const [edit] = finding.fix.edits
  assert.equal(text.slice(0, edit.start) + edit.text + text.slice(edit.end), '! é😀\n||ads.example^$script\n')
  assert.match(finding.url, /^https:/)
})

test('findings are in the order of the text', () => {
  const lines = lint('||a.example^$nothing\nads\na##\n||b.example^$nothing\n').findings.map((it) => it.line)
  assert.deepEqual(lines, lines.toSorted((a, b) => a - b))
  assert.ok(lines.length >= 4)
})

test('options are settings, in both forms of their names', () => {
  const text = '||ads.example^$important\n'
  const count = (options) => lint(text, options).findings.length
  assert.equal(count({ targets: 'ubo' }), 0)
  assert.ok(count({ targets: ['abp'] }) > 0)
  assert.ok(count({ targets: ['ubo', 'abp'], everyTarget: true }) > 0)
  assert.ok(count({ targets: ['ubo', 'abp'], 'every-target': true }) > 0)
  assert.equal(count({ targets: 'abp', ignore: ['unsupported-modifier'] }), 0)
  assert.equal(lint(text, { targets: 'abp', rules: { 'unsupported-modifier': 'info' } }).findings[0].severity, 'info')
})

test('a wrong option is an exception with a plain message', () => {
  const cases = [
    [() => lint('', { targets: 'ubi' }), /^unknown target `ubi`/],
    [() => lint('', { rules: { 'shor-rule': 'off' } }), /^unknown rule `shor-rule`: did you mean `short-rule`\?$/],
    [() => lint('', { strict: 1 }), /^`strict` must be true or false/],
    [() => lint('', { nothing: 1 }), /^unknown key `nothing`/],
    [() => fix('', { unsafe: 'yes' }), /^`unsafe` must be true or false$/],
    [() => match('', 'no url'), /^`no url` is no URL that can be matched$/],
    [() => match('', {}), /^`url` is missing$/],
    [() => convert('', { to: 'brave' }), /^unknown target `brave`: use adg, ubo or abp$/],
    [() => convert('', { to: 'ubo', x: 1 }), /^unknown option `x`$/],
    [() => compile({}, {}), /^`name`: it is missing$/],
    [() => compile({ name: 'x', sources: [{ source: 'a' }] }, {}), /^there is no source `a`$/],
    [() => compile({ name: 'x', sources: [{ source: 'a' }] }, { a: '' }, { format: 'x' }), /^unknown format `x`/],
  ]
  for (const [call, message] of cases) assert.throws(call, { name: 'Error', message }, String(call))
  for (const call of [() => lint(1), () => summary(undefined), () => convert(null, { to: 'ubo' })]) {
    assert.throws(call, { name: 'TypeError', message: 'the text must be a string' })
  }
})

test('safe fixes are made, and the others are counted', () => {
  const text = '||ads.example^\n||ads.example^\n||b.example^$thrid-party\n'
  assert.deepEqual(fix(text), { text: '||ads.example^\n||b.example^$thrid-party\n', fixed: 1, left: 1 })
  const all = fix(text, { unsafe: true })
  assert.equal(all.text, '||ads.example^\n||b.example^$third-party\n')
  assert.deepEqual([all.fixed, all.left], [2, 0])
})

test('a fix keeps lone surrogates', () => {
  const text = '! \ud800\n||ads.example^\n||ads.example^\n! \udfff'
  assert.equal(fix(text).text, '! \ud800\n||ads.example^\n! \udfff')
  const { findings } = lint('||\ud800.example^$scirpt')
  assert.equal(findings[0].rule, '||\ud800.example^$scirpt')
})

test('a list is counted by what is in it', () => {
  const { total, successful, failed, byType, byCategory, bySyntax } = summary('! a\n||b^\nc##+js(d)\nc##\n')
  assert.deepEqual([total, successful, failed], [4, 3, 1])
  assert.deepEqual(byType, { NetworkRule: 1, ScriptletInjectionRule: 1, CommentRule: 1, InvalidRule: 1 })
  assert.deepEqual(byCategory, { Network: 1, Cosmetic: 1, Comment: 1, Invalid: 1 })
  assert.deepEqual(bySyntax, { Common: 3, UblockOrigin: 1 })
  assert.equal(summary('').total, 0)
})

test('rules match URLs', () => {
  const text = '! a\n||ads.example^$script\n@@||ads.example/ok\n||other.example^\n0.0.0.0 ads.example\n'
  const { matches, undecided } = match(text, 'https://ads.example/ok/x.js')
  assert.deepEqual(matches.map((it) => [it.line, it.exception]), [[2, false], [3, true], [5, false]])
  assert.deepEqual(matches[0].unevaluatedModifiers, ['script'])
  assert.deepEqual(undecided, [])
  assert.deepEqual(match('||ads.example^', { url: 'https://b.example/' }).matches, [])
})

test('a list is converted, and nothing is lost', () => {
  const text = '! a\r\n||ads.example^$script\r\na.example#%#alert(1)\r\na.example##.ad'
  const { text: made, kept, changed, refused } = convert(text, { to: 'ubo' })
  assert.equal(made, '! a\r\n||ads.example^$script\r\na.example##.ad')
  assert.deepEqual([kept, changed], [3, 0])
  assert.deepEqual(refused.map((it) => [it.line, it.rule]), [[3, 'a.example#%#alert(1)']])
  assert.match(refused[0].message, /scriptlet/)
  const adg = convert('a.example##+js(set-constant, a, 1)\n', { to: 'adg' })
  assert.equal(adg.text, "a.example#%#//scriptlet('ubo-set-constant', 'a', '1')\n")
  assert.equal(adg.changed, 1)
})

test('lists are compiled', () => {
  const config = { name: 'Mine', sources: [{ source: 'a' }, { source: 'b', type: 'hosts' }], transformations: ['RemoveComments', 'Deduplicate', 'Compress'] }
  const sources = { a: '! x\n||ads.example^\n!#if mine\n||extra.example^\n!#endif\n!#include c\n', b: '0.0.0.0 sub.ads.example\n', c: '||\ud800.example^\n! \\ud800 \\\\ud800\n' }
  const made = compile(config, sources)
  assert.ok(made.text.includes('! Title: Mine\n'))
  assert.ok(made.text.includes('||ads.example^') && !made.text.includes('sub.ads') && !made.text.includes('extra'))
  assert.ok(made.text.includes('\ud800'))
  assert.equal(made.rules, 2)
  assert.ok(compile(config, sources, { defines: ['mine'] }).text.includes('||extra.example^'))
  const hosts = compile(config, sources, { format: 'hosts', date: '2026-01-02T03:04:05Z' })
  assert.match(hosts.text, /^0\.0\.0\.0 ads\.example$/m)
  assert.match(hosts.text, /2026-01-02T03:04:05Z/)
  assert.throws(() => compile(config, { a: '' , b: 1, c: '' }), { message: 'cannot read `b`: its text is not a string' })
})

test('a source of backslashes costs no more than another one', () => {
  // Quadratic time would be an hour.
  const sources = { a: `! ${'\\'.repeat(1 << 20)}\ud800\n||ads.example^\n` }
  assert.ok(compile({ name: 'Mine', sources: [{ source: 'a' }] }, sources).text.endsWith(sources.a.trimEnd()))
})

test('the version is that of the package', async () => {
  const { default: manifest } = await import('@bloqr/core/package.json', { with: { type: 'json' } })
  assert.deepEqual(version(), { core: manifest.version, agtree: '4.2.0' })
})
