// The contract of a script for `bloqr transform --script`, and of `source` for `POST /api/transform`.
// A script is JavaScript; an editor checks it against this file with one comment in it:
//
//   /** @type {import('./transform').Transform} */
//   export function transform(rules, info) { … }

/** What a script exports as `transform`. It may be async. */
export type Transform = (rules: string[], info: Info) => Result | Promise<Result>

/** The same for a script that exports `wants = { ast: true }`. */
export type TransformOfNodes = (rules: string[], info: Required<Info>) => Result | Promise<Result>

/** What a script may export as `wants`. */
export interface Wants {
  /** Whether the host parses the rules first, for `info.nodes`. */
  ast?: boolean
}

export interface Info {
  /** The texts of `--data NAME=FILE`, by name; at most 1 MiB together. */
  data: Record<string, string>
  /**
   * The tree of each line, if the script wants it: `nodes[i]` is that of `rules[i]`. It is the node of
   * `POST /api/ast/parse` and of AGTree. `start` and `end` count from the start of the line, in the
   * units of `rules[i].slice(start, end)`.
   */
  nodes?: Node[]
}

/** The lines of the new list, or changes to single lines. */
export type Result = string[] | { edits: Edit[] }

/**
 * Puts rules in the place of a line. Edits keep all other lines, comments too, and give a small diff:
 * use them for everything but a new order.
 */
export interface Edit {
  /** The line, from 1: that of `rules[i]` is `i + 1`. A line has at most one edit. */
  line: number
  /** What takes its place: `[]` removes the line, `[rules[i], more]` adds a line behind it. */
  rules: string[]
}

/** A node of AGTree, of which these parts are used most. */
export interface Node {
  type: string
  category: 'Network' | 'Cosmetic' | 'Comment' | 'Empty' | 'Invalid'
  syntax: string
  start: number
  end: number
  /** Network and cosmetic rules: whether it is an exception. */
  exception?: boolean
  /** Network rules. */
  pattern?: Value
  modifiers?: { children: Modifier[]; start: number; end: number }
  /** Cosmetic rules. */
  domains?: { separator: string; children: Domain[]; start: number; end: number }
  separator?: Value
  [more: string]: unknown
}

export interface Value {
  value: string
  start: number
  end: number
}

export interface Modifier {
  name: Value
  value?: Value
  exception: boolean
  start: number
  end: number
}

export interface Domain extends Value {
  exception: boolean
}
