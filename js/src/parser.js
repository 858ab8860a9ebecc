// @ts-check
// AGTree's parsers.

import { SHORT, readRecords, readRule } from './core.js'
import { exceptionOf } from './errors.js'
import { close, open, ruleAt } from './nodes.js'

/** @typedef {import('../index.js').AnyRule} AnyRule */
/** @typedef {import('../index.js').ParserOptions} ParserOptions */

export const defaultParserOptions = Object.freeze({
  tolerant: false,
  isLocIncluded: true,
  parseAbpSpecificRules: true,
  parseUboSpecificRules: true,
  includeRaws: true,
  ignoreComments: false,
  parseHostRules: false,
  parseHtmlFilteringRuleBodies: false,
})

/** The options of the core, in the order of their bits: `Options::NAMES` of crates/wire. */
const NAMES = /** @type {const} */ ([
  'tolerant',
  'isLocIncluded',
  'includeRaws',
  'parseAbpSpecificRules',
  'parseUboSpecificRules',
  'parseHostRules',
  'ignoreComments',
  'parseHtmlFilteringRuleBodies',
])

/** The bit after those: the text is one rule. */
const ONE_RULE = 1 << NAMES.length

/** @param {ParserOptions} options */
export function bitsOf(options) {
  return NAMES.reduce((bits, name, n) => (options[name] ? bits | (1 << n) : bits), 0)
}

export class RuleParser {
  /**
   * @param {string} raw
   * @param {ParserOptions} [options]
   * @param {number} [baseOffset]
   */
  static parse(raw, options = defaultParserOptions, baseOffset = 0) {
    const bits = bitsOf(options)
    if (typeof raw !== 'string' || raw.length > SHORT) return rules(raw, options, baseOffset, bits | ONE_RULE)[0]
    const { words, start, swaps } = readRule(bits, raw)
    open(words, raw, baseOffset, options, swaps)
    const rule = ruleAt(start)
    close()
    if (rule.type === 'InvalidRule') report([rule], options)
    return rule
  }
}

export class FilterListParser {
  /**
   * @param {string} raw
   * @param {ParserOptions} [options]
   * @param {number} [baseOffset]
   * @returns {import('../index.js').FilterList}
   */
  static parse(raw, options = defaultParserOptions, baseOffset = 0) {
    const children = rules(raw, options, baseOffset, bitsOf(options))
    return options.isLocIncluded
      ? { type: 'FilterList', children, start: baseOffset, end: baseOffset + raw.length }
      : { type: 'FilterList', children }
  }
}

/**
 * @param {string} text
 * @param {ParserOptions} options
 * @param {number} base
 * @param {number} bits
 */
function rules(text, options, base, bits) {
  /** Rules piece by piece: a long array that grows makes more work for the garbage collector. @type {AnyRule[][]} */
  const pieces = []
  readRecords(bits, text, (words, swaps) => {
    open(words, text, base, options, swaps)
    /** @type {AnyRule[]} */
    const piece = []
    let hasInvalid = false
    for (let at = 0; at < words.length; at += words[at]) {
      const rule = ruleAt(at)
      piece.push(rule)
      if (rule.type === 'InvalidRule') {
        hasInvalid = true
        if (!options.tolerant) break
      }
    }
    close()
    pieces.push(piece)
    if (hasInvalid) report(piece, options)
  })
  return joined(pieces)
}

/** So many arrays are joined at once: a call has no room for more arguments. */
const MANY = 1000

/**
 * @param {AnyRule[][]} pieces
 * @returns {AnyRule[]}
 */
function joined(pieces) {
  if (pieces.length === 1) return pieces[0]
  let all = pieces
  while (all.length > MANY) {
    const larger = []
    for (let n = 0; n < all.length; n += MANY) larger.push(joined(all.slice(n, n + MANY)))
    all = larger
  }
  return /** @type {AnyRule[]} */ ([]).concat(...all)
}

/**
 * Reports invalid rules after their piece is read: a callback may parse, too. Without `tolerant`, the first one is an
 * exception.
 * @param {AnyRule[]} rules
 * @param {ParserOptions} options
 */
function report(rules, { tolerant, onParseError }) {
  for (const rule of rules) {
    if (rule.type !== 'InvalidRule') continue
    const error = exceptionOf(rule.error)
    if (!tolerant) throw error
    onParseError?.(error)
  }
}
