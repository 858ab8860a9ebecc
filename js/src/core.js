// @ts-check
// Calls the core: `crates/js/src/doors.rs` has the functions. An instance belongs to one call at a time, so that a
// call inside a call (a callback that parses) gets another one.

import { load } from '#wasm'
import { fromCore, jsonOf, toCore } from './surrogates.js'

/**
 * The exports of the core.
 * @typedef {{
 *   memory: WebAssembly.Memory
 *   bloqr_alloc(length: number): number
 *   bloqr_free(address: number, length: number): void
 *   bloqr_tree(bits: number, text: number, length: number, used: number): void
 *   bloqr_tree_next(): bigint
 *   bloqr_rule(bits: number, text: number, used: number): number
 * } & Record<`bloqr_${Work}`, (options: number, optionsLength: number, text: number, length: number, used: number) => bigint>} Core
 */

/** @typedef {'lint' | 'fix' | 'summary' | 'match' | 'convert' | 'convert_rule' | 'compile' | 'version'} Work */

/** The longest text, in UTF-16 code units. As UTF-8, it must fit into the memory of an instance beside its answer. */
export const MAX_LENGTH = 1 << 27

/** An instance keeps the memory of its largest call. An instance larger than this is dropped, in bytes. */
const MEMORY_TO_KEEP = 48 << 20

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** @type {WebAssembly.Module | undefined} */
let module
/** @type {Core | undefined} */
let idle

/** The answer to a call. An error of the core is an exception with its message.
 * @param {Work} work
 * @param {object} options
 * @param {string} text
 */
export function ask(work, options, text) {
  const { text: sent, swaps } = toCore(checked(text))
  return withCore((core) => {
    const first = encoder.encode(jsonOf(options))
    const at = core.bloqr_alloc(first.length)
    new Uint8Array(core.memory.buffer, at, first.length).set(first)
    const { address, length, used } = put(core, sent)
    const reply = core[`bloqr_${work}`](at, first.length, address, length, used)
    const [from, size] = halves(reply)
    const isError = new Uint8Array(core.memory.buffer, from + size - 1, 1)[0] === 1
    const said = decoder.decode(new Uint8Array(core.memory.buffer, from, size - 1))
    core.bloqr_free(from, size)
    return { isError, said: fromCore(said, swaps) }
  })
}

/** The answer as it is in JSON.
 * @param {Work} work
 * @param {object} options
 * @param {string} text
 */
export function answer(work, options, text) {
  const { isError, said } = ask(work, options, text)
  if (isError) throw new Error(said)
  return JSON.parse(said)
}

/**
 * Gives the records of a text, piece by piece, to `read`. A piece is valid until `read` returns. Returns what the
 * core put in the place of lone surrogates.
 * @param {number} bits
 * @param {string} text
 * @param {(words: Int32Array, swaps: import('./surrogates.js').Swaps | undefined) => void} read
 */
export function readRecords(bits, text, read) {
  const { text: sent, swaps } = toCore(checked(text))
  withCore((core) => {
    const { address, length, used } = put(core, sent)
    core.bloqr_tree(bits, address, length, used)
    for (;;) {
      const [from, count] = halves(core.bloqr_tree_next())
      if (count === 0) break
      read(new Int32Array(core.memory.buffer, from, count), swaps)
    }
  })
}

/** The longest text of {@link readRule}, in code units. */
export const SHORT = 4096

/** A buffer for the texts of single rules, in the memory of the instance that has it. @type {Core | undefined} */
let owner
let buffer = 0
let bytes = new Uint8Array(0)
let words = new Int32Array(0)

/**
 * The record of a short text that is one rule, fast: the words in which it is, and where it starts. It is valid until
 * the next call.
 * @param {number} bits
 * @param {string} text
 */
export function readRule(bits, text) {
  const { text: sent, swaps } = toCore(text)
  return withCore((core) => {
    if (owner !== core) {
      owner = core
      buffer = core.bloqr_alloc(3 * SHORT)
    }
    if (bytes.buffer !== core.memory.buffer) bytes = new Uint8Array(core.memory.buffer)
    const { written } = encoder.encodeInto(sent, bytes.subarray(buffer, buffer + 3 * SHORT))
    const start = core.bloqr_rule(bits, buffer, written) >>> 2
    if (words.buffer !== core.memory.buffer) words = new Int32Array(core.memory.buffer)
    return { words, start, swaps }
  })
}

/** @param {unknown} text */
function checked(text) {
  if (typeof text !== 'string') throw new TypeError('the text must be a string')
  if (text.length > MAX_LENGTH) {
    throw new RangeError(`the text has ${text.length} code units, and at most ${MAX_LENGTH} are read at once`)
  }
  return text
}

/**
 * Copies a text into the memory of the core. Most texts are ASCII, where a byte is a code unit.
 * @param {Core} core
 * @param {string} text
 */
function put(core, text) {
  for (let length = text.length + (text.length >> 4) + 16; ; length = text.length * 3) {
    const address = core.bloqr_alloc(length)
    const { read, written } = encoder.encodeInto(text, new Uint8Array(core.memory.buffer, address, length))
    if (read === text.length) return { address, length, used: written }
    core.bloqr_free(address, length)
  }
}

/** @param {bigint} reply */
function halves(reply) {
  return [Number(BigInt.asUintN(32, reply >> 32n)), Number(BigInt.asUintN(32, reply))]
}

/**
 * An instance that trapped, or had no stack left, is at no known state: it is dropped, and its memory with it.
 * @template T
 * @param {(core: Core) => T} work
 * @returns {T}
 */
function withCore(work) {
  const core = idle ?? instance()
  idle = undefined
  let result
  try {
    result = work(core)
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) drop(core)
    else keep(core)
    if (!(error instanceof WebAssembly.RuntimeError)) throw error
    throw new Error('the core failed: the text can need more memory than WebAssembly has', { cause: error })
  }
  keep(core)
  return result
}

/** @param {Core} core */
function keep(core) {
  if (core.memory.buffer.byteLength <= MEMORY_TO_KEEP) idle = core
  else drop(core)
}

/** Nothing may hold the memory of an instance that is not used any more. @param {Core} core */
function drop(core) {
  if (owner !== core) return
  owner = undefined
  bytes = new Uint8Array(0)
  words = new Int32Array(0)
}

/** @returns {Core} */
function instance() {
  module ??= load()
  return /** @type {Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(module).exports))
}
