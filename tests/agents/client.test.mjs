// The stock client of the npm package `agents` against `bloqr dev`: `npm ci --omit=peer` here, then
// `npm test`. Wants target/debug/bloqr, worker/core.wasm and worker/node_modules.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { AgentClient } from 'agents/client'
import WebSocket from 'ws'

const ROOT = new URL('../..', import.meta.url).pathname
const KEY = `blq_${'0123456789abcdef'.repeat(3)}`
const BLOQR = process.env.BLOQR ?? join(ROOT, 'target/debug/bloqr')
const BLOQR_WORKERD =
  process.env.BLOQR_WORKERD ?? join(ROOT, 'worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd')
const folder = mkdtempSync(join(tmpdir(), 'bloqr-client-'))
const LIST = '||ads.example^\n||ads.example^$scirpt\n'

let server
let port = 0

/** Starts the backend, with the same port and the same storage each time. */
async function start(...options) {
  const env = { ...process.env, BLOQR_DEV_KEY: KEY, BLOQR_WORKERD }
  server = spawn(BLOQR, ['dev', '--port', String(port), ...options], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: server.stdout })
  for await (const line of lines) {
    port = Number(/^http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port)
    if (line.includes('API key')) return
  }
  throw new Error('the backend has not started')
}

async function stop(signal) {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill(signal)
  await ended
}

const clients = []

function client(more = {}) {
  const it = new AgentClient({
    agent: 'RulesAgent',
    name: 'dev',
    host: `127.0.0.1:${port}`,
    protocols: ['bloqr.agent.v1', `bearer.${KEY}`],
    WebSocket,
    ...more,
  })
  clients.push(it)
  return it
}

/** The first state of which this holds. */
function stateOf(it, is) {
  return new Promise((resolve) => {
    if (it.state !== undefined && is(it.state)) return resolve(it.state)
    it.addEventListener('message', ({ data }) => {
      const { type, state } = JSON.parse(data)
      if (type === 'cf_agent_state' && is(state)) resolve(state)
    })
  })
}

before(() => {
  cpSync(join(ROOT, 'worker'), folder, { recursive: true, filter: (it) => basename(it) !== 'node_modules' })
  execFileSync(BLOQR, ['bindings', 'enable', 'all'], { cwd: folder, stdio: 'ignore' })
  return start()
})
after(async () => {
  for (const it of clients) it.close()
  await stop('SIGTERM')
  rmSync(folder, { recursive: true })
})

test('a client is ready with identity and state', { timeout: 60_000 }, async () => {
  let told
  const it = client({ name: 'me', onStateUpdate: (state, source) => (told ??= { state, source }) })
  await it.ready
  assert.equal(it.identified, true)
  assert.equal(it.agent, 'rules-agent')
  assert.equal(told.source, 'server')
  assert.equal(told.state.rev, 0)
  assert.equal(told.state.path, 'loader')
})

test('two clients see one edit, and a conflict changes nothing', { timeout: 60_000 }, async () => {
  const [one, two] = [client(), client()]
  await Promise.all([one.ready, two.ready])
  const opened = await one.call('open', [{ text: LIST }])
  assert.equal(opened.rev, 1)
  assert.equal(opened.appeared[0].errorType, 'unknown-modifier')
  assert.equal((await stateOf(two, ({ rev }) => rev === 1)).errors, 1)
  const edited = await two.call('edit', [{ rev: 1, from: 1, to: 2, lines: ['||b.example^'] }])
  assert.equal(edited.rev, 2)
  assert.equal((await stateOf(one, ({ rev }) => rev === 2)).errors, 0)
  await assert.rejects(one.call('edit', [{ rev: 1, from: 0, to: 2, lines: [] }]), /agent-conflict: /)
  assert.equal((await one.call('find', [{ text: 'b.example' }])).rev ?? 2, 2)
})

test('parts of a streamed result come one by one', { timeout: 60_000 }, async () => {
  const it = client()
  await it.ready
  let text = ''
  const { rev } = await new Promise((resolve, reject) => {
    const stream = { onChunk: (part) => (text += part), onDone: resolve, onError: (error) => reject(new Error(error)) }
    it.call('export', [{}], { stream }).catch(reject)
  })
  assert.equal(rev, 2)
  assert.equal(text, '||ads.example^\n||b.example^\n')
})

test('a client cannot set the state, and gets the right one back', { timeout: 60_000 }, async () => {
  let error
  const it = client({ onStateUpdateError: (it) => (error = it) })
  await it.ready
  const right = stateOf(it, ({ rev }) => rev === 2)
  it.setState({ rev: 99 })
  assert.equal((await right).rev, 2)
  while (error === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.match(error, /call its methods/)
})

test('only methods can be called', { timeout: 60_000 }, async () => {
  const it = client()
  await it.ready
  for (const method of ['constructor', '__proto__', 'hello', 'nothing']) {
    await assert.rejects(it.call(method, [{}]), /agent-method-unknown: /, method)
  }
})

test('who may not in does not try for ever', { timeout: 60_000 }, async () => {
  const refused = [
    [4404, { name: 'bob' }],
    [4404, { agent: 'OtherAgent' }],
    [4401, { protocols: ['bloqr.agent.v1', 'bearer.blq_no'] }],
  ]
  for (const [code, options] of refused) {
    let tries = 0
    class Counting extends WebSocket {
      constructor(...args) {
        super(...args)
        tries += 1
      }
    }
    const it = client({ ...options, WebSocket: Counting })
    const error = await new Promise((resolve) => it.addEventListener('close', resolve))
    assert.equal(error.code, code)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    assert.equal(tries, 1, `${code}`)
  }
})

test('after a kill, a client comes back and has lost nothing', { timeout: 120_000 }, async () => {
  const it = client()
  await it.ready
  const { rev } = await it.call('edit', [{ rev: 2, from: 0, to: 0, lines: ['! kept'] }])
  await stop('SIGKILL')
  const again = new Promise((resolve) => it.addEventListener('open', resolve))
  await start('--without', 'loader')
  await again
  assert.equal((await stateOf(it, ({ path }) => path === 'inline')).rev, rev)
  assert.match(JSON.stringify(await it.call('find', [{ text: 'kept' }])), /! kept/)
})
