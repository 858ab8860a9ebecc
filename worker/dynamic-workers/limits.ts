// The limits of every isolate.

export const COMPATIBILITY_DATE = '2026-11-01'

/** The core needs some tenths of a second for 1 MiB of rules. A local workerd does not enforce this. */
export const LIMITS = { cpuMs: 5000 }

/** From requesting an isolate to the end of its answer. */
export const DEADLINE_MS = 10_000

/** The core makes no longer answer. */
export const MAX_ANSWER = 32 << 20

/** Answers up to this length are parsed as JSON, to check them. */
export const MAX_PARSED = 1 << 20
