// Moves `domain=` behind all other modifiers, where people look for it: `$domain=a.com,script` becomes
// `$script,domain=a.com`. The order of modifiers means nothing to a blocker.
//
//   bloqr transform --script move-domain-last.js --write list.txt

export const wants = { ast: true }

/** @type {import('./transform').TransformOfNodes} */
export function transform(rules, { nodes }) {
  /** @type {import('./transform').Edit[]} */
  const edits = []
  nodes.forEach((node, n) => {
    if (node.category !== 'Network' || !node.modifiers) return
    const { children, start, end } = node.modifiers
    /** @param {import('./transform').Modifier} it */
    const isDomain = (it) => it.name.value === 'domain'
    const sorted = [...children.filter((it) => !isDomain(it)), ...children.filter(isDomain)]
    const rule = rules[n]
    const modifiers = sorted.map((it) => rule.slice(it.start, it.end)).join(',')
    if (modifiers === rule.slice(start, end)) return
    edits.push({ line: n + 1, rules: [rule.slice(0, start) + modifiers + rule.slice(end)] })
  })
  return { edits }
}
