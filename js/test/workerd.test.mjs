// The package in the real workerd, which has its core as a module.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const workerd = process.env.WORKERD ?? fileURLToPath(new URL('../node_modules/@cloudflare/workerd-linux-64/bin/workerd', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'bloqr-workerd-'))
after(() => rmSync(dir, { recursive: true }))

for (const file of ['workerd.js', 'core.wasm']) cpSync(new URL(`../dist/${file}`, import.meta.url), join(dir, file))

writeFileSync(join(dir, 'worker.js'), `
import { FilterListParser, convert, lint, print } from './workerd.js'
export default {
  async fetch(request) {
    const text = await request.text()
    const list = FilterListParser.parse(text)
    return Response.json({
      types: list.children.map((it) => it.type),
      isSame: print(list) === text,
      found: lint(text).findings.map((it) => it.errorType),
      adg: convert(text, { to: 'adg' }).text,
    })
  },
}
`)

// Port 0 is any free port, which workerd tells in its control messages.
writeFileSync(join(dir, 'config.capnp'), `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2026-01-01",
    modules = [
      (name = "worker.js", esModule = embed "worker.js"),
      (name = "workerd.js", esModule = embed "workerd.js"),
      (name = "core.wasm", wasm = embed "core.wasm"),
    ],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`)

// It is to be had for Linux only.
const skip = existsSync(workerd) ? false : `there is no ${workerd}`

test('the package works in workerd', { skip }, async () => {
  const child = spawn(workerd, ['serve', '--control-fd=3', join(dir, 'config.capnp')], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
  try {
    const port = await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => reject(new Error(`workerd ended with ${code}`)))
      child.stdio[3].on('data', (data) => {
        const said = JSON.parse(String(data).split('\n')[0])
        if (said.event === 'listen') resolve(said.port)
      })
    })
    const text = '! é\n||ads.example^$scirpt\na.example##+js(set-constant, a, 1)\n'
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: text })
    assert.deepEqual(await response.json(), {
      types: ['CommentRule', 'NetworkRule', 'ScriptletInjectionRule', 'EmptyRule'],
      isSame: true,
      found: ['unknown-modifier'],
      adg: "! é\na.example#%#//scriptlet('ubo-set-constant', 'a', '1')\n",
    })
  } finally {
    child.kill()
  }
})
