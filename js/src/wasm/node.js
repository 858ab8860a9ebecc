// @ts-check
// The core for Node, Deno and Bun: a file beside the package.

import { readFileSync } from 'node:fs'

export function load() {
  return new WebAssembly.Module(readFileSync(new URL('./core.wasm', import.meta.url)))
}
