// @ts-check
// The main module of every isolate, given to the loader as text. It is not TypeScript, because no
// platform strips types there. One isolate answers one request; a trap or an exception ends only it.

import wasm from 'core.wasm'

/** Set on all answers of this module, so that the orchestrator recognizes them. */
const MARK = { 'X-Bloqr-Isolate': '1' }

export default {
  /** @param {Request} request */
  async fetch(request) {
    // The start check, sent before the request: an isolate that answers it has started.
    if (request.method === 'GET') return new Response(null, { status: 204, headers: MARK })
    const path = new TextEncoder().encode(new URL(request.url).pathname)
    const { status, body } = answer(path, new Uint8Array(await request.arrayBuffer()))
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    return new Response(ended(body), { status, headers: { 'Content-Type': type, ...MARK } })
  },
}

/**
 * The body and the trailer: a line with the number of bytes before it. Without it, an answer was cut.
 * @param {Uint8Array} body
 */
function ended(body) {
  const trailer = new TextEncoder().encode(`\n${String(body.length).padStart(10, '0')}`)
  if (body.length <= SMALL) {
    const all = new Uint8Array(body.length + trailer.length)
    all.set(body)
    all.set(trailer, body.length)
    return all
  }
  // A long body is not copied.
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  for (const piece of [body, trailer]) writer.write(piece).catch(() => undefined)
  writer.close().catch(() => undefined)
  return readable
}

/** In bytes. */
const SMALL = 1 << 20

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
  // A view is enough: the instance ends together with the isolate.
  return { status, body: new Uint8Array(core.memory.buffer, ptr + 4, len - 4) }
}
