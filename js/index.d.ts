/**
 * `@bloqr/core`: the core of bloqr for JavaScript. All positions are in UTF-16 code units, as JavaScript counts
 * them; lines and columns count from 1.
 *
 * A wrong argument is a `TypeError` or an `Error` with a plain message. A text that is longer than {@link MAX_LENGTH}
 * is a `RangeError`.
 */

// Lists: a text in, a text or data out.

/** Products, groups of platforms and platforms: `ubo`, `adg_ext_any`, `dns_pihole`. */
export type Target = string

export type Severity = 'error' | 'warning' | 'info'

/** Settings with the keys of `bloqr.toml`, in either form: `everyTarget` is `every-target`. */
export interface LintOptions {
  /** The targets of the list: a rule is fine when one of them accepts it. Default: every ad blocker. */
  targets?: Target | Target[]
  /** Whether a rule must be valid for each product of the targets, not only for one of them. */
  everyTarget?: boolean
  /** Whether warnings are errors. */
  strict?: boolean
  /** Whether blockers trust the list (true): otherwise `untrusted-rule` reports what they drop. */
  trusted?: boolean
  /** Whether comments like `! bloqr-disable` in the list are applied (true). */
  inlineComments?: boolean
  /** Only these lint rules run. */
  select?: string[]
  /** These lint rules do not run. */
  ignore?: string[]
  /** The severity of lint rules, and their options: `{ 'short-rule': { severity: 'error', 'min-length': 3 } }`. */
  rules?: Record<string, 'off' | Severity | ({ severity?: 'off' | Severity } & Record<string, unknown>)>
}

export interface Place {
  line: number
  /** Columns count characters. */
  column: number
  endColumn: number
  /** Where it starts in the text. */
  start: number
  /** Where it ends in the text. */
  end: number
}

/** A part of the text, and what to put in its place. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** A problem in a list. */
export interface Finding extends Place {
  /** The text of the line. */
  rule: string
  /** The name of the lint rule: `unknown-modifier`. */
  errorType: string
  message: string
  severity: Severity
  category: RuleCategory
  syntax: AdblockSyntax
  /** Other places that explain this one. */
  labels?: (Place & { message: string })[]
  /** What to do about it. */
  help?: string
  /** How to fix it. A fix that is not safe can change what the list does. */
  fix?: { title: string; safe: boolean; edits: Edit[] }
  /** The page of the lint rule. */
  url: string
}

export interface LintReport {
  /** Whether no finding is an error. */
  valid: boolean
  totalRules: number
  validRules: number
  invalidRules: number
  /** In the order of the text. */
  findings: Finding[]
}

/** Finds the problems of a list. */
export function lint(text: string, options?: LintOptions): LintReport

export interface FixOptions extends LintOptions {
  /** Also makes fixes that are not safe: a person should read the result. */
  unsafe?: boolean
}

export interface Fixed {
  text: string
  /** How many fixes were made. */
  fixed: number
  /** How many more there are, which were not made. */
  left: number
}

/** Fixes what can be fixed safely: the list does the same afterwards. */
export function fix(text: string, options?: FixOptions): Fixed

/**
 * The text of a rule or of a list. A rule that nobody changed is written as it was, so that `print(parse(text))` is
 * `text` (when the tree has `raws`).
 */
export function print(node: AnyRule | FilterList): string

export interface Summary {
  total: number
  successful: number
  failed: number
  /** Names that count nothing are left out. */
  byCategory: Partial<Record<RuleCategory, number>>
  byType: Partial<Record<AnyRule['type'], number>>
  bySyntax: Partial<Record<AdblockSyntax, number>>
}

/** Counts the lines of a list by what they are. */
export function summary(text: string): Summary

export interface MatchedRule {
  line: number
  rule: string
  exception: boolean
  /** Modifiers that were not looked at: they need more than the URL. */
  unevaluatedModifiers: string[]
}

export interface Matches {
  /** The network and hosts rules whose pattern matches. */
  matches: MatchedRule[]
  /** Those for which only a browser can say. */
  undecided: MatchedRule[]
}

/** Finds which rules of a list, or whether a rule, match a URL. */
export function match(text: string, request: string | { url: string }): Matches

export interface Converted {
  /** The list. A line that the product reads unchanged stays as it is. */
  text: string
  /** How many lines stay. */
  kept: number
  /** How many rules are written in another way. */
  changed: number
  /** The rules that the product cannot express. They are not in `text`. */
  refused: { line: number; rule: string; reason: string; message: string }[]
}

/** Writes a list in the syntax of AdGuard, uBlock Origin or Adblock Plus. */
export function convert(text: string, options: { to: 'adg' | 'ubo' | 'abp' }): Converted

/** A configuration of HostlistCompiler. A source of it is a key of `sources`, or the same with `%include`. */
export interface CompileConfig {
  name: string
  description?: string
  homepage?: string
  license?: string
  version?: string
  sources: {
    source: string
    name?: string
    type?: 'adblock' | 'hosts'
    /** Whether its text may be missing. */
    optional?: boolean
    transformations?: string[]
    inclusions?: string[]
    inclusions_sources?: string[]
    exclusions?: string[]
    exclusions_sources?: string[]
  }[]
  transformations?: string[]
  inclusions?: string[]
  inclusions_sources?: string[]
  exclusions?: string[]
  exclusions_sources?: string[]
}

export interface CompileOptions {
  /** The format of the result (adblock). */
  format?: 'adblock' | 'domains' | 'wildcard' | 'hosts' | 'dnsmasq' | 'unbound' | 'rpz' | 'dnscrypt'
  /** Names that are true in `!#if`. */
  defines?: string[]
  /** For the header, as ISO 8601. Without it, the header names no time, and equal sources give equal lists. */
  date?: string
}

export interface CompiledList {
  text: string
  /** The numbers of the list, without its header. */
  lines: number
  rules: number
  comments: number
  /** How many lines each step removed. */
  removed: Record<string, number>
  /** How many rules the format cannot express, by reason. */
  inexpressible: Record<string, number>
}

/** Makes one list of many. `sources` has the text of each source, and of each file that they include, by name. */
export function compile(config: CompileConfig, sources: Record<string, string>, options?: CompileOptions): CompiledList

/** The version of the core, and of AGTree, whose nodes these are. */
export function version(): { core: string; agtree: string }

/** The longest text that is read at once, in UTF-16 code units. */
export const MAX_LENGTH: number

// Trees over a text

/** Default: as {@link defaultParserOptions}, with `parseHostRules`. An invalid rule is always a node. */
export type TreeOptions = Omit<ParserOptions, 'tolerant' | 'onParseError'>

/** A list as numbers over its text. A node is made when it is asked for. Rules count from 0, one a line. */
export class Tree implements Iterable<AnyRule> {
  constructor(text: string, options?: TreeOptions)
  readonly length: number
  /** The type of a rule. No node is made. */
  type(n: number): AnyRule['type']
  /** The product whose syntax a rule has. No node is made. */
  syntax(n: number): AdblockSyntax
  /** Where a rule starts in the text. */
  start(n: number): number
  /** Where a rule ends, without its line ending. */
  end(n: number): number
  /** The text of a rule. */
  text(n: number): string
  /** The node of a rule: a new one with each call. */
  rule(n: number): AnyRule
  [Symbol.iterator](): IterableIterator<AnyRule>
}

// AGTree's API

export const AGTREE_VERSION: string

export type OnParseError = (error: unknown) => void

export interface ParserOptions {
  /** Whether an invalid rule is a node; if not, it is an exception. */
  tolerant?: boolean
  /** Whether nodes have `start` and `end`. */
  isLocIncluded?: boolean
  /** Whether Adblock Plus's own rules are read. */
  parseAbpSpecificRules?: boolean
  /** Whether uBlock Origin's own rules are read. */
  parseUboSpecificRules?: boolean
  /** Whether rules have their text. */
  includeRaws?: boolean
  /** Whether a comment is an empty rule. */
  ignoreComments?: boolean
  /** Whether lines of hosts files and bare domains are read. */
  parseHostRules?: boolean
  /** Whether bodies of HTML filtering rules are trees of selectors; if not, they are texts. */
  parseHtmlFilteringRuleBodies?: boolean
  /** With `tolerant`, is called with the error of each invalid rule. */
  onParseError?: OnParseError
}

export const defaultParserOptions: ParserOptions

export class RuleParser {
  /** Reads one rule. `baseOffset` is added to all positions. */
  static parse(raw: string, options?: ParserOptions, baseOffset?: number): AnyRule
}

export class FilterListParser {
  /** Reads a list. `baseOffset` is added to all positions. */
  static parse(raw: string, options?: ParserOptions, baseOffset?: number): FilterList
}

export class RuleGenerator {
  static generate(ast: AnyRule): string
}

export class FilterListGenerator {
  static generate(ast: FilterList, preferRaw?: boolean, tolerant?: boolean): string
}

export interface ConversionResult<T, U extends T | T[] = T> {
  result: U
  /** Whether something changed. If not, `result` has what was given. */
  isConverted: boolean
}

export type NodeConversionResult<T extends Node> = ConversionResult<T, T[]>

export class RuleConverter {
  /** @throws {RuleConversionError} when AdGuard cannot express the rule. */
  static convertToAdg(rule: AnyRule): NodeConversionResult<AnyRule>
  /** @throws {RuleConversionError} when uBlock Origin cannot express the rule. */
  static convertToUbo(rule: AnyRule): NodeConversionResult<AnyRule>
  /** @throws {NotImplementedError} always, as in AGTree. */
  static convertToAbp(rule: Node): never
}

export class RawRuleConverter {
  static convertToAdg(rawRule: string): ConversionResult<string, string[]>
  static convertToAbp(data: unknown): never
  static convertToUbo(data: unknown): never
}

export class FilterListConverter {
  static convertToAdg(filterListNode: FilterList, tolerant?: boolean): ConversionResult<FilterList>
  static convertToAbp(data: unknown): never
  static convertToUbo(data: unknown): never
}

export class RawFilterListConverter {
  static convertToAdg(rawFilterList: string, tolerant?: boolean): ConversionResult<string>
  static convertToAbp(data: unknown): never
  static convertToUbo(data: unknown): never
}

export class AdblockSyntaxError extends SyntaxError {
  start: number
  end: number
  constructor(message: string, start: number, end: number)
}

export class NotImplementedError extends Error {
  constructor(message?: string | undefined)
}

export class RuleConversionError extends Error {
  constructor(message: string)
}

export const AdblockProduct: { readonly Abp: 'AdblockPlus'; readonly Ubo: 'UblockOrigin'; readonly Adg: 'AdGuard' }
export type AdblockProduct = (typeof AdblockProduct)[keyof typeof AdblockProduct]

export const AdblockSyntax: {
  readonly Common: 'Common'
  readonly Abp: 'AdblockPlus'
  readonly Ubo: 'UblockOrigin'
  readonly Adg: 'AdGuard'
}
export type AdblockSyntax = (typeof AdblockSyntax)[keyof typeof AdblockSyntax]

export const CommentMarker: { readonly Regular: '!'; readonly Hashmark: '#' }
export type CommentMarker = (typeof CommentMarker)[keyof typeof CommentMarker]

export const RuleCategory: {
  readonly Empty: 'Empty'
  readonly Invalid: 'Invalid'
  readonly Comment: 'Comment'
  readonly Cosmetic: 'Cosmetic'
  readonly Network: 'Network'
}
export type RuleCategory = (typeof RuleCategory)[keyof typeof RuleCategory]

export const CommentRuleType: {
  readonly AgentCommentRule: 'AgentCommentRule'
  readonly CommentRule: 'CommentRule'
  readonly ConfigCommentRule: 'ConfigCommentRule'
  readonly HintCommentRule: 'HintCommentRule'
  readonly MetadataCommentRule: 'MetadataCommentRule'
  readonly PreProcessorCommentRule: 'PreProcessorCommentRule'
}
export type CommentRuleType = (typeof CommentRuleType)[keyof typeof CommentRuleType]

export const CosmeticRuleType: {
  readonly ElementHidingRule: 'ElementHidingRule'
  readonly CssInjectionRule: 'CssInjectionRule'
  readonly ScriptletInjectionRule: 'ScriptletInjectionRule'
  readonly HtmlFilteringRule: 'HtmlFilteringRule'
  readonly JsInjectionRule: 'JsInjectionRule'
}
export type CosmeticRuleType = (typeof CosmeticRuleType)[keyof typeof CosmeticRuleType]

export const NetworkRuleType: { readonly NetworkRule: 'NetworkRule'; readonly HostRule: 'HostRule' }
export type NetworkRuleType = (typeof NetworkRuleType)[keyof typeof NetworkRuleType]

export const CosmeticRuleSeparator: {
  readonly ElementHiding: '##'
  readonly ElementHidingException: '#@#'
  readonly ExtendedElementHiding: '#?#'
  readonly ExtendedElementHidingException: '#@?#'
  readonly AbpSnippet: '#$#'
  readonly AbpSnippetException: '#@$#'
  readonly AdgCssInjection: '#$#'
  readonly AdgCssInjectionException: '#@$#'
  readonly AdgExtendedCssInjection: '#$?#'
  readonly AdgExtendedCssInjectionException: '#@$?#'
  readonly AdgJsInjection: '#%#'
  readonly AdgJsInjectionException: '#@%#'
  readonly AdgHtmlFiltering: '$$'
  readonly AdgHtmlFilteringException: '$@$'
}
export type CosmeticRuleSeparator = (typeof CosmeticRuleSeparator)[keyof typeof CosmeticRuleSeparator]

// AGTree's nodes

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
