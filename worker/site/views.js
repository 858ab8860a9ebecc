// @ts-check
// What is on the panel: an answer of the core in, elements out.

import { button, element, words } from './dom.js'
import { MOST } from './work.js'

/** @typedef {import('./work.js').Shown} Finding */
/** @typedef {{ select: (it: { start: number, end: number }) => void, selectLine: (line: number) => void, fix: (it: Finding) => void, more: () => void, example: () => void }} Actions */

/** `1 rule`, `2,000 rules` @param {number} n @param {string} what */
export function count(n, what) {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
}

// Findings. An element stays as long as its finding does, so that nobody loses their place in the list.

/**
 * An element, what it is about, and its parts that can change meanwhile: they name lines.
 * @typedef {{ it: Finding, item: HTMLElement, number: HTMLElement, message: HTMLElement, help: HTMLElement, fix: HTMLElement }} Entry
 */

/** @type {Map<string, Entry>} */
let kept = new Map()

/** @param {{ findings: Finding[], total: number, rules: number }} answer @param {Actions} actions @returns {Element[]} */
export function findings({ findings, total, rules }, actions) {
  if (total === 0) return [nothing(rules, actions)]
  const next = new Map()
  const items = findings.map((it) => {
    const kind = JSON.stringify([it.errorType, it.severity, it.rule, it.column, it.endColumn, it.help !== undefined, it.fix?.safe])
    let key = kind
    for (let n = 1; next.has(key); n++) key = `${kind}${n}`
    const entry = kept.get(key) ?? finding(it, actions)
    next.set(key, entry)
    entry.it = it
    entry.number.textContent = String(it.line)
    const title = it.fix?.title || 'fix this'
    say(entry.message, it.message)
    say(entry.help, it.help ?? '')
    say(entry.fix, title.charAt(0).toUpperCase() + title.slice(1))
    return entry.item
  })
  kept = next
  const rest = total - findings.length
  return rest > 0 ? [...items, button([`${count(rest, 'finding')} more: show some`], actions.more)] : items
}

/** @param {HTMLElement} where @param {string} message */
function say(where, message) {
  if (where.dataset.said === message) return
  where.dataset.said = message
  where.replaceChildren(...words(message))
}

/** @param {Finding} it @param {Actions} actions @returns {Entry} */
function finding(it, actions) {
  const link = element('a', [it.errorType])
  link.href = `docs/rules/${it.errorType}/`
  link.target = '_blank'
  const number = element('b', [])
  const message = element('span', [])
  const help = element('p', [])
  const line = button([number, it.before, element('mark', [it.marked]), it.after], () => actions.select(entry.it), 'line')
  line.title = 'Go to this place'
  const fix = button([], () => actions.fix(entry.it))
  const item = element('article', [
    element('p', [element('span', [element('span', [it.severity], 'severity'), ' ', message]), link], 'head'),
    line,
  ], `item ${it.severity}`)
  if (it.help) item.append(help)
  if (it.fix) item.append(element('p', it.fix.safe ? [fix] : [fix, element('small', [' can change what the list does'])]))
  const entry = { it, item, number, message, help, fix }
  return entry
}

/** @param {number} rules @param {Actions} actions */
function nothing(rules, actions) {
  if (rules > 0) return element('div', [element('strong', ['No problem']), `in ${count(rules, 'rule')}`], 'empty')
  return element('div', ['Type or paste rules, or drop a file. What is wrong with them is shown here.', element('p', [button(['Show an example'], actions.example)])], 'empty')
}

// Trees.

/** @param {{ rules: { line: number, text: string, node: any }[], total: number }} answer @returns {Element[]} */
export function tree({ rules, total }) {
  const items = rules.filter((it) => it.node.type !== 'EmptyRule').map(({ line, text, node }) => {
    const cut = text.length > 300 ? `${text.slice(0, 300)}…` : text
    const item = element('details', [element('summary', [element('small', [`${line} `]), element('code', [cut]), element('small', [node.type])])], 'item tree')
    // Its nodes are made when somebody looks.
    item.addEventListener('toggle', () => item.childElementCount === 1 && item.append(nodes(node)))
    return item
  })
  if (items[0] && items.length === 1) items[0].open = true
  if (rules.length === total) return items
  const first = rules[0]?.line ?? 1
  return [element('p', [`Lines ${first} to ${first + rules.length - 1} of ${total.toLocaleString('en')}: these follow the cursor in the list.`], 'faint'), ...items]
}

/** The fields of a node. Its place stands beside its type. @param {any} node */
function nodes(node) {
  const list = element('ul', [])
  for (const [name, value] of Object.entries(node)) {
    if (['type', 'start', 'end', 'raws'].includes(name) || value === undefined) continue
    list.append(field(name, value))
  }
  return list
}

/** @param {string} name @param {any} value @returns {Element} */
function field(name, value) {
  const key = element('b', [`${name} `])
  if (Array.isArray(value)) return element('li', [key, element('ul', value.map((it, n) => field(String(n), it)))])
  if (value === null || typeof value !== 'object') return element('li', [key, JSON.stringify(value)])
  const type = element('i', [value.type ?? ''])
  const place = value.start === undefined ? '' : element('b', [` ${value.start}–${value.end}`])
  return element('li', 'value' in value && typeof value.value === 'string'
    ? [key, type, ' ', JSON.stringify(value.value), place]
    : [key, type, place, nodes(value)])
}

// Lists.

/** @param {{ shown: string, isCut: boolean, refused?: any[], total?: number }} answer @param {Actions} actions @returns {Element[]} */
export function list({ shown, isCut, refused = [], total = 0 }, actions) {
  /** @type {Element[]} */
  const items = []
  if (isCut) items.push(element('p', [`The first ${MOST.characters.toLocaleString('en')} characters. Copy and Download take all of it.`], 'faint'))
  if (shown !== '') items.push(element('pre', [shown]))
  if (total > refused.length) items.push(element('p', [`The first ${count(refused.length, 'rule')} that cannot be expressed:`], 'faint'))
  return [...items, ...refused.map((it) => item(it.line, it.rule, [element('p', words(it.message))], 'warning', actions))]
}

/**
 * @param {number} number
 * @param {string} rule
 * @param {Element[]} more
 * @param {string} kind
 * @param {Actions} actions
 */
function item(number, rule, more, kind, actions) {
  const cut = rule.length > 300 ? `${rule.slice(0, 300)}…` : rule
  const line = button([element('b', [String(number)]), cut], () => actions.selectLine(number), 'line')
  line.title = 'Go to this line'
  return element('article', [line, ...more], `item ${kind}`)
}

// Matches.

/** @param {any} answer @param {Actions} actions @returns {Element[]} */
export function matches({ matches, undecided }, actions) {
  const one = (/** @type {any} */ it, /** @type {string} */ word, /** @type {string} */ kind) => {
    const more = it.unevaluatedModifiers.map((/** @type {string} */ name) => element('code', [name]))
    const rest = more.length > 0 ? [element('p', ['Whether it applies also depends on ', ...more.flatMap((/** @type {Element} */ name, /** @type {number} */ n) => (n > 0 ? [', ', name] : [name]))])] : []
    return item(it.line, it.rule, [element('p', [element('span', [word], 'severity')]), ...rest], kind, actions)
  }
  return [
    ...matches.map((/** @type {any} */ it) => (it.exception ? one(it, 'exception', 'good') : one(it, 'matches', 'info'))),
    ...undecided.map((/** @type {any} */ it) => one(it, 'only a browser can say', '')),
  ]
}
