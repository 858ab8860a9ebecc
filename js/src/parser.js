// @ts-check
// AGTree's parsers.

import { readRecords } from './core.js'
import { exceptionOf } from './errors.js'
import { open, ruleAt } from './nodes.js'

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
    return rules(raw, options, baseOffset, bitsOf(options) | ONE_RULE)[0]
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
  /** @type {import('../index.js').AnyRule[]} */
  const children = []
  readRecords(bits, text, (words, swaps) => {
    open(words, text, base, options, swaps)
    const first = children.length
    let hasInvalid = false
    for (let at = 0; at < words.length; at += words[at]) {
      const rule = ruleAt(at)
      children.push(rule)
      if (rule.type === 'InvalidRule') {
        if (!options.tolerant) throw exceptionOf(rule.error)
        hasInvalid = true
      }
    }
    if (hasInvalid && options.onParseError) report(children.slice(first), options.onParseError)
  })
  return children
}

/**
 * Reports invalid rules after their piece is read: a callback may parse, too.
 * @param {import('../index.js').AnyRule[]} rules
 * @param {(error: unknown) => void} onParseError
 */
function report(rules, onParseError) {
  for (const rule of rules) {
    if (rule.type === 'InvalidRule') onParseError(exceptionOf(rule.error))
  }
}
