// @ts-check
// Turns AGTree's nodes into text, as AGTree does.

/** @typedef {import('../index.js').AnyRule} AnyRule */
/** @typedef {import('../index.js').FilterList} FilterList */

const NEWLINES = { lf: '\n', crlf: '\r\n', cr: '\r' }

export class RuleGenerator {
  /** @param {AnyRule} ast */
  static generate(ast) {
    switch (ast.category) {
      case 'Empty':
        return ''
      case 'Invalid':
        return ast.raw
      case 'Comment':
        return comment(ast)
      case 'Cosmetic':
        return cosmetic(ast)
      case 'Network':
        if (ast.type === 'NetworkRule') return network(ast)
        if (ast.type === 'HostRule') return host(ast)
        throw new Error('Unknown network rule type')
      default:
        throw new Error('Unknown rule category')
    }
  }
}

export class FilterListGenerator {
  /**
   * @param {FilterList} ast
   * @param {boolean} [preferRaw] Whether a rule with its text in `raws` is written as that text.
   * @param {boolean} [tolerant] Whether a rule that cannot be written is left out, with a word on the console.
   */
  static generate(ast, preferRaw = false, tolerant = true) {
    return joined(ast, (rule) => {
      if (preferRaw && rule.raws?.text) return rule.raws.text
      try {
        return RuleGenerator.generate(rule)
      } catch (error) {
        if (!tolerant) throw new Error(String(error))
        console.error(`Error when generating: ${error}`)
        return ''
      }
    })
  }
}

/**
 * The rules, each with its line ending. AGTree has no name for a form feed, which ends a line, too: then `nl` is there,
 * and undefined.
 * @param {FilterList} list
 * @param {(rule: AnyRule) => string} generate
 * @param {string} [formFeed] What is written for it.
 */
export function joined(list, generate, formFeed = '\n') {
  const last = list.children.length - 1
  const texts = list.children.map((rule, n) => {
    const nl = rule.raws?.nl
    if (nl !== undefined) return generate(rule) + NEWLINES[nl]
    if (n === last) return generate(rule)
    return generate(rule) + (rule.raws && 'nl' in rule.raws ? formFeed : '\n')
  })
  return texts.join('')
}

/** @param {any} node */
function network(node) {
  const pattern = (node.exception ? '@@' : '') + node.pattern.value
  return node.modifiers?.children.length > 0 ? `${pattern}$${modifiers(node.modifiers)}` : pattern
}

/** @param {any} list */
function modifiers(list) {
  return list.children.map(modifier).join(',')
}

/** @param {any} node */
function modifier(node) {
  const name = (node.exception ? '~' : '') + node.name.value
  return node.value === undefined ? name : `${name}=${node.value.value}`
}

/** @param {any} node */
function host(node) {
  const names = node.hostnames ? ` ${node.hostnames.children.map(valueOf).join(' ')}` : ''
  return (node.ip ? node.ip.value : '') + names + (node.comment ? ` # ${node.comment.value}` : '')
}

/** @param {any} node */
function valueOf(node) {
  return node.value
}

// Comments

/** @param {any} node */
function comment(node) {
  switch (node.type) {
    case 'AgentCommentRule':
      return `[${node.children.map(agent).join('; ')}]`
    case 'HintCommentRule':
      return `!+ ${node.children.map(hint).join(' ')}`
    case 'PreProcessorCommentRule':
      return preProcessor(node)
    case 'MetadataCommentRule':
      return `${node.marker.value} ${node.header.value}: ${node.value.value}`
    case 'ConfigCommentRule':
      return config(node)
    case 'CommentRule':
      return node.marker.value + node.text.value
    default:
      throw new Error('Unknown comment rule type')
  }
}

/** @param {any} node */
function agent(node) {
  return node.adblock.value + (node.version === undefined ? '' : ` ${node.version.value}`)
}

/** @param {any} node */
function hint(node) {
  const hasParams = node.params && node.params.children.length > 0
  return node.name.value + (hasParams ? `(${parameters(node.params, ', ')})` : '')
}

/**
 * @param {any} list
 * @param {string} separator
 */
function parameters(list, separator) {
  return list.children.map((/** @type {any} */ it) => (it === null ? '' : it.value)).join(separator)
}

/** @param {any} node */
function preProcessor(node) {
  const name = `!#${node.name.value}`
  if (!node.params) return name
  // No space before the parameters of this one, and none between them.
  const isTight = node.name.value === 'safari_cb_affinity'
  const before = isTight ? name : `${name} `
  switch (node.params.type) {
    case 'Value':
      return before + node.params.value
    case 'ParameterList':
      return `${before}(${parameters(node.params, isTight ? ',' : ', ')})`
    default:
      return before + expression(node.params)
  }
}

/** @param {any} node @returns {string} */
function expression(node) {
  switch (node.type) {
    case 'Variable':
      return node.name
    case 'Operator': {
      const left = expression(node.left)
      const right = node.right ? expression(node.right) : undefined
      if (node.operator === '!') return `!${left}`
      if (!right) throw new Error('Expected right operand')
      return `${left} ${node.operator} ${right}`
    }
    case 'Parenthesis':
      return `(${expression(node.expression)})`
    default:
      throw new Error('Unexpected node type')
  }
}

/** @param {any} node */
function config(node) {
  let text = `${node.marker.value} ${node.command.value}`
  if (node.params?.type === 'ParameterList') text += ` ${parameters(node.params, ', ')}`
  else if (node.params) text += ` ${JSON.stringify(node.params.value).slice(1, -1).trim()}`
  return node.comment ? `${text} ${node.comment.value}` : text
}

// Cosmetic rules

/** @param {any} node */
function cosmetic(node) {
  const { syntax } = node
  const hasModifiers = node.modifiers && node.modifiers.children.length > 0
  const before = syntax === 'AdGuard' && hasModifiers ? `[$${modifiers(node.modifiers)}]` : ''
  const domains = node.domains.children.map(domain).join(node.domains.separator)
  const middle = syntax === 'UblockOrigin' && node.modifiers ? uboModifiers(node.modifiers.children) : ''
  return before + domains + node.separator.value + middle + body(node)
}

/** @param {any} node */
function domain(node) {
  return (node.exception ? '~' : '') + node.value
}

/** @param {any[]} nodes */
function uboModifiers(nodes) {
  const texts = nodes.map((it) => {
    const text = `:${it.name.value}${it.value ? `(${it.value.value})` : ''}`
    return it.exception ? `:not(${text})` : text
  })
  return texts.join('') + (nodes.some((it) => it?.name.value) ? ' ' : '')
}

/** @param {any} node */
function body(node) {
  switch (node.type) {
    case 'ElementHidingRule':
      return node.body.selectorList.value
    case 'CssInjectionRule':
      if (node.syntax === 'UblockOrigin') return uboCss(node.body)
      return node.syntax === 'AdGuard' || node.syntax === 'AdblockPlus' ? css(node.body) : ''
    case 'HtmlFilteringRule':
      return html(node)
    case 'JsInjectionRule':
      return node.body.value
    case 'ScriptletInjectionRule':
      return scriptlet(node)
    default:
      throw new Error('Unknown cosmetic rule type')
  }
}

/** @param {any} node */
function css(node) {
  const declarations = node.remove ? 'remove: true;' : (node.declarationList?.value ?? '')
  const rule = `${node.selectorList.value} { ${declarations} }`
  return node.mediaQueryList ? `@media ${node.mediaQueryList.value} { ${rule} }` : rule
}

/** @param {any} node */
function uboCss(node) {
  const media = node.mediaQueryList ? `:matches-media(${node.mediaQueryList.value}) ` : ''
  if (node.remove) return `${media}${node.selectorList.value}:remove()`
  const style = node.declarationList ? `:style(${node.declarationList.value})` : ''
  return media + node.selectorList.value + style
}

/** @param {any} node */
function scriptlet(node) {
  const calls = node.body.children
  switch (node.syntax) {
    case 'AdGuard':
      return `//scriptlet(${oneCall(calls, 'ADG')})`
    case 'UblockOrigin':
      return `+js(${oneCall(calls, 'uBO')})`
    case 'AdblockPlus':
      if (calls.length === 0 || calls.some((/** @type {any} */ it) => it.children.length === 0)) {
        throw new Error('Empty ABP snippet call')
      }
      return calls.map((/** @type {any} */ it) => parameters(it, ' ')).join('; ')
    default:
      throw new Error('Scriptlet rule should have an explicit syntax')
  }
}

/**
 * @param {any[]} calls
 * @param {string} product
 */
function oneCall(calls, product) {
  if (calls.length > 1) {
    throw new Error(`${product} syntaxes does not support multiple scriptlet calls within one single rule`)
  }
  return calls.length === 0 ? '' : parameters(calls[0], ', ')
}

/** @param {any} node */
function html(node) {
  const text = node.body.type === 'Value' ? node.body.value : selectors(node.body.selectorList)
  switch (node.syntax) {
    case 'AdGuard':
      return withDoubledQuotes(text)
    case 'UblockOrigin':
      return `^${responseHeader(node.body) ?? text}`
    case 'AdblockPlus':
      throw new Error('ABP does not support HTML filtering rules')
    default:
      throw new Error('HTML filtering rule should have an explicit syntax')
  }
}

/** `responseheader(name)`, which is parsed as a pseudo-class. @param {any} node */
function responseHeader(node) {
  if (node.type !== 'HtmlFilteringRuleBody') return null
  const [first, ...others] = node.selectorList.children
  if (others.length > 0 || first?.children.length !== 1) return null
  const [only] = first.children
  const isHeader = only.type === 'PseudoClassSelector' && only.name.value === 'responseheader'
  return isHeader && only.argument !== undefined ? `responseheader(${only.argument.value})` : null
}

/** @param {any} list */
function selectors(list) {
  if (list.children.length === 0) throw new Error('Selector list cannot be empty')
  return list.children.map(complexSelector).join(', ')
}

/** @param {any} node */
function complexSelector({ children }) {
  if (children.length === 0) throw new Error('Complex selector cannot be empty')
  const texts = children.map((/** @type {any} */ it, /** @type {number} */ n) => {
    const isFirst = n === 0 || children[n - 1].type === 'SelectorCombinator'
    if (isFirst && it.type === 'SelectorCombinator') throw new Error('Empty compound selector found')
    return selector(it)
  })
  return texts.join('')
}

/** @param {any} node */
function selector(node) {
  switch (node.type) {
    case 'TypeSelector':
      return node.value
    case 'IdSelector':
      return `#${node.value}`
    case 'ClassSelector':
      return `.${node.value}`
    case 'AttributeSelector': {
      if (!('value' in node)) return `[${node.name.value}]`
      const flag = node.flag ? ` ${node.flag.value}` : ''
      return `[${node.name.value}${node.operator.value}${doubleQuoted(node.value.value)}${flag}]`
    }
    case 'PseudoClassSelector':
      return `:${node.name.value}${node.argument ? `(${node.argument.value})` : ''}`
    case 'SelectorCombinator':
      return node.value === ' ' ? ' ' : ` ${node.value} `
    default:
      throw new Error(`Unknown selector type: ${node.type}`)
  }
}

/** A text in double quotes; one that has other quotes gets these instead. @param {string} text */
function doubleQuoted(text) {
  const [first] = text
  const isQuoted = text.length > 1 && text.endsWith(first) && [`'`, '"', '`'].includes(first)
  if (!isQuoted) return `"${escapeQuotes(text)}"`
  if (first === '"') return text
  return `"${escapeQuotes(text.slice(1, -1).replace(/(?<!\\)\\'/g, `'`))}"`
}

/** @param {string} text */
function escapeQuotes(text) {
  return text.replace(/(?<!\\)"/g, '\\"')
}

/**
 * AdGuard doubles a quote in the value of an attribute, and the tree has it with a backslash.
 * @param {string} selector
 */
function withDoubledQuotes(selector) {
  const closers = /** @type {Record<string, string>} */ ({ '(': ')', '[': ']', "'": "'", '"': '"', '`': '`' })
  /** @type {string[]} */
  const open = []
  let text = ''
  for (let n = 0; n < selector.length; n += 1) {
    const char = selector[n]
    text += char
    if (open.length === 2 && open[0] === ']' && open[1] === '"') {
      if (char === '\\' && selector[n + 1] === '"') {
        text = `${text.slice(0, -1)}""`
        n += 1
      }
    } else if (selector[n - 1] !== '\\') {
      if (char in closers) open.push(closers[char])
      else if (open.at(-1) === char) open.pop()
    }
  }
  return text
}
