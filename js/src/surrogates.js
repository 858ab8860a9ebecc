// @ts-check
// Lone surrogates. A string can have them and UTF-8 cannot, so the core gets a private character in the place of each.
// It has the same length, so that no position moves, and what the core returns is turned back.

/** Private characters, each with the lone surrogate that it stands for. @typedef {Map<string, string>} Swaps */

const LONE = /\p{Surrogate}/gu
const PRIVATE = /[\ue000-\uf8ff]/g
const FIRST_PRIVATE = 0xe000
const LAST_PRIVATE = 0xf8ff

/**
 * The text for the core.
 * @param {string} text
 * @returns {{ text: string, swaps?: Swaps }}
 */
export function toCore(text) {
  if (isWellFormed(text)) return { text }
  const taken = new Set(text.match(PRIVATE))
  /** @type {Map<string, string>} */
  const given = new Map()
  let next = FIRST_PRIVATE
  const sent = text.replace(LONE, (lone) => {
    let instead = given.get(lone)
    if (instead === undefined) {
      while (taken.has(String.fromCharCode(next))) next += 1
      // There are 6,400 private characters, and 2,048 surrogates: a text that uses nearly all is no list.
      if (next > LAST_PRIVATE) throw new RangeError('the text has too many lone surrogates and private characters')
      instead = String.fromCharCode(next)
      next += 1
      given.set(lone, instead)
    }
    return instead
  })
  return { text: sent, swaps: new Map([...given].map(([lone, instead]) => [instead, lone])) }
}

/**
 * A text of the core, with the surrogates.
 * @param {string} text
 * @param {Swaps | undefined} swaps
 */
export function fromCore(text, swaps) {
  return swaps === undefined ? text : text.replace(PRIVATE, (it) => swaps.get(it) ?? it)
}

/**
 * JSON with lone surrogates as they are. `JSON.stringify` escapes them, and no other ones, and the core reads no such
 * escapes.
 * @param {unknown} value
 */
export function jsonOf(value) {
  // A pair of backslashes is passed over as a whole: what follows it is no escape.
  const escaped = /\\\\|\\u(d[89a-f][0-9a-f]{2})/g
  return JSON.stringify(value).replace(escaped, (all, unit) => (unit ? String.fromCharCode(parseInt(unit, 16)) : all))
}

/** @param {string} text */
function isWellFormed(text) {
  const { isWellFormed } = /** @type {{ isWellFormed?: () => boolean }} */ (/** @type {unknown} */ (String.prototype))
  return isWellFormed ? isWellFormed.call(text) : text.search(LONE) < 0
}
