// @ts-check
// Makes AGTree's nodes from records: `crates/wire/src/flat.rs` says what they have. Nodes are plain objects, with
// AGTree's keys in AGTree's order: some are there, and undefined.
//
// What is read is in variables of this module, because that is fastest. Nothing is called meanwhile that could read
// something else.

import { fromCore } from './surrogates.js'

/** @typedef {import('../index.js').AnyRule} AnyRule */

/** The types of rules, by their number in a record. */
export const TYPES = /** @type {const} */ ([
  'NetworkRule',
  'HostRule',
  'ElementHidingRule',
  'CssInjectionRule',
  'ScriptletInjectionRule',
  'HtmlFilteringRule',
  'JsInjectionRule',
  'CommentRule',
  'MetadataCommentRule',
  'AgentCommentRule',
  'HintCommentRule',
  'PreProcessorCommentRule',
  'ConfigCommentRule',
  'EmptyRule',
  'InvalidRule',
])

/** The products, by their number in a record. */
export const SYNTAXES = /** @type {const} */ (['Common', 'AdGuard', 'UblockOrigin', 'AdblockPlus'])

/** Its number among them. */
const UBO = 2

const SEPARATORS = ['##', '#@#', '#?#', '#@?#', '#$#', '#@$#', '#$?#', '#@$?#', '#%#', '#@%#', '$$', '$@$']
const NEWLINES = [undefined, 'lf', 'crlf', 'cr', undefined]
const SELECTORS = ['TypeSelector', 'ClassSelector', 'IdSelector', 'SelectorCombinator']
const CLASSES = ['AdblockSyntaxError', 'Error', 'SyntaxError']

// Bits of a head.
const EXCEPTION = 1 << 9
const FIRST = 1 << 10
const SECOND = 1 << 11
const THIRD = 1 << 12
const REMOVE = 1 << 13

/** @param {number} head */
export const typeOf = (head) => head & 15
/** @param {number} head */
export const syntaxOf = (head) => (head >> 7) & 3
/** @param {number} head */
const newlineOf = (head) => (head >> 4) & 7
/** @param {number} head */
const formOf = (head) => (head >> 14) & 3
/** @param {number} head */
const separatorOf = (head) => (head >> 16) & 15

/** An empty parameter. */
const NOTHING = -(2 ** 31)

// What is read: the words, the next of them, the text, what is added to offsets, and what to make.
/** @type {Int32Array} */
let words
let at = 0
let source = ''
let base = 0
let hasLocation = true
let hasRaws = true
/** @type {import('./surrogates.js').Swaps | undefined} */
let swaps

/**
 * Sets what is read.
 * @param {Int32Array} records
 * @param {string} text
 * @param {number} offset
 * @param {{ isLocIncluded?: boolean, includeRaws?: boolean }} options
 * @param {import('./surrogates.js').Swaps | undefined} instead
 */
export function open(records, text, offset, options, instead) {
  words = records
  source = text
  base = offset
  hasLocation = Boolean(options.isLocIncluded)
  hasRaws = Boolean(options.includeRaws)
  swaps = instead
}

/** What was read is not held any more: a text, and a memory that can be large. */
export function close() {
  open(NO_WORDS, '', 0, {}, undefined)
}

const NO_WORDS = new Int32Array(0)

/**
 * The rule of the record that starts at this word.
 * @param {number} from
 * @returns {AnyRule}
 */
export function ruleAt(from) {
  const head = words[from + 1]
  const start = words[from + 2]
  const end = words[from + 3]
  at = from + 4
  // Nearly all rules of a list are of these two types, and AGTree's default options are nearly always used.
  if (hasLocation && hasRaws) {
    const type = head & 15
    if (type === 0) return network(head, start, end)
    if (type === 2 && !(head & FIRST)) return elementHiding(head, start, end)
  }
  return any(head, start, end)
}

/**
 * @param {number} head
 * @param {number} start
 * @param {number} end
 * @returns {any}
 */
function network(head, start, end) {
  const text = source.substring(start, end)
  // Most rules are a pattern alone.
  const isWhole = words[at] === start && words[at + 1] === end
  if (isWhole) at += 2
  return {
    type: 'NetworkRule',
    category: 'Network',
    syntax: 'Common',
    exception: (head & EXCEPTION) !== 0,
    pattern: isWhole ? { type: 'Value', value: text, start: start + base, end: end + base } : value(),
    modifiers: head & FIRST ? modifierList() : undefined,
    raws: rawsOf(head, text),
    start: start + base,
    end: end + base,
  }
}

/**
 * @param {number} head
 * @param {number} start
 * @param {number} end
 * @returns {any}
 */
function elementHiding(head, start, end) {
  const exception = (head & EXCEPTION) !== 0
  const domains = domainList()
  const separator = separatorValue(head)
  const bodyStart = words[at] + base
  const bodyEnd = words[at + 1] + base
  at += 2
  return {
    category: 'Cosmetic',
    exception,
    modifiers: undefined,
    domains,
    separator,
    raws: raws(head, start, end),
    start: start + base,
    end: end + base,
    syntax: SYNTAXES[syntaxOf(head)],
    type: 'ElementHidingRule',
    body: { type: 'ElementHidingRuleBody', selectorList: value(), start: bodyStart, end: bodyEnd },
  }
}

/**
 * @param {number} head
 * @param {number} start
 * @param {number} end
 * @returns {any}
 */
function raws(head, start, end) {
  return rawsOf(head, source.substring(start, end))
}

/**
 * @param {number} head
 * @param {string} text
 */
function rawsOf(head, text) {
  const newline = newlineOf(head)
  return newline === 0 ? { text } : { text, nl: NEWLINES[newline] }
}

/**
 * A rule of any type, with any options.
 * @param {number} head
 * @param {number} start
 * @param {number} end
 * @returns {any}
 */
function any(head, start, end) {
  const type = TYPES[typeOf(head)]
  const syntax = SYNTAXES[syntaxOf(head)]
  /** @type {any} */
  let rule
  switch (type) {
    case 'EmptyRule':
      rule = { type, category: 'Empty', syntax }
      break
    case 'InvalidRule':
      rule = { type, category: 'Invalid', syntax, raw: source.substring(start, end), error: invalid(head) }
      break
    case 'CommentRule':
      rule = { category: 'Comment', type, syntax, marker: value(), text: value() }
      break
    case 'MetadataCommentRule':
      rule = { type, category: 'Comment', syntax, marker: value(), header: value(), value: value() }
      break
    case 'AgentCommentRule':
      rule = { type, syntax, category: 'Comment', children: items(agent) }
      break
    case 'HintCommentRule':
      rule = { type, category: 'Comment', syntax, children: items(hint) }
      break
    case 'PreProcessorCommentRule':
      rule = { type, category: 'Comment', syntax, name: value() }
      preProcessor(rule, formOf(head))
      break
    case 'ConfigCommentRule':
      rule = { type, category: 'Comment', syntax, marker: value(), command: value() }
      config(rule, head)
      break
    case 'NetworkRule':
      rule = {
        type,
        category: 'Network',
        syntax,
        exception: (head & EXCEPTION) !== 0,
        pattern: value(),
        modifiers: head & FIRST ? modifierList() : undefined,
      }
      break
    case 'HostRule':
      rule = host(head)
      break
    default:
      return cosmetic(type, syntax, head, start, end)
  }
  return finish(rule, head, start, end)
}

/**
 * Adds the parts that every rule has. Without `includeRaws`, AGTree adds them to a line that ends, as the last key.
 * @param {any} rule
 * @param {number} head
 * @param {number} start
 * @param {number} end
 */
function finish(rule, head, start, end) {
  if (hasRaws) rule.raws = raws(head, start, end)
  if (hasLocation) located(rule, start, end)
  if (!hasRaws && newlineOf(head) !== 0) rule.raws = raws(head, start, end)
  return rule
}

/**
 * @param {any} node
 * @param {number} start
 * @param {number} end
 */
function located(node, start, end) {
  if (hasLocation) {
    node.start = start + base
    node.end = end + base
  }
  return node
}

/** The start and the end of a node: two words. */
function span() {
  at += 2
  return [words[at - 2], words[at - 1]]
}

/** A text. @returns {any} */
function value() {
  const start = words[at]
  const end = words[at + 1]
  at += 2
  if (start < 0) return located({ type: 'Value', value: string() }, ~start, end)
  const text = source.substring(start, end)
  return hasLocation
    ? { type: 'Value', value: text, start: start + base, end: end + base }
    : { type: 'Value', value: text }
}

/** A string that does not stand in the text. */
function string() {
  const count = words[at]
  let text = ''
  for (let from = at + 1; from <= at + count; from += PIECE) {
    text += String.fromCharCode.apply(null, /** @type {any} */ (words.subarray(from, Math.min(from + PIECE, at + count + 1))))
  }
  at += count + 1
  return fromCore(text, swaps)
}

/** So many arguments can a function have. */
const PIECE = 4096

/**
 * Items without a place of their own.
 * @param {() => any} read
 */
function items(read) {
  const count = words[at]
  at += 1
  return several(count, read)
}

/**
 * So many items. Most lists are short, and an array that grows has room for many.
 * @template T
 * @param {number} count
 * @param {() => T} read
 * @returns {T[]}
 */
function several(count, read) {
  if (count === 0) return []
  if (count === 1) return [read()]
  if (count === 2) return [read(), read()]
  const items = [read(), read(), read()]
  for (let n = 3; n < count; n += 1) items.push(read())
  return items
}

/**
 * A list with its place.
 * @param {string} type
 * @param {() => any} read
 */
function list(type, read) {
  const count = words[at]
  const start = words[at + 1]
  const end = words[at + 2]
  at += 3
  const children = several(count, read)
  return located({ type, children }, start, end)
}

function modifierList() {
  const count = words[at]
  const start = words[at + 1]
  const end = words[at + 2]
  at += 3
  const children = several(count, modifier)
  return hasLocation
    ? { type: 'ModifierList', children, start: start + base, end: end + base }
    : { type: 'ModifierList', children }
}

function modifier() {
  const flags = words[at]
  const start = words[at + 1]
  const end = words[at + 2]
  at += 3
  const name = value()
  const text = flags & 2 ? value() : undefined
  const exception = (flags & 1) !== 0
  return hasLocation
    ? { type: 'Modifier', name, value: text, exception, start: start + base, end: end + base }
    : { type: 'Modifier', name, value: text, exception }
}

function parameterList() {
  return list('ParameterList', parameter)
}

function parameter() {
  if (words[at] !== NOTHING) return value()
  at += 1
  return null
}

function domainList() {
  const count = words[at]
  const start = words[at + 1]
  const end = words[at + 2]
  at += 3
  const children = several(count, domain)
  return hasLocation
    ? { type: 'DomainList', separator: ',', children, start: start + base, end: end + base }
    : { type: 'DomainList', separator: ',', children }
}

function domain() {
  const exception = words[at] === 1
  const start = words[at + 1]
  const end = words[at + 2]
  at += 3
  if (start < 0) return located({ type: 'Domain', value: string(), exception }, ~start, end)
  const text = source.substring(start, end)
  return hasLocation
    ? { type: 'Domain', value: text, exception, start: start + base, end: end + base }
    : { type: 'Domain', value: text, exception }
}

/** @param {number} head */
function separatorValue(head) {
  const sign = SEPARATORS[separatorOf(head)]
  const start = words[at] + base
  at += 1
  return hasLocation
    ? { type: 'Value', value: sign, start, end: start + sign.length }
    : { type: 'Value', value: sign }
}

/**
 * @param {string} type
 * @param {string} syntax
 * @param {number} head
 * @param {number} start
 * @param {number} end
 */
function cosmetic(type, syntax, head, start, end) {
  /** @type {any} */
  const rule = {
    category: 'Cosmetic',
    exception: (head & EXCEPTION) !== 0,
    modifiers: head & FIRST ? modifierList() : undefined,
    domains: domainList(),
  }
  rule.separator = separatorValue(head)
  if (hasRaws) rule.raws = raws(head, start, end)
  located(rule, start, end)
  rule.syntax = syntax
  rule.type = type
  const [bodyStart, bodyEnd] = span()
  rule.body = body(type, head, bodyStart, bodyEnd)
  if (!hasRaws && newlineOf(head) !== 0) rule.raws = raws(head, start, end)
  return rule
}

/**
 * @param {string} type
 * @param {number} head
 * @param {number} start
 * @param {number} end
 */
function body(type, head, start, end) {
  switch (type) {
    case 'ElementHidingRule':
      return located({ type: 'ElementHidingRuleBody', selectorList: value() }, start, end)
    case 'CssInjectionRule':
      return cssInjection(head, start, end)
    case 'ScriptletInjectionRule':
      return located({ type: 'ScriptletInjectionRuleBody', children: items(parameterList) }, start, end)
    case 'HtmlFilteringRule':
      return formOf(head) === 1 ? htmlBody(head, start, end) : value()
    default:
      return value()
  }
}

/**
 * @param {number} head
 * @param {number} start
 * @param {number} end
 */
function htmlBody(head, start, end) {
  const selectorList = list('SelectorList', complexSelector)
  const [first] = selectorList.children[0]?.children ?? []
  // AGTree reads `responseheader(name)`, which has no colon, by itself, and writes the place of its node at the end.
  if (syntaxOf(head) === UBO && first?.type === 'PseudoClassSelector' && first.start === first.name.start) {
    const { type, name, argument, ...place } = first
    selectorList.children[0].children[0] = { type, name, argument, ...place }
  }
  return located({ type: 'HtmlFilteringRuleBody', selectorList }, start, end)
}

/**
 * @param {number} head
 * @param {number} start
 * @param {number} end
 */
function cssInjection(head, start, end) {
  const selectorList = value()
  // Without a place: uBlock Origin's `:remove()` has no declarations.
  const declarationList = head & SECOND ? value() : { type: 'Value', value: '' }
  const mediaQueryList = head & THIRD ? value() : undefined
  const remove = (head & REMOVE) !== 0
  const type = 'CssInjectionRuleBody'
  if (syntaxOf(head) === UBO) return located({ type, selectorList, declarationList, mediaQueryList, remove }, start, end)
  const node = located({ type, selectorList, declarationList, remove }, start, end)
  if (mediaQueryList) node.mediaQueryList = mediaQueryList
  return node
}

function complexSelector() {
  return list('ComplexSelector', selector)
}

function selector() {
  const kind = words[at]
  at += 1
  if (kind < 4) {
    const { value: text, start, end } = value()
    const node = { type: SELECTORS[kind], value: text }
    return hasLocation ? { ...node, start, end } : node
  }
  const [start, end] = span()
  const type = (kind & 7) === 4 ? 'AttributeSelector' : 'PseudoClassSelector'
  /** @type {any} */
  const node = { type, name: value() }
  if (hasLocation) node.start = start + base
  if (type === 'PseudoClassSelector') {
    if (kind & 8) node.argument = value()
  } else if (kind & 8) {
    node.operator = value()
    node.value = value()
    if (kind & 16) node.flag = value()
  }
  if (hasLocation) node.end = end + base
  return node
}

/** @param {number} head */
function host(head) {
  /** @type {any} */
  const rule = { category: 'Network', type: 'HostRule', syntax: 'Common' }
  rule.ip = head & FIRST ? value() : { type: 'Value', value: '0.0.0.0' }
  rule.hostnames = list('HostnameList', value)
  if (rule.hostnames.children.length === 0) {
    delete rule.hostnames.start
    delete rule.hostnames.end
  }
  if (head & SECOND) rule.comment = value()
  return rule
}

/** @param {number} head */
function invalid(head) {
  const form = formOf(head)
  const [start, end] = span()
  /** @type {any} */
  const error = { type: 'InvalidRuleError', name: CLASSES[form], message: string() }
  // AGTree writes the place of an error even without locations.
  if (form !== 1) {
    error.start = start + base
    error.end = end + base
  }
  return error
}

function agent() {
  const flags = words[at]
  at += 1
  const [start, end] = span()
  /** @type {any} */
  const node = { type: 'Agent', adblock: value(), syntax: SYNTAXES[flags & 3] }
  if (flags & 4) node.version = value()
  return located(node, start, end)
}

function hint() {
  const flags = words[at]
  at += 1
  const [start, end] = span()
  /** @type {any} */
  const node = { type: 'Hint', name: value() }
  if (flags & 1) node.params = parameterList()
  return located(node, start, end)
}

/**
 * @param {any} rule
 * @param {number} form
 */
function preProcessor(rule, form) {
  if (form === 1) rule.params = expression().node
  if (form === 2) rule.params = parameterList()
  if (form === 3) rule.params = value()
}

/** A node of a condition, and its place, which nodes have only with locations. @returns {any} */
function expression() {
  const kind = words[at]
  at += 1
  switch (kind) {
    case 0: {
      const start = words[at]
      const end = words[at + 1]
      const { value: name } = value()
      return expressionNode({ type: 'Variable', name }, start < 0 ? ~start : start, end)
    }
    case 1: {
      const start = words[at]
      at += 1
      const left = expression()
      return expressionNode({ type: 'Operator', operator: '!', left: left.node }, start, left.end)
    }
    case 5: {
      const inner = expression()
      return expressionNode({ type: 'Parenthesis', expression: inner.node }, inner.start, inner.end)
    }
    default: {
      const operator = kind === 2 ? '&&' : kind === 3 ? '||' : '!'
      const left = expression()
      const right = expression()
      const node = { type: 'Operator', operator, left: left.node, right: right.node }
      return expressionNode(node, left.start, right.end)
    }
  }
}

/**
 * @param {any} node
 * @param {number} start
 * @param {number} end
 */
function expressionNode(node, start, end) {
  return { node: located(node, start, end), start, end }
}

/**
 * @param {any} rule
 * @param {number} head
 */
function config(rule, head) {
  const form = formOf(head)
  rule.params = form === 1 ? configNode() : form === 2 ? parameterList() : undefined
  rule.comment = head & SECOND ? value() : undefined
}

function configNode() {
  const [start, end] = span()
  return located({ type: 'ConfigNode', value: JSON.parse(string()) }, start, end)
}
