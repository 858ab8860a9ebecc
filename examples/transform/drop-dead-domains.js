// Removes rules for domains that are dead: those in a file, one a line.
//
//   bloqr transform --script drop-dead-domains.js --data dead=dead.txt list.txt

export const wants = { ast: true }

/** @type {import('./transform').TransformOfNodes} */
export function transform(rules, { data, nodes }) {
  const dead = new Set(data.dead.split(/\r?\n/).map((it) => it.trim().toLowerCase()))
  dead.delete('')

  /** A domain is dead when it, or one above it, is in the file. @param {string} domain */
  const isDead = (domain) => {
    const labels = domain.toLowerCase().split('.')
    return labels.some((_, n) => dead.has(labels.slice(n).join('.')))
  }

  /** @type {import('./transform').Edit[]} */
  const edits = []
  /** @param {number} n */
  const remove = (n) => {
    edits.push({ line: n + 1, rules: [] })
    // A hint is for the rule below it, and would be for the next one.
    if (nodes[n - 1]?.type === 'HintCommentRule') edits.push({ line: n, rules: [] })
  }
  nodes.forEach((node, n) => {
    if (node.category === 'Network' && node.pattern) {
      // `||ads.example^`, and everything below it.
      const domain = /^\|\|([\w.-]+)(?=[\^/:]|$)/.exec(node.pattern.value)?.[1]
      if (domain && isDead(domain)) remove(n)
    } else if (node.category === 'Cosmetic' && node.domains) {
      const { children, separator, start, end } = node.domains
      const alive = children.filter((it) => !isDead(it.value))
      if (alive.length === children.length) return
      // A rule for domains that are all dead is not a rule for all domains.
      const wasFor = children.some((it) => !it.exception)
      if (wasFor && alive.every((it) => it.exception)) return remove(n)
      const domains = alive.map((it) => (it.exception ? '~' : '') + it.value).join(separator)
      edits.push({ line: n + 1, rules: [rules[n].slice(0, start) + domains + rules[n].slice(end)] })
    }
  })
  console.log(`lines with dead domains: ${edits.length}`)
  return { edits }
}
