// @ts-check
// What the page asks the core: a question in, an answer out. It runs in the worker of the page.

/** How much of an answer is shown: characters of a list, rules of a tree, refused and matching rules, marked lines. */
export const MOST = { characters: 200_000, rules: 200, items: 300, marks: 20_000 }

/** How much of a line is shown around what a finding is about, in characters. */
const AROUND = 60

/**
 * @typedef {{ view: 'findings', text: string, targets: string[], most: number }
 *   | { view: 'fix', text: string, targets: string[] }
 *   | { view: 'tree', text: string, from: number }
 *   | { view: 'convert', text: string, to: 'adg' | 'ubo' | 'abp', isWhole: boolean }
 *   | { view: 'compile', text: string, format: import('../../js/index.js').CompileOptions['format'], isWhole: boolean }
 *   | { view: 'match', text: string, url: string }} Question
 */

/** @typedef {import('../../js/index.js').Severity} Severity */
/** @typedef {import('../../js/index.js').Finding & { before: string, marked: string, after: string }} Shown */

/**
 * @param {typeof import('../../js/index.js')} core
 * @param {Question} question
 */
export function answer(core, question) {
  switch (question.view) {
    case 'findings':
      return findings(core, question)
    case 'fix':
      return core.fix(question.text, options(question.targets))
    case 'tree': {
      const tree = new core.Tree(question.text)
      const from = Math.max(0, Math.min(question.from, tree.length - MOST.rules))
      const count = Math.min(tree.length - from, MOST.rules)
      const rules = Array.from({ length: count }, (_, n) => ({ line: from + n + 1, text: tree.text(from + n), node: tree.rule(from + n) }))
      // A last line without anything is none.
      const total = question.text.endsWith('\n') ? tree.length - 1 : tree.length
      return { total, rules: rules.slice(0, total - from) }
    }
    case 'convert': {
      const { text, kept, changed, refused } = core.convert(question.text, { to: question.to })
      return { ...shown(text, question.isWhole), kept, changed, total: refused.length, refused: refused.slice(0, MOST.items) }
    }
    case 'compile': {
      const config = { name: 'My list', sources: [{ source: 'list' }], transformations: ['RemoveComments', 'Deduplicate', 'Compress', 'RemoveEmptyLines'] }
      const { text, rules, removed, inexpressible } = core.compile(config, { list: question.text }, { format: question.format })
      return { ...shown(text, question.isWhole), rules, removed, inexpressible }
    }
    case 'match': {
      const { matches, undecided } = core.match(question.text, question.url)
      const exceptions = matches.filter((it) => it.exception).length
      return { total: matches.length, exceptions, matches: matches.slice(0, MOST.items), undecided: undecided.slice(0, MOST.items) }
    }
  }
}

/**
 * @param {typeof import('../../js/index.js')} core
 * @param {Extract<Question, { view: 'findings' }>} question
 */
function findings(core, { text, targets, most }) {
  const { findings, totalRules } = core.lint(text, options(targets))
  const counts = { error: 0, warning: 0, info: 0 }
  let fixable = 0
  for (const it of findings) {
    counts[it.severity] += 1
    if (it.fix?.safe) fixable += 1
  }
  const marks = findings.slice(0, MOST.marks).map((it) => /** @type {const} */ ([it.line, it.severity]))
  return { total: findings.length, counts, fixable, rules: totalRules, marks, findings: findings.slice(0, most).map((it) => withLine(it, text)) }
}

/** With the part of its line that it is about. @param {import('../../js/index.js').Finding} it @param {string} text @returns {Shown} */
function withLine(it, text) {
  const start = text.lastIndexOf('\n', it.start - 1) + 1
  const newline = text.indexOf('\n', it.start)
  const end = newline < 0 ? text.length : newline
  const to = Math.min(it.end, end)
  const before = text.slice(start, it.start)
  const marked = text.slice(it.start, to)
  const after = text.slice(to, end)
  return {
    ...it,
    before: before.length > AROUND ? `…${before.slice(-AROUND)}` : before,
    marked: marked.length > 4 * AROUND ? `${marked.slice(0, 4 * AROUND)}…` : marked,
    after: after.length > AROUND ? `${after.slice(0, AROUND)}…` : after,
  }
}

/** No target: every ad blocker. @param {string[]} targets */
function options(targets) {
  return targets.length === 0 ? {} : { targets }
}

/** @param {string} text @param {boolean} isWhole */
function shown(text, isWhole) {
  const isCut = !isWhole && text.length > MOST.characters
  return { isCut, shown: isCut ? text.slice(0, MOST.characters) : text }
}
