// @ts-check
// The Rust core in an agent. It makes every document, also those of refusals.

import wasm from '../../core.wasm'
import { call, instantiate, reply, taken } from '../../doors.js'

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
  #core = instantiate(wasm)

  /**
   * Calls a door of the core.
   * @param {'bloqr_refuse' | 'bloqr_draft' | 'bloqr_watch'} door
   * @param {string} name
   * @param {Uint8Array} input
   * @returns {Answer}
   */
  call(door, name, input) {
    return taken(call(this.#core, door, name, input))
  }

  /** The versions of the core and its tables. @returns {import('../../core.ts').Version} */
  version() {
    return JSON.parse(new TextDecoder().decode(taken(reply(this.#core, this.#core.bloqr_version())).body))
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
