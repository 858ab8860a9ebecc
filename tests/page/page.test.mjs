// The page at `/` in a Chromium, as `bloqr dev` serves it: tests/page/run.sh says what it wants.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import axe from 'axe-core'
import { chromium } from 'playwright-core'

const ROOT = new URL('../../', import.meta.url)
const at = (path) => new URL(path, ROOT).pathname
const KEY = `blq_${'0123456789abcdef'.repeat(3)}`
const VIEWS = ['findings', 'tree', 'convert', 'compile', 'match']
/** A word that is in every list here, and in no request. */
const SECRET = 'marmalade'
const LIST = `||${SECRET}.example^$thrid-party\n||b.example^\n||b.example^\na.example##+js(set-constant, a, 1)\n`

let server
let browser
let base

before(async () => {
  const BLOQR_WORKERD = process.env.BLOQR_WORKERD ?? at('worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd')
  server = spawn(process.env.BLOQR ?? at('target/debug/bloqr'), ['dev', '--ephemeral', '--config', at('worker/wrangler.toml')], {
    env: { ...process.env, BLOQR_DEV_KEY: KEY, BLOQR_WORKERD },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: server.stdout })) {
    base ??= line
    assert.ok(!line.includes('not built'), line)
    if (line.includes('API key')) break
  }
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-default-browser-check', '--disable-dev-shm-usage'],
  })
})

after(async () => {
  await browser?.close()
  server?.kill()
})

/**
 * A test on a page of its own. Whatever it is about: nothing fails on the page, its policy is never violated, and no
 * request leaves its origin or has what was typed.
 */
function onPage(name, run, options = {}) {
  test(name, async (t) => {
    const { path = '/', prepare, waitUntil = 'load', ...more } = options
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], ...more })
    const wrong = []
    context.on('request', (it) => {
      const url = it.url()
      if (!url.startsWith(`${base}/`) && !url.startsWith(`blob:${base}/`)) wrong.push(`asked for ${url}`)
      if (url.split('#')[0].includes(SECRET) || it.postData() !== null || it.method() !== 'GET') wrong.push(`sent ${it.method()} ${url}`)
    })
    context.on('console', (it) => /Content Security Policy|violat/i.test(it.text()) && wrong.push(it.text()))
    context.on('weberror', (it) => wrong.push(it.error().message))
    try {
      await prepare?.(context)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      await page.goto(base + path, { waitUntil })
      await run(page, context, t)
      assert.deepEqual(wrong, [])
    } finally {
      await context.close()
    }
  })
}

const status = (page, words) => page.locator('#status').filter({ hasText: words }).waitFor()
const list = (page) => page.inputValue('#list')

/** The list as it is downloaded. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')])
  return readFileSync(await download.path(), 'utf8')
}

async function type(page, text) {
  await page.fill('#list', text)
  await status(page, / in [\d,]+ rule/)
}

async function choose(page, view) {
  await page.click(`#tab-${view}`)
  await page.locator(`#panel[aria-labelledby=tab-${view}][aria-busy=false]`).waitFor()
}

test('the page is served with its headers, and the API as before', async () => {
  const wanted = readFileSync(at('worker/site/_headers'), 'utf8').split('\n').filter((it) => it.startsWith('  ')).map((it) => it.trim().split(/:\s*(.*)/))
  assert.ok(wanted.length > 4)
  for (const [path, type] of [['/', 'text/html; charset=utf-8'], ['/app.js', 'text/javascript; charset=utf-8'], ['/core.wasm', 'application/wasm'], ['/docs/rules/unknown-modifier/', 'text/html; charset=utf-8']]) {
    const answer = await fetch(base + path)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type], path)
    for (const [name, value] of wanted) assert.equal(answer.headers.get(name), value, `${path} ${name}`)
    await answer.arrayBuffer()
  }
  assert.equal((await (await fetch(`${base}/api/version`)).json()).success, true)
  const asked = { method: 'POST', body: '{"rules":["||a^"]}', headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' } }
  assert.equal((await fetch(`${base}/api/validate`, asked)).status, 200)
  assert.equal((await fetch(`${base}/api/validate`, { ...asked, headers: { 'Content-Type': 'application/json' } })).status, 401)
  for (const path of ['/nothing', '/_headers', '/bloqr.d.ts', '/docs/nothing/', '/wrangler.toml']) {
    const answer = await fetch(base + path)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [404, 'application/problem+json'], path)
  }
})

test('files are found by their names, and by nothing else', async () => {
  const source = readFileSync(at('src/cli/dev/front.js'), 'utf8')
  const { front } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
  const names = ['a.js', 'a b#c?d%.txt', 'é.txt', '100%25.html']
  const FRONT_FILES = Object.fromEntries([['/', 'index.html'], ['/docs/', 'docs/index.html'], ...names.map((it) => [`/${it}`, it])].map(([path, file]) => [path, { file, headers: {} }]))
  const FRONT_DISK = { fetch: async (url) => ({ status: 200, body: decodeURIComponent(new URL(url).href.replace('http://disk/', '')) }) }
  const worker = front({ fetch: async () => new Response('the worker') })
  const ask = async (path, method = 'GET') => {
    const answer = await worker.fetch(new Request(`http://a.example${path}`, { method }), { FRONT_FILES, FRONT_DISK })
    return answer.headers.get('location') ?? (answer.status === 200 ? await answer.text() : answer.status)
  }
  for (const it of names) assert.equal(await ask(`/${encodeURIComponent(it)}?x#y`), it)
  for (const [path, wanted] of [['/', 'index.html'], ['/index.html?a=%23', '/?a=%23'], ['/docs', '/docs/'], ['/docs/index', '/docs/']]) assert.equal(await ask(path), wanted, path)
  for (const path of ['//', '//docs', '//a.example/', '/docs%2F', '/%2e%2e/a', '/..%2Fa.js', '/constructor', '/__proto__', '/%E0%A4%A', '/a.js%00', '/a.js/']) assert.equal(await ask(path), 'the worker', path)
  assert.equal(await ask('/a.js', 'POST'), 405)
})

onPage('findings come while one types, are fixed one by one or all, and that is undone', async (page) => {
  await page.locator('#list').pressSequentially(`||${SECRET}.example^$thrid-party`)
  await status(page, '1 error in 1 rule')
  await page.locator('.item mark').getByText('thrid-party', { exact: true }).waitFor()
  assert.deepEqual(await page.locator('#gutter .error').allTextContents(), ['1'])
  assert.equal(await page.getAttribute('.item a', 'href'), 'docs/rules/unknown-modifier/')
  await page.click('.item .line')
  const selected = await page.evaluate(() => window.getSelection()?.toString())
  assert.equal(selected, 'thrid-party')
  await page.click('text=Replace thrid-party with third-party')
  await status(page, 'Fixed. No problem in 1 rule')
  assert.equal(await list(page), `||${SECRET}.example^$third-party`)
  await page.focus('#list')
  await page.keyboard.press('Control+z')
  await status(page, '1 error')
  assert.equal(await list(page), `||${SECRET}.example^$thrid-party`)
  // Many lines, which go another way into the history.
  const long = Array.from({ length: 200 }, (_, n) => `||${SECRET}${n}.example^\n||${SECRET}${n}.example^\n##.a&lt;b<i>&amp;${n}\n`).join('')
  await type(page, long)
  const found = await page.textContent('#status')
  await page.click('#fix-all')
  await status(page, '200 fixes made.')
  assert.equal(await list(page), long.replace(/^(\|\|.*\n)\1/gm, '$1'))
  await page.focus('#list')
  await page.keyboard.press('Control+z')
  await status(page, found)
  assert.equal(await list(page), long)
  await page.keyboard.press('Control+Shift+z')
  await status(page, /^(?!.*fixed safely)/)
  assert.equal(await list(page), long.replace(/^(\|\|.*\n)\1/gm, '$1'))
})

onPage('targets change what is found', async (page) => {
  await type(page, 'a.example##+js(set-constant, a, 1)\n')
  await page.getByRole('checkbox', { name: 'Adblock Plus' }).check()
  await status(page, /error|warning/)
  await page.getByRole('checkbox', { name: 'uBlock Origin' }).check()
  await status(page, 'No problem')
})

onPage('each view has its answer, to copy and to download', async (page) => {
  await type(page, `${LIST}@@||b.example/c$script\n`)
  await choose(page, 'tree')
  await page.click('summary:has-text("thrid-party")')
  await page.locator('.tree li', { hasText: 'pattern Value' }).waitFor()
  await choose(page, 'convert')
  await page.selectOption('#to', 'adg')
  await page.locator('#panel pre', { hasText: '#%#//scriptlet' }).waitFor()
  assert.ok((await page.textContent('.item.warning')).includes('unknown modifier'))
  await page.click('#copy-result')
  await status(page, 'Copied.')
  const shown = await page.textContent('#panel pre')
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown)
  await choose(page, 'compile')
  await page.selectOption('#format', 'hosts')
  await page.locator('#panel pre', { hasText: '0.0.0.0 b.example' }).waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save-result')])
  assert.equal(download.suggestedFilename(), 'list-hosts.txt')
  assert.equal(readFileSync(await download.path(), 'utf8'), await page.textContent('#panel pre'))
  await choose(page, 'match')
  await page.fill('#url', 'https://b.example/c')
  await status(page, '2 rules and 1 exception match')
  assert.ok((await page.textContent('.item.good')).includes('depends on script'))
  await page.fill('#url', 'nonsense')
  await status(page, 'is no URL')
})

onPage('a file is dropped, and keeps its bytes', async (page) => {
  const drop = async (target, bytes, name) => {
    const data = await page.evaluateHandle(([bytes, name]) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], name, { type: 'text/plain' }))
      return data
    }, [[...Buffer.from(bytes)], name])
    await page.dispatchEvent(target, 'dragover', { dataTransfer: data })
    await page.dispatchEvent(target, 'drop', { dataTransfer: data })
  }
  await page.fill('#list', 'mine')
  const text = `\ufeff||${SECRET}.example^\r\n! é😀\r\n`
  await drop('#list', text, 'a.txt')
  await status(page, 'a.txt is open.')
  assert.equal(await list(page), text.replaceAll('\r', ''))
  assert.equal(await saved(page), text)
  await page.focus('#list')
  await page.keyboard.press('Control+z')
  assert.equal(await list(page), 'mine')
  // The line endings come back with the list that had them.
  assert.equal(await saved(page), 'mine')
  await page.keyboard.press('Control+Shift+z')
  assert.equal(await saved(page), text)
  await page.reload()
  await status(page, 'in 1 rule')
  assert.equal(await saved(page), text)
  await page.fill('#list', '')
  await drop('#list', 'a\rb\r', 'mac.txt')
  assert.equal(await saved(page), 'a\rb\r')
  await page.fill('#list', 'mine')
  await drop('#list', 'a\r\nb\nc\rd', 'mixed.txt')
  await status(page, 'Its lines ended in different ways')
  assert.equal(await list(page), 'a\nb\nc\nd')
  await page.focus('#list')
  await page.keyboard.press('Control+z')
  await drop('#list', Buffer.from([0xff, 0xfe, 0x41]), 'b.txt')
  await status(page, 'b.txt is not text in UTF-8, and was not opened')
  await drop('footer', 'c', 'c.txt')
  assert.equal(await list(page), 'mine')
  assert.equal(page.url(), `${base}/`)
})

onPage('a link has the list, the targets and the view', async (page, context) => {
  await type(page, LIST)
  await page.getByRole('checkbox', { name: 'Brave' }).check()
  await choose(page, 'convert')
  await page.selectOption('#to', 'ubo')
  await page.click('#share')
  await status(page, 'The link is copied.')
  const link = await page.evaluate(() => navigator.clipboard.readText())
  assert.equal(link, page.url())
  const other = await context.newPage()
  await other.goto(link)
  await status(other, 'cannot be expressed')
  assert.equal(await list(other), LIST)
  assert.ok(await other.getByRole('checkbox', { name: 'Brave' }).isChecked())
  assert.equal(await other.inputValue('#to'), 'ubo')
  // Another link in the same tab, and back: no list is lost.
  const another = `#list=${deflateRawSync('a\n').toString('base64url')}`
  await other.evaluate((it) => { location.hash = it }, another)
  await status(other, 'This is the list of the link.')
  assert.equal(await list(other), 'a\n')
  await other.focus('#list')
  await other.keyboard.press('Control+z')
  assert.equal(await list(other), LIST)
  await other.goBack()
  await status(other, 'cannot be expressed')
  assert.equal(await list(other), LIST)
  // Half of a character is the same.
  for (const text of ['! 😀\n', '! 😁\n', '! \u{1fa00}\n']) {
    await other.evaluate((it) => { location.hash = it }, `#list=${deflateRawSync(text).toString('base64url')}`)
    await other.waitForFunction((text) => document.querySelector('#list').value === text, text)
  }
  await page.goto('about:blank')
  await page.goto(`${base}/#list=AAAA`)
  await status(page, 'The link is broken')
})

onPage('a list that was changed is still there when the page is loaded again', async (page) => {
  await type(page, LIST)
  await choose(page, 'compile')
  await page.reload()
  await status(page, 'rules')
  assert.equal(await list(page), LIST)
  assert.equal(await page.getAttribute('#tab-compile', 'aria-selected'), 'true')
})

onPage('what is typed before the page is ready stays', async (page) => {
  await page.fill('#list', 'early')
  await page.evaluate(() => window.release())
  await status(page, 'This is the list of the link.')
  assert.equal(await list(page), 'a\n')
  await page.focus('#list')
  await page.keyboard.press('Control+z')
  assert.equal(await list(page), 'early')
}, {
  path: `/#list=${deflateRawSync('a\n').toString('base64url')}`,
  serviceWorkers: 'block',
  prepare: async (context) => {
    let release
    await context.exposeFunction('release', () => release())
    const released = new Promise((resolve) => { release = resolve })
    await context.route('**/app.js', async (route) => {
      // The page is there without waiting for its modules.
      if (route.request().resourceType() === 'script') await released
      await route.continue()
    })
  },
  waitUntil: 'commit',
})

onPage('a link that is opened later takes no list away', async (page) => {
  const link = `/#list=${deflateRawSync('a\n').toString('base64url')}`
  await type(page, LIST)
  await page.goto(`${base}/docs/`)
  await page.goto(base + link)
  await status(page, 'in 1 rule')
  assert.equal(await list(page), 'a\n')
  await page.goto(`${base}/docs/`)
  await page.goto(`${base}/`)
  await status(page, 'in 4 rules')
  assert.equal(await list(page), LIST)
})

onPage('a link cannot fill the page', async (page) => {
  const shown = async (fragment) => {
    await page.goto('about:blank')
    await page.goto(`${base}/#${fragment}`)
    await page.waitForFunction(() => !/^(Loading|Working)/.test(document.querySelector('#status').textContent))
    return page.textContent('#status')
  }
  const packed = (bytes) => deflateRawSync(bytes).toString('base64url')
  assert.match(await shown(`list=${packed(Buffer.alloc(64 << 20))}`), /^The link is broken/)
  assert.match(await shown('view=__proto__&to=constructor&format=toString&targets=,x&list=%%%'), /^The link is broken/)
  const said = await shown(`view=match&list=${packed('a')}&url=${'x'.repeat(500_000)}`)
  assert.ok(said.length < 600, `${said.length} characters`)
})

onPage('what the text area cannot have is held beside it', async (page) => {
  const text = `${'||a.example^\n'.repeat(20_000)}\0\r\n`
  await type(page, LIST)
  await page.setInputFiles('#file', { name: 'nul.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await status(page, 'nul.txt is open.')
  assert.ok((await page.textContent('#held')).includes('has the character NUL'))
  assert.equal(await saved(page), text)
  await page.click('#fix-all')
  await status(page, 'made.')
  // What was not saved is not closed without a question; a file that is not opened is not said to be open.
  page.once('dialog', (it) => it.dismiss())
  await page.setInputFiles('#file', { name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from('b') })
  await page.getByRole('checkbox', { name: 'Brave' }).check()
  await page.waitForFunction(() => !/made/.test(document.querySelector('#status').textContent))
  assert.ok(!(await page.textContent('#status')).includes('other.txt'))
  page.once('dialog', (it) => it.accept())
  await page.click('#close')
  assert.equal(await list(page), LIST)
})

onPage('any text is put in as text, and goes and comes by undoing', async (page) => {
  page.on('dialog', () => assert.fail('a script of the list ran'))
  const wrong = await page.evaluate(async () => {
    const { put } = await import('./editor.js')
    const list = document.querySelector('#list')
    const odd = ['\t', '  ', '\u00a0', '\u00a0 ', ' \u00a0', '\ufeff', '\u2028', '\u2029', '\v', '\f', '\x01', '\x1b', '\x7f', '\x85', '\u200b', '\u202e', '\ud800', '\udc00',
      '😀', 'e\u0301', '\ufffe', '\uffff', '&', '<', '>', '"', "'", '&lt;', '&amp', '&#0;', '&nbsp;', '<br>', '<p>', '<b>', '</textarea>', '<!--', '-->', '<![CDATA[', ']]>', '<plaintext>', '<!doctype html>',
      '<img src=/x onerror=alert(1)>', '<style>*{display:none}</style>', '<script>alert(1)</script>', '<body onload=alert(1)>', '<template>', '<svg><a xlink:href=javascript:alert(1)>']
    let state = 7
    const random = (most) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return (state >> 8) % most
    }
    const make = (lines) => Array.from({ length: lines }, () => Array.from({ length: random(5) }, () => odd[random(odd.length)]).join('')).join('\n')
    const wrong = []
    for (let n = 0; n < 120; n++) {
      const before = make(random(40)) + '\n'.repeat(random(3))
      const after = make(1 + random(200)) + '\n'.repeat(random(3))
      list.value = before
      put(after)
      if (list.value !== after) wrong.push(['put', before, after])
      if (before === after) continue
      while (list.value !== before && document.execCommand('undo'));
      if (list.value !== before) wrong.push(['undo', before, after])
      while (list.value !== after && document.execCommand('redo'));
      if (list.value !== after) wrong.push(['redo', before, after])
    }
    if (list.childElementCount > 0) wrong.push('elements')
    return wrong
  })
  assert.deepEqual(wrong, [])
})

onPage('it works without a network, also when it is loaded again', async (page, context) => {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await context.setOffline(true)
  await type(page, LIST)
  for (const view of [...VIEWS, 'findings']) await choose(page, view)
  await page.reload()
  await status(page, 'in 4 rules')
  assert.equal(await list(page), LIST)
})

onPage('a page has its files from one build, also when the network ends while it is loaded', async (page, context) => {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  // A new build, of which one file does not come.
  const old = await page.evaluate(async () => (await (await caches.open('page')).match('app.js')).text())
  await context.route('**/*', async (route) => {
    const name = new URL(route.request().url()).pathname
    if (name === '/bloqr.js') return route.abort()
    if (!/^\/(app|work)\.js$/.test(name)) return route.continue()
    const response = await route.fetch()
    return route.fulfill({ response, body: `${await response.text()}\nself.isNew = true\n` })
  })
  await page.reload()
  await status(page, 'The core cannot be loaded')
  assert.ok(await page.evaluate(() => window.isNew))
  // Then there is no network: the page is the whole old one.
  await context.unroute('**/*')
  await context.setOffline(true)
  assert.equal(await page.evaluate(async () => (await (await caches.open('page')).match('app.js')).text()), old)
  await page.reload()
  await type(page, LIST)
  assert.equal(await page.evaluate(() => window.isNew), undefined)
  assert.deepEqual(await page.evaluate(async () => (await (await caches.open('page')).keys()).map((it) => new URL(it.url).pathname).filter((it) => !/^\/([\w-]+\.\w+)?$/.test(it))), [])
})

onPage('the keyboard is enough', async (page) => {
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent)
  await type(page, LIST)
  await page.focus('#list')
  const seen = []
  for (let n = 0; n < 10; n++) {
    await page.keyboard.press('Tab')
    seen.push(await focused())
  }
  // Targets, the chosen view, its settings, the panel, and what is in it.
  assert.deepEqual(seen.slice(5, 8), ['tab-findings', 'fix-all', 'panel'])
  await page.focus('#tab-findings')
  for (const [key, view] of [['ArrowRight', 'tree'], ['ArrowLeft', 'findings'], ['ArrowLeft', 'match'], ['ArrowRight', 'findings'], ['End', 'match'], ['Home', 'findings']]) {
    await page.keyboard.press(key)
    assert.equal(await focused(), `tab-${view}`)
    assert.equal(await page.getAttribute(`#tab-${view}`, 'aria-selected'), 'true')
  }
  await page.locator('.item').first().waitFor()
  // The place in the findings stays while they change, and goes on when a finding is mended.
  await page.getByRole('button', { name: 'Remove this line' }).focus()
  await page.evaluate(() => {
    const list = document.querySelector('#list')
    list.setRangeText('||c.example^$nothing\n', 0, 0)
    list.dispatchEvent(new Event('input'))
  })
  await status(page, '2 errors')
  assert.equal(await focused(), 'Remove this line')
  await page.keyboard.press('Enter')
  await status(page, 'Fixed.')
  assert.ok(await page.evaluate(() => document.querySelector('#panel').contains(document.activeElement)))
  // A button that can do nothing more gives the focus on.
  await type(page, '||b.example^\n||b.example^\n')
  await page.locator('#fix-all:enabled').focus()
  await page.keyboard.press('Enter')
  await status(page, '1 fix made.')
  assert.equal(await focused(), 'panel')
})

onPage('nothing is announced with each key', async (page) => {
  await page.evaluate(() => {
    window.said = []
    new MutationObserver(() => window.said.push(document.querySelector('#said').textContent)).observe(document.querySelector('#said'), { childList: true })
  })
  await page.locator('#list').pressSequentially(`||${SECRET}.example^$thrid-party`, { delay: 20 })
  await page.waitForFunction(() => window.said.at(-1)?.startsWith('1 error'))
  const said = await page.evaluate(() => window.said)
  assert.ok(said.length <= 2, said.join('\n'))
})

const MARKUP = `<img src=/x onerror=alert(1)>##</textarea><script>alert(2)</script>\n||a.example^$<b>x</b>,domain=<i>${SECRET}</i>\n<svg onload=alert(3)>.example##+js(<u>, &lt;)\n! <h1>\n`

onPage('markup in a list stays text', async (page) => {
  page.on('dialog', () => assert.fail('a script of the list ran'))
  await type(page, MARKUP)
  for (const view of VIEWS) {
    await choose(page, view)
    for (const it of await page.locator('summary').all()) await it.click()
    assert.equal(await page.locator('#panel :is(img, script, svg, h1, u)').count(), 0, view)
  }
  assert.equal(await list(page), MARKUP)
})

for (const colorScheme of ['light', 'dark']) {
  onPage(`each view is accessible in ${colorScheme}`, async (page) => {
    await page.evaluate(axe.source)
    const look = async (what) => {
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      assert.deepEqual(violations.map((it) => [it.id, it.nodes.map((node) => node.html)]), [], what)
    }
    await look('empty')
    await type(page, LIST)
    for (const view of VIEWS) {
      await choose(page, view)
      if (view === 'tree') await page.click('summary >> nth=0')
      await look(view)
    }
    for (const path of ['/docs/', '/docs/rules/unknown-modifier/', '/docs/api/']) {
      await page.goto(base + path)
      await page.evaluate(axe.source)
      await look(path)
    }
  }, { colorScheme })
}

onPage('with forced colors, what is chosen and what is marked can be told', async (page) => {
  await type(page, `||${SECRET}.example^$nothing\n||b.example^\n`)
  const color = (selector, side) => page.locator(selector).first().evaluate((it, side) => getComputedStyle(it)[`border${side}Color`], side)
  assert.notEqual(await color('[aria-selected=true]', 'Bottom'), await color('[aria-selected=false]', 'Bottom'))
  assert.notEqual(await color('#gutter .error', 'Left'), await color('#gutter span:not(.error)', 'Left'))
}, { forcedColors: 'active' })

onPage('dark is dark', async (page) => {
  const brightness = async () => (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g).slice(0, 3).reduce((sum, it) => sum + Number(it), 0)
  assert.ok((await brightness()) < 150)
  await page.goto(`${base}/docs/`)
  assert.ok((await brightness()) < 150)
}, { colorScheme: 'dark' })

onPage('a narrow screen needs no scrolling sideways', async (page) => {
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await type(page, `${LIST}||${'long'.repeat(200)}.example^$${'x'.repeat(500)}\n`)
  for (const view of VIEWS) {
    await choose(page, view)
    for (const it of await page.locator('summary').all()) await it.click()
    assert.ok((await excess()) <= 0, view)
  }
  for (const path of ['/docs/', '/docs/rules/', '/docs/rules/slow-regex/', '/docs/api/', '/docs/worker/']) {
    await page.goto(base + path)
    assert.ok((await excess()) <= 0, path)
  }
}, { viewport: { width: 320, height: 640 } })

onPage('a list that is too long to edit is held beside it', async (page) => {
  await type(page, 'mine')
  const text = `||${SECRET}.example^$nothing\n||b.example^\n||b.example^\n${'! a comment to make it long\n'.repeat(130_000)}`
  await page.setInputFiles('#file', { name: 'long.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await status(page, /long.txt is open. 1 error, 1 warning/)
  assert.ok(await page.isHidden('#list'))
  await page.click('.item .line >> nth=0')
  assert.equal(await page.textContent('#held-text mark'), 'nothing')
  await page.click('#fix-all')
  await status(page, '1 fix made.')
  await page.click('#undo')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'held-text')
  await status(page, /^1 error, 1 warning/)
  await page.click('#fix-all')
  await status(page, '1 fix made.')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')])
  assert.equal(readFileSync(await download.path(), 'utf8'), text.replace('||b.example^\n', ''))
  await page.click('#close')
  assert.equal(await list(page), 'mine')
})

/** The page with another text of one of its files. */
const withFile = (name, change) => ({
  // A worker of the site would answer before these routes do.
  serviceWorkers: 'block',
  prepare: (context) => context.route(`**/${name}`, async (route) => {
    const response = await route.fetch()
    await route.fulfill(change === undefined ? { status: 404 } : { response, body: change(await response.text()) })
  }),
})

onPage('a core that ends is started again', async (page) => {
  await page.fill('#list', 'END')
  await status(page, 'The core failed, and was started again.')
  await type(page, LIST)
  await status(page, '1 error, 1 warning in 4 rules')
}, withFile('core-worker.js', (it) => it.replace('try {', "if (question.text === 'END') setTimeout(() => { throw new Error('the end') })\n else try {")))

onPage('a core that throws is still there', async (page) => {
  await page.fill('#list', 'THROW')
  await status(page, 'The core failed: unreachable')
  await type(page, LIST)
}, withFile('work.js', (it) => it.replace('switch (question.view) {', "if (question.text === 'THROW') throw new Error('the core failed: unreachable')\n$&")))

onPage('a page that was not built says which command builds it, and asks for the core again', async (page, context) => {
  await status(page, 'js/build.sh && worker/build-site.sh')
  await context.unroute('**/bloqr.js')
  await type(page, LIST)
}, withFile('bloqr.js'))

onPage('10,000 lines: from a key to the findings', async (page, _, t) => {
  const lines = Array.from({ length: 10_000 }, (_, n) => (n % 4 === 0 ? `s${n}.example##.banner-${n} > a[href^="/out"]` : `||${SECRET}${n}.example^$script,third-party`))
  // As a text is pasted: Playwright's own way takes minutes.
  await page.evaluate((text) => {
    const list = document.querySelector('#list')
    list.value = text
    list.dispatchEvent(new Event('input'))
  }, lines.join('\n'))
  await status(page, 'in 10,000 rules')
  await page.evaluate(() => {
    const list = document.querySelector('#list')
    list.focus()
    const middle = list.value.indexOf('\n', list.value.length / 2)
    list.setSelectionRange(middle, middle)
    window.took = []
    list.addEventListener('keydown', ({ timeStamp }) => {
      const seen = new MutationObserver(() => {
        seen.disconnect()
        // When it is painted.
        requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - timeStamp)))
      })
      seen.observe(document.querySelector('#status'), { childList: true })
    })
  })
  const keys = `||key.${SECRET}.example^$thrid-party`
  for (const [n, key] of ['Enter', ...keys].entries()) {
    await page.keyboard.press(key)
    await page.waitForFunction((n) => window.took.length > n, n)
  }
  await status(page, '1 error in 10,001 rules')
  const took = (await page.evaluate(() => window.took)).sort((a, b) => a - b)
  t.diagnostic(`median ${took[took.length >> 1].toFixed(0)} ms, longest ${took.at(-1).toFixed(0)} ms, of ${took.length} keys`)
})
