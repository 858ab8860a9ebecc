// What every isolate is held to.

export const COMPATIBILITY_DATE = '2026-11-01'

/** A mebibyte of rules takes the core some tenths of a second. Not enforced by a local workerd. */
export const LIMITS = { cpuMs: 5000 }

/** From asking for an isolate to its whole answer. */
export const DEADLINE_MS = 10_000

/** The core makes no longer answer. */
export const MAX_ANSWER = 32 << 20

/** Up to here an answer is read as JSON, to be sure of it. */
export const MAX_PARSED = 1 << 20
