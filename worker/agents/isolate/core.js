// @ts-check
// The Rust core in an agent. It makes every document, also those of refusals.

import wasm from '../../core.wasm'

/** @typedef {import('../../core.ts').Core} Core */
/** @typedef {{ status: number, body: Uint8Array }} Answer */

/** A refusal: an exception with a document of the core. */
export class Problem extends Error {
  /** @param {Uint8Array} document */
  constructor(document) {
    super('refused')
    this.document = document
  }
}

/** An instance of the core. After a trap it cannot be used any more. */
export class Instance {
  #core = /** @type {Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(wasm).exports))

  /**
   * Calls a door of the core.
   * @param {'bloqr_refuse' | 'bloqr_draft' | 'bloqr_watch'} door
   * @param {string} name
   * @param {Uint8Array} input
   * @returns {Answer}
   */
  call(door, name, input) {
    const core = this.#core
    const written = new TextEncoder().encode(name)
    const length = written.length + input.length
    const at = core.bloqr_alloc(length)
    const buffer = new Uint8Array(core.memory.buffer, at, length)
    buffer.set(written)
    buffer.set(input, written.length)
    return this.#take(core[door](written.length, at, length))
  }

  /** The versions of the core and its tables. @returns {import('../../core.ts').Version} */
  version() {
    return JSON.parse(new TextDecoder().decode(this.#take(this.#core.bloqr_version()).body))
  }

  /** @param {bigint} reply @returns {Answer} */
  #take(reply) {
    const core = this.#core
    const [ptr, len] = [Number(reply >> 32n), Number(reply & 0xffff_ffffn)]
    const status = new DataView(core.memory.buffer).getUint32(ptr + len - 4, true)
    const body = new Uint8Array(core.memory.buffer, ptr, len - 4).slice()
    core.bloqr_free(ptr, len)
    return { status, body }
  }
}

/** A refusal by its name. @param {string} name @param {string} [detail] @param {number} [rev] */
export function refused(name, detail, rev) {
  const details = { instance: '/agents', ...(detail === undefined ? {} : { detail }), ...(rev === undefined ? {} : { rev }) }
  return new Problem(new Instance().call('bloqr_refuse', name, new TextEncoder().encode(JSON.stringify(details))).body)
}

/** A change that was made on another revision than the current one. @param {number} rev the current one */
export function conflict(rev) {
  return refused('agent-conflict', `The list is not empty: name the revision that is replaced, ${rev}.`, rev)
}
