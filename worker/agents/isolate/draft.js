// @ts-check
// The draft in the core: the list and what is found in it. The core stores nothing.

import { Instance, Problem } from './core.js'

/** Pieces of a text, in bytes: in storage, and to and from the core. */
export const PIECE = 1_000_000

/** @typedef {Record<string, unknown> & { do: string }} Command */

export class Draft {
  #instance = new Instance()

  /** `core` and `tables`, by which a stored state is known to be of another core. */
  get version() {
    return this.#instance.version()
  }

  /**
   * Does what a command says. A refusal is thrown.
   * @param {Command} command
   * @param {Uint8Array} [input]
   * @returns {Record<string, any>}
   */
  ask(command, input) {
    return JSON.parse(new TextDecoder().decode(this.#bytes(command, input)))
  }

  /** What the last command that writes did, to be stored. */
  change() {
    return this.#bytes({ do: 'change' })
  }

  /** The list. @returns {Uint8Array[]} */
  text() {
    const pieces = []
    for (let from = 0; ; from += PIECE) {
      const piece = this.#bytes({ do: 'text', from, to: from + PIECE })
      if (piece.length > 0) pieces.push(piece)
      if (piece.length < PIECE) return pieces
    }
  }

  /** Sends a text, of which a next command makes something. @param {Iterable<Uint8Array>} pieces */
  send(pieces) {
    this.ask({ do: 'drop' })
    for (const piece of pieces) this.ask({ do: 'piece' }, piece)
  }

  /** @param {Command} command @param {Uint8Array} [input] */
  #bytes(command, input = new Uint8Array()) {
    const { status, body } = this.#instance.call('bloqr_draft', JSON.stringify(command), input)
    if (status !== 200) throw new Problem(body)
    return body
  }
}
