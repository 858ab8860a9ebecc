// The examples of README.md run, and print what is there. BLESS=1 writes what they print.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const file = new URL('../README.md', import.meta.url)
const EXAMPLE = /```js\n(.*?)```\n\n```text\n(.*?)```\n/gs

/** What a module prints. */
function run(code) {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd, encoding: 'utf8' })
}

test('the examples of README.md print what is there', () => {
  const readme = readFileSync(file, 'utf8')
  const made = readme.replace(EXAMPLE, (_, code) => `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${run(code)}\`\`\`\n`)
  if (process.env.BLESS) writeFileSync(file, made)
  else assert.equal(readme, made)
  assert.equal(readme.match(/```js\n/g).length, readme.match(EXAMPLE).length)
})
