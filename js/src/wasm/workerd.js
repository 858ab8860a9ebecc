// @ts-check
// The core for workerd, which compiles no bytes: WebAssembly is a module of the worker.

import module from './core.wasm'

export function load() {
  return module
}
