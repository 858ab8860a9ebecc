// AGTree's API: parsers, generators, converters, errors and constants.

import type { AnyRule, FilterList, Node } from './nodes.js'

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
