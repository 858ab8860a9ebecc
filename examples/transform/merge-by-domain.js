// Merges rules that hide the same elements on several domains: `a.com##.ad` and `b.com##.ad` become
// `a.com,b.com##.ad`, where the first of them was.
//
//   bloqr transform --script merge-by-domain.js list.txt

export const wants = { ast: true }

/** @type {import('./transform').TransformOfNodes} */
export function transform(rules, { nodes }) {
  // Rules between two directives belong together: `!#if` decides who reads them.
  let block = 0
  /** Lines by what they hide. @type {Map<string, number[]>} */
  const groups = new Map()
  nodes.forEach((node, n) => {
    if (node.type === 'PreProcessorCommentRule') block += 1
    if (node.type !== 'ElementHidingRule' || !node.domains) return
    const { children, start, end } = node.domains
    // `~a.com` is left alone: together with other domains, it would mean something else. So are rules
    // for all domains, those with something before their domains, and those below a hint.
    const isBelowHint = nodes[n - 1]?.type === 'HintCommentRule'
    if (children.length === 0 || start > 0 || isBelowHint || children.some((it) => it.exception)) return
    const key = `${block} ${rules[n].slice(end)}`
    groups.set(key, [...(groups.get(key) ?? []), n])
  })
  /** @type {import('./transform').Edit[]} */
  const edits = []
  for (const [first, ...others] of groups.values()) {
    if (others.length === 0) continue
    const all = [first, ...others].map((n) => nodes[n].domains?.children ?? [])
    const domains = [...new Set(all.flat().map((it) => it.value))].join(',')
    const what = rules[first].slice(nodes[first].domains?.end)
    edits.push({ line: first + 1, rules: [domains + what] })
    others.forEach((n) => edits.push({ line: n + 1, rules: [] }))
  }
  return { edits }
}
