// Merges rules that hide the same elements on several domains: `a.com##.ad` and `b.com##.ad` become
// `a.com,b.com##.ad`, where the first of them was.
//
//   bloqr transform --script merge-by-domain.js list.txt

export const wants = { ast: true }

/** @type {import('./transform').Transform} */
export function transform(rules, { nodes }) {
  // Rules between two directives belong together: `!#if` decides who reads them.
  let block = 0
  /** Lines by what they hide. @type {Map<string, number[]>} */
  const groups = new Map()
  nodes.forEach((node, n) => {
    if (node.type === 'PreProcessorCommentRule') block += 1
    const domains = node.domains?.children ?? []
    // `~a.com` is left alone: together with other domains, it would mean something else. So are rules
    // with something before their domains, and those below a hint.
    const isPlain = node.type === 'ElementHidingRule' && node.domains?.start === 0
    const isBelowHint = nodes[n - 1]?.type === 'HintCommentRule'
    if (!isPlain || isBelowHint || domains.length === 0 || domains.some((it) => it.exception)) return
    const key = `${block} ${rules[n].slice(node.domains.end)}`
    groups.set(key, [...(groups.get(key) ?? []), n])
  })
  const edits = []
  for (const [first, ...others] of groups.values()) {
    if (others.length === 0) continue
    const domains = [first, ...others].flatMap((n) => nodes[n].domains.children.map((it) => it.value))
    const end = nodes[first].domains.end
    edits.push({ line: first + 1, rules: [[...new Set(domains)].join(',') + rules[first].slice(end)] })
    others.forEach((n) => edits.push({ line: n + 1, rules: [] }))
  }
  return { edits }
}
