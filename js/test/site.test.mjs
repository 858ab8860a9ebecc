// The page at `/`, worker/site/, without a browser: what its worker answers, and lists in links.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import * as core from '@bloqr/core'
import { fromFragment, toFragment } from '../../worker/site/fragment.js'
import { answer } from '../../worker/site/work.js'

const site = new URL('../../worker/site/', import.meta.url)
const text = '||ads.example^$thrid-party\na.example##+js(set-constant, a, 1)\n||b.example^\n||b.example^\n'

test('each view has an answer', () => {
  const found = answer(core, { view: 'findings', text, targets: ['ubo'] })
  assert.deepEqual(found.findings.map((it) => it.errorType), ['unknown-modifier', 'duplicate-rule'])
  assert.deepEqual([found.total, found.rules], [2, 4])
  assert.equal(answer(core, { view: 'fix', text, targets: [] }).fixed, 1)
  assert.match(answer(core, { view: 'tree', text }).shown, /^\{\n {2}"type": "NetworkRule"/)
  assert.match(answer(core, { view: 'convert', text, to: 'adg' }).shown, /#%#\/\/scriptlet/)
  assert.match(answer(core, { view: 'compile', text, format: 'hosts' }).shown, /^0\.0\.0\.0 b\.example$/m)
  assert.equal(answer(core, { view: 'match', text, url: 'https://b.example/' }).total, 2)
})

test('a long answer is cut', () => {
  const long = '||ads.example^$nothing\n'.repeat(20_000)
  const found = answer(core, { view: 'findings', text: long, targets: [] })
  assert.ok(found.total > 20_000 && found.findings.length === 300)
  assert.ok(answer(core, { view: 'convert', text: '||a.example^\n'.repeat(50_000), to: 'ubo' }).shown.length < 201_000)
})

test('a link has the list', async () => {
  for (const list of ['', text, '! é😀\r\n\0\n', '||ads.example^\n'.repeat(100_000)]) {
    const fragment = await toFragment(list)
    assert.match(fragment, /^#list=[\w-]+$/)
    assert.equal(await fromFragment(fragment), list)
  }
  for (const broken of ['', '#', '#list=', '#list=%', '#list=AAAA', '#other=AA']) assert.equal(await fromFragment(broken), undefined)
})

test('a link cannot fill the memory', async () => {
  const long = 'x'.repeat(17 << 20)
  assert.equal(await fromFragment(`#list=${deflateRawSync(long).toString('base64url')}`), undefined)
  const short = 'x'.repeat(16 << 20)
  assert.equal(await fromFragment(`#list=${deflateRawSync(short).toString('base64url')}`), short)
  await assert.rejects(toFragment(long), RangeError)
})

test('the page takes scripts and styles from itself only, and sends nothing', () => {
  const page = readFileSync(new URL('index.html', site), 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/)
  assert.ok(readFileSync(new URL('_headers', site), 'utf8').includes(`${policy}; frame-ancestors 'none'`))
  assert.ok(!/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/.test(page))
  const app = readFileSync(new URL('app.js', site), 'utf8')
  assert.ok(!/innerHTML|insertAdjacentHTML|fetch\(|XMLHttpRequest|sendBeacon/.test(app))
})
