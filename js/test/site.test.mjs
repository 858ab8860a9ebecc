// The page at `/`, worker/site/, without a browser: what its worker answers, and lists in links.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import * as core from '@bloqr/core'
import { fromFragment, toFragment } from '../../worker/site/fragment.js'
import { MOST, answer } from '../../worker/site/work.js'

const site = new URL('../../worker/site/', import.meta.url)
const text = '||ads.example^$thrid-party\na.example##+js(set-constant, a, 1)\n||b.example^\n||b.example^\n'

test('each view has an answer', () => {
  const found = answer(core, { view: 'findings', text, targets: ['ubo'], most: 10 })
  assert.deepEqual(found.findings.map((it) => [it.errorType, it.before, it.marked, it.after]), [
    ['unknown-modifier', '||ads.example^$', 'thrid-party', ''],
    ['duplicate-rule', '', '||b.example^', ''],
  ])
  assert.deepEqual([found.total, found.rules, found.fixable], [2, 4, 1])
  assert.deepEqual(found.counts, { error: 1, warning: 1, info: 0 })
  assert.deepEqual(found.marks, [[1, 'error'], [4, 'warning']])
  assert.equal(answer(core, { view: 'fix', text, targets: [] }).fixed, 1)
  const tree = answer(core, { view: 'tree', text, from: 0 })
  assert.deepEqual([tree.total, tree.rules.map((it) => it.node.type).join()], [4, 'NetworkRule,ScriptletInjectionRule,NetworkRule,NetworkRule'])
  assert.match(answer(core, { view: 'convert', text, to: 'adg' }).shown, /#%#\/\/scriptlet/)
  assert.match(answer(core, { view: 'compile', text, format: 'hosts' }).shown, /^0\.0\.0\.0 b\.example$/m)
  assert.equal(answer(core, { view: 'match', text: `${text}@@||b.example^\n`, url: 'https://b.example/' }).exceptions, 1)
})

test('a long answer is cut, and the whole one is to be had', () => {
  const long = '||ads.example^$nothing\n'.repeat(20_000)
  const found = answer(core, { view: 'findings', text: long, targets: [], most: 300 })
  assert.ok(found.total > 20_000 && found.findings.length === 300 && found.marks.length <= MOST.marks)
  const list = '||a.example^\n'.repeat(50_000)
  const cut = answer(core, { view: 'convert', text: list, to: 'ubo' })
  assert.deepEqual([cut.isCut, cut.shown], [true, list.slice(0, MOST.characters)])
  assert.equal(answer(core, { view: 'convert', text: list, to: 'ubo', isWhole: true }).shown, list)
  const tree = answer(core, { view: 'tree', text: list, from: 40_000 })
  assert.deepEqual([tree.total, tree.rules.length, tree.rules[0].line], [50_000, MOST.rules, 40_001])
  const wide = answer(core, { view: 'findings', text: `||${'a'.repeat(5000)}^$${'b'.repeat(5000)},script\n`, targets: [], most: 10 })
  assert.ok(wide.findings.every((it) => it.before.length + it.marked.length + it.after.length < 400))
})

test('a link has the list and the settings', async () => {
  for (const list of ['', text, '! é😀\r\n\0\n', '||ads.example^\n'.repeat(100_000)]) {
    const fragment = await toFragment({ list })
    assert.match(fragment, /^#list=[\w-]+$/)
    assert.deepEqual(await fromFragment(fragment), { list })
  }
  const shown = { list: text, targets: 'adg,ubo', view: 'match', to: 'ubo', format: 'hosts', url: 'https://a.example/?a=b&c#d é' }
  assert.deepEqual(await fromFragment(await toFragment(shown)), shown)
  for (const broken of ['', '#', '#list=', '#list=%', '#list=AAAA', '#other=AA']) assert.deepEqual(await fromFragment(broken), {})
})

test('a link cannot fill the memory', async () => {
  const long = 'x'.repeat((4 << 20) + 1)
  assert.deepEqual(await fromFragment(`#list=${deflateRawSync(long).toString('base64url')}`), {})
  const short = 'x'.repeat(4 << 20)
  assert.deepEqual(await fromFragment(`#list=${deflateRawSync(short).toString('base64url')}`), { list: short })
  await assert.rejects(toFragment({ list: long }), RangeError)
})

test('the page takes scripts and styles from itself only, and sends nothing', () => {
  const [, policy] = /Content-Security-Policy: (.*)/.exec(readFileSync(new URL('_headers', site), 'utf8'))
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/)
  assert.ok(!policy.includes('unsafe-inline'))
  const page = readFileSync(new URL('index.html', site), 'utf8')
  assert.ok(!/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|http-equiv/.test(page))
  const scripts = readdirSync(site).filter((it) => it.endsWith('.js') && it !== 'bloqr.js')
  for (const name of scripts) {
    const script = readFileSync(new URL(name, site), 'utf8')
    assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|XMLHttpRequest|sendBeacon|WebSocket|EventSource/.test(script), name)
    // It only fetches what the page is made of.
    assert.ok(name === 'offline.js' || !script.includes('fetch('), name)
  }
})

test('what the page is made of is kept for times without a network', () => {
  const [, names] = /const PAGE = \[(.*)\]/.exec(readFileSync(new URL('offline.js', site), 'utf8'))
  const kept = [...names.matchAll(/'([^']+)'/g)].map((it) => it[1])
  const made = readdirSync(site).filter((it) => /\.(js|css|svg|wasm)$/.test(it) && it !== 'offline.js')
  const wanted = new Set(['./', 'bloqr.js', 'core.wasm', ...made])
  assert.deepEqual(kept, [...wanted].sort())
})
