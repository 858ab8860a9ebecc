// What npm publishes, and whether it is small enough.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'bloqr-core-'))
after(() => rmSync(dir, { recursive: true }))

const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dir], root))
const tarball = join(dir, filename)

test('the package has what it needs, and is small', () => {
  const names = files.map((it) => it.path).sort()
  assert.deepEqual(names, [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'agtree.d.ts',
    'dist/browser.js',
    'dist/core.wasm',
    'dist/node.js',
    'dist/workerd.js',
    'index.d.ts',
    'nodes.d.ts',
    'package.json',
  ])
  const { size } = statSync(tarball)
  assert.ok(size <= 700_000, `${size} bytes`)
})

test('it is installed offline, and used', () => {
  const project = join(dir, 'project')
  cpSync(new URL('fixtures/', import.meta.url), project, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball], project)
  assert.equal(run('node', ['use.mjs'], project), 'NetworkRule 2\n')
})

test('the files for each platform have the same names', async () => {
  const names = (file) => {
    const [, list] = readFileSync(join(root, 'dist', file), 'utf8').match(/\bexport\s*\{([^}]*)\}/)
    return list.split(',').map((it) => it.split(' as ').at(-1).trim()).sort()
  }
  const [node, workerd, browser] = ['node.js', 'workerd.js', 'browser.js'].map(names)
  assert.deepEqual(workerd, node)
  assert.deepEqual(browser, node)
  assert.deepEqual(Object.keys(await import('@bloqr/core')).sort(), node)
  assert.equal(readdirSync(join(root, 'dist')).length, 4)
})

test('in a browser, the core is fetched and compiled before the package is ready', async () => {
  const core = readFileSync(join(root, 'dist/core.wasm'))
  const real = globalThis.fetch
  try {
    for (const type of ['application/wasm', 'application/octet-stream']) {
      globalThis.fetch = async (url) => {
        assert.match(String(url), /\/dist\/core\.wasm$/)
        return new Response(core, { headers: { 'Content-Type': type } })
      }
      const { summary } = await import(`../dist/browser.js?${type}`)
      assert.equal(summary('||a^\n').total, 1)
    }
    globalThis.fetch = async () => new Response(null, { status: 404 })
    await assert.rejects(import('../dist/browser.js?missing'), /core\.wasm cannot be had: 404/)
  } finally {
    globalThis.fetch = real
  }
})
