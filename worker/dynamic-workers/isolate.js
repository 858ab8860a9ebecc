// @ts-check
// The main module of every isolate, given to the loader as text. It is not TypeScript, because no
// platform strips types there. One isolate answers one request; a trap or an exception ends only it.

import wasm from 'core.wasm'

/** Set on all answers of this module, so that the orchestrator recognizes them. */
const MARK = { 'X-Bloqr-Isolate': '1' }

/** The status of a piece that is not the last one: `MORE` of crates/wasm. */
const MORE = 100

export default {
  /** @param {Request} request */
  async fetch(request) {
    // The start check, sent before the request: an isolate that answers it has started.
    if (request.method === 'GET') return new Response(null, { status: 204, headers: MARK })
    const path = new TextEncoder().encode(new URL(request.url).pathname)
    const core = /** @type {import('../core.ts').Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(wasm).exports))
    const first = begin(core, path, new Uint8Array(await request.arrayBuffer()))
    const status = first.status === MORE ? 200 : first.status
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    return new Response(ended(core, first), { status, headers: { 'Content-Type': type, ...MARK } })
  },
}

/** @typedef {{ status: number, body: Uint8Array, free(): void }} Piece */

/**
 * @param {import('../core.ts').Core} core
 * @param {Uint8Array} path
 * @param {Uint8Array} body
 */
function begin(core, path, body) {
  const length = path.length + body.length
  const at = core.bloqr_alloc(length)
  const buffer = new Uint8Array(core.memory.buffer, at, length)
  buffer.set(path)
  buffer.set(body, path.length)
  return take(core, core.bloqr_answer(path.length, at, length))
}

/**
 * A view of the core's memory, which is valid until the next call.
 * @param {import('../core.ts').Core} core
 * @param {bigint} reply
 * @returns {Piece}
 */
function take(core, reply) {
  const [ptr, len] = [Number(reply >> 32n), Number(reply & 0xffff_ffffn)]
  const status = new DataView(core.memory.buffer).getUint32(ptr + len - 4, true)
  return { status, body: new Uint8Array(core.memory.buffer, ptr, len - 4), free: () => core.bloqr_free(ptr, len) }
}

/**
 * The answer and its trailer: a line with the number of bytes before it. Without it, an answer was cut. A long
 * one is made while it is read; a trap errors the stream.
 * @param {import('../core.ts').Core} core
 * @param {Piece} piece
 */
function ended(core, piece) {
  if (piece.status !== MORE && piece.body.length <= SMALL) {
    const trailer = trailerOf(piece.body.length)
    const all = new Uint8Array(piece.body.length + trailer.length)
    all.set(piece.body)
    all.set(trailer, piece.body.length)
    return all
  }
  let length = 0
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const isLast = piece.status !== MORE
      length += piece.body.length
      controller.enqueue(piece.body.slice())
      piece.free()
      if (!isLast) piece = take(core, core.bloqr_next())
      else {
        controller.enqueue(trailerOf(length))
        controller.close()
      }
    },
  })
}

/** @param {number} length */
function trailerOf(length) {
  return new TextEncoder().encode(`\n${String(length).padStart(10, '0')}`)
}

/** A whole answer that is no longer than this goes in one piece, in bytes. */
const SMALL = 1 << 20
