/** A change to a filter list: bloqr runs it in an isolate without network, files, clock or chance. */

/** Either all lines of the new list, or the lines that change. */
export type Result = string[] | { edits: Edit[] }

/** Puts rules in the place of one line; no rules remove it. */
export interface Edit {
  /** The number of the line, from 1. */
  line: number
  /** The new lines. None may hold a line break. */
  rules: string[]
}

export interface Info {
  /** Texts that were given with `--data NAME=FILE`. */
  data: Record<string, string>
  /** The tree of each line, as `bloqr ast parse` has it, when the module exports `wants = { ast: true }`. */
  nodes?: unknown[]
}

/** The module has to export this. `rules` are all lines of the list, comments and empty lines too. */
export declare function transform(rules: string[], info: Info): Result | Promise<Result>

/** Optional: `{ ast: true }` asks for `info.nodes`. */
export declare const wants: { ast?: boolean }
