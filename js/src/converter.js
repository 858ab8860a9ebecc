// @ts-check
// AGTree's converters, on the core's. A rule that the other product cannot express is an error.

import { ask } from './core.js'
import { NotImplementedError, RuleConversionError } from './errors.js'
import { FilterListGenerator, RuleGenerator } from './generator.js'
import { FilterListParser, RuleParser, defaultParserOptions } from './parser.js'

/** @typedef {import('../index.js').AnyRule} AnyRule */
/** @typedef {import('../index.js').FilterList} FilterList */

/** New rules stand in no text. */
const MADE = { ...defaultParserOptions, isLocIncluded: false, includeRaws: false, parseHostRules: true }

/**
 * The rules that do the same for the product; `undefined` when it reads the rule as it is.
 * @param {string} rule
 * @param {'adg' | 'ubo' | 'abp'} to
 * @returns {string[] | undefined}
 */
function converted(rule, to) {
  const { isError, said } = ask('convert_rule', { to }, rule)
  if (isError) throw new RuleConversionError(said)
  return JSON.parse(said).rules ?? undefined
}

/**
 * @param {AnyRule} rule
 * @param {'adg' | 'ubo'} to
 */
function convertNode(rule, to) {
  const isRule = rule.type !== 'HostRule' && rule.category !== 'Empty' && rule.category !== 'Invalid'
  const made = isRule ? converted(RuleGenerator.generate(rule), to) : undefined
  if (made === undefined) return { result: [rule], isConverted: false }
  return { result: made.map((it) => RuleParser.parse(it, MADE)), isConverted: true }
}

export class RuleConverter {
  /** @param {AnyRule} rule */
  static convertToAdg(rule) {
    return convertNode(rule, 'adg')
  }

  /** @param {AnyRule} rule */
  static convertToUbo(rule) {
    return rule.category === 'Comment' ? { result: [rule], isConverted: false } : convertNode(rule, 'ubo')
  }

  /** @returns {never} */
  static convertToAbp() {
    throw new NotImplementedError()
  }
}

export class RawRuleConverter {
  /** @param {string} rawRule */
  static convertToAdg(rawRule) {
    const { result, isConverted } = RuleConverter.convertToAdg(RuleParser.parse(rawRule))
    return { result: isConverted ? result.map(RuleGenerator.generate) : [rawRule], isConverted }
  }

  /** @returns {never} */
  static convertToAbp() {
    throw new NotImplementedError()
  }

  /** @returns {never} */
  static convertToUbo() {
    throw new NotImplementedError()
  }
}

export class FilterListConverter {
  /**
   * @param {FilterList} filterListNode
   * @param {boolean} [tolerant] Whether a rule that cannot be converted stays as it is.
   * @returns {{ result: FilterList, isConverted: boolean }}
   */
  static convertToAdg(filterListNode, tolerant = true) {
    let isConverted = false
    const children = filterListNode.children.flatMap((rule) => {
      try {
        const made = RuleConverter.convertToAdg(rule)
        if (made.isConverted) {
          isConverted = true
          return made.result
        }
      } catch (error) {
        if (!tolerant) throw error
      }
      return [rule]
    })
    if (!isConverted) return { result: filterListNode, isConverted }
    const kept = new Set(filterListNode.children)
    // A change of the new list is no change of the old one.
    const own = children.map((it) => (kept.has(it) ? structuredClone(it) : it))
    return { result: { type: 'FilterList', children: own }, isConverted }
  }

  /** @returns {never} */
  static convertToAbp() {
    throw new NotImplementedError()
  }

  /** @returns {never} */
  static convertToUbo() {
    throw new NotImplementedError()
  }
}

export class RawFilterListConverter {
  /**
   * @param {string} rawFilterList
   * @param {boolean} [tolerant]
   */
  static convertToAdg(rawFilterList, tolerant = true) {
    const list = FilterListParser.parse(rawFilterList, { ...defaultParserOptions, isLocIncluded: false, tolerant })
    const { result, isConverted } = FilterListConverter.convertToAdg(list, tolerant)
    return { result: isConverted ? FilterListGenerator.generate(result, false, tolerant) : rawFilterList, isConverted }
  }

  /** @returns {never} */
  static convertToAbp() {
    throw new NotImplementedError()
  }

  /** @returns {never} */
  static convertToUbo() {
    throw new NotImplementedError()
  }
}
