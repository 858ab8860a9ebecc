// AGTree's own answers, where they are beside the repository: all of them must come through the package.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url))
const skip = existsSync(`${shared}tools/conform.py`) ? false : `there is no ${shared}`
const cwd = fileURLToPath(new URL('..', import.meta.url))

for (const vectors of ['rules', 'lists']) {
  test(`AGTree's answers for ${vectors}`, { skip }, () => {
    const args = [`${shared}tools/conform.py`, '--cmd', 'node test/serve.mjs', '--errors', 'full', '--fail-under', '100']
    const { status, stdout } = spawnSync('python3', [...args, `${shared}vectors/${vectors}.jsonl`], { cwd, encoding: 'utf8' })
    assert.equal(status, 0, stdout.slice(-3000))
  })
}
