// @ts-check
// The main module of every isolate, handed to the loader as text. No TypeScript: no platform strips
// types there. One isolate answers one request; what traps or throws in here ends only that.

import wasm from 'core.wasm'

/** Set on all that this module answers, so that the orchestrator knows its own. */
const MARK = { 'X-Bloqr-Isolate': '1' }

export default {
  /** @param {Request} request */
  async fetch(request) {
    // Asked before the request is sent: whoever answers this has started.
    if (request.method === 'GET') return new Response(null, { status: 204, headers: MARK })
    const path = new TextEncoder().encode(new URL(request.url).pathname)
    const { status, body } = answer(path, new Uint8Array(await request.arrayBuffer()))
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    return new Response(body, { status, headers: { 'Content-Type': type, ...MARK } })
  },
}

/**
 * @param {Uint8Array} path
 * @param {Uint8Array} body
 */
function answer(path, body) {
  const core = /** @type {import('../core.ts').Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(wasm).exports))
  const length = path.length + body.length
  const at = core.bloqr_alloc(length)
  const buffer = new Uint8Array(core.memory.buffer, at, length)
  buffer.set(path)
  buffer.set(body, path.length)
  const reply = core.bloqr_answer(path.length, at, length)
  const [ptr, len] = [Number(reply >> 32n), Number(reply & 0xffff_ffffn)]
  const status = new DataView(core.memory.buffer).getUint32(ptr, true)
  // A view: the instance goes with the isolate.
  return { status, body: new Uint8Array(core.memory.buffer, ptr + 4, len - 4) }
}
