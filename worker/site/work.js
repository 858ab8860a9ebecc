// @ts-check
// What the page asks the core: a message in, an answer out. It runs in the worker of the page.

/** The longest part of an answer that a page shows, in characters, and the most findings and nodes. */
const MOST = { characters: 200_000, findings: 300, rules: 200 }

/**
 * @typedef {{ view: 'findings', text: string, targets: string[] }
 *   | { view: 'fix', text: string, targets: string[] }
 *   | { view: 'tree', text: string }
 *   | { view: 'convert', text: string, to: 'adg' | 'ubo' | 'abp' }
 *   | { view: 'compile', text: string, format: import('../../js/index.js').CompileOptions['format'] }
 *   | { view: 'match', text: string, url: string }} Request
 */

/**
 * @param {typeof import('../../js/index.js')} core
 * @param {Request} request
 */
export function answer(core, request) {
  const { text } = request
  switch (request.view) {
    case 'findings': {
      const { findings, totalRules, valid } = core.lint(text, options(request.targets))
      return { total: findings.length, rules: totalRules, valid, findings: findings.slice(0, MOST.findings) }
    }
    case 'fix':
      return core.fix(text, options(request.targets))
    case 'tree': {
      const tree = new core.Tree(text)
      const rules = Array.from({ length: Math.min(tree.length, MOST.rules) }, (_, n) => tree.rule(n))
      return { total: tree.length, shown: cut(rules.map((it) => JSON.stringify(it, null, 2)).join('\n')) }
    }
    case 'convert': {
      const { text: made, kept, changed, refused } = core.convert(text, { to: request.to })
      return { shown: cut(made), kept, changed, total: refused.length, refused: refused.slice(0, MOST.findings) }
    }
    case 'compile': {
      const config = { name: 'My list', sources: [{ source: 'list' }], transformations: ['RemoveComments', 'Deduplicate', 'Compress', 'RemoveEmptyLines'] }
      const made = core.compile(config, { list: text }, { format: request.format })
      return { shown: cut(made.text), rules: made.rules, inexpressible: made.inexpressible }
    }
    case 'match': {
      const { matches, undecided } = core.match(text, request.url)
      const some = (/** @type {typeof matches} */ them) => them.slice(0, MOST.findings)
      return { total: matches.length, matches: some(matches), undecided: some(undecided) }
    }
  }
}

/** No target: every ad blocker. @param {string[]} targets */
function options(targets) {
  return targets.length === 0 ? {} : { targets }
}

/** @param {string} text */
function cut(text) {
  return text.length <= MOST.characters ? text : `${text.slice(0, MOST.characters)}\n…`
}
