// @ts-check
// The doors of the core: how bytes get into an instance and out of it. Isolates get this as text, and no
// platform strips types there, so it is not TypeScript.

/** @typedef {import('./core.ts').Core} Core */
/** @typedef {import('./core.ts').Door} Door */

/**
 * What a door gives back: a status and bytes. They are a view of the core's memory, which is valid until the
 * core is called again, or `free` is.
 * @typedef {{ status: number, view: Uint8Array, free(): void }} Reply
 */

/** The status of a piece that is not the last one of its answer: `MORE` of crates/wasm. */
const MORE = 100

/** An instance of the core. @param {WebAssembly.Module} wasm @returns {Core} */
export function instantiate(wasm) {
  return /** @type {Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(wasm).exports))
}

/**
 * Goes through a door with a name (a path or a refusal, say) and bytes, in one buffer, which the core takes.
 * @param {Core} core
 * @param {Door} door
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export function call(core, door, name, bytes) {
  const written = new TextEncoder().encode(name)
  const length = written.length + bytes.length
  const at = core.bloqr_alloc(length)
  const buffer = new Uint8Array(core.memory.buffer, at, length)
  buffer.set(written)
  buffer.set(bytes, written.length)
  return reply(core, core[door](written.length, at, length))
}

/**
 * A reply: its address in the upper half, its length in the lower.
 * @param {Core} core
 * @param {bigint} at
 * @returns {Reply}
 */
export function reply(core, at) {
  const [address, length] = [Number(at >> 32n), Number(at & 0xffff_ffffn)]
  const status = new DataView(core.memory.buffer).getUint32(address + length - 4, true)
  const view = new Uint8Array(core.memory.buffer, address, length - 4)
  return { status, view, free: () => core.bloqr_free(address, length) }
}

/** A copy of a reply, the memory of which is freed. @param {Reply} reply */
export function taken({ status, view, free }) {
  const body = view.slice()
  free()
  return { status, body }
}

/** Whether a reply is only the first piece of a long answer. @param {Reply} reply */
export function isPiece({ status }) {
  return status === MORE
}

/**
 * The pieces of an answer, each a view that is valid until the next one is asked for.
 * @param {Core} core
 * @param {Reply} piece the first one
 * @returns {Generator<Uint8Array, void>}
 */
export function* pieces(core, piece) {
  for (;;) {
    yield piece.view
    piece.free()
    if (!isPiece(piece)) return
    piece = reply(core, core.bloqr_next())
  }
}
