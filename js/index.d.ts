/**
 * `@bloqr/core`: the core of bloqr for JavaScript. All positions are in UTF-16 code units, as JavaScript counts
 * them; lines and columns count from 1.
 *
 * A wrong argument is a `TypeError` or an `Error` with a plain message. A text that is longer than {@link MAX_LENGTH}
 * is a `RangeError`.
 */

import type { AdblockSyntax, ParserOptions, RuleCategory } from './agtree.js'
import type { AnyRule, FilterList } from './nodes.js'

export * from './agtree.js'
export * from './nodes.js'

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
