// @ts-check
// The main module of every isolate, given to the loader as text. It is not TypeScript, because no
// platform strips types there. One isolate answers one request; a trap or an exception ends only it.

import wasm from '../core.wasm'
import { call, instantiate, isPiece, pieces } from '../doors.js'

/** Set on all answers of this module, so that the orchestrator recognizes them. */
const MARK = { 'X-Bloqr-Isolate': '1' }

export default {
  /** @param {Request} request @param {unknown} _env @param {ExecutionContext} ctx */
  async fetch(request, _env, ctx) {
    // The start check, sent before the request: an isolate that answers it has started.
    if (request.method === 'GET') return new Response(null, { status: 204, headers: MARK })
    const path = new URL(request.url).pathname
    const core = instantiate(wasm)
    const first = call(core, 'bloqr_answer', path, new Uint8Array(await request.arrayBuffer()))
    const status = isPiece(first) ? 200 : first.status
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    const { readable, writable } = new IdentityTransformStream()
    ctx.waitUntil(send(pieces(core, first), writable))
    return new Response(readable, { status, headers: { 'Content-Type': type, ...MARK } })
  },
}

/**
 * Sends the pieces and the trailer: a line with the number of bytes before it. Without it, an answer was cut. A
 * long answer is made while it is read; a trap breaks the stream.
 * @param {Iterable<Uint8Array>} pieces
 * @param {WritableStream<Uint8Array>} to
 */
async function send(pieces, to) {
  const writer = to.getWriter()
  try {
    let length = 0
    for (const piece of pieces) {
      length += piece.length
      // It is done when the reader has copied the piece, which is memory of the core.
      await writer.write(piece)
    }
    await writer.write(trailerOf(length))
    await writer.close()
  } catch (error) {
    writer.abort(error).catch(() => undefined)
    // A trap is for the log. A reader that has gone is not.
    if (error instanceof WebAssembly.RuntimeError) throw error
  }
}

/** @param {number} length */
function trailerOf(length) {
  return new TextEncoder().encode(`\n${String(length).padStart(10, '0')}`)
}
