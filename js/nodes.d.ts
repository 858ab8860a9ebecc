// AGTree's nodes: plain objects.

import type { AdblockSyntax, CommentRuleType, CosmeticRuleType, NetworkRuleType, RuleCategory } from './agtree.js'

export interface Node {
  type: string
  raw?: string
  /** Where it starts, in UTF-16 code units. */
  start?: number
  /** Where it ends. */
  end?: number
}

export type NewLine = 'crlf' | 'lf' | 'cr'

/** A piece of a rule. */
export interface Value<T = string> extends Node {
  type: 'Value'
  value: T
}

/** `a, b`; an empty parameter is null. */
export interface ParameterList extends Node {
  type: 'ParameterList'
  children: (Value | null)[]
}

export interface FilterList extends Node {
  type: 'FilterList'
  children: AnyRule[]
}

export interface RuleBase extends Node {
  syntax: AdblockSyntax
  category: RuleCategory
  raws?: { text?: string; nl?: NewLine }
}

export type AnyRule = EmptyRule | AnyCommentRule | AnyCosmeticRule | AnyNetworkRule | InvalidRule
export type AnyCommentRule =
  | AgentCommentRule
  | CommentRule
  | ConfigCommentRule
  | HintCommentRule
  | MetadataCommentRule
  | PreProcessorCommentRule
export type AnyCosmeticRule =
  | CssInjectionRule
  | ElementHidingRule
  | ScriptletInjectionRule
  | HtmlFilteringRule
  | JsInjectionRule
export type AnyNetworkRule = NetworkRule | HostRule

/** A blank line. */
export interface EmptyRule extends RuleBase {
  type: 'EmptyRule'
  category: 'Empty'
}

/** A line that cannot be read. */
export interface InvalidRule extends RuleBase {
  type: 'InvalidRule'
  category: 'Invalid'
  raw: string
  error: InvalidRuleError
}

export interface InvalidRuleError extends Node {
  type: 'InvalidRuleError'
  name: string
  message: string
}

export interface CommentBase extends RuleBase {
  category: 'Comment'
  type: CommentRuleType
}

/** `! words` */
export interface CommentRule extends CommentBase {
  type: 'CommentRule'
  marker: Value
  text: Value
}

/** `! Title: My list` */
export interface MetadataCommentRule extends CommentBase {
  type: 'MetadataCommentRule'
  marker: Value
  header: Value
  value: Value
}

/** `! aglint-disable` */
export interface ConfigCommentRule extends CommentBase {
  type: 'ConfigCommentRule'
  marker: Value
  command: Value
  params?: ConfigNode | ParameterList
  comment?: Value
}

export interface ConfigNode extends Node {
  type: 'ConfigNode'
  value: object
}

/** `!#if adguard` */
export interface PreProcessorCommentRule extends CommentBase {
  type: 'PreProcessorCommentRule'
  name: Value
  params?: Value | ParameterList | AnyExpressionNode
}

export type OperatorValue = '!' | '&&' | '||'
export type AnyExpressionNode = ExpressionVariableNode | ExpressionOperatorNode | ExpressionParenthesisNode

export interface ExpressionVariableNode extends Node {
  type: 'Variable'
  name: string
}

export interface ExpressionOperatorNode extends Node {
  type: 'Operator'
  operator: OperatorValue
  left: AnyExpressionNode
  right?: AnyExpressionNode
}

export interface ExpressionParenthesisNode extends Node {
  type: 'Parenthesis'
  expression: AnyExpressionNode
}

/** `[Adblock Plus 2.0]` */
export interface AgentCommentRule extends RuleBase {
  category: 'Comment'
  type: 'AgentCommentRule'
  children: Agent[]
}

export interface Agent extends Node {
  type: 'Agent'
  adblock: Value
  version?: Value
  syntax: AdblockSyntax
}

/** `!+ PLATFORM(windows)` */
export interface HintCommentRule extends RuleBase {
  category: 'Comment'
  type: 'HintCommentRule'
  children: Hint[]
}

export interface Hint extends Node {
  type: 'Hint'
  name: Value
  params?: ParameterList
}

export interface ModifierList extends Node {
  type: 'ModifierList'
  children: Modifier[]
}

/** `~third-party`, `domain=a.example` */
export interface Modifier extends Node {
  name: Value
  exception?: boolean
  value?: Value
}

export interface NetworkRuleBase extends RuleBase {
  category: 'Network'
  type: NetworkRuleType
}

/** `||ads.example^$script` */
export interface NetworkRule extends NetworkRuleBase {
  type: 'NetworkRule'
  exception: boolean
  pattern: Value
  modifiers?: ModifierList
}

/** `0.0.0.0 ads.example` */
export interface HostRule extends NetworkRuleBase {
  type: 'HostRule'
  ip: Value
  hostnames: HostnameList
  comment?: Value
}

export interface HostnameList extends Node {
  type: 'HostnameList'
  children: Value[]
}

export type DomainListSeparator = ',' | '|'

export interface DomainList extends Node {
  type: 'DomainList'
  separator: DomainListSeparator
  children: Domain[]
}

export interface Domain extends Node {
  type: 'Domain'
  value: string
  exception: boolean
}

export interface CosmeticRule extends RuleBase {
  category: 'Cosmetic'
  type: CosmeticRuleType
  modifiers?: ModifierList
  domains: DomainList
  separator: Value
  exception: boolean
  body: unknown
}

/** `a.example##.ad` */
export interface ElementHidingRule extends CosmeticRule {
  type: 'ElementHidingRule'
  body: ElementHidingRuleBody
}

export interface ElementHidingRuleBody extends Node {
  type: 'ElementHidingRuleBody'
  selectorList: Value
}

/** `a.example#$#.ad { color: red }` */
export interface CssInjectionRule extends CosmeticRule {
  type: 'CssInjectionRule'
  body: CssInjectionRuleBody
}

export interface CssInjectionRuleBody extends Node {
  type: 'CssInjectionRuleBody'
  mediaQueryList?: Value
  selectorList: Value
  declarationList?: Value
  remove?: boolean
}

/** `a.example##+js(log)` */
export interface ScriptletInjectionRule extends CosmeticRule {
  type: 'ScriptletInjectionRule'
  body: ScriptletInjectionRuleBody
}

export interface ScriptletInjectionRuleBody extends Node {
  type: 'ScriptletInjectionRuleBody'
  children: ParameterList[]
}

/** `a.example$$script` */
export interface HtmlFilteringRule extends CosmeticRule {
  type: 'HtmlFilteringRule'
  body: Value | HtmlFilteringRuleBody
}

export interface HtmlFilteringRuleBody extends Node {
  type: 'HtmlFilteringRuleBody'
  selectorList: SelectorList
}

/** `a.example#%#window.x = 1;` */
export interface JsInjectionRule extends CosmeticRule {
  type: 'JsInjectionRule'
  body: Value
}

export interface SelectorList extends Node {
  type: 'SelectorList'
  children: ComplexSelector[]
}

export interface ComplexSelector extends Node {
  type: 'ComplexSelector'
  children: (SimpleSelector | SelectorCombinator)[]
}

export type SimpleSelector = TypeSelector | ClassSelector | IdSelector | AttributeSelector | PseudoClassSelector
export type AttributeSelector = AttributeSelectorWithoutValue | AttributeSelectorWithValue

export interface TypeSelector extends Node {
  type: 'TypeSelector'
  value: string
}

export interface ClassSelector extends Node {
  type: 'ClassSelector'
  value: string
}

export interface IdSelector extends Node {
  type: 'IdSelector'
  value: string
}

export interface AttributeSelectorWithoutValue extends Node {
  type: 'AttributeSelector'
  name: Value
}

export interface AttributeSelectorWithValue extends Node {
  type: 'AttributeSelector'
  name: Value
  operator: Value<AttributeSelectorOperatorValue>
  value: Value
  flag?: Value<AttributeSelectorFlagValue>
}

export type AttributeSelectorOperatorValue = '=' | '~=' | '|=' | '^=' | '$=' | '*='
export type AttributeSelectorFlagValue = 'i' | 's'

export interface PseudoClassSelector extends Node {
  type: 'PseudoClassSelector'
  name: Value
  argument?: Value
}

export interface SelectorCombinator extends Node {
  type: 'SelectorCombinator'
  value: SelectorCombinatorValue
}

export type SelectorCombinatorValue = ' ' | '>' | '+' | '~'
