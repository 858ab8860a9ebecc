// @ts-check
// A list as numbers over its text. A node is made when it is asked for.

import { readRecords } from './core.js'
import { SYNTAXES, TYPES, close, open, ruleAt, syntaxOf, typeOf } from './nodes.js'
import { bitsOf, defaultParserOptions } from './parser.js'

/** @typedef {import('../index.js').AnyRule} AnyRule */

/** The options for lists: hosts files are lists, too, and an invalid rule is a node. */
const LIST = { ...defaultParserOptions, parseHostRules: true }

export class Tree {
  #text
  #options
  /** The records of all rules. @type {Int32Array} */
  #words
  /** Where each record starts. @type {Uint32Array} */
  #starts
  /** @type {import('./surrogates.js').Swaps | undefined} */
  #swaps

  /**
   * @param {string} text
   * @param {import('../index.js').TreeOptions} [options]
   */
  constructor(text, options = {}) {
    this.#text = text
    this.#options = { ...LIST, ...options }
    let words = new Int32Array(1 << 15)
    let starts = new Uint32Array(1 << 10)
    let size = 0
    let count = 0
    readRecords(bitsOf(this.#options), text, (piece, swaps) => {
      this.#swaps = swaps
      while (words.length < size + piece.length) words = larger(words)
      words.set(piece, size)
      for (let at = 0; at < piece.length; at += piece[at]) {
        if (count === starts.length) starts = larger(starts)
        starts[count] = size + at
        count += 1
      }
      size += piece.length
    })
    this.#words = words.slice(0, size)
    this.#starts = starts.slice(0, count)
  }

  /** How many rules there are: one a line. */
  get length() {
    return this.#starts.length
  }

  /** The type of a rule. @param {number} n */
  type(n) {
    return TYPES[typeOf(this.#head(n))]
  }

  /** The product whose syntax a rule has. @param {number} n */
  syntax(n) {
    return SYNTAXES[syntaxOf(this.#head(n))]
  }

  /** Where a rule starts in the text. @param {number} n */
  start(n) {
    return this.#words[this.#start(n) + 2]
  }

  /** Where a rule ends, without its line ending. @param {number} n */
  end(n) {
    return this.#words[this.#start(n) + 3]
  }

  /** The text of a rule. @param {number} n */
  text(n) {
    return this.#text.slice(this.start(n), this.end(n))
  }

  /** The node of a rule: a new one with each call. @param {number} n */
  rule(n) {
    const start = this.#start(n)
    open(this.#words, this.#text, 0, this.#options, this.#swaps)
    const rule = ruleAt(start)
    close()
    return rule
  }

  /** @returns {IterableIterator<AnyRule>} */
  *[Symbol.iterator]() {
    for (let n = 0; n < this.length; n += 1) yield this.rule(n)
  }

  /** @param {number} n */
  #head(n) {
    return this.#words[this.#start(n) + 1]
  }

  /** @param {number} n */
  #start(n) {
    const start = this.#starts[n]
    if (start === undefined) throw new RangeError(`there is no rule ${n}: there are ${this.length}`)
    return start
  }
}

/**
 * The same numbers, with room for more.
 * @template {Int32Array | Uint32Array} T
 * @param {T} numbers
 * @returns {T}
 */
function larger(numbers) {
  const more = new /** @type {{ new (length: number): T }} */ (numbers.constructor)(2 * numbers.length)
  more.set(numbers)
  return more
}
