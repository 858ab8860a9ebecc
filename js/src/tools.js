// @ts-check
// What the core does with lists: a text in, a text or data out.

import { answer } from './core.js'
import { RuleGenerator, joined } from './generator.js'
import { RuleParser, defaultParserOptions } from './parser.js'
import { jsonOf } from './surrogates.js'

/** @typedef {import('../index.js').AnyRule} AnyRule */

/**
 * @param {string} text
 * @param {import('../index.js').LintOptions} [options]
 */
export function lint(text, options = {}) {
  return answer('lint', settings(options), text)
}

/**
 * @param {string} text
 * @param {import('../index.js').FixOptions} [options]
 */
export function fix(text, options = {}) {
  return answer('fix', settings(options), text)
}

/** @param {string} text */
export function summary(text) {
  return answer('summary', {}, text)
}

/**
 * @param {string} text
 * @param {string | { url: string }} request
 */
export function match(text, request) {
  return answer('match', { url: typeof request === 'string' ? request : request.url }, text)
}

/**
 * @param {string} text
 * @param {{ to: 'adg' | 'ubo' | 'abp' }} options
 */
export function convert(text, options) {
  return answer('convert', options, text)
}

/**
 * @param {object} config
 * @param {Record<string, string>} sources
 * @param {import('../index.js').CompileOptions} [options]
 */
export function compile(config, sources, options = {}) {
  return answer('compile', options, jsonOf({ config, sources }))
}

export function version() {
  return answer('version', {}, '')
}

/**
 * The text of a rule or of a list. A rule that nobody changed is written as it was.
 * @param {AnyRule | import('../index.js').FilterList} node
 */
export function print(node) {
  return node.type === 'FilterList' ? joined(node, printRule, '\f') : printRule(node)
}

/** How the text of a rule is read again, to see whether the rule is still the same: as its options may have been. */
const REREAD = [true, false].flatMap((parseUboSpecificRules) =>
  [true, false].map((parseAbpSpecificRules) => ({
    ...defaultParserOptions,
    tolerant: true,
    isLocIncluded: false,
    includeRaws: false,
    parseUboSpecificRules,
    parseAbpSpecificRules,
  })),
)

/** @param {AnyRule} rule */
function printRule(rule) {
  const text = rule.raws?.text
  if (rule.type === 'InvalidRule' || text === undefined) return RuleGenerator.generate(rule)
  if (rule.type === 'EmptyRule') return text
  const made = generated(rule)
  if (made.text === text) return text
  const parseHostRules = rule.type === 'HostRule'
  const parseHtmlFilteringRuleBodies = rule.type === 'HtmlFilteringRule' && rule.body.type !== 'Value'
  const isSame = REREAD.some((options) => {
    const before = RuleParser.parse(text, { ...options, parseHostRules, parseHtmlFilteringRuleBodies })
    const { text: same, problem } = generated(before)
    return before.type === rule.type && same === made.text && problem === made.problem
  })
  if (isSame) return text
  if (made.text === undefined) throw new Error(made.problem)
  return made.text
}

/**
 * The text of a rule, or why there is none: some rules that can be read cannot be written.
 * @param {AnyRule} rule
 * @returns {{ text?: string, problem?: string }}
 */
function generated(rule) {
  try {
    return { text: RuleGenerator.generate(rule) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * The settings with the names of `bloqr.toml`, where `everyTarget` is `every-target`.
 * @param {object} options
 */
function settings(options) {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/[A-Z]/g, (it) => `-${it.toLowerCase()}`), value]))
}
