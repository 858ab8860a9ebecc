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

/** An instance keeps the memory of its largest call. With more memory than this, in bytes, it is dropped. */
const MEMORY_TO_KEEP = 48 << 20

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** @type {WebAssembly.Module | undefined} */
let module
/** @type {Instance | undefined} */
let idle

/**
 * An instance of the core. It has a buffer for the texts of single rules, 0 until it is needed, and its memory as
 * bytes and as words: new ones when the memory grew.
 * @typedef {{ core: Core, buffer: number, bytes: Uint8Array, words: Int32Array }} Instance
 */

/** The answer to a call. An error of the core is an exception with its message.
 * @param {Work} work
 * @param {object} options
 * @param {string} text
 */
export function ask(work, options, text) {
  const { text: sent, swaps } = toCore(checked(text))
  return withInstance(({ core }) => {
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
  withInstance(({ core }) => {
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

/**
 * The record of a short text that is one rule, fast: the words in which it is, and where it starts. It is valid until
 * the next call.
 * @param {number} bits
 * @param {string} text
 */
export function readRule(bits, text) {
  const { text: sent, swaps } = toCore(text)
  return withInstance((it) => {
    const { core } = it
    if (it.buffer === 0) it.buffer = core.bloqr_alloc(3 * SHORT)
    if (it.bytes.buffer !== core.memory.buffer) it.bytes = new Uint8Array(core.memory.buffer)
    const { written } = encoder.encodeInto(sent, it.bytes.subarray(it.buffer, it.buffer + 3 * SHORT))
    const start = core.bloqr_rule(bits, it.buffer, written) >>> 2
    if (it.words.buffer !== core.memory.buffer) it.words = new Int32Array(core.memory.buffer)
    return { words: it.words, start, swaps }
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
 * @param {(instance: Instance) => T} work
 * @returns {T}
 */
function withInstance(work) {
  const instance = idle ?? newInstance()
  idle = undefined
  let result
  try {
    result = work(instance)
  } catch (error) {
    const isTrap = error instanceof WebAssembly.RuntimeError
    if (!isTrap && !(error instanceof RangeError)) keep(instance)
    if (!isTrap) throw error
    throw new Error('the core failed: the text can need more memory than WebAssembly has', { cause: error })
  }
  keep(instance)
  return result
}

/** @param {Instance} instance */
function keep(instance) {
  if (instance.core.memory.buffer.byteLength <= MEMORY_TO_KEEP) idle = instance
}

/** @returns {Instance} */
function newInstance() {
  module ??= load()
  const core = /** @type {Core} */ (/** @type {unknown} */ (new WebAssembly.Instance(module).exports))
  return { core, buffer: 0, bytes: new Uint8Array(0), words: new Int32Array(0) }
}
